"""Where each kind of page may stand, and that an editor can put it there in either language."""

import pytest
from django.apps import apps
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text

from cms.models import BasePage
from home.models import HomePage, StandardPage
from spaces.models import AnnouncementPage, ArticlePage, MeetingPage, Space, SpacePage
from tests import factories
from tests.spaces import desk

MAY_HOLD = {
    Page: {HomePage},
    HomePage: {SpacePage, StandardPage},
    SpacePage: {ArticlePage, MeetingPage, AnnouncementPage},
    StandardPage: set(),
    ArticlePage: set(),
    MeetingPage: set(),
    AnnouncementPage: set(),
}
TYPES = set(MAY_HOLD) - {Page}


def test_the_table_names_every_page_type():
    assert {model for model in apps.get_models() if issubclass(model, BasePage)} == TYPES


@pytest.mark.parametrize("parent", MAY_HOLD, ids=lambda model: model.__name__)
def test_a_page_stands_only_where_it_may(parent):
    held = {kind for kind in parent.allowed_subpage_models() if kind is not Page}
    assert held == MAY_HOLD[parent]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_desk_refuses_a_page_where_it_may_not_stand(language, quality, as_user, chantal):
    client = as_user(chantal)
    home, space = factories.homes()[language], factories.parents(quality)[language]
    article = factories.article(quality, fr="Un", en="One").made[language]
    answers = {}
    for parent in (home, space, article):
        for model in TYPES:
            answers[type(parent), model] = client.get(desk.add_url(model, parent)).status_code
    allowed = {pair for pair, status in answers.items() if status == 200}
    assert allowed == {
        (HomePage, SpacePage),
        (HomePage, StandardPage),
        (SpacePage, ArticlePage),
        (SpacePage, MeetingPage),
        (SpacePage, AnnouncementPage),
    }


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_editor_puts_words_on_a_new_space_in_either_language(language, as_user, denis):
    space = Space.objects.create(code="chat", name_fr="Clavardage", name_en="Chat")
    home = factories.homes()[language]
    fields = {"title": "Le clavardage", "space": str(space.pk), "introduction": rich_text("<p>Bonjour</p>")}
    response = as_user(denis).post(desk.add_url(SpacePage, home), nested_form_data(fields))
    assert response.status_code == 302
    page = SpacePage.objects.get(space=space)
    assert (page.space, page.language, page.slug, page.live) == (space, language, "le-clavardage", False)
    assert page.get_parent().specific == home


def test_a_page_of_the_first_level_never_takes_an_address_of_the_site(as_user, denis):
    homes = factories.homes()
    for language, title, slug in (("fr", "Réunions", "reunions-2"), ("en", "Search", "search-2")):
        _response, page = desk.create(as_user(denis), StandardPage, homes[language], title=title)
        assert page.slug == slug


def test_two_pages_of_the_same_title_have_two_addresses(quality, as_user, denis):
    parent = factories.parents(quality)["fr"]
    slugs = [desk.create(as_user(denis), ArticlePage, parent, title="Rappel")[1].slug for _ in range(3)]
    assert slugs == ["rappel", "rappel-2", "rappel-3"]
