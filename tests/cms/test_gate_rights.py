"""Who publishes what goes live in two languages: somebody asked for each page who may, and no draft goes by the way."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone, translation

from cms.bilingual import chain, gate, gate_words
from spaces.services import translations
from tests.cms.test_gate import either_way, fresh, go_through, gone_through, kinds, live, publish
from tests.spaces.team import OTHER, ready, to, translate, translators, twin_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(page, people, source):
    """The same, live in both languages."""
    return gone_through(page, people, source)


def to_name(user):
    return user.email.partition("@")[0]


def test_whoever_may_publish_both_publishes_by_an_approval_what_they_approved(page, people, source):
    """It is the author's draft: publishing it is another act."""
    may_publish, held = go_through(page, people, source, by=people.lead)
    assert (may_publish, kinds(held), live(page)) == (True, ["unpublished"], (False, False))
    assert publish(page, people.lead) is None
    assert live(page) == (True, True)


@pytest.mark.parametrize("reviser", ["other", "lead"])
def test_an_approval_publishes_no_change_an_author_keeps_as_a_draft(both, people, source, reviser, posted):
    mine, other, _wrong = translators(people, source)
    changed = fresh(both)
    changed.title = "Autrement"
    changed.save_revision(user=people.editor)
    translate(both, mine, {"title": "Otherwise"})
    task = chain.task_of(both.translation_key)
    translations.ready(task=task, by=mine)
    translations.assign(task=task, by=people.lead, assignee=mine)
    mail.outbox.clear()
    with posted():
        _may, held = translations.approve(task=task, by=people.lead if reviser == "lead" else other)
    assert (kinds(held), fresh(both).title, twin_of(both).title) == (["unpublished"], "Fermeture", "~ Fermeture")
    assert "The changes of the French page are a draft" in gate_words.whole(held)
    told = {message.to[0].partition("@")[0] for message in mail.outbox if "waits for its original" in message.body}
    told |= {message.to[0].partition("@")[0] for message in mail.outbox if "attend son original" in message.body}
    assert told == {"lead", "intofrench", "otherfrench"} - {reviser}
    assert publish(both, people.lead) is None
    assert (fresh(both).title, twin_of(both).title) == ("Autrement", "Otherwise")


def test_an_approval_leaves_alone_what_waits_for_its_own(page, people, source):
    """Asked for after it was published: its draft is not published past those who are to approve it."""
    publish(page, people.lead)
    state = fresh(page).get_workflow().start(fresh(page), people.editor)
    may_publish, held = go_through(page, people, source)
    state.refresh_from_db()
    assert (may_publish, kinds(held), live(page)) == (True, ["workflow"], (False, False))
    assert state.status == "in_progress"
    assert "The French page waits for approval." in gate_words.whole(held)
    for code in ("fr", "en"):
        with translation.override(code):
            spoken = f'<span lang="{held.page.language}">{held.page.draft_title}</span>'
            assert (spoken in gate_words.whole(held)) == (code != held.page.language)
    state.current_task_state.approve(user=people.lead)
    state.refresh_from_db()
    assert (live(page), state.status) == ((True, True), "approved")


def test_an_approval_releases_the_original_although_its_reviser_may_not_publish(page, people, source):
    publish(page, people.lead)
    task, _mine, _other = ready(page, people, source)
    translations.assign(task=task, by=people.lead, assignee=task.assignee, reviser=people.editor)
    assert translations.approve(task=task, by=people.editor) == (False, None)
    assert live(page) == (True, True)


@either_way
def test_an_approver_who_may_not_publish_it_does_so_by_no_original_that_waits(page, people, source, posted):
    """Whoever published the original may publish no page in the other language either."""
    *_both, foreign = translators(people, source)
    publish(page, foreign)
    task, mine, other = ready(page, people, source)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    mail.outbox.clear()
    with posted():
        assert translations.approve(task=task, by=people.editor) == (False, None)
    assert live(page) == (False, False)
    assert {"lead", to_name(mine), to_name(other)} <= set(to())
    held = publish(page, foreign)
    assert [(one.kind, one.language) for one in held.obstacles] == [("unpublished", OTHER[source])]
    assert live(page) == (False, False)
    assert translations.publish_approved(task=task, by=other) is None
    assert live(page) == (True, True)


def test_at_its_minute_too_somebody_entitled_has_asked_for_each_page(page, people, source):
    """The minute was set by somebody who may not publish the translation, which nobody who may has approved."""
    *_both, foreign = translators(people, source)
    now = timezone.now()
    original = fresh(page)
    original.go_live_at = now + timedelta(hours=1)
    assert gate.keep(original.save_revision(user=foreign), by=foreign).at == original.go_live_at
    task, mine, _other = ready(page, people, source)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    assert translations.approve(task=task, by=people.editor) == (False, None)
    with time_machine.travel(now + timedelta(hours=2)):
        call_command("publish_scheduled")
        assert live(page) == (False, False)
        assert publish(page, people.lead) is None
    assert live(page) == (True, True)
