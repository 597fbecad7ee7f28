"""Every page type can be made by an editor, translated from either language, and read in both at paired addresses."""

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.bilingual import ledger
from cms.models import BasePage, Publication
from home.models import HomePage, StandardPage
from spaces.models import Space, SpacePage
from tests import factories
from tests.spaces import desk
from tests.spaces.team import approved

TYPES = [model for model in apps.get_models() if issubclass(model, BasePage) and model is not HomePage]
#: Official content (product.md 2.2): agendas and minutes are pages of meetings, terms of reference an ordinary one.
OFFICIAL = {"AnnouncementPage", "MeetingPage", "StandardPage"}
DIRECTIONS = [("fr", "en"), ("en", "fr")]
TITLES = {"fr": "Écouter l’appelant", "en": "Hearing the caller"}


def form_of(model):
    """What an editor fills in for a page of this type; a new type needs a line in tests/spaces/desk.py or here."""
    if model is SpacePage:
        space = Space.objects.create(code="new", name_fr="Nouvel espace", name_en="New space")
        return nested_form_data({"space": str(space.pk), "introduction": rich_text("<p>Bonjour</p>")})
    return desk.filled(model)


def parent_of(model, language, quality):
    return factories.homes()[language] if model in {SpacePage, StandardPage} else factories.parents(quality)[language]


def twins(page):
    return {twin.language: twin for twin in type(page).objects.filter(translation_key=page.translation_key)}


def translate(client, page, target):
    """Submit the page, and answer each of its strings."""
    locale = Locale.objects.get(language_code=target)
    client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [locale.pk]})
    work = Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)
    for segment in StringSegment.objects.filter(source=work.source).select_related("string", "context"):
        words = TITLES[target] if segment.context.path == "title" else f"{segment.string.data} ~"
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=locale, data=words, translation_type="manual"
        )


def seen(client, page):
    """(language, title, alternates) of a page as it is served."""
    response = client.get(page.url)
    assert response.status_code == 200, page.url
    html = BeautifulSoup(response.content, "html.parser")
    links = {link["hreflang"]: link["href"] for link in html.select("link[rel=alternate]")}
    return html.html["lang"], html.h1.get_text().replace("\u00a0", " "), links


def test_there_are_page_types_to_speak_of():
    assert {"ArticlePage", "MeetingPage", "AnnouncementPage", "SpacePage", "StandardPage"} <= {
        model.__name__ for model in TYPES
    }


def test_official_content_is_published_in_both_languages_together():
    assert {model.__name__ for model in TYPES if model.publication == Publication.PAIRED} == OFFICIAL


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_a_page_is_made_translated_and_served(model, source, target, quality, as_user, alice, denis, chantal):
    reader, parent = as_user(alice), parent_of(model, source, quality)
    form = {**form_of(model), "title": TITLES[source]}
    as_user(denis).post(desk.add_url(model, parent), form)
    page = model.objects.get(title=TITLES[source])
    assert (page.live, page.language, reader.get(page.url).status_code) == (False, source, 404)

    as_user(chantal).post(desk.edit_url(page), {**form, **desk.PUBLISH})
    waits = model.publication == Publication.PAIRED  # official content, for its other language
    assert (model.objects.get(pk=page.pk).live, list(twins(page))) == (not waits, [source])
    assert waits or seen(reader, page)[2] == {}

    translate(as_user(denis), page, target)
    twin = twins(page)[target]
    assert (twin.live, twin.alias_of_id, reader.get(twin.url).status_code == 200) == (False, None, False)

    approved(ledger.running(page.translation_key), denis)
    with TestCase.captureOnCommitCallbacks(execute=True):
        as_user(chantal).post(desk.edit_url(twin), {"action": "publish"})
    pair = twins(page)
    alternates = {f"{code}-CA": twin.url for code, twin in pair.items()}
    for code, twin in pair.items():
        assert (twin.live, twin.url.split("/")[1]) == (True, code)
        # a space calls itself by its own name, whatever its page is called
        heading = {"fr": "Nouvel espace", "en": "New space"}[code] if model is SpacePage else TITLES[code]
        assert seen(reader, twin) == (f"{code}-CA", heading, alternates)


def test_the_two_homes_name_each_other(alice, as_user):
    homes = factories.homes()
    alternates = {f"{code}-CA": home.url for code, home in homes.items()}
    assert alternates == {"fr-CA": "/fr/", "en-CA": "/en/"}
    for code, home in homes.items():
        language, _title, links = seen(as_user(alice), home)
        assert (language, links) == (f"{code}-CA", alternates)
