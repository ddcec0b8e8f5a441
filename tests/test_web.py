import asyncio
import gzip
import os
import socket
import threading
import time
import zlib
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from multiprocessing import get_context

import brotli
import msgspec
import pytest
from newspaper import Newspaper, Page

from pipeline.edges.archive import Archive
from pipeline.edges.guard import Guard
from pipeline.edges.pace import Pace
from pipeline.edges.web import Web
from pipeline.errors import Refused, SettingsError, TooBig, Unreachable
from pipeline.records import Response
from pipeline.settings import Settings

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)

HOSTILE = [
    "http://127.0.0.1/",
    "http://127.0.0.2:80/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://0.0.0.0/",
    "http://0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:0:0:0:0:80ff:fffe]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[ff02::1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.0.1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://192.0.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://user:pass@127.0.0.1/",
    "https://127.0.0.1/",
    "http://8.8.8.8:22/",
    "http://8.8.8.8:6379/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/",
    "ftp://10.0.0.1/",
    "javascript:alert(1)",
    "data:text/html,x",
    "//127.0.0.1/",
    "http://",
    "http://[::1",
    "http://a:b:c/",
    "",
]


@pytest.fixture
def paper():
    with Newspaper(hosts=4) as opened:
        yield opened


def settings(paper, folder, **options):
    return Settings.load(paper.settings(folder, **options), data=folder / "data")


def get(web, url, **options):
    return web.get(url, headers={}, at=AT, **options)


@pytest.fixture
def web(paper, tmp_path):
    return Web(settings(paper, tmp_path))


@pytest.fixture
def guarded(paper, tmp_path):
    """A Web that may not reach loopback."""
    return Web(settings(paper, tmp_path, allow=[], retries=0))


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_address_is_refused(guarded, url):
    with pytest.raises(Refused):
        get(guarded, url, robots=False)


def test_a_redirect_to_an_address_that_is_not_public_is_refused(paper, tmp_path):
    loaded = settings(paper, tmp_path)
    narrow = msgspec.structs.replace(loaded.web, allow=("127.0.0.1/32",))
    web = Web(msgspec.structs.replace(loaded, web=narrow))
    targets = [paper.url("/", "127.0.0.2"), "http://2130706434/", "http://[::ffff:127.0.0.2]/"]
    targets += ["http://169.254.169.254/", "file:///etc/passwd", "http://10.0.0.1/"]
    for number, target in enumerate(targets):
        paper.pages[f"/to/{number}"] = Page(status=302, headers={"Location": target})
        with pytest.raises(Refused):
            get(web, paper.url(f"/to/{number}"))
    assert {request.host for request in paper.requests} == {"127.0.0.1"}


def test_the_guard_looks_at_the_address_that_is_connected_to_not_at_the_name():
    guard = Guard((80, 443), ())
    for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254"):
        with pytest.raises(OSError, match="not public"):
            guard.open((socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)))
    guard.open((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))).close()
    with pytest.raises(OSError, match="port"):
        guard.open((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 25)))


def test_a_network_that_is_none_is_an_error_of_the_settings():
    with pytest.raises(SettingsError, match=r"web\.allow"):
        Guard((80,), ("10.0.0.0/99",))


def test_an_answer_bears_what_was_sent_and_every_hop(paper, web):
    paper.pages["/a"] = Page(status=301, headers={"Location": "/b"})
    paper.pages["/b"] = Page(status=308, headers={"Location": "/c?x=1"})
    paper.pages["/c"] = Page(status=302, headers={"Location": paper.stories[0].path})
    answer = get(web, paper.url("/a"))
    assert answer.status == 200
    assert answer.url == paper.url("/a")
    assert answer.final_url == paper.url(paper.stories[0].path)
    assert answer.redirects == (paper.url("/a"), paper.url("/b"), paper.url("/c?x=1"))
    assert answer.moved_to == paper.url("/c?x=1")
    assert answer.at == AT
    assert "hearsay/" in dict(answer.sent)["User-Agent"]


