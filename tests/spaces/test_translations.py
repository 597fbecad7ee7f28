"""Having a thing translated: asked for, given to somebody, translated; refused in words, told by mail."""

import csv
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import translation as languages
from wagtail_localize.models import StringTranslation, Translation

from cms.bilingual import ledger
from cms.bilingual.models import State
from cms.bilingual.task_models import Act, Step, TranslationTask
from spaces.models import ArticlePage, Membership, Role, Space, SpacePage, today
from spaces.services import letters_on_translations, translations
from spaces.services.memberships import Refused
from tests import factories
from tests.spaces.team import (
    OTHER,
    asked,
    fresh,
    pair_of,
    ready,
    segments,
    task_of,
    to,
    translate,
    translators,
    twin_of,
    written,
)

pytestmark = pytest.mark.django_db


def test_what_is_asked_for_is_a_draft_and_a_task(page, people, source):
    due = today() + timedelta(days=3)
    mine, _other, _wrong = translators(people, source)
    task = asked(page, people.editor, due_on=due, assignee=mine, note="Soon, please.")
    assert (task.step, task.assignee, task.due_on, task.note, task.asked_by) == (
        Step.TO_TRANSLATE, mine, due, "Soon, please.", people.editor
    )  # fmt: skip
    assert task.words == pair_of(page).all_words > 0
    assert [entry.act for entry in task.entries.all()] == [Act.ASKED, Act.ASSIGNED]
    assert (twin_of(page).language, twin_of(page).live) == (OTHER[source], False)


def test_the_log_says_who_asked(page, people, source):
    task = asked(page, people.editor)
    assert [(entry.act, entry.by) for entry in task.entries.all()] == [("asked", people.editor)]


def test_those_who_translate_into_the_language_are_told_in_their_own(page, people, source, posted):
    mine, other, _wrong = translators(people, source)
    with posted():
        asked(page, people.editor, due_on=today(), note="For Thursday.")
    assert set(to()) == {mine.email.partition("@")[0], other.email.partition("@")[0]}
    for message in mail.outbox:
        reader = next(user for user in vars(people).values() if user.email == message.to[0])
        is_french = reader.language == "fr"
        assert message.subject == (
            f"À traduire\u00a0: «\u00a0{page.title}\u00a0»" if is_french else f"To translate: “{page.title}”"
        )
        assert ("Bonjour" in message.body, "Hello" in message.body) == (is_french, not is_french)
        address = "/fr/traductions/" if is_french else "/en/translations/"
        assert f"http://testserver{address}{page.translation_key}/" in message.body
        assert "For Thursday." in message.body
        assert message.extra_headers["Content-Language"] == f"{reader.language}-CA"


def test_the_translator_who_is_chosen_is_the_only_one_told(page, people, source, posted):
    mine, _other, _wrong = translators(people, source)
    with posted():
        asked(page, people.editor, assignee=mine)
    assert set(to()) == {mine.email.partition("@")[0]}
    mail.outbox.clear()
    with posted():
        asked(written(Space.objects.get(), source, "Encore"), mine, assignee=mine)
    assert to() == {}, "one’s own work needs no mail"


def test_a_letter_asks_again_when_it_goes(page, people, source):
    task = asked(page, people.editor)
    assert len(list(letters_on_translations.asked(task.pk))) == 2
    mine, _other, _wrong = translators(people, source)
    translations.take(task=task, by=mine)
    assert list(letters_on_translations.asked(task.pk)) == []
    Membership.objects.filter(user=mine).exclude(role=Role.MEMBER).delete()
    assert list(letters_on_translations.assigned(task.pk)) == []


def test_where_nobody_translates_those_who_edit_are_told(source, posted):
    space = factories.space("small", fr="Petit", en="Small")
    editor, asker = factories.person("Only"), factories.person("Asker")
    for user in (editor, asker):
        Membership.objects.create(user=user, space=space, role=Role.EDITOR)
    with posted():
        asked(written(space, source), fresh(asker))
    assert set(to()) == {"only"}


def test_a_translation_that_was_deleted_begins_again_with_all_its_words(page, people, source, posted):
    """wagtail-localize deletes them with the page unless it is told not to."""
    task, mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    said = twin_of(page).title, str(twin_of(page).body)
    with posted():
        twin_of(page).delete()
    assert (pair_of(page).state, task_of(page)) == (State.MISSING, None)
    task = asked(page, people.editor, assignee=mine)
    first = task.entries.first()
    assert (task.step, first.act, first.by) == (Step.TO_TRANSLATE, Act.ASKED, people.editor)
    twin = twin_of(page)
    assert ((twin.title, str(twin.body)), twin.live) == (said, False)
    translations.ready(task=task, by=mine)
    assert translations.approve(task=task, by=other) == (True, None)
    assert (twin_of(page).live, task_of(page)) == (True, None)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_cannot_be_asked_for_is_refused_in_words(quality, people, source, language):
    both = factories.article(quality, fr="Deux", en="Two").made[source]
    parent = factories.space("lone", fr="Seul", en="Alone")
    lone = written(parent, source, "Seul")
    SpacePage.objects.exclude(locale__language_code=source).get(space=parent).delete()
    archived = factories.space("archived", fr="Archivé", en="Archived", archived_at="2026-01-01T00:00Z")
    kept = written(archived, source, "Gardé")
    unfinished = written(quality, source, "Brouillon", live=False)
    unfinished.summary = ""
    unfinished.save_revision(clean=False)
    said = []
    with languages.override(language):
        for page in (both, lone, kept, unfinished):
            with pytest.raises(Refused) as refused:
                asked(ArticlePage.objects.get(pk=page.pk), people.lead)
            said.append(str(refused.value))
    words = {
        "en": ["This page exists in both languages already.", "Translate “", "This space is archived", "The page is not complete"],
        "fr": ["Cette page existe déjà dans les deux langues.", "Traduisez d’abord", "Cet espace est archivé", "La page n’est pas assez"],
    }  # fmt: skip
    assert [text.startswith(start) for text, start in zip(said, words[language], strict=True)] == [True] * 4, said
    assert not Translation.objects.exists()
    assert not TranslationTask.objects.exists()


