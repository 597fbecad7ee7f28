"""Loading articles in bulk: pairs as published, bad lines told by their number, stops that lose nothing."""

import json

import pytest
from wagtail.models import Page

from search import outbox
from spaces.models import Article, ArticlePage, ImportedRecord
from spaces.services import imports
from tests import factories


def record(identity, *, fr=None, en=None, topics=(), **words):
    """A line of a file: the languages whose title is given."""
    said = {"summary": "En bref.", "body_html": f"<p>Corps {identity}</p>", **words}
    live = {code: {"title": title, **said} for code, title in (("fr", fr), ("en", en)) if title}
    return json.dumps({"id": identity, "topics": list(topics), **live})


def pages(language):
    found = ArticlePage.objects.filter(locale__language_code=language).order_by("path")
    return [(page.title, page.slug) for page in found]


def test_a_pair_becomes_two_live_linked_pages_of_one_fact(quality):
    topic = factories.topic()
    lines = [record("1", fr="L’été", en="Summer", topics=["callback", "unknown", "callback"])]
    report = imports.load(lines, space=quality)
    assert (report.added, report.skipped, report.refused) == (2, 0, [])
    french, english = (ArticlePage.objects.get(locale__language_code=code) for code in ("fr", "en"))
    assert french.translation_key == english.translation_key
    assert french.article == english.article == Article.objects.get()
    assert (french.article.space, list(french.article.topics.all())) == (quality, [topic])
    assert (french.live, french.summary, french.url) == (True, "En bref.", "/fr/qualite/l-ete/")
    assert (english.live, english.url) == (True, "/en/quality/summer/")
    assert french.first_published_at == french.article.published_at
    assert french.get_parent().specific == factories.parents(quality)["fr"]


@pytest.mark.database
def test_imported_pages_are_read_and_listed_like_any_other(quality, as_user, alice):
    factories.topic()
    imports.load([record("1", fr="L’été", en="Summer", topics=["callback"])], space=quality)
    client = as_user(alice)
    assert "<p>Corps 1</p>" in client.get("/fr/qualite/l-ete/").content.decode()
    assert '<h1 lang="fr">' not in client.get("/en/quality/summer/").content.decode()
    for address in ("/en/practices/", "/en/topics/callback/", "/en/", "/en/spaces/quality/practices/"):
        assert '<a href="/en/quality/summer/">Summer</a>' in client.get(address).content.decode()


def test_a_record_in_one_language_becomes_one_page(quality, as_user, alice):
    report = imports.load([record("1", fr="Seul"), record("2", en="Alone")], space=quality)
    assert (report.added, pages("fr"), pages("en")) == (2, [("Seul", "seul")], [("Alone", "alone")])
    html = as_user(alice).get("/en/practices/").content.decode()
    assert 'lang="fr">Seul</a> <span class="chip">In French</span>' in html


BAD = {
    "{": "not JSON",
    "[" * 100_000: "not JSON",
    '"words"': "no id",
    "[]": "no id",
    '{"fr": {"title": "Sans nom"}}': "no id",
    record(" ", fr="Espace"): "no id",
    record("x" * 201, fr="Long"): "no id",
    record("a\x00", fr="Nul"): "no id",
    record("3"): "no title",
    '{"id": "4", "fr": "words"}': "no title",
    '{"id": "5", "fr": {"title": ""}}': "no title",
    '{"id": "6", "fr": {"title": 7}}': "fr: title, summary and body_html must be text",
    '{"id": "7", "en": {"title": "A", "body_html": null}}': "en: title, summary and body_html must be text",
    '{"id": "8", "en": {"title": "A", "summary": ["b"]}}': "en: title, summary and body_html must be text",
    record("9", fr="   "): "fr: title blank or longer than 255 characters",
    record("10", en="x" * 256): "en: title blank or longer than 255 characters",
    record("11", fr="Nul\x00"): "fr: holds characters that are not text",
    '{"id": "12", "fr": {"title": "\\ud800"}}': "fr: holds characters that are not text",
    record("13", fr="Bon", body_html="\x00"): "fr: holds characters that are not text",
}


def test_bad_lines_are_told_by_their_number_and_the_rest_is_loaded(quality):
    lines = [record("first", fr="Premier"), "", *BAD, "  \n", record("last", fr="Dernier")]
    report = imports.load(lines, space=quality)
    assert report.added == 2
    assert pages("fr") == [("Premier", "premier"), ("Dernier", "dernier")]
    assert [number for number, _reason in report.refused] == list(range(3, 3 + len(BAD)))
    told = [(reason, wanted) for (_number, reason), wanted in zip(report.refused, BAD.values(), strict=True)]
    assert [reason for reason, wanted in told if not reason.startswith(wanted)] == []


@pytest.mark.parametrize("topics", [5, {"callback": 1}, [["callback"]], [None, 3], None])
def test_topics_that_are_not_a_list_of_codes_are_left_out_and_said(topics, quality):
    factories.topic()
    line = json.dumps({"id": "1", "fr": {"title": "Un"}, "topics": topics})
    report = imports.load([line], space=quality)
    assert (report.added, len(report.noted)) == (1, bool(topics))
    assert list(Article.objects.get().topics.all()) == []


@pytest.mark.database
def test_a_second_run_adds_nothing(quality):
    lines = [record("1", fr="Un", en="One"), record("2", fr="Deux"), record("1", fr="Un encore")]
    assert imports.load(lines, space=quality).added == 3
    before = list(Page.objects.order_by("path").values())
    report = imports.load(lines, space=quality)
    assert (report.added, report.skipped, report.refused) == (0, 3, [])
    assert list(Page.objects.order_by("path").values()) == before
    assert (Article.objects.count(), ImportedRecord.objects.count()) == (2, 2)