def test_a_temporary_redirect_moves_nothing(paper, web):
    paper.pages["/a"] = Page(status=307, headers={"Location": "/"})
    assert get(web, paper.url("/a")).moved_to is None


def test_redirects_without_end_are_refused(paper, web):
    paper.pages["/round"] = Page(status=302, headers={"Location": "/round"})
    count = iter(range(1_000))
    paper.pages["/on"] = lambda _: Page(status=302, headers={"Location": f"/on?{next(count)}"})
    with pytest.raises(Refused, match="circle"):
        get(web, paper.url("/round"))
    with pytest.raises(Refused, match="more than 10 times"):
        get(web, paper.url("/on"))


def test_a_cookie_lives_for_the_redirects_of_one_request_at_the_host_that_gave_it(paper, web):
    def door(request):
        if request.headers.get("cookie") == "seen=1; lang=de":
            return Page("come in")
        cookies = {"Set-Cookie": "seen=1; Path=/; HttpOnly", "Location": "/lang"}
        return Page(status=302, headers=cookies)

    lang = {"Set-Cookie": "lang=de; Max-Age=99", "Location": "/door"}
    paper.pages |= {"/door": door, "/lang": Page(status=302, headers=lang)}
    assert get(web, paper.url("/door")).body == b"come in"
    assert "cookie" not in paper.asked("/door")[0].headers
    assert get(web, paper.url("/door")).body == b"come in"
    assert "cookie" not in paper.asked("/door")[2].headers
    away = {"Set-Cookie": "seen=1", "Location": paper.url("/", "127.0.0.2")}
    paper.pages["/away"] = Page(status=302, headers=away)
    get(web, paper.url("/away"))
    assert "cookie" not in paper.asked("/")[-1].headers


def test_a_site_that_wants_ever_new_cookies_is_a_circle_that_ends(paper, web):
    count = iter(range(1_000))
    paper.pages["/new"] = lambda _: Page(
        status=302, headers={"Set-Cookie": f"a={next(count)}", "Location": "/new"}
    )
    paper.pages["/same"] = Page(status=302, headers={"Set-Cookie": "a=1", "Location": "/same"})
    with pytest.raises(Refused, match="more than 10 times"):
        get(web, paper.url("/new"))
    with pytest.raises(Refused, match="circle"):
        get(web, paper.url("/same"))
    assert len(paper.asked("/same")) == 2


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("br", brotli.compress), ("deflate", zlib.compress)],
)
def test_packed_bodies_come_unpacked_and_bombs_are_refused(paper, tmp_path, encoding, pack):
    web = Web(settings(paper, tmp_path, max_bytes=1_000_000))
    paper.pages["/small"] = Page(pack(b"hello"), headers={"Content-Encoding": encoding})
    paper.pages["/bomb"] = Page(pack(bytes(50_000_000)), headers={"Content-Encoding": encoding})
    assert get(web, paper.url("/small")).body == b"hello"
    with pytest.raises(TooBig, match="1,000,000"):
        get(web, paper.url("/bomb"))


def test_a_body_that_drips_ends_with_the_time_there_is(paper, tmp_path):
    web = Web(settings(paper, tmp_path, timeout_s=0.5))
    paper.pages["/drip"] = Page(b"x" * 1_000, drip_s=0.05)
    paper.pages["/late"] = Page(b"x", delay_s=5)
    for path in ("/drip", "/late"):
        with pytest.raises(Unreachable, match="no full answer"):
            get(web, paper.url(path))


def test_a_body_that_is_cut_off_is_no_answer(paper, web):
    paper.pages["/cut"] = Page(b"x" * 10_000, cut=100)
    with pytest.raises(Unreachable):
        get(web, paper.url("/cut"))


def test_packing_that_lies_is_no_answer(paper, web):
    paper.pages["/lie"] = Page(b"plain", headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unreachable):
        get(web, paper.url("/lie"))


