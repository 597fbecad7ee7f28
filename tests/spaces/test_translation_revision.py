"""A translation revised, sent back, approved, published, edited by hand: refused in words, told by mail."""

import pytest
from django.core import mail

from cms.bilingual.models import State
from cms.bilingual.task_models import Act, Step
from spaces.models import Membership, Role, today
from spaces.services import letters_on_translations, translations
from spaces.services.memberships import Refused
from tests import factories
from tests.spaces.team import fresh, pair_of, paragraphs, ready, rewrite, task_of, to, translate, twin_of

pytestmark = pytest.mark.django_db


def test_while_it_waits_only_its_reviser_changes_a_word(page, people, source):
    task, mine, other = ready(page, people, source)
    with pytest.raises(Refused, match="somebody other than"):
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
    with pytest.raises(Refused, match="somebody other than"):
        translations.approve(task=task, by=mine)
    with pytest.raises(Refused, match="somebody other than"):
        translations.send_back(task=task, by=mine, comment="x")
    names = {user.pk for user in vars(people).values()} - {mine.pk}
    Membership.objects.filter(user__in=names).exclude(role=Role.MEMBER).delete()
    assert translations.approve(task=task, by=fresh(mine)) == (True, None)


def test_what_is_approved_is_what_is_published(page, people, source, posted):
    task, mine, other = ready(page, people, source)
    translate(page, other, {"title": "Corrected"})
    with posted():
        assert translations.approve(task=task, by=other) == (True, None)
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
        assert translations.approve(task=task, by=people.editor) == (False, None)
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


def test_a_draft_saved_after_the_approval_is_not_what_is_published(page, people, source):
    task, mine, _other = ready(page, people, source)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    translations.approve(task=task, by=people.editor)
    later = twin_of(page)
    later.title = "Later"
    later.save_revision()
    translations.publish_approved(task=task, by=people.lead)
    twin = twin_of(page)
    assert (twin.live, twin.title, twin.has_unpublished_changes) == (True, f"~ {page.title}", True)


def test_an_approved_draft_that_was_removed_is_made_again_from_the_same_words(page, people, source):
    task, mine, _other = ready(page, people, source)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    translations.approve(task=task, by=people.editor)
    task.refresh_from_db()
    task.approved.delete()
    translations.publish_approved(task=task, by=people.lead)
    assert (twin_of(page).live, twin_of(page).title) == (True, f"~ {page.title}")


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
        kinds = ("asked", "assigned", "ready", "sent_back", "approved", "to_publish", "changed", "original")
        for kind in kinds:
            (_name, _reader, _space, context), *_rest = letters_on_translations.letter(
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
        assert len(said) == 8
