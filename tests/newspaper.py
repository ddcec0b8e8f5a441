"""A newspaper on loopback, for tests: feeds of every format, pages, robots.txt, misbehaviour.

    with Newspaper() as paper:
        Settings.load(paper.settings(folder))   # polls paper.feed_url, reaches loopback, no pauses
        paper.pages["/slow"] = Page("late", delay_s=9)
        paper.now += timedelta(days=14)         # stories later than `now` are not listed yet
        paper.requests                          # what was asked for, in order

Of its five stories the last is broken: its page answers 500.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from stories import STORIES, Story

XML = "application/xml; charset=utf-8"
ROBOTS = "User-agent: *\nDisallow: /private/\n"


@dataclass
class Page:
    """An answer. `drip_s` pauses after every byte; `cut` closes after so many bytes of the body.

    `raw` goes over the line as it is, head and all, and nothing else does.
    """

    body: str | bytes = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0
    drip_s: float = 0
    cut: int | None = None
    raw: bytes | None = None

    @property
    def data(self) -> bytes:
        """The body as bytes."""
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass
class Request:
    """What a client asked for. `began` and `ended` count seconds of a steady clock."""

    host: str
    path: str
    headers: dict[str, str]
    began: float
    ended: float


Answer = Page | Callable[[Request], Page]


class Newspaper:
    """Serves every host 127.0.0.1 to 127.0.0.`hosts` on one port; `pages` maps paths to answers."""

    def __init__(self, *, hosts: int = 1, stories: tuple[Story, ...] = STORIES) -> None:
        self.now = max((story.published for story in stories), default=datetime.now(UTC))
        self.now += timedelta(hours=1)
        self.stories = list(stories)
        self.requests: list[Request] = []
        self.down = False  # every answer is 503
        self.pages: dict[str, Answer] = {"/robots.txt": Page(ROBOTS, type="text/plain")}
        for path, write in FEEDS.items():
            self.pages[path] = lambda request, write=write: self._feed(request, write)
        self.pages["/"] = lambda _: Page(self._home())
        for story in stories:
            self.pages[story.path] = Page(page(story))
        if stories is STORIES:
            self.pages[stories[-1].path] = Page("broken", status=500)
        self.hosts = [f"127.0.0.{number}" for number in range(1, hosts + 1)]
        self._servers: list[ThreadingHTTPServer] = []

    def __enter__(self) -> Self:
        port = 0
        for host in self.hosts:
            server = _Server((host, port), self._handler())
            port = server.server_address[1]
            self._servers.append(server)
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self.port = port
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"

    @property
    def feed_url(self) -> str:
        """The address of the RSS feed."""
        return self.url("/rss.xml")

    def settings(self, folder: Path, **web: Any) -> Path:
        """Write a settings file that polls the RSS feed; return its path."""
        options = {"allow": ["127.0.0.0/8"], "host_delay_s": 0, "retry_s": 0} | web
        lines = [f"{key} = {json.dumps(value)}" for key, value in options.items()]
        path = folder / "newspaper.toml"
        path.write_text(
            "\n".join(["[web]", *lines, "[[feeds]]", 'kind = "rss"', f'url = "{self.feed_url}"'])
        )
        return path

    def asked(self, path: str) -> list[Request]:
        """Return the requests for a path."""
        return [request for request in self.requests if request.path == path]

    def listed(self) -> list[Story]:
        """Return the stories out by now, newest first."""
        out = [story for story in self.stories if story.published <= self.now]
        return sorted(out, key=lambda story: story.published, reverse=True)

    def _feed(self, request: Request, write: Callable[[Newspaper], Page]) -> Page:
        page = write(self)
        tag = f'"{sha256(page.data).hexdigest()[:12]}"'
        page.headers["ETag"] = tag
        if request.headers.get("if-none-match") == tag:
            return Page(status=304, headers=page.headers)
        return page

    def _home(self) -> str:
        links = "".join(f'<li><a href="{s.path}">{escape(s.title)}</a>' for s in self.listed())
        feed = '<link rel="alternate" type="application/rss+xml" href="/rss.xml" title="News">'
        return f"<!doctype html><title>The Amsel Courier</title>{feed}<ul>{links}</ul>"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        paper = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                paper.serve(self)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request and note it."""
        began = time.monotonic()
        headers = {name.lower(): value for name, value in handler.headers.items()}
        host = headers.get("host", "").split(":")[0]
        request = Request(host, handler.path, headers, began, began)
        answer = self.pages.get(handler.path) or self.pages.get(handler.path.split("?")[0])
        page = answer(request) if callable(answer) else answer or Page("not found", status=404)
        if self.down:
            page = Page("down for repairs", status=503)
        self.requests.append(request)  # before the client can go on
        time.sleep(page.delay_s)
        try:
            self._send(handler, page)
        except OSError:
            handler.close_connection = True  # the client hung up
        request.ended = time.monotonic()

    def _send(self, handler: BaseHTTPRequestHandler, page: Page) -> None:
        if page.raw is not None:
            handler.wfile.write(page.raw)
            handler.close_connection = True
            return
        handler.send_response_only(page.status)
        names = {"Content-Type": page.type, "Date": format_datetime(self.now, usegmt=True)}
        for name, value in (names | page.headers).items():
            handler.send_header(name, value)
        if page.status != 304:
            handler.send_header("Content-Length", str(len(page.data)))
        handler.end_headers()
        if page.drip_s:
            for byte in page.data:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                time.sleep(page.drip_s)
        elif page.status != 304:
            handler.wfile.write(page.data[: page.cut])
        if page.cut is not None:
            handler.close_connection = True