def test_what_may_pass_is_tried_again(paper, web):
    answers = iter([Page(status=503), Page(status=429, headers={"Retry-After": "0"}), Page("ok")])
    paper.pages["/busy"] = lambda _: next(answers)
    assert get(web, paper.url("/busy")).body == b"ok"


def test_what_will_not_pass_is_not_tried_again(paper, web):
    assert get(web, paper.url("/nowhere")).status == 404
    assert len(paper.asked("/nowhere")) == 1


IN_AN_HOUR = format_datetime(datetime.now(UTC) + timedelta(hours=1))


@pytest.mark.parametrize("given", ["3600", IN_AN_HOUR], ids=["seconds", "date"])
def test_a_host_that_asks_for_a_long_pause_is_left_alone(paper, web, given):
    paper.pages["/busy"] = Page(status=503, headers={"Retry-After": given})
    assert get(web, paper.url("/busy")).status == 503
    with pytest.raises(Unreachable, match="left alone"):
        get(web, paper.url("/"))
    assert len(paper.asked("/busy")) == 1
    assert get(web, paper.url("/", "127.0.0.2")).status == 200


def test_a_host_where_nobody_answers_is_not_asked_for_every_page(web):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Unreachable, match="call failed") as error:
            get(web, f"{url}/a", robots=False)
        assert error.type is Unreachable  # by its name the ledger knows when to try again
        with pytest.raises(Unreachable, match="nobody answers"):
            get(web, f"{url}/b", robots=False)


def test_robots_txt_is_obeyed_for_pages_asked_once_and_not_for_feeds(paper, web):
    paper.pages["/private/a"] = Page("secret")
    with pytest.raises(Refused, match=r"robots\.txt"):
        get(web, paper.url("/private/a"))
    assert get(web, paper.url("/private/a"), robots=False).status == 200
    assert get(web, paper.url("/")).status == 200
    assert len(paper.asked("/robots.txt")) == 1
    assert paper.asked("/private/a")[0].headers["user-agent"].startswith("hearsay/")


def test_robots_txt_is_kept_for_other_processes(paper, tmp_path):
    for _ in range(2):
        get(Web(settings(paper, tmp_path)), paper.url("/"))
    assert len(paper.asked("/robots.txt")) == 1


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (403, True), (429, False), (500, False)]
)
def test_what_an_answer_for_robots_txt_means(paper, tmp_path, status, allowed):
    paper.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /", status=status)
    web = Web(settings(paper, tmp_path, retries=0))
    if allowed:
        assert get(web, paper.url("/")).status == 200
    else:
        with pytest.raises(Unreachable, match=r"robots\.txt"):
            get(web, paper.url("/"))


FORBIDS = b"User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    "body",
    [b"\xef\xbb\xbf" + FORBIDS, FORBIDS.replace(b"\n", b"\r"), FORBIDS + b"#" * 2_000_000],
    ids=["a byte order mark", "old line ends", "far too long"],
)
def test_an_odd_robots_txt_is_obeyed(paper, tmp_path, body):
    paper.pages["/robots.txt"] = Page(body, type="text/plain")
    with pytest.raises(Refused, match="forbids"):
        get(Web(settings(paper, tmp_path, max_bytes=1_000_000)), paper.url("/"))


def test_a_redirect_into_what_robots_txt_forbids_is_refused(paper, web):
    paper.pages["/way"] = Page(status=302, headers={"Location": "/private/a"})
    with pytest.raises(Refused, match=r"robots\.txt"):
        get(web, paper.url("/way"))


def test_a_crawl_delay_is_kept_between_pages(paper, web):
    paper.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: 0.3", type="text/plain")
    for _ in range(3):
        get(web, paper.url("/"))
    begun = [request.began for request in paper.asked("/")]
    assert min(later - sooner for sooner, later in pairwise(begun)) >= 0.29