class Stopped(Exception):
    """The machine was stopped."""


@pytest.mark.database
def test_an_import_stopped_half_way_goes_on_where_it_stopped(quality, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 2)
    link = '<p>Voir <a href="doc:{}">la suite</a>.</p>'
    lines = [record(str(n), fr=f"Page {n}", en=f"Leaf {n}", body_html=link.format((n + 1) % 7)) for n in range(7)]

    def stop(report):
        if report.added == 8:
            raise Stopped

    with pytest.raises(Stopped):
        imports.load(lines, space=quality, progress=stop)
    assert ArticlePage.objects.count() == 8
    assert Page.find_problems() == ([], [], [], [], [])
    report = imports.load(lines, space=quality)
    assert (report.added, report.skipped) == (6, 4)
    assert pages("fr") == [(f"Page {n}", f"page-{n}") for n in range(7)]
    for code in ("fr", "en"):
        found = list(ArticlePage.objects.filter(locale__language_code=code).order_by("path"))
        for page, following in zip(found, [*found[1:], found[0]], strict=True):
            assert f'<a linktype="page" id="{following.pk}">la suite</a>' in page.body.raw_data[0]["value"]


@pytest.mark.database
def test_links_between_records_lead_to_pages_of_the_same_language(quality, as_user, alice):
    body = (
        '<p><a href="doc:2">Deux</a>, <a title="t" href=\'doc:3\'>trois</a>, <a href="doc:nowhere">nulle part</a>,'
        ' <a href="https://example.org/?a=1&amp;b=2">dehors</a>, <a href="javascript:alert(1)">piège</a></p>'
    )
    lines = [
        record("1", fr="Un", en="One", body_html=body),
        record("2", fr="Deux", en="Two"),
        record("3", en="Three"),
    ]
    imports.load(lines, space=quality)
    ids = {(page.language, page.title): page.pk for page in ArticlePage.objects.all()}
    outside = '<a href="https://example.org/?a=1&amp;b=2">dehors</a>, piège</p>'
    client = as_user(alice)
    assert (
        f'<p><a href="/page/{ids["fr", "Deux"]}/">Deux</a>, trois, nulle part, {outside}'
        in client.get("/fr/qualite/un/").content.decode()
    )
    assert (
        f'<p><a href="/page/{ids["en", "Two"]}/">Deux</a>, <a href="/page/{ids["en", "Three"]}/">trois</a>,'
        f" nulle part, {outside}" in client.get("/en/quality/one/").content.decode()
    )
    assert client.get(f"/page/{ids['en', 'Two']}/")["Location"] == "/en/quality/two/"


@pytest.mark.database
def test_a_page_read_while_the_import_runs_shows_its_links_afterwards(quality, as_user, alice, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 1)
    client, shown = as_user(alice), []
    link = '<p>Voir <a href="doc:2">la suite</a>.</p>'

    def read(report):
        shown.append("/page/" in client.get("/fr/qualite/un/").content.decode())

    imports.load([record("1", fr="Un", body_html=link), record("2", fr="Deux")], space=quality, progress=read)
    assert (shown[0], shown[-1]) == (False, True)


@pytest.mark.database
def test_addresses_are_unique_in_each_language_and_keep_clear_of_what_was_there(quality):
    factories.article(quality, fr="Rappel", en="Callback")
    lines = [record(str(n), fr="Rappel", en="Callback") for n in range(3)]
    imports.load(lines[:2], space=quality)
    imports.load(lines, space=quality)
    assert [slug for _title, slug in pages("fr")] == ["rappel", "rappel-2", "rappel-3", "rappel-4"]
    assert [slug for _title, slug in pages("en")] == ["callback", "callback-2", "callback-3", "callback-4"]
    everything = ArticlePage.objects.values_list("url_path", flat=True)
    assert len(set(everything)) == len(everything)


def test_the_tree_stays_whole_and_pages_can_be_added_by_hand_afterwards(quality, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 2)
    imports.load([record(str(n), fr=f"Page {n}", en=f"Leaf {n}") for n in range(5)], space=quality)
    assert Page.find_problems() == ([], [], [], [], [])
    factories.article(quality, fr="À la main", en="By hand")
    imports.load([record("6", fr="Après", en="After")], space=quality)
    assert Page.find_problems() == ([], [], [], [], [])
    assert [title for title, _slug in pages("fr")][-2:] == ["À la main", "Après"]
    page = ArticlePage.objects.get(title="Page 3")
    page.title = "Page trois"
    page.save_revision().publish()
    assert ArticlePage.objects.get(pk=page.pk).title == "Page trois"


@pytest.mark.database
def test_search_finds_what_was_imported_once_the_outbox_is_drained(quality, as_user, alice):
    imports.load([record("1", fr="Lavande", en="Lavender", body_html="<p>zinnia</p>")], space=quality)
    client = as_user(alice)
    assert "/en/quality/lavender/" not in client.get("/en/search/?q=zinnia").content.decode()
    outbox.drain()
    assert "/en/quality/lavender/" in client.get("/en/search/?q=zinnia").content.decode()
    assert "/fr/qualite/lavande/" in client.get("/fr/recherche/?q=lavande").content.decode()


@pytest.mark.database
def test_a_space_that_lacks_a_language_refuses_the_records_that_need_it(quality):
    factories.parents(quality)["en"].delete()
    report = imports.load([record("1", fr="Un", en="One"), record("2", fr="Deux")], space=quality)
    assert (report.added, report.refused) == (1, [(1, "the space has no page in en")])
