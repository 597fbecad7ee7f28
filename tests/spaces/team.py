"""Who works in a space, what they translate, and what they type; and a closed space with its leads."""

import json
from types import SimpleNamespace

import pytest
from django.core import mail
from wagtail_localize.models import StringSegment, StringTranslation

from cms.bilingual import chain, ledger, translating
from cms.bilingual.drift import digest
from cms.bilingual.models import Pair
from cms.bilingual.task_models import Step, TranslationTask
from cms.models import User
from spaces.models import Announcement, AnnouncementPage, ArticlePage, Membership, Role
from spaces.services import translations
from tests import factories
from tests.once import taken_back

OTHER = {"fr": "en", "en": "fr"}
INTO = {"fr": Role.TO_FRENCH, "en": Role.TO_ENGLISH}
TEXT = "33333333-3333-4333-8333-333333333333"
ROLES = {
    "into_french": Role.TO_FRENCH, "into_english": Role.TO_ENGLISH, "other_french": Role.TO_FRENCH,
    "other_english": Role.TO_ENGLISH, "editor": Role.EDITOR, "lead": Role.LEAD, "member": Role.MEMBER,
}  # fmt: skip


def fresh(user):
    """The same person as the next request has them: rights are kept on the object."""
    return User.objects.get(pk=user.pk)


def team(space, prefix=""):
    """One person for each role of a space, and somebody who is in none."""
    people = {}
    for number, (name, role) in enumerate(ROLES.items()):
        people[name] = factories.person(
            f"{prefix}{name}".replace("_", "").capitalize(), language="fr" if number % 2 else "en"
        )
        Membership.objects.create(user=people[name], space=space, role=Role.MEMBER)
        if role != Role.MEMBER:
            Membership.objects.create(user=people[name], space=space, role=role)
    people["outsider"] = factories.person(f"{prefix}outsider".capitalize())
    return SimpleNamespace(**{name: fresh(user) for name, user in people.items()})


def translators(people, source):
    """(the translator, another one of the same direction, one of the other direction) of what is written in `source`."""
    into, other = ("english", "french") if source == "fr" else ("french", "english")
    named = vars(people)
    return named[f"into_{into}"], named[f"other_{into}"], named[f"into_{other}"]


def paragraphs(*said, key=TEXT):
    return json.dumps([{"type": "text", "id": key, "value": "".join(f"<p>{words}</p>" for words in said)}])


def written(space, source="fr", title="Rappel", *, body=None, live=True, **words):
    """An article in one language, with three paragraphs unless told otherwise."""
    said = {source: title, f"summary_{source}": "En bref."}
    raw = body or paragraphs("Un mot.", "Deux mots.", "Trois.")
    page = factories.article(space, **said, raw=raw, live=live, **words).made[source]
    if not live:
        page.save_revision()
    return ArticlePage.objects.get(pk=page.pk)


def official(space, source="fr", title="Fermeture", **facts):
    """An announcement in one language, with three paragraphs; nobody has published it."""
    fact = Announcement.objects.create(space=space, **facts)
    words = {source: {"title": title, "summary": "En bref.", "body": paragraphs("Un mot.", "Deux mots.", "Trois.")}}
    page = factories.pair(AnnouncementPage, factories.parents(space), words, live=False, announcement=fact)[source]
    page.save_revision()
    return AnnouncementPage.objects.get(pk=page.pk)


def asked(page, by, **more):
    """Its translation, asked for."""
    return translations.ask(page=page, by=by, **more)


def pair_of(page):
    return Pair.objects.get(pk=page.translation_key)


def twin_of(page):
    return type(page).objects.exclude(pk=page.pk).get(translation_key=page.translation_key)


def segments(page, path=None):
    rows = StringSegment.objects.filter(source__object_id=page.translation_key).select_related("string", "context")
    rows = rows.order_by("order")
    return [row for row in rows if path is None or row.context.path.startswith(path)]


def translate(page, by, words=None, **paths):
    """Confirm what waits, passage by passage: by path, or everything by «~»."""
    pair, under_way = pair_of(page), ledger.running(page.translation_key)
    with ledger.at_the_end():
        for segment in segments(page):
            text = (words or {}).get(segment.context.path, f"~ {segment.string.data}")
            translations.confirm(
                pair=pair, translation=under_way, by=by, context=segment.context_id, string=segment.string_id,
                text=text, was=was_of(segment, under_way),
            )  # fmt: skip


def was_of(segment, under_way):
    row = StringTranslation.objects.filter(
        context_id=segment.context_id, translation_of_id=segment.string_id, locale_id=under_way.target_locale_id
    ).first()
    return digest(row.data) if row else ""


def rewrite(page, **words):
    """Publish the page with other words."""
    page = type(page).objects.get(pk=page.pk)
    user = words.pop("by", None)
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish()
    return page


def task_of(page):
    return chain.task_of(page.translation_key)


def to(found=None):
    """{first name of the reader: subject} of what was sent."""
    found = mail.outbox if found is None else found
    return {message.to[0].partition("@")[0]: message.subject for message in found}


def bodies():
    """{first name of the reader: words} of what was sent."""
    found = {message.to[0].partition("@")[0]: message.body.replace("\u00a0", " ") for message in mail.outbox}
    assert len(found) == len(mail.outbox), "one letter each"
    return found


def ready(page, people, source):
    """Its translation, asked for by the editor, translated and handed over; returns (task, translator, reviser)."""
    mine, other, _wrong = translators(people, source)
    task = asked(page, people.editor, assignee=mine)
    translate(page, mine)
    translations.ready(task=task, by=mine)
    task.refresh_from_db()
    return task, mine, other


def approved(translation, by):
    """What translators have said, approved as it is; nothing is live by that. Returns the version."""
    revision = translating.save_draft(translation, by=by)
    key = translation.source.object_id
    TranslationTask.objects.open().filter(pair=key).update(step=Step.APPROVED, approved=revision)
    return revision


def put_out(translation, by):
    """The same, published."""
    approved(translation, by).publish()


def closed_once(joining):
    """The autouse fixture `made` of a module about one closed space with `made_leads`, and the way it is joined."""

    @pytest.fixture(autouse=True, scope="module", name="made")
    def made(made_leads, request):
        facts = {"fr": "Fermé", "en": "Closed", "is_open": False, "joining": joining, "leads": made_leads}
        with taken_back():
            yield request.param and SimpleNamespace(closed=factories.space("closed", **facts))

    return made
