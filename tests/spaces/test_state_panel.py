"""The form of a page says how its other language stands, as the list of pages does, with the way on."""

import pytest
from django.urls import reverse

from cms.models import User
from spaces.services import translations
from tests.spaces.side_by_side import at, soup_of, words
from tests.spaces.team import (
    asked,
    pair_of,
    paragraphs,
    ready,
    rewrite,
    translate,
    translators,
    twin_of,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people, as_user):
    User.objects.update(language="en")
    return as_user(people.lead)


def said(client, page):
    """(what the panel says, where it leads) of a page's form."""
    form = soup_of(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    panel = form.select_one(
        "[id$='-other_language-content']"
    )  # the tab before it is named in the first language that asked
    return panel and (words(panel.p), panel.a["href"])


def listed(client, page):
    """What the list of pages says."""
    table = soup_of(client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])))
    return words(table)


def test_it_says_what_the_list_says_and_leads_to_the_desk(quality, people, source, client):
    page = written(quality, source)
    assert said(client, page) == ("Missing", at("translation_ask", page.pk))
    task, _mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    way = at("translation", page.translation_key)
    assert said(client, page) == ("Up to date", way)
    rewrite(page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois encore."))
    assert said(client, page) == ("Original changed (2 passages)", way)
    assert "Original changed (2 passages)" in listed(client, page)
    mine = translators(people, source)[0]
    translate(page, mine)
    assert said(client, page) == ("Up to date, to be published", way)
    opened = words(soup_of(client.get(reverse("wagtailadmin_pages:edit", args=[twin_of(page).pk]))))
    assert "Translation, up to date, to be published. This translation is written side by side" in opened


def test_it_says_how_much_is_written_and_of_a_translation_what_it_is(quality, people, source, client):
    page = written(quality, source)
    mine = translators(people, source)[0]
    asked(page, people.editor, assignee=mine)
    assert said(client, page)[0] == "Incomplete (0%)"
    translations.stop(pair=pair_of(page), by=mine)
    assert said(client, twin_of(page))[0] == "Translation, incomplete (0%)"


def test_whoever_does_not_translate_it_is_led_to_the_report(quality, people, source, as_user):
    page = written(quality, source)
    asked(page, people.editor)
    User.objects.update(language="en")
    assert said(as_user(people.lead), page)[1] == at("translation", page.translation_key)
    wrong = translators(people, source)[2]
    found = said(as_user(wrong), page)
    assert found == ("Incomplete (0%)", at("translation_status"))
