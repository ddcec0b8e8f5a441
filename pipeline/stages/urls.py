"""Addresses: which of them name the same article.

`canonical` makes the name of an article out of its many addresses. It is compared, never fetched.
courlan's cleaner is not used for it: its list of trackers takes `?cid=`, `?eid=` and `?source=`
away, which are the only name an article has on some sites, and it keeps AMP and mobile hosts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

WEB = ("http", "https")
LONGEST = 2_048  #: characters of an address; sitemaps.org sets the same bound

#: Parameters that tell how a reader came, not what is read. After the public lists of ClearURLs
#: and AdGuard, and the share buttons of large outlets.
TRACKERS = re.compile(
    r"""(?: utm_|mtm_|pk_|piwik_|hsa_|at_(?:medium|campaign|custom|link|bbc|ptr|format|creation)
        |ns_|mc_(?:cid|eid)|_hs|__hs|oly_|vero_|wt_|ito|itm_|icid|ncid|cmpid|cmp$|cmp_|xtor|s_cid
        |smid|smtyp|partner$|ocid|fb(?:clid|_)|g(?:clid|braid|clsrc)|wbraid|dclid|msclkid|yclid
        |twclid|igsh|ttclid|li_fat_id|mkt_tok|trk|_ga$|_gl$|ref$|ref_|referr?er$|source$
        |shared?$|share_|sh$|spm|campaign|feature$|rss$|from_rss|ftag$|taid$|guccounter|guce_
        |src$|sr_share|traffic_source|mod$|assetType$|leadSource$|cid$|soc_|si$
        |amp$|amp_|outputtype$|output$|isamp$|usqp$|__twitter_impression$)""",
    re.IGNORECASE | re.VERBOSE,
)
#: Of these the value decides: they are trackers only with words of that kind.
SPOKEN = {"source", "ref", "cid", "src", "mod", "cmp", "partner", "si", "sh", "output"}
SESSIONS = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w*|session_?id|sid|cfid|cftoken)$", re.IGNORECASE
)
WEEDED_HOST = re.compile(r"^(?:www\d?|m|mobile|amp|touch|wap)\.(?=[^.]+\.)")
AMP_CACHE = re.compile(r"^https?://[^/]+\.cdn\.ampproject\.org/[acviw]/(?:s/)?(.+)$")
AMP_VIEWER = re.compile(r"^https?://(?:www\.)?google\.[a-z.]+/amp/(?:s/)?(.+)$")
AMP_PATH = re.compile(r"(?:/amp|\.amp)(?=(?:\.html?)?/?$)|^/amp(?=/.)", re.IGNORECASE)
PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)


def absolute(link: str | None, base: str) -> str | None:
    """Return `link` as an http(s) address, relative to `base`; None if it cannot be one."""
    link = re.sub(r"[\x00-\x20\x7f]*[\r\n\t]+[\x00-\x20\x7f]*", "", link or "").strip()
    if not link or len(link) > LONGEST:
        return None
    try:
        parts = urlsplit(link)
        host = urlsplit(base).hostname
        if not parts.scheme and not parts.netloc and host:
            first = link.split("/", 1)[0].lower()
            if first.removeprefix("www.") == host.removeprefix("www."):
                link = f"https://{link}"
        whole = urljoin(base, link)
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in WEB and parts.hostname else None


def host(url: str) -> str:
    """Return the host of an address in lower case; empty if it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def canonical(url: str) -> str:
    """Return the name of the article at `url`: the same for all addresses it is known by.

    Folded are scheme, `www` and mobile hosts, AMP pages and caches, trackers, sessions, fragments,
    order of parameters, default pages and the spelling of RFC 3986, section 6.2.2. Applying it
    twice changes nothing. What is no web address comes back as it is.
    """
    before = None
    while url != before:  # what one rule takes away may bare another's
        before, url = url, _folded(url)
    return url


def _folded(url: str) -> str:
    for pattern in (AMP_CACHE, AMP_VIEWER):
        if inside := pattern.match(url):
            url = f"https://{inside[1]}"
    try:
        parts = urlsplit(url.strip())
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    if parts.scheme not in WEB or not name:
        return url
    netloc = _site(name)
    if port not in (None, 80, 443):
        netloc += f":{port}"
    path = INDEX.sub("/", AMP_PATH.sub("", _path(parts.path))).rstrip("/")
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit(("https", netloc, path, _query(parts.query), fragment))


@lru_cache(1_024)
def _site(name: str) -> str:
    """Return the name of a host without what only tells which of its faces is asked."""
    name = WEEDED_HOST.sub("", name.rstrip("."))
    name = re.sub(r"^([a-z-]{2,6})\.m\.(?=[^.]+\.)", r"\1.", name)  # en.m.wikipedia.org
    if ":" in name:
        return f"[{name}]"
    try:
        return name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        return name


def _path(path: str) -> str:
    if PLAIN_PATH.fullmatch(path):
        return path  # most are
    path = re.sub(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", "", path, flags=re.IGNORECASE)
    path = re.sub(r"%[0-9A-Fa-f]{2}", lambda code: _unreserved(code[0]), path)
    path = quote(re.sub(r"/{2,}", "/", path), safe="/%:@!$&'()*+,;=~")
    whole: list[str] = []
    for step in path.split("/"):
        if step == "..":
            whole[1:] = whole[1:-1]
        elif step != ".":
            whole.append(step)
    return "/".join(whole)


def _unreserved(code: str) -> str:
    letter = unquote(code)
    return letter if re.fullmatch(r"[A-Za-z0-9._~-]", letter) else code.upper()


def _query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _tells_the_way(name, value)]
    return urlencode(sorted(kept), errors="surrogatepass")


def _tells_the_way(name: str, value: str) -> bool:
    if SESSIONS.match(name):
        return len(value) >= 8 or not value
    if name.lower() in SPOKEN:
        return not re.fullmatch(r"[\d-]{4,}", value)
    return bool(TRACKERS.match(name))
