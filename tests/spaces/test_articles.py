"""Lists of practices: filters, and each row in the reader's language or labelled with its own."""

import pytest
from django.urls import reverse
from django.utils import translation

from tests import factories


def titles(client, query=""):
    """The titles of the list, in order."""
    html = client.get(f"/en/practices/{query}").content.decode()
    return [row.partition("</a>")[0].rpartition(">")[2] for row in html.split('class="feed"')[1:]]


@pytest.fixture
def shelf(quality, alice, denis):
    """Four practices that differ by kind, order of government, topic and author."""
    chat, callback = factories.topic("chat", "Clavardage", "Chat"), factories.topic()
    for number, (title, kind, jurisdiction, topics, author) in enumerate(
        [
            ("Federal chat", "practice", "ca", [chat], alice),
            ("Halifax callback", "practice", "halifax", [callback], denis),
            ("Provincial lesson", "lesson", "ns", [chat, callback], denis),
            ("Yukon idea", "innovation", "yt", [], None),
        ]
    ):
        fact = factories.article(
            quality, en=title, topics=topics, jurisdiction=jurisdiction, author=author, days_ago=number
        )  # fmt: skip
        type(fact).objects.filter(pk=fact.pk).update(kind=kind)


FOUND = {
    "": ["Federal chat", "Halifax callback", "Provincial lesson", "Yukon idea"],
    "?kind=practice": ["Federal chat", "Halifax callback"],
    "?kind=lesson": ["Provincial lesson"],
    "?order=federal": ["Federal chat"],
    "?order=municipal": ["Halifax callback"],
    "?order=territorial": ["Yukon idea"],
    "?topic=chat": ["Federal chat", "Provincial lesson"],
    "?topic=callback": ["Halifax callback", "Provincial lesson"],
    "?jurisdiction=ns": ["Provincial lesson"],
    "?kind=practice&topic=chat": ["Federal chat"],
    "?kind=practice&order=municipal&topic=callback": ["Halifax callback"],
    "?kind=lesson&order=federal": [],
    "?kind=&order=&topic=": ["Federal chat", "Halifax callback", "Provincial lesson", "Yukon idea"],
    "?colour=blue": ["Federal chat", "Halifax callback", "Provincial lesson", "Yukon idea"],
}


def test_filters_narrow_the_list_together(shelf, as_user, alice):
    client = as_user(alice)
    assert {query: titles(client, query) for query in FOUND} == FOUND


def test_the_practices_of_one_author_are_listed(shelf, as_user, alice, denis):
    assert titles(as_user(alice), f"?author={denis.pk}") == ["Halifax callback", "Provincial lesson"]


@pytest.mark.parametrize("name", ["kind", "order", "topic", "jurisdiction", "author"])
def test_an_unknown_value_finds_nothing_and_offers_the_whole_list(name, shelf, as_user, alice):
    client = as_user(alice)
    for value in ("nothing", "9" * 19, "9" * 90, "-1", "é", "'", "<script>", "chat'--", "²", "a%00b"):
        html = client.get(f"/en/practices/?{name}={value}").content.decode()
        assert titles(client, f"?{name}={value}") == []
        assert "No practice matches these filters" in html
        assert 'href="/en/practices/"' in html
        assert "<script>" not in html


def test_the_form_remembers_the_filters(shelf, as_user, alice):
    html = as_user(alice).get("/en/practices/?kind=lesson&topic=chat").content.decode()
    chosen = [
        part.partition('"')[0]
        for part in html.split('<option value="')[1:]
        if part.partition(">")[0].endswith("selected")
    ]
    assert chosen == ["lesson", "chat"]


def test_filters_are_kept_from_page_to_page(quality, as_user, alice):
    for number in range(23):
        factories.article(quality, en=f"Practice {number:02}", days_ago=number)
    client = as_user(alice)
    html = client.get("/en/practices/?kind=practice").content.decode()
    older = html.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert older.startswith("?kind=practice&after=")
    assert titles(client, older) == ["Practice 20", "Practice 21", "Practice 22"]
    assert titles(client, "?kind=practice&last=1") == ["Practice 20", "Practice 21", "Practice 22"]
    assert "23 practices" in client.get(f"/en/practices/{older}").content.decode()


SURFACES = ["articles", "topic", "space_practices", "space", "home"]


@pytest.fixture
def bilingual(quality, alice):
    """Both languages, French only with a word for English readers, English only without one."""
    topic = factories.topic()
    factories.article(quality, fr="Les deux", en="Both", topics=[topic], days_ago=1)
    french = factories.article(
        quality, fr="Français seul", summary_fr="Dit en français.", other_summary="Said in English.", topics=[topic],
        days_ago=2,
    )  # fmt: skip
    english = factories.article(quality, en="English alone", summary_en="Not in French.", topics=[topic], days_ago=3)
    return {"fr": french.made["fr"], "en": english.made["en"], "space": factories.parents(quality), "topic": topic}


def surface(name, language, bilingual):
    if name == "home":
        return f"/{language}/"
    if name == "space":
        return bilingual["space"][language].url
    args = {"articles": [], "topic": [bilingual["topic"].code], "space_practices": ["quality"]}[name]
    with translation.override(language):
        return reverse(name, args=args)


def everywhere(client, language, bilingual, pieces):
    """How many times each piece stands on each surface."""
    pages = {name: client.get(surface(name, language, bilingual)).content.decode() for name in SURFACES}
    return {name: tuple(html.count(piece) for piece in pieces) for name, html in pages.items()}


def test_a_row_is_in_the_language_of_the_reader_when_it_exists(bilingual, as_user, alice):
    pieces = [">Les deux</a>", ">Both</a>"]
    assert everywhere(as_user(alice), "fr", bilingual, pieces) == dict.fromkeys(SURFACES, (1, 0))
    assert everywhere(as_user(alice), "en", bilingual, pieces) == dict.fromkeys(SURFACES, (0, 1))


def test_a_row_in_the_other_language_is_labelled_and_marked(bilingual, as_user, alice):
    labels = {"fr": ["En anglais</span>", "En français</span>"], "en": ["In French</span>", "In English</span>"]}
    french, english = bilingual["fr"], bilingual["en"]
    links = {
        "fr": f'<a href="/fr/a-traduire/{english.pk}/{english.slug}/" lang="en">English alone</a>',
        "en": f'<a href="/en/untranslated/{french.pk}/{french.slug}/" lang="fr">Français seul</a>',
    }
    for language, link in links.items():
        pieces = [link, *labels[language]]
        assert everywhere(as_user(alice), language, bilingual, pieces) == dict.fromkeys(SURFACES, (1, 1, 0))


def test_the_summary_written_for_readers_of_the_other_language_is_theirs(bilingual, as_user, alice):
    rows = dict.fromkeys(SURFACES, (1, 0)) | {"space": (0, 0)}  # its cards have no summary
    english = ["<p>Said in English.</p>", "Dit en français."]
    assert everywhere(as_user(alice), "en", bilingual, english) == rows
    french = ["<p>Dit en français.</p>", "Said in English."]
    assert everywhere(as_user(alice), "fr", bilingual, french) == rows
    marked = ['<p lang="en">Not in French.</p>', "<p>Not in French.</p>"]
    assert everywhere(as_user(alice), "fr", bilingual, marked) == rows