class _Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet when a client hangs up."""


def page(story: Story) -> str:
    """Return the HTML page of a story."""
    title = escape(story.title)
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "author": {"@type": "Person", "name": story.author},
        "datePublished": story.published.isoformat(),
        "publisher": {"@type": "Organization", "name": "The Amsel Courier"},
    }
    body = "\n".join(f"<p>{escape(text, quote=False)}</p>" for text in story.paragraphs)
    return f"""<!doctype html>
<html lang="en"><head><title>{title} - The Amsel Courier</title>
<meta property="og:type" content="article"><meta property="og:title" content="{title}">
<script type="application/ld+json">{json.dumps(facts)}</script></head>
<body><nav><a href="/">Home</a> <a href="/about">About</a></nav>
<article><h1>{title}</h1><p class="byline">By {story.author}</p>
{body}
</article><footer>The newspaper of a town that does not exist</footer></body></html>
"""


def rss(paper: Newspaper) -> Page:
    """Return the feed as RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(s.title)}</title><link>{paper.url(s.path)}</link>"
        f'<guid isPermaLink="false">{s.path}</guid><dc:creator>{s.author}</dc:creator>'
        f"<pubDate>{format_datetime(s.published)}</pubDate>"
        f"<description>{escape(s.lead)}</description></item>\n"
        for s in paper.listed()
    )
    return Page(
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Amsel Courier</title>'
        f"<link>{paper.url()}</link><description>News</description>\n{items}</channel></rss>",
        type="application/rss+xml; charset=utf-8",
    )


def atom(paper: Newspaper) -> Page:
    """Return the feed as Atom, with relative links."""
    entries = "".join(
        f'<entry><title>{escape(s.title)}</title><link href="{s.path}"/><id>tag:amsel:{s.path}</id>'
        f"<author><name>{s.author}</name></author><published>{s.published.isoformat()}</published>"
        f"<updated>{s.published.isoformat()}</updated><summary>{escape(s.lead)}</summary></entry>\n"
        for s in paper.listed()
    )
    return Page(
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:base="{paper.url()}"><title>The Amsel Courier</title><id>tag:amsel:feed</id>'
        f"<updated>{paper.now.isoformat()}</updated>\n{entries}</feed>",
        type="application/atom+xml; charset=utf-8",
    )


def rdf(paper: Newspaper) -> Page:
    """Return the feed as RSS 1.0."""
    items = "".join(
        f'<item rdf:about="{paper.url(s.path)}"><title>{escape(s.title)}</title>'
        f"<link>{paper.url(s.path)}</link><dc:date>{s.published.isoformat()}</dc:date></item>\n"
        for s in paper.listed()
    )
    return Page(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{paper.url()}"><title>The Amsel Courier</title>'
        f"<link>{paper.url()}</link></channel>\n{items}</rdf:RDF>",
        type="application/rdf+xml; charset=utf-8",
    )


def json_feed(paper: Newspaper) -> Page:
    """Return the feed as JSON Feed 1.1."""
    items = [
        {
            "id": s.path,
            "url": paper.url(s.path),
            "title": s.title,
            "summary": s.lead,
            "date_published": s.published.isoformat(),
            "authors": [{"name": s.author}],
        }
        for s in paper.listed()
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": items}
    return Page(json.dumps(feed), type="application/feed+json")


def sitemap(paper: Newspaper) -> Page:
    """Return the stories as a news sitemap."""
    urls = "".join(
        f"<url><loc>{paper.url(s.path)}</loc><lastmod>{s.published.isoformat()}</lastmod>"
        "<news:news><news:publication><news:name>The Amsel Courier</news:name>"
        "<news:language>en</news:language></news:publication>"
        f"<news:publication_date>{s.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(s.title)}</news:title></news:news></url>\n"
        for s in paper.listed()
    )
    return Page(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>',
        type=XML,
    )


FEEDS: dict[str, Callable[[Newspaper], Page]] = {
    "/rss.xml": rss,
    "/atom.xml": atom,
    "/rdf.xml": rdf,
    "/feed.json": json_feed,
    "/news-sitemap.xml": sitemap,
}