def test_threads_take_turns_at_a_host(paper, tmp_path):
    web = Web(settings(paper, tmp_path, host_delay_s=0.02))
    paper.pages["/slow"] = Page("x", delay_s=0.03)
    urls = [paper.url("/slow", host) for host in paper.hosts[:2]] * 4
    threads = [threading.Thread(target=get, args=(web, url)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _show_turns(paper, pause=0.02)


def _fetch_some(file, data, url):
    web = Web(Settings.load(file, data=data))
    for _ in range(4):
        get(web, url)


def test_processes_take_turns_at_a_host(paper, tmp_path):
    file = paper.settings(tmp_path, host_delay_s=0.02)
    paper.pages["/slow"] = Page("x", delay_s=0.03)
    context = get_context("spawn")
    args = (file, tmp_path / "data", paper.url("/slow"))
    workers = [context.Process(target=_fetch_some, args=args) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert len(paper.asked("/slow")) == 8
    _show_turns(paper, pause=0.02)


def _show_turns(paper, *, pause):
    for host in paper.hosts:
        asked = [request for request in paper.requests if request.host == host]
        asked.sort(key=lambda request: request.began)
        for sooner, later in pairwise(asked):
            assert later.began >= sooner.ended - 0.005 + pause / 2


def _die_in_turn(folder):
    async def die():
        async with Pace(folder).turn("news.example", 0):
            os._exit(9)

    asyncio.run(die())


def test_a_process_that_dies_in_its_turn_does_not_keep_it(tmp_path):
    pace = Pace(tmp_path)
    worker = get_context("spawn").Process(target=_die_in_turn, args=(tmp_path,))
    worker.start()
    worker.join()
    assert worker.exitcode == 9

    async def take_turn():
        async with pace.turn("news.example", 0) as turn:
            return turn.pause

    assert asyncio.run(take_turn()) == 0


@pytest.mark.parametrize("left", [b"\0" * 24, b"17", b"", b"99999999999.0", b"nan", b"inf"])
def test_what_a_fall_of_the_machine_leaves_in_a_file_of_the_pace_does_not_matter(
    paper, web, tmp_path, left
):
    (tmp_path / "data/web/pace/127.0.0.1").write_bytes(left)
    assert get(web, paper.url("/")).status == 200


def test_names_that_take_long_to_look_up_hold_no_other_host_up(paper, web, monkeypatch):
    real = socket.getaddrinfo

    def look_up(host, *args, **options):
        if host.endswith(".example"):
            time.sleep(1)
            raise socket.gaierror(socket.EAI_AGAIN, "try again later")
        return real(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    paper.pages["/robots.txt"] = Page(status=404)
    urls = [*(f"http://slow{n}.example/" for n in range(20)), paper.url("/", "localhost")]
    with closing(web.answers(urls, at=AT)) as answers:
        assert next(answers)[0] == 20


def test_an_address_that_cannot_be_one_is_refused_not_a_bug(web):
    for url in ("http://a..b/", "http://" + "a" * 300 + ".example/", "http://\u2028.example/"):
        with pytest.raises((Refused, Unreachable)):
            get(web, url, robots=False)


def test_the_proxy_of_the_environment_is_not_used(paper, web, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert get(web, paper.url("/")).status == 200


def test_cookies_are_not_sent_back(paper, web):
    paper.pages["/"] = Page("x", headers={"Set-Cookie": "a=1"})
    for _ in range(2):
        get(web, paper.url("/"))
    assert all("cookie" not in request.headers for request in paper.asked("/"))


def test_answers_come_as_they_are_ready_and_a_slow_host_holds_nobody_up(paper, web):
    paper.pages["/slow"] = Page("late", delay_s=0.6)
    slow, fast = paper.url("/slow"), [paper.url(f"/{n}", "127.0.0.2") for n in range(9)]
    answers = list(web.answers([slow, *fast], at=AT))
    assert [place for place, _ in answers] == [*range(1, 10), 0]
    assert [answer.status for _, answer in answers] == [404] * 9 + [200]


def test_an_answer_that_fails_comes_in_its_place(paper, web):
    urls = [paper.url("/private/a"), "http://169.254.169.254/", paper.url("/")]
    answers = dict(web.answers(urls, at=AT))
    assert [type(answers[place]) for place in range(3)] == [Refused, Refused, Response]


def test_hosts_are_not_asked_on_while_nobody_takes_their_answers(paper, web):
    urls = [paper.url(f"/{n}") for n in range(100)]
    answers = web.answers(urls, at=AT)
    next(answers)
    time.sleep(0.5)
    assert len(paper.requests) < 60
    assert len(list(answers)) == 99


def test_whoever_stops_taking_answers_or_closes_the_web_ends_what_is_under_way(paper, web):
    paper.pages["/drip"] = Page(b"x" * 1_000, drip_s=0.05)
    answers = web.answers([paper.url("/"), *[paper.url("/drip")] * 9], at=AT)
    next(answers)
    answers.close()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(get, web, paper.url("/drip", "127.0.0.2"))
        time.sleep(0.3)
        web.close()
        with pytest.raises(CancelledError):
            waiting.result(timeout=5)
    assert len(paper.asked("/drip")) <= 2


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
END = b"Content-Length: 2\r\n\r\nok"
READ = {
    "early hints": b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n" + HEAD + END,
    "no reason": HEAD.replace(b" OK", b"") + END,
    "HTTP/1.0, to the end of the line": HEAD.replace(b"1.1", b"1.0") + b"\r\nok",
    "bare line feeds": (HEAD + END).replace(b"\r\n", b"\n"),
    "a header of 20,000 bytes": HEAD + b"X-Policy: " + b"a" * 20_000 + b"\r\n" + END,
    "a header in Latin-1": HEAD + b"X-Title: F\xfc\xdfe\r\n" + END,
    "an encoding nobody knows": HEAD + b"Content-Encoding: utf-8\r\n" + END,
}
NOT_READ = {
    "nothing": b"",
    "no HTTP": b"ok",
    "a length that is none": HEAD + b"Content-Length: -1\r\n\r\nok",
    "less than its length": HEAD + b"Content-Length: 9\r\n\r\nok",
    "two lengths": HEAD + b"Content-Length: 9\r\n" + END,
    "chunks without end": HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
    "a header of 100,000 bytes": HEAD + b"X: " + b"a" * 100_000 + b"\r\n" + END,
    "a thousand headers": HEAD + b"X: a\r\n" * 1_000 + END,
}


@pytest.mark.parametrize("raw", READ.values(), ids=READ)
def test_an_answer_that_breaks_no_bones_is_read_and_can_be_kept(paper, web, tmp_path, raw):
    paper.pages["/raw"] = Page(raw=raw)
    answer = get(web, paper.url("/raw"))
    assert answer.body == b"ok"
    archive = Archive(tmp_path / "archive")
    assert archive.get(archive.put(answer)) == b"ok"


@pytest.mark.parametrize("raw", NOT_READ.values(), ids=NOT_READ)
def test_an_answer_that_cannot_be_trusted_is_none_and_the_reason_is_a_line(paper, web, raw):
    paper.pages["/raw"] = Page(raw=raw)
    with pytest.raises(Unreachable, match=r"/raw: \S") as error:
        get(web, paper.url("/raw"))
    assert error.type is Unreachable
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize(
    "location",
    [b"/f\xc3\xbc\xc3\x9fe", b"/f\xfc\xdfe", b"/f%C3%BC%C3%9Fe", b"  /f%C3%BC%C3%9Fe#top "],
)
def test_a_redirect_may_be_written_in_any_way(paper, web, tmp_path, location):
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
    paper.pages["/way"] = Page(raw=head + location + b"\r\n\r\n")
    paper.pages["/f%C3%BC%C3%9Fe"] = Page("ok")
    answer = get(web, paper.url("/way"))
    assert answer.body == b"ok"
    assert Archive(tmp_path / "archive").put(answer)
