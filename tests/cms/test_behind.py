"""Readers of a translation that is behind its original are told since when, above what the community set."""

import pytest
from bs4 import BeautifulSoup

from cms.bilingual import chain
from cms.models import CommunitySettings
from spaces.services import translations
from tests import factories
from tests.spaces.side_by_side import words
from tests.spaces.team import (
    official,
    paragraphs,
    ready,
    rewrite,
    translate,
    translators,
    twin_of,
    written,
)

pytestmark = pytest.mark.django_db
either_way = pytest.mark.parametrize("source", ["fr", "en"])
LONG = " ".join(["mot"] * 30)


@pytest.fixture
def page(quality, people, source):
    """An article live in both languages."""
    page = written(quality, source)
    task, _mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    return page


@pytest.fixture
def client(alice, as_user):
    return as_user(alice)


def told(client, page):
    """What the readers of a page are told, "" when nothing."""
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    notice = html.select_one(".notice[role=note]")
    return words(notice) if notice else ""


def limits(**fields):
    row = CommunitySettings.load()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


@either_way
def test_they_are_told_since_when_with_the_way_to_the_original_until_it_is_published(page, people, source, client):
    twin = twin_of(page)
    assert (told(client, twin), told(client, page)) == ("", "")
    rewrite(page, body=paragraphs("Un mot.", LONG, "Trois."), by=people.editor)
    said = told(client, twin)
    assert {"fr": "The French original changed on", "en": "L’original en anglais a changé le"}[source] in said
    notice = BeautifulSoup(client.get(twin.url).content, "html.parser").select_one(".notice[role=note]")
    assert (notice.a["href"], notice.a["hreflang"]) == (page.url, f"{source}-CA")
    assert told(client, page) == "", "the original is behind nothing"
    mine, other, _wrong = translators(people, source)
    task = chain.task_of(page.translation_key)
    translate(page, mine)
    assert told(client, twin) != "", "translated, but readers do not have it yet"
    translations.ready(task=task, by=mine)
    translations.approve(task=task, by=other)
    assert told(client, twin) == ""


def test_they_are_told_from_the_words_or_the_part_the_community_set(page, client):
    twin = twin_of(page)
    rewrite(page, body=paragraphs("Un mot.", "Trois autres mots.", "Trois."))
    expected = {(1, 100): True, (3, 100): True, (4, 100): False, (1000, 100): False, (1000, 20): True}
    found = {}
    for words_set, percent in expected:
        limits(behind_words=words_set, behind_percent=percent)
        found[words_set, percent] = bool(told(client, twin))
    assert found == expected


def test_a_page_that_is_kept_follows_the_setting_and_the_ledger_at_once(page, client):
    twin = twin_of(page)
    rewrite(page, title="Autrement dit")
    limits(behind_words=100, behind_percent=100)
    assert told(client, twin) == ""
    limits(behind_words=1)
    assert told(client, twin) != ""


@either_way
def test_a_draft_of_official_content_is_nothing_its_readers_lack(quality, people, source, client):
    page = official(quality, source)
    page.latest_revision.publish(user=people.lead)
    task, _mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    limits(behind_words=1)
    rewrite(page, title="Autrement", by=people.lead)
    twin = twin_of(page)
    assert (told(client, twin), told(client, page)) == ("", "")
    factories.excepted(type(page).objects.get(pk=page.pk), owner=people.lead)
    type(page).objects.get(pk=page.pk).latest_revision.publish(user=people.lead)
    assert told(client, twin) != "", "by exception, the original is ahead"


def test_a_translation_corrected_alone_is_not_said_to_be_behind(quality, client):
    made = factories.article(quality, fr="Rappel", en="Callback").made
    limits(behind_words=0, behind_percent=0)
    made["en"].title = "Callback, corrected"
    made["en"].save_revision().publish()
    assert [told(client, page) for page in made.values()] == ["", ""]
