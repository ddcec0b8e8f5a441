"""The facts about an article, from pages of every layout: one page, told in many ways."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from builders import a_document

from pipeline import ids
from pipeline.stages.clean import clean

TITLE = "Harbour wall will cost twice as much"
H1 = f"<h1>{TITLE}</h1>"
PROSE = """
<p>The harbour wall of Amsel will be rebuilt from the ground, the council decided after a debate of
four hours that went on past midnight.</p>
<p>Divers had found the foundations in a worse state than anyone feared, and the report of the
harbour office left little room for doubt.</p>
<p>The fishing cooperative said that its boats were not to blame. It has asked for a second survey,
to be paid by the district.</p>
<p>Work is to begin in the autumn and to last until the spring of the year after next, if the
weather is kind to the builders.</p>"""
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2025-03-04T08:10:00+01:00",
    "publisher": {"@type": "Organization", "name": "Amsel Courier"},
}
AT = datetime(2025, 3, 4, 7, 10, tzinfo=UTC)
CLOCK = datetime(2025, 3, 4, 8, 10, tzinfo=UTC)  # the zone is not told
DAY = datetime(2025, 3, 4, tzinfo=UTC)
ADA, TOM = "Ada Quill", "Tom Farrier"


def cleaned(*, head="", top=H1, below="", url="https://www.amselcourier.example/harbour-wall"):
    page = (
        f'<!doctype html><html lang="en"><head><title>{TITLE} | Amsel Courier</title>{head}</head>'
        f"<body><header>Amsel Courier</header><main><article>{top}{PROSE}{below}</article></main>"
        "<footer>© Amsel Courier</footer></body></html>"
    )
    body = page.encode()
    document = a_document(
        canonical_url=None,
        content_type="text/html",
        fetched_at=datetime(2026, 1, 2, tzinfo=UTC),
        sha256=ids.sha256(body),
        outlet=None,
    )
    return clean(replace(document, url=url, final_url=url), body)


def script(data):
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{text}</script>'


def told(**fields):
    return {**ARTICLE, **fields}


def person(name):
    return {"@type": "Person", "name": name}


SIGNED = json.dumps(told(author=person(ADA)))
SHAPES = {
    "graph": {
        "@graph": [{"@type": "WebSite"}, told(author={"@id": "#a"}), {"@id": "#a", **person(ADA)}]
    },
    "array": [{"@type": "BreadcrumbList"}, told(author=[person(ADA)])],
    "list of types": told(**{"@type": ["Article", "NewsArticle"]}, author=ADA),
    "type as address": told(**{"@type": "http://schema.org/NewsArticle"}, author=[ADA]),
    "main entity": {"@type": "WebPage", "mainEntity": told(author=person(ADA))},
    "parts of a name": told(author={"givenName": "Ada", "familyName": "Quill"}),
    "family name first": told(author="Quill, Ada"),
    "by": told(author="By Ada Quill"),
    "job": told(author="Ada Quill, Harbour Correspondent"),
    "capitals": told(author="ADA QUILL"),
    "mail": told(author="ada.quill@amselcourier.example (Ada Quill)"),
    "markup in the name": told(author='<a href="/x">Ada Quill</a>'),
    "person and site": told(author=[person(ADA), {"name": "Amsel Courier"}]),
    "escaped": SIGNED.replace('"', "&quot;"),
    "trailing comma and line break": SIGNED.replace("wall will", "wall\nwill").replace("}}", "},}"),
    "CDATA": f"//<![CDATA[\n{SIGNED}\n//]]>",
    "comment": f"/* data of the page */ {SIGNED}",
    "two values": json.dumps({"@type": "WebPage"}) + SIGNED,
    "end missing": SIGNED[:-2],
    "broken off in a text": json.dumps({**told(author=ADA), "description": "The wall"})[:-6],
    "broken off in a name": json.dumps({**told(author=ADA), "description": "The wall"})[:-14],
    "bare quotes": SIGNED.replace('"publisher"', '"about": "the "old" wall", "publisher"'),
    "bad escape": SIGNED.replace('"publisher"', '"about": "It\\\'s dear \\d", "publisher"'),
}  # fmt: skip


@pytest.mark.parametrize("data", SHAPES.values(), ids=SHAPES.keys())
def test_json_ld_is_read_in_every_shape(data):
    article = cleaned(head=script(data))
    assert article.authors == (ADA,)
    assert (article.published_at, article.published_offset) == (AT, 60)
    assert (article.title, article.outlet) == (TITLE, "Amsel Courier")


SEVERAL = {
    "strings": told(author=[ADA, TOM]),
    "one string": told(author=f"{ADA}, {TOM}"),
    "and": told(author=f"{ADA} and {TOM}"),
    "og": told(author=f"{ADA} og {TOM}"),
    "und": told(author=f"Von {ADA} und {TOM}"),
    "slash": told(author=f"{ADA} / {TOM}"),
    "names of one": told(author={"name": [ADA, TOM]}),
}


@pytest.mark.parametrize("data", SEVERAL.values(), ids=SEVERAL.keys())
def test_several_authors_are_told_apart(data):
    assert cleaned(head=script(data)).authors == (ADA, TOM)


def test_the_site_is_no_author_and_an_agency_stands_apart():
    assert cleaned(head=script(told(author=person("Amsel Courier")))).authors == ()
    article = cleaned(head=script(told(author=[person(ADA), {"name": "Reuters"}])))
    assert (article.authors, article.agencies) == ((ADA,), ("Reuters",))
    article = cleaned(head=script(told(author="Reuters, AFP")))
    assert (article.authors, article.agencies) == ((), ("Reuters", "AFP"))


METAS = {
    "open graph": (
        f'<meta property="og:title" content="{TITLE} | Amsel Courier">'
        '<meta property="og:site_name" content="Amsel Courier">'
        '<meta property="article:author" content="https://social.example/ada">'
        '<meta name="author" content="Ada Quill">'
        '<meta property="article:published_time" content="2025-03-04T08:10:00+01:00">'
    ),
    "Dublin Core": (
        '<meta name="DC.creator" content="Ada Quill">'
        '<meta name="DC.date.issued" content="2025-03-04T08:10:00+01:00">'
    ),
    "labels": (
        '<meta name="twitter:label1" content="Written by">'
        '<meta name="twitter:data1" content="Ada Quill">'
        '<meta name="date" content="Tue, 04 Mar 2025 08:10:00 +0100">'
    ),
}


@pytest.mark.parametrize("head", METAS.values(), ids=METAS.keys())
def test_meta_tags_are_read(head):
    article = cleaned(head=head)
    assert (article.authors, article.published_at) == ((ADA,), AT)
    assert (article.title, article.outlet) == (TITLE, "Amsel Courier")


def test_a_meta_tag_that_is_there_twice_names_two():
    head = '<meta name="author" content="Ada Quill"><meta name="author" content="Tom Farrier">'
    assert cleaned(head=head).authors == (ADA, TOM)


SHOWN = {
    "microdata": (
        "<div itemscope>" + H1.replace("h1", 'h1 itemprop="headline"', 1) + "<span "
        'itemprop="author" itemscope><span itemprop="name">Ada Quill</span></span><time '
        'itemprop="datePublished" datetime="2025-03-04T08:10:00+01:00">4 March</time></div>',
        (ADA,), AT,
    ),
    "classes": (
        H1 + '<div class="byline">By <a href="/x">Ada Quill</a>, harbour correspondent '
        '<time datetime="2025-03-04T08:10:00+01:00">4 March</time></div>', (ADA,), AT,
    ),
    "rel": (H1 + '<a rel="author">Ada Quill</a> <a rel="author">Tom Farrier</a>', (ADA, TOM), None),
    "plain": (H1 + "<p>By Ada Quill</p><p>4 March 2025, 08:10</p>", (ADA,), CLOCK),
    "one line": (H1 + "<p>By Ada Quill and Tom Farrier | March 4, 2025</p>", (ADA, TOM), DAY),
    "date first": (H1 + "<div>04.03.2025 08:10 · Ada Quill</div>", (ADA,), CLOCK),
    "name alone": (
        H1 + "<div><span>Ada Quill</span> | <span>4 March 2025</span></div>", (ADA,), DAY,
    ),
    "labels": (
        H1 + "<ul><li><b>Author</b> Ada Quill</li><li><b>Date</b> 4 March 2025</li></ul>",
        (ADA,), DAY,
    ),
    "German": (
        H1 + "<p>Von Jana Brückner und Olaf Petersen, Hamburg</p>"
        "<p>Stand: 05.03.2025, 10:00 Uhr</p><p>Veröffentlicht am 04.03.2025 um 08:10 Uhr</p>",
        ("Jana Brückner", "Olaf Petersen"), CLOCK,
    ),
    "French": (
        H1 + "<p>Par Hélène Marchand et Luc Roy</p>"
        "<p>Publié le 4 mars 2025 à 08h10, mis à jour le 5 mars 2025 à 10h00</p>",
        ("Hélène Marchand", "Luc Roy"), CLOCK,
    ),
    "Spanish": (
        H1 + "<div>Por María José Ortiz y Juan Pérez</div><div>4 de marzo de 2025</div>",
        ("María José Ortiz", "Juan Pérez"), DAY,
    ),
    "Italian": (H1 + "<div>di Giulia Rossi</div><div>4 marzo 2025</div>", ("Giulia Rossi",), DAY),
    "Dutch": (H1 + "<p>Door Pieter de Vries</p><p>4 maart 2025</p>", ("Pieter de Vries",), DAY),
    "Czech": (H1 + "<p>Autor: Jan Novák</p><p>4. března 2025</p>", ("Jan Novák",), DAY),
    "Japanese": (H1 + "<p>2025年3月4日 08時10分</p>", (), CLOCK),
    "update first": (
        H1 + '<span class="date">Updated: 5 March 2025</span> '
        '<span class="date">Published: 4 March 2025</span>', (), DAY,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("top", "authors", "at"), SHOWN.values(), ids=SHOWN.keys())
def test_what_a_page_only_shows_is_read_and_is_not_in_the_text(top, authors, at):
    article = cleaned(top=top)
    assert (article.authors, article.published_at) == (authors, at)
    assert len(article.text.split("\n")) == 5


@pytest.mark.parametrize(
    "below",
    ['<p align="right"><b>Ada Quill</b></p>', "<p>(Ada Quill)</p>", "<p>— Ada Quill</p>"],
)
def test_a_name_alone_below_the_article_signs_it(below):
    assert cleaned(below=below).authors == (ADA,)
    assert cleaned(head=script(told(author=TOM)), below=below).authors == (TOM,)


@pytest.mark.parametrize(
    "below",
    ["<p>Read on in Port Cavell</p>", '<p><a href="/t">Port Cavell</a></p>', "<p>Related News</p>"],
)
def test_other_words_below_the_article_are_no_author(below):
    assert cleaned(below=below).authors == ()


def test_a_credit_below_the_headline_is_no_byline():
    top = H1 + "<p>4 March 2025</p><figure><p>By Tom Farrier</p></figure><p>Tom Farrier/Reuters</p>"
    assert cleaned(top=top).authors == ()


def test_a_place_beside_the_date_is_no_author():
    top = H1 + "<div>Port Cavell</div><div>4 March 2025</div>"
    below = "<p>The ships were built in Port Cavell and have served for thirty years.</p>"
    assert cleaned(top=top, below=below).authors == ()


def test_the_address_tells_the_day_where_nothing_else_does():
    article = cleaned(url="https://www.amselcourier.example/2025/03/04/harbour-wall")
    assert (article.published_at, article.published_from) == (DAY, "htmldate")
    assert article.published_precision == "day"
    article = cleaned(url="https://www.amselcourier.example/2027/03/04/harbour-wall")
    assert article.published_at is None


def test_a_page_that_only_tells_the_future_has_no_date():
    head = script(told(datePublished="2027-03-04T08:10:00+01:00"))
    article = cleaned(head=head, url="https://www.amselcourier.example/2025/03/04/harbour-wall")
    assert article.published_at is None


def test_the_logo_is_no_title_and_a_kicker_stands_apart():
    top = f"<h1>Amsel Courier</h1><h1><span class='kicker'>Town hall</span> {TITLE}</h1>"
    article = cleaned(top=top)
    assert (article.title, article.kicker, article.outlet) == (TITLE, "Town hall", "Amsel Courier")


AROUND = {
    "updated": "10:00",
    "ago": "2 hours ago",
    "comments": "12 comments",
    "views": "1,204 views",
    "reading": "3 min read",
    "advert": "Advertisement",
    "related": "Five walks along the coast that you can take in one day",
}


def around(**changed):
    """The page with everything around it that changes by itself."""
    said = AROUND | changed
    above = (
        "<p>By Ada Quill</p><p>4 March 2025, 08:10</p>"
        "<p>Updated: 4 March 2025, {updated}</p><div>Published {ago}</div><span>{reading}</span>"
        "<span>{comments}</span><div>{views}</div>"
    ).format(**said)
    below = (
        "<div>{advert}</div><p>Last updated {ago}</p><h3>Related</h3><ul><li><a href='/a'>{related}"
        "</a></li></ul><section><h2>More from Amsel Courier</h2><a href='/c'><h3>{related}</h3><p>"
        "{related}, told by those who walked them.</p></a></section><div class='comments'><p>"
        "{comments} said that this is a fine story about the harbour wall of Amsel.</p></div>"
    ).format(**said)
    return cleaned(top=H1 + above, below=below)


@pytest.mark.parametrize("part", AROUND)
def test_what_changes_around_an_article_makes_no_new_version(part):
    changed = {"updated": "11:30", "ago": "5 minutes ago"}.get(part, "40 " + AROUND[part][2:])
    assert around(**{part: changed}).id == around().id
    assert len(around().text.split("\n")) == 5
