"""What a page of results says of its question: the marks around it, the language of its words, where its links lead."""

import pytest
from django.urls import reverse
from django.utils import translation

from search.quoting import within_quotes
from tests import factories


@pytest.mark.parametrize(
    ("typed", "french", "english"),
    [
        ("rappel", "rappel", "rappel"),
        ('"rappel"', "rappel", "rappel"),
        ("« temps d’attente »", "temps d’attente", "temps d’attente"),
        ("“wait time”", "wait time", "wait time"),
        ('"rappel" clavardage', "“rappel” clavardage", "‘rappel’ clavardage"),
        ("« un » « deux »", "“un” “deux”", "‘un’ ‘deux’"),
        ('"rappel', '"rappel', '"rappel'),
        ('""', '""', '""'),
        ("«", "«", "«"),
    ],
)
def test_quotation_marks_are_not_nested(typed, french, english):
    for language, said in {"fr": french, "en": english}.items():
        with translation.override(language):
            assert within_quotes(typed) == said


@pytest.mark.parametrize(("language", "said"), [("fr", "«\u00a0rappel\u00a0»"), ("en", "“rappel”")])
def test_a_quoted_question_is_counted_and_named_without_its_own_marks(alice, results, language, said):
    page = results(alice, "?q=%C2%AB+rappel+%C2%BB", language).page
    told = page.select_one(".head [role=status]").get_text()
    assert told.endswith(said)
    assert page.title.get_text().startswith(said)
    assert page.select_one("#q")["value"] == "« rappel »"


def test_a_term_of_the_other_language_is_said_in_it(alice, quality, results, caught_up):
    factories.concept("wait-time", fr=("temps d’attente", "délai d’attente"), en=("wait time",))
    factories.concept("text", fr=("SMS", "texto"), en=("SMS", "text message"))
    factories.article(quality, fr="Temps d’attente par SMS", en="Wait time by SMS")
    caught_up()

    def also(query, language):
        line = results(alice, query, language).page.select_one("p.meta.mt2")
        (told,) = line.find_all("span", recursive=False)
        first = next(child for child in told.children if child.get_text().strip())
        return (first.get_text(), first["lang"]) if first.name else (first.partition(" ↔")[0].strip(), None)

    assert also("?q=wait+time", "fr") == ("wait time", "en")
    assert also("?q=wait+time", "en") == ("wait time", None)
    assert also("?q=d%C3%A9lai+d%E2%80%99attente", "en") == ("délai d’attente", "fr")
    assert also("?q=sms", "en") == also("?q=sms", "fr") == ("sms", None)


def test_the_switch_leaves_out_the_page_of_the_list(alice, results):
    switch = results(alice, "?q=rappel&page=2&kind=article").page.select_one("a.tool[lang=en]")["href"]
    assert switch == "/language/en/?next=%2Fen%2Fsearch%2F%3Fq%3Drappel%26kind%3Darticle"


def test_only_the_page_with_a_large_field_of_its_own_does_without_that_of_the_header(support, quality, as_user):
    key = factories.article(quality, fr="Rappel").made["fr"].translation_key
    client = as_user(support)
    with translation.override("fr"):
        without = reverse("search")
        others = [*map(reverse, ("saved_searches", "search_insights", "search_promote", "files_not_read"))]
        others.append(reverse("similar", args=[key]))
    fields = {address: client.get(address).content.decode().count('id="q"') for address in (without, *others)}
    assert set(fields.values()) == {1}
    assert [address for address in fields if 'class="find"' not in client.get(address).content.decode()] == [without]
