"""Having a thing translated: asked for, translated, revised, approved, published; refused in words, told by mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import translation as languages
from wagtail_localize.models import StringTranslation, Translation

from cms.bilingual import chain, ledger
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
    paragraphs,
    rewrite,
    segments,
    team,
    translate,
    translators,
    twin_of,
    written,
)  # fmt: skip

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(params=["fr", "en"])
def source(request):
    """Everything holds whichever language was first."""
    return request.param


@pytest.fixture
def people(quality):
    return team(quality)


@pytest.fixture
def page(quality, source):
    return written(quality, source, "Rappel" if source == "fr" else "Callback")


def task_of(page):
    return chain.task_of(page.translation_key)


def to(found=None):
    """{first name of the reader: subject} of what was sent."""
    found = mail.outbox if found is None else found
    return {message.to[0].partition("@")[0]: message.subject for message in found}


def ready(page, people, source):
    """Its translation, asked for by the editor, translated and handed over; returns (task, translator, reviser)."""
    mine, other, _wrong = translators(people, source)
    task = asked(page, people.editor, assignee=mine)
    translate(page, mine)
    translations.ready(task=task, by=mine)
    task.refresh_from_db()
    return task, mine, other


# -- asking


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


# -- translating


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
    assert set(to()) == {other.email.partition("@")[0]}
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


# -- revising


def test_while_it_waits_only_its_reviser_changes_a_word(page, people, source):
    task, mine, other = ready(page, people, source)
    with pytest.raises(Refused, match="somebody else than"):
        translate(page, mine, {"title": "Again"})
    translate(page, other, {"title": "Corrected"})
    task.refresh_from_db()
    assert (task.step, task.reviser) == (Step.TO_REVISE, other)
    with pytest.raises(Refused, match="waits for its reviser"):
        translate(page, people.lead)
    row = pair_of(page).confirmations.get(path="title", is_current=True)
    assert (row.target_text, row.by) == ("Corrected", other)


def test_nobody_approves_their_own_work_while_somebody_else_could(page, people, source):
    task, mine, _other = ready(page, people, source)
    with pytest.raises(Refused, match="somebody else than"):
        translations.approve(task=task, by=mine)
    with pytest.raises(Refused, match="somebody else than"):
        translations.send_back(task=task, by=mine, comment="x")
    names = {user.pk for user in vars(people).values()} - {mine.pk}
    Membership.objects.filter(user__in=names).exclude(role=Role.MEMBER).delete()
    assert translations.approve(task=task, by=fresh(mine))


def test_what_is_approved_is_what_is_published(page, people, source, posted):
    task, mine, other = ready(page, people, source)
    translate(page, other, {"title": "Corrected"})
    with posted():
        assert translations.approve(task=task, by=other) is True
    task.refresh_from_db()
    assert (task.step, task.closed_at is not None) == (Step.APPROVED, True)
    assert [entry.act for entry in task.entries.all()][-2:] == [Act.APPROVED, Act.PUBLISHED]
    twin = twin_of(page)
    assert (twin.live, twin.title, twin.live_revision) == (True, "Corrected", twin.latest_revision)
    assert (pair_of(page).state, pair_of(page).is_unpublished) == (State.UP_TO_DATE, False)
    assert set(to()) == {mine.email.partition("@")[0], "editor"}
    assert all("published" in message.body or "publiée" in message.body for message in mail.outbox)


def test_an_approver_who_may_not_publish_is_told_and_so_are_those_who_may(page, people, source, posted):
    task, mine, other = ready(page, people, source)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    with posted():
        assert translations.approve(task=task, by=people.editor) is False
    task.refresh_from_db()
    assert (task.step, task.closed_at, twin_of(page).live) == (Step.APPROVED, None, False)
    told = set(to())
    assert {"lead", mine.email.partition("@")[0], other.email.partition("@")[0]} <= told
    assert "editor" not in told
    with pytest.raises(Refused, match="nothing in it changes"):
        translate(page, people.lead)
    with pytest.raises(Refused, match="You may not publish"):
        translations.publish_approved(task=task, by=people.editor)
    translations.publish_approved(task=task, by=people.lead)
    task.refresh_from_db()
    assert (twin_of(page).live, task.closed_at is not None, twin_of(page).title) == (True, True, f"~ {page.title}")


@pytest.mark.parametrize("comment", ["", "   ", "\n"])
def test_what_is_sent_back_says_why(page, people, source, comment, posted):
    task, mine, other = ready(page, people, source)
    with pytest.raises(Refused, match="Say what is to be looked at again"):
        translations.send_back(task=task, by=other, comment=comment)
    with posted():
        translations.send_back(task=task, by=other, comment=" The title, please. ")
    task.refresh_from_db()
    assert (task.step, task.reviser) == (Step.TO_TRANSLATE, other)
    assert (task.entries.last().act, task.entries.last().comment) == (Act.SENT_BACK, "The title, please.")
    assert set(to()) == {mine.email.partition("@")[0]}
    assert "The title, please." in mail.outbox[0].body
    translate(page, mine, {"title": "Better"})
    translations.ready(task=task, by=mine)
    assert set(to([*mail.outbox])) == {mine.email.partition("@")[0]}


def test_an_original_that_changes_under_revision_comes_back_and_cannot_be_approved(page, people, source):
    task, _mine, other = ready(page, people, source)
    rewrite(page, title="Changed meanwhile")
    with pytest.raises(Refused, match="does not wait for revision"):
        translations.approve(task=task, by=other)
    assert task_of(page).step == Step.TO_TRANSLATE


def test_a_later_change_proposes_the_same_people(page, people, source):
    task, mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    rewrite(page, body=paragraphs("Un mot.", "Deux autres mots.", "Trois."))
    new = task_of(page)
    assert (new.pk == task.pk, new.assignee, new.reviser, new.step, new.words) == (
        False, mine, other, Step.TO_TRANSLATE, 3
    )  # fmt: skip
    assert twin_of(page).live


def test_a_task_somebody_has_closed_moves_no_more(page, people, source):
    task, _mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    for act in (translations.approve, translations.ready, translations.take, translations.publish_approved):
        with pytest.raises(Refused, match="This task is over"):
            act(task=task, by=other)


# -- who, and by when


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
    with pytest.raises(Refused, match="Somebody else than the translator revises"):
        translations.assign(task=task, by=people.lead, assignee=mine, reviser=mine)


def test_a_reviser_named_while_it_waits_is_told(page, people, source, posted):
    task, mine, other = ready(page, people, source)
    with posted():
        translations.assign(task=task, by=people.lead, assignee=mine, reviser=other)
    assert set(to()) == {other.email.partition("@")[0]}


# -- edited by hand


def test_pages_edited_by_hand_are_said_to_be_equal_or_taken_up_again(page, people, source):
    task, mine, other = ready(page, people, source)
    with pytest.raises(Refused, match="this comes first"):
        translations.stop(pair=pair_of(page), by=mine)
    translations.approve(task=task, by=other)
    translations.stop(pair=pair_of(page), by=mine)
    with pytest.raises(Refused, match="already edited by hand"):
        translations.stop(pair=pair_of(page), by=mine)
    rewrite(page, title="Changed")
    assert (pair_of(page).state, task_of(page)) == (State.SOURCE_CHANGED, None)
    translations.say_the_same(pair=pair_of(page), by=other)
    assert pair_of(page).state == State.UP_TO_DATE
    rewrite(twin_of(page), body=paragraphs("one", "two"))
    with pytest.raises(Refused, match="do not have the same passages"):
        translations.resume(pair=pair_of(page), by=mine)
    rewrite(twin_of(page), body=paragraphs("one", "two", "three"))
    translations.resume(pair=pair_of(page), by=mine)
    assert pair_of(page).state == State.UP_TO_DATE
    for act in (translations.say_the_same, translations.resume):
        with pytest.raises(Refused, match="under way"):
            act(pair=pair_of(page), by=mine)
    assert "three" in twin_of(page).body.raw_data[0]["value"]


def test_every_letter_is_written_in_both_languages(page, people, source):
    """The subject, the words and the reason of each kind, in the reader’s language only."""
    from cms import mail as letters

    task, _mine, _other = ready(page, people, source)
    task.due_on = today()
    for reader in (factories.person("Anne", language="fr"), factories.person("Ann", language="en")):
        said = set()
        for kind in ("asked", "assigned", "ready", "sent_back", "approved", "to_publish"):
            (_name, _reader, context), *_rest = letters_on_translations.letter(
                kind, task, [reader], by=people.editor, comment="", is_out=False
            )
            message = letters.compose("spaces/mail/translation", to=reader, context=context)
            html = message.alternatives[0][0]
            assert str(page.title) in message.body
            assert "Editor Test" in message.body
            assert f'href="http://testserver{context["address"]}"' in html
            said.add(message.body)
            marks = ("traduction", "Vous recevez") if reader.language == "fr" else ("translat", "You receive")
            assert [mark in message.body for mark in marks] == [True, True], message.body
        assert len(said) == 6
