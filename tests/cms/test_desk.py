"""The admin without what this site does without, and its menus in the language of whoever works there."""

import html
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Locale, Page

from cms.blocks import BodyBlock
from cms.models import User
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root@example.org", "password", language="fr")


def test_a_copy_is_never_offered_as_an_alias(quality, root, as_user):
    page = factories.article(quality, fr="Rappel").made["fr"]
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    html = as_user(root).get(address).content.decode()
    assert 'name="new_title"' in html
    assert 'name="alias"' not in html


def test_the_tree_of_a_language_is_never_filled_from_the_other(quality, root, as_user):
    factories.article(quality, fr="Rappel")
    french, english = (Locale.objects.get(language_code=code) for code in ("fr", "en"))
    client, address = as_user(root), reverse("wagtaillocales:edit", args=[english.pk])
    assert "sync" not in client.get(address).content.decode().partition("<main")[2].lower()
    before = Page.objects.count()
    prefix = "component-wagtail_localize_localesynchronization"
    client.post(address, {"language_code": "en", f"{prefix}-enabled": "on", f"{prefix}-sync_from": french.pk})
    assert (Page.objects.count(), Page.objects.exclude(alias_of=None).count()) == (before, 0)


@pytest.mark.parametrize(("language", "words"), [("fr", "Insérer une ligne au-dessus"), ("en", "Insert a row above")])
def test_the_menu_of_a_table_speaks_the_language_of_the_desk(quality, root, as_user, language, words):
    User.objects.filter(pk=root.pk).update(language=language)
    page = factories.article(quality, fr="Rappel").made["fr"]
    form = as_user(root).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    menu = json.loads(html.unescape(re.search(r'js/tables.js" data-words="([^"]+)"', form)[1]))
    assert menu["ContextMenu:items.insertRowAbove"] == words
    assert len(menu) == 8
    assert "What's new" not in html.unescape(form)
    assert "nouveau avec Wagtail" not in form


def test_a_search_of_the_desk_counts_pages(quality, root, as_user):
    factories.article(quality, fr="Rappel")
    shown = as_user(root).get(reverse("wagtailadmin_pages:search"), {"q": "rappel"}).content.decode()
    assert "None" not in re.sub(r"<[^>]+>", " ", shown.partition("<main")[2])


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        ("links", {"title": "À lire", "items": [{"text": "Guide", "url": "", "page": None}]}, True),
        ("links", {"title": "À lire", "items": []}, True),
        (
            "links",
            {"title": "À lire", "items": [{"text": "Guide", "url": "https://example.org/", "page": None}]},
            False,
        ),
        ("steps", [], True),
        ("steps", [{"title": "Commencer", "text": ""}], False),
    ],
)
def test_a_link_leads_somewhere_and_steps_have_one(kind, value, wrong):
    body = BodyBlock()
    stream = body.to_python([{"type": kind, "value": value}])
    if not wrong:
        assert len(body.clean(stream)) == 1
        return
    with pytest.raises((StreamBlockValidationError, ValidationError)):
        body.clean(stream)
