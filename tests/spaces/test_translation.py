"""From one language to the other through the editors' desk, whichever came first."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.test import TestCase
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation

from cms.bilingual import ledger
from spaces.models import Article, ArticlePage, Meeting, MeetingPage, SpacePage
from tests import factories
from tests.spaces import desk
from tests.spaces.team import approved

DIRECTIONS = [("fr", "en"), ("en", "fr")]
KEPT = {"url", "language", "tone", "table_header_choice", "kind", "id", "type", "page"}


def block(number, kind, value):
    return {"id": f"00000000-0000-4000-8000-{number:012d}", "type": kind, "value": value}


BODY = [
    block(1, "heading", "Contexte"),
    block(2, "text", "<p>Un <b>mot</b> simple.</p><ul><li>Un point</li><li>Un autre</li></ul>"),
    block(3, "quote", {"text": "On respire.", "attribution": "Une agente", "language": ""}),
    block(4, "callout", {"tone": "warn", "title": "Attention", "text": "Rien en silence."}),
    block(
        5,
        "table",
        {
            "data": [["Indicateur", "Avant"], ["Transferts", "34 %"]],
            "cell": [],
            "table_caption": "Mesures",
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
        },
    ),
    block(
        6,
        "links",
        {
            "title": "Pour en savoir plus",
            "items": [block(61, "item", {"text": "Le guide", "url": "https://example.org/", "page": None})],
        },
    ),
    block(7, "figure", {"value": "22 points", "label": "de moins", "note": "en six mois"}),
    block(
        8,
        "steps",
        [
            block(81, "item", {"title": "Écouter", "text": "Dix appels."}),
            block(82, "item", {"title": "Noter", "text": ""}),
        ],
    ),
]


def with_files(space):
    """A picture with what it shows, and a document."""
    picture = {"image": factories.picture(row=space).pk, "decorative": False, "alt_text": "Un plan de la salle"}
    return [
        block(9, "image", {"image": picture, "caption": "La salle"}),
        block(10, "file", {"document": factories.document(row=space).pk, "title": "Le guide"}),
    ]


def translated(words):
    """What the translator of these tests makes of a string: itself, marked."""
    return f"{words} ~" if words else words


def in_other_words(value, name=""):
    """A value of a block with every string a reader sees translated, everything else as it was."""
    if name in KEPT:
        return value
    if isinstance(value, dict):
        return {key: in_other_words(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [in_other_words(inner) for inner in value]
    return translated(value) if isinstance(value, str) else value


def submit(client, page, to):
    """The «Translate» form of a page."""
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return client.post(address, {"locales": [Locale.objects.get(language_code=to).pk]})


def fill(client, page, to, words=None):
    """Save each string one by one, as the translation editor does. `words` answers some of them by their path."""
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale__language_code=to)
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string", "context"):
        value = (words or {}).get(segment.context.path) or translated(segment.string.data)
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        response = client.put(address, urlencode({"value": value}), content_type="application/x-www-form-urlencoded")
        assert response.status_code == 201
    return translation


def publish(client, twin):
    """The button of the translation editor, once it is approved; the page goes live when the request is committed."""
    approved(ledger.running(twin.translation_key), None)
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(desk.edit_url(twin), {"action": "publish"})


def twin_of(page, to):
    return type(page).objects.get(translation_key=page.translation_key, locale__language_code=to)


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_an_article_is_translated_in_either_direction(source, target, quality, as_user, alice, denis, chantal):
    fact = factories.article(quality, **{source: "Attendre moins"}, topics=[factories.topic()], days_ago=30)
    page, reader = fact.made[source], as_user(alice)
    assert submit(as_user(denis), page, target).status_code == 302
    twin = twin_of(page, target)
    assert (twin.live, twin.article, twin.alias_of) == (False, fact, None)
    assert twin.url not in reader.get(page.url).content.decode()

    fill(as_user(denis), page, target, {"title": "Less waiting" if target == "en" else "Attendre moins longtemps"})
    publish(as_user(denis), twin)
    assert not twin_of(page, target).live  # an editor prepares, a co-chair publishes
    publish(as_user(chantal), twin)
    twin = twin_of(page, target)
    slug = "less-waiting" if target == "en" else "attendre-moins-longtemps"
    assert (twin.live, twin.slug, twin.url) == (True, slug, factories.parents(quality)[target].url + f"{slug}/")
    assert (twin.article, Article.objects.count()) == (fact, 1)
    assert Article.objects.get().published_at == fact.published_at
    assert f'href="{twin.url}"' in reader.get(page.url).content.decode()
    assert f'href="{page.url}"' in reader.get(twin.url).content.decode()
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_both_pages_say_which_is_the_original(quality, as_user, alice, denis, chantal):
    page = factories.article(quality, fr="Attendre moins").made["fr"]
    submit(as_user(denis), page, "en")
    fill(as_user(denis), page, "en")
    publish(as_user(chantal), twin_of(page, "en"))
    reader = as_user(alice)
    assert "Version originale en français." in reader.get(page.url).content.decode()
    assert "Translated from French." in reader.get(twin_of(page, "en").url).content.decode()


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_every_word_is_translated_and_comes_back_in_its_place(source, target, quality, denis, as_user, chantal):
    fields = {"title": "Titre", "summary": "En bref.", "problem": "Long.", "solution": "Rappeler.", "outcome": "Court."}
    fields |= {"answer": "Rappelez dans l’heure."}
    body = [*BODY, *with_files(quality)]
    fields |= {"result_label": "Transferts", "tools": "Un carnet", "body": json.dumps(body)}
    fact = Article.objects.create(space=quality)
    page = factories.pair(ArticlePage, factories.parents(quality), {source: fields}, article=fact)[source]
    submit(as_user(denis), page, target)
    translation = fill(as_user(denis), page, target)
    assert translation.get_progress() == (32, 32)
    publish(as_user(chantal), twin_of(page, target))
    twin = twin_of(page, target)
    wanted = in_other_words(json.loads(json.dumps(body)))
    wanted[1]["value"] = "<p>Un <b>mot</b> simple. ~</p><ul><li>Un point ~</li><li>Un autre ~</li></ul>"
    assert [dict(found) for found in twin.body.raw_data] == wanted
    said = {name: getattr(twin, name) for name in fields if name != "body"}
    assert said == {name: translated(words) for name, words in fields.items() if name != "body"}
    page.refresh_from_db()
    assert [dict(found) for found in page.body.raw_data] == body


def test_the_summary_meant_for_readers_of_the_other_language_is_not_theirs_to_translate(
    quality, as_user, denis, chantal
):
    page = factories.article(quality, fr="Attendre moins", other_summary="In English meanwhile.").made["fr"]
    submit(as_user(denis), page, "en")
    translation = fill(as_user(denis), page, "en")
    assert "other_summary" not in {segment.context.path for segment in translation.source.stringsegment_set.all()}
    publish(as_user(chantal), twin_of(page, "en"))
    assert twin_of(page, "en").other_summary == ""
    page.refresh_from_db()
    assert page.other_summary == "In English meanwhile."


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_an_agenda_is_translated_and_its_minutes_stay(source, target, quality, as_user, denis, chantal):
    facts = {"kind": "trend", "topic": factories.topic().pk, "person": denis.profile.pk}
    said = {"lead": "", "description": "", "documents": []}
    items = [block(n, "item", {"minutes": 15 * n, "title": f"Point {n}", **facts, **said}) for n in (1, 2)]
    starts = datetime(2026, 12, 10, 18, tzinfo=UTC)
    fact = Meeting.objects.create(space=quality, starts_at=starts, ends_at=starts + timedelta(hours=1))
    words = {source: {"title": "Titre", "summary": "En bref.", "agenda": json.dumps(items)}}
    page = factories.pair(MeetingPage, factories.parents(quality), words, meeting=fact)[source]
    submit(as_user(denis), page, target)
    fill(as_user(denis), page, target)
    publish(as_user(chantal), twin_of(page, target))
    twin = twin_of(page, target)
    assert [dict(found) for found in twin.agenda.raw_data] == in_other_words(items)
    assert twin.meeting == fact


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_a_space_page_without_twin_never_makes_one_by_itself(source, target, as_user, denis):
    """Translating what stands under it must not put an alias of it in the other tree."""
    space = factories.space("lone")
    SpacePage.objects.get(space=space, locale__language_code=target).delete()
    page = factories.pair(
        ArticlePage, factories.parents(space), {source: {"title": "Seul", "summary": "Seul."}},
        article=Article.objects.create(space=space),
    )[source]  # fmt: skip
    response = submit(as_user(denis), page, target)
    said = [str(message) for message in get_messages(response.wsgi_request)]
    title = factories.parents(space)[source].title
    assert len(said) == 1
    assert said[0].startswith(f"Traduisez d’abord «\u00a0{title}\u00a0»")
    assert not Page.objects.filter(alias_of__isnull=False).exists()
    assert {found.language for found in SpacePage.objects.filter(space=space)} == {source}
    assert {found.language for found in ArticlePage.objects.all()} == {source}


def test_those_who_may_not_edit_may_not_submit(quality, as_user, alice):
    page = factories.article(quality, fr="Attendre moins").made["fr"]
    submit(as_user(alice), page, "en")
    assert not Translation.objects.exists()
    assert ArticlePage.objects.count() == 1


def test_an_alias_is_refused_at_every_button(quality, as_user, chantal):
    page = factories.article(quality, fr="Attendre moins", en="Less waiting").made["fr"]
    client = as_user(chantal)
    for key in ("localize-convert-to-alias", "localize-restart-translation"):
        assert client.post(desk.edit_url(page), {key: "1"}).status_code == 403
    address = reverse("wagtail_localize:convert_to_alias", args=[page.pk])
    assert client.post(address).status_code == 403
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": page.get_parent().pk, "alias": "on"}
    assert client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form).status_code == 403
    assert not Page.objects.filter(alias_of__isnull=False).exists()
