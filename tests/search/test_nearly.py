"""Few answers have all the words: some that have some follow, under a heading of their own, behind the same gates."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_after_the_few_that_have_all_the_words_come_some_that_have_some(alice, quality, caught_up, results):
    factories.article(quality, fr="Rappel automatique à Halifax")
    factories.article(quality, fr="Rappel", en="Callback")
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False)
    factories.article(closed, fr="Rappel automatique fermé")
    factories.article(closed, fr="Rappel fermé")
    caught_up()
    seen = results(alice, "?q=rappel+automatique")
    assert (seen.count, seen.titles) == ("1 résultat", ["Rappel automatique à Halifax", "Rappel"])
    section = seen.page.select_one("section[aria-labelledby=nearly]")
    assert section.h2.get_text() == "Avec une partie de ces mots"
    assert [link.get_text() for link in section.select("h2 a")] == ["Rappel"]
    for query in ("?q=rappel", "?q=rappel+automatique&sort=date"):
        assert not results(alice, query).page.select("#nearly")
