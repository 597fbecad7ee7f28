"""Rendered bodies: kept under their words, never past a change, never from a preview."""

import json
from dataclasses import replace

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.utils import translation
from wagtail.images.tests.utils import get_test_image_file

from cms.models import File, Picture
from cms.rendered import body_of, render
from spaces.models import ArticlePage
from tests import factories

pytestmark = pytest.mark.django_db


def stream(*blocks):
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def page_with(space, *blocks):
    page = factories.article(space, fr="Rappel").made["fr"]
    page.body = stream(*blocks)
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def again(page):
    return ArticlePage.objects.get(pk=page.pk)


def said(page):
    return body_of(page).html.strip()


def kept():
    """Keys of the bodies this process keeps."""
    return [key.split(":", 2)[2] for key in list(caches["rendered"]._cache) if ":body:" in key]


def test_a_live_body_is_made_once_for_its_words(quality):
    page = page_with(quality, ("text", "<p>Avant.</p>"))
    body = body_of(page)
    (key,) = kept()
    caches["rendered"].set(key, replace(body, html="kept"))
    assert said(again(page)) == "kept"


def test_a_body_changed_behind_the_page_is_not_the_one_kept(quality):
    page = page_with(quality, ("text", "<p>Avant.</p>"))
    body_of(page)
    ArticlePage.objects.filter(pk=page.pk).update(body=factories.text("Après."))
    assert said(again(page)) == "<p>Après.</p>"


def test_a_republished_page_shows_its_new_text_at_once(quality):
    page = page_with(quality, ("text", "<p>Avant.</p>"))
    body_of(page)
    page.body = factories.text("Après.")
    page.save_revision().publish()
    assert said(again(page)) == "<p>Après.</p>"


def test_a_page_reverted_to_an_older_revision_shows_that_text(quality):
    page = page_with(quality, ("text", "<p>Avant.</p>"))
    first = page.live_revision
    page.body = factories.text("Après.")
    page.save_revision().publish()
    body_of(again(page))
    first.publish()
    assert said(again(page)) == "<p>Avant.</p>"


def test_a_preview_is_neither_kept_nor_read_from_what_is_kept(quality):
    page = page_with(quality, ("text", "<p>En ligne.</p>"))
    body = body_of(page)
    (key,) = kept()
    caches["rendered"].set(key, replace(body, html="kept"))
    page.is_draft_preview = True
    assert said(page) == "<p>En ligne.</p>"
    page.body = factories.text("Brouillon.")
    assert said(page) == "<p>Brouillon.</p>"
    assert kept() == [key]


def test_a_draft_is_not_kept(quality):
    page = factories.article(quality, fr="Rappel", body="Avant.", live=False).made["fr"]
    assert said(page) == "<p>Avant.</p>"
    assert kept() == []


def image():
    return Picture.objects.create(title="Un plan", alt_fr="Plan du centre", file=get_test_image_file())


def document():
    return File.objects.create(title="Guide", file=ContentFile(b"guide", name="guide.txt"))


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        (lambda: ("image", {"image": {"image": image().pk, "alt_text": "Plan", "decorative": False}}), 'alt="Plan"'),
        (lambda: ("file", {"document": document().pk, "title": "Guide"}), "(TXT"),
    ],
)
def test_a_body_that_points_at_an_image_or_a_file_is_not_kept(quality, block, shown):
    page = page_with(quality, ("heading", "Voir"), block())
    assert shown in said(page)
    assert kept() == []


def test_a_body_is_rendered_in_the_language_of_its_page(quality):
    page = page_with(quality, ("figure", {"value": "34 %", "label": "de transferts : moins", "note": ""}))
    with translation.override("en"):
        assert said(page) == ('<p class="bignum"><b>34\u00a0%</b> <span>de transferts\u00a0: moins</span></p>')


def test_headings_are_listed_with_the_ids_they_have_in_the_text(quality):
    page = page_with(quality, ("heading", "L’appel d’abord"), ("text", "<p>Oui.</p>"), ("heading", "Œuvrer"))
    body = body_of(page)
    assert body.headings == (("l-appel-d-abord", "L’appel d’abord"), ("oeuvrer", "Œuvrer"))
    assert all(f'<h2 id="{identity}">' in body.html for identity, _words in body.headings)


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (219, 1), (440, 2), (1100, 5)])
def test_reading_time_is_in_whole_minutes_and_at_least_one(quality, words, minutes):
    page = factories.article(quality, fr="Rappel", body="mot " * words).made["fr"]
    assert render(page).minutes == minutes
