"""What a community that begins reads: its pages are empty, or hold one thing or two, in one language."""

import pytest
from bs4 import BeautifulSoup

from tests import factories
from tests.contract.languages import even
from tests.contract.test_languages import LISTS, SPACE_TABS
from tests.contract.walks import LANGUAGES, Walk, to

pytestmark = pytest.mark.usefixtures("november")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_community_speaks_one_language(language, alice, as_user, wordings):
    walk = Walk(as_user(alice), language, wordings)
    walk.get(f"/{language}/")
    for name in LISTS:
        walk.get(to(language, name) + ("?q=rappel" if name == "search" else ""))
    factories.space("lone", fr="Seul", en="Lone")
    factories.topic()
    walk.get(factories.parents(factories.Space.objects.get())[language].url)
    for name in SPACE_TABS:
        walk.get(to(language, name, "lone"))
    walk.get(to(language, "topic", "callback"))
    assert walk.found == {}


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [(0, "0 pratique", "0 practices"), (1, "1 pratique", "1 practice"), (2, "2 pratiques", "2 practices")],
)
def test_plurals_are_those_of_each_language(count, french, english, quality, alice, as_user):
    for number in range(count):
        factories.article(quality, fr=f"Pratique {number}", en=f"Practice {number}")
    client = as_user(alice)
    headings = [
        even(BeautifulSoup(client.get(to(code, "articles")).content, "html.parser").select_one("#list").get_text())
        for code in LANGUAGES
    ]
    assert headings == [french, english]