def test_whoever_starts_on_what_nobody_has_is_its_translator(page, people, source):
    task = asked(page, people.editor)
    mine, _other, _wrong = translators(people, source)
    segment = segments(page, "title")[0]
    translations.confirm(
        pair=pair_of(page), translation=ledger.running(page.translation_key), by=mine, context=segment.context_id,
        string=segment.string_id, text="Said", was="",
    )  # fmt: skip
    task.refresh_from_db()
    assert (task.assignee, task.entries.last().act, task.entries.last().about) == (mine, Act.ASSIGNED, mine)


def test_nothing_goes_to_revision_before_it_is_all_translated(page, people, source):
    mine, _other, _wrong = translators(people, source)
    task = asked(page, people.editor, assignee=mine)
    with pytest.raises(Refused, match="5 passages are still to be translated"):
        translations.ready(task=task, by=mine)
    translate(page, mine)
    StringTranslation.objects.filter(context__path="title").first().delete()
    with pytest.raises(Refused, match="1 passage is still to be translated"):
        translations.ready(task=task, by=mine)


def test_what_is_ready_stands_in_the_draft_and_those_who_may_revise_are_told(page, people, source, posted):
    mine, other, _wrong = translators(people, source)
    task = asked(page, people.editor, assignee=mine)
    translate(page, mine)
    with posted():
        translations.ready(task=task, by=mine)
    task.refresh_from_db()
    assert (task.step, task.entries.last().act) == (Step.TO_REVISE, Act.READY)
    twin = twin_of(page)
    assert (twin.live, twin.get_latest_revision_as_object().title) == (False, f"~ {page.title}")
    assert set(to()) == {other.email.partition("@")[0], "editor", "lead"}
    with pytest.raises(Refused, match="already with its reviser"):
        translations.ready(task=task, by=mine)


def test_a_named_reviser_is_the_only_one_told_and_the_only_one_who_revises(page, people, source, posted):
    mine, other, _wrong = translators(people, source)
    task = asked(page, people.editor)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.lead)
    translate(page, mine)
    with posted():
        translations.ready(task=task, by=mine)
    assert set(to()) == {"lead"}
    with pytest.raises(Refused, match="waits for its reviser, Lead Test"):
        translations.approve(task=task, by=other)
    translations.approve(task=task, by=people.lead)


def test_work_given_by_somebody_else_is_told_and_written_down(page, people, source, posted):
    mine, other, _wrong = translators(people, source)
    task = asked(page, people.editor)
    with posted():
        translations.assign(task=task, by=people.lead, assignee=mine, reviser=other, due_on=today())
    assert set(to()) == {mine.email.partition("@")[0]}
    task.refresh_from_db()
    assert (task.assignee, task.reviser, task.due_on) == (mine, other, today())
    with posted():
        translations.assign(task=task, by=people.lead, assignee=mine, reviser=other, due_on=None)
    assert len(mail.outbox) == 1, "nothing new is asked of anybody"
    with pytest.raises(Refused, match="Somebody other than the translator revises"):
        translations.assign(task=task, by=people.lead, assignee=mine, reviser=mine)


def test_a_reviser_named_while_it_waits_is_told(page, people, source, posted):
    task, mine, other = ready(page, people, source)
    with posted():
        translations.assign(task=task, by=people.lead, assignee=mine, reviser=other)
    assert set(to()) == {other.email.partition("@")[0]}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_says_to_whom_it_is_given_and_for_when(page, quality, people, source, as_user, language):
    due, mine = today() + timedelta(days=9), translators(people, source)[0]
    written(quality, source, title="Autre")
    asked(page, people.editor, assignee=mine, due_on=due)
    client, query = as_user(people.lead), "?kind=articlepage&sort=title"
    with languages.override(language):
        listed, table = reverse("translation_status") + query, reverse("translation_status_export") + query
    rows = BeautifulSoup(client.get(listed).content, "html.parser").select("table.report tbody tr")
    free, given = ([cell.get_text(strip=True) for cell in row.select("td")[-2:]] for row in rows)
    assert (free, given[0]) == (["–", "–"], str(mine))
    assert rows[1].select("td")[-1].time["datetime"] == due.isoformat()
    lines = [line[-2:] for line in csv.reader(client.get(table).content.decode().splitlines())]
    heading = {"en": ["Translator", "Due"], "fr": ["Traduction confiée à", "Échéance"]}[language]
    assert lines == [heading, ["", ""], [str(mine), due.isoformat()]]
    task_of(page).close(Act.STOPPED)
    assert str(mine) not in client.get(table).content.decode()
