"""Owners are reminded of their actions, once each; leads are told of what nobody owns any more."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from cms.models import User
from spaces.models import Action, ActionReminder, Membership, Role, Space
from spaces.services import action_reminders, actions, letters_on_actions, records  # noqa: F401  letters of its own
from tests import factories
from tests.letters import written_with
from tests.spaces.recording import adopted, attended, fresh, held, line

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 2, 14, tzinfo=UTC)

#: the letter, as it is written -> about which action
KEYS = {
    "action_due-week": lambda scene: [scene.week.pk, "week"],
    "action_due-day": lambda scene: [scene.today.pk, "day"],
    "action_due-overdue": lambda scene: [scene.late.pk, "overdue"],
    "action_ownerless": lambda scene: [scene.left.pk],
}


def begun():
    """Ann leads a closed space; Ben owns three of its actions, and Cleo, who left it, a fourth."""
    scene = SimpleNamespace(**{name: factories.person(name.capitalize()) for name in ("ann", "ben", "cleo")})
    scene.row = factories.space(
        "hidden", fr="Zanzibar", en="Zanzibar", is_open=False, members=[scene.ben], leads=[scene.ann]
    )
    scene.meeting = held(scene.row, hours_ago=24 * 20)
    scene.meeting.made["fr"].refresh_from_db()
    today = action_reminders.today()
    said = {"fr": "Écrire à Zanzibar.", "en": "Write to Zanzibar.", "owner": scene.ben}
    for name, days in (("week", 7), ("today", 0), ("late", -1)):
        setattr(scene, name, line(scene.meeting, scene.ann, "action", due_on=today + days * DAY, **said))
    scene.left = line(scene.meeting, scene.ann, "action", **{**said, "owner": scene.cleo})
    Action.objects.update(created_at=timezone.now() - 20 * DAY)
    return scene


@pytest.fixture(scope="module")
def made_scene(once):
    with time_machine.travel(NOW, tick=False):
        return begun()


@pytest.fixture(autouse=True)
def then():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def scene(db, made_scene):
    return deepcopy(made_scene)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_letters_go_to_the_owner_and_to_the_leads_in_their_language(language, scene):
    User.objects.update(language=language)
    for name, keys in KEYS.items():
        kind = name.partition("-")[0]
        assert written_with("Zanzibar", kind, keys(scene)) == {"ann" if kind == "action_ownerless" else "ben"}
        assert {"fr": "/fr/reunions/mesures/", "en": "/en/meetings/actions/"}[language] in mail.outbox[0].body


def sent(posted):
    """(how many letters went, to whom) in a nightly run."""
    mail.outbox.clear()
    with posted():
        count = action_reminders.remind()
    return count, sorted(message.to[0].partition("@")[0] for message in mail.outbox)


def test_each_goes_once_however_often_it_is_asked(scene, posted, then):
    assert sent(posted) == (4, ["ann", "ben", "ben", "ben"])
    assert sent(posted) == (0, [])
    then.shift(DAY)
    assert sent(posted) == (1, ["ben"])  # what was due yesterday is late
    then.shift(6 * DAY)
    assert sent(posted) == (1, ["ben"])  # the day of the last one
    then.shift(DAY)
    assert sent(posted) == (1, ["ben"])
    then.shift(30 * DAY)
    assert sent(posted) == (0, [])
    assert ActionReminder.objects.count() == 7


def test_a_new_day_and_a_new_owner_are_reminded_of_anew(scene, posted):
    sent(posted)
    row = scene.today
    records.change(row=row, by=fresh(scene.ann), number=1, due_on=action_reminders.today() + 7 * DAY)
    assert sent(posted) == (1, ["ben"])
    records.change(row=scene.late, by=fresh(scene.ann), number=1, owner=scene.ann)
    records.change(row=scene.left, by=fresh(scene.ann), number=1, owner=scene.ben)
    assert sent(posted) == (1, ["ann"])


def test_what_was_given_later_is_not_reminded_of_a_week_before(scene, posted):
    Action.objects.filter(pk=scene.week.pk).update(
        created_at=timezone.now() - DAY, due_on=action_reminders.today() + 5 * DAY
    )
    assert sent(posted) == (3, ["ann", "ben", "ben"])


QUIET = {
    "done": lambda scene: [actions.move(action=one, state="done", by=fresh(scene.ann)) for one in Action.objects.select_related("meeting__space")],
    "dropped": lambda scene: Action.objects.update(state="dropped"),
    "taken out": lambda scene: Action.objects.update(removed_at=timezone.now()),
    "the space was archived": lambda scene: Space.objects.update(archived_at=timezone.now()),
    "the space was removed": lambda scene: Space.objects.update(removed_at=timezone.now()),
    "the meeting was withdrawn": lambda scene: [page.unpublish() for page in scene.meeting.made.values()],
}  # fmt: skip


@pytest.mark.parametrize("why", QUIET)
def test_nothing_goes_once_it_is_not_to_be_done_any_more(why, scene, posted):
    QUIET[why](scene)
    assert sent(posted) == (0, [])
    for name, keys in KEYS.items():
        assert written_with("Zanzibar", name.partition("-")[0], keys(scene)) == set()


LOST = {
    "left the space": lambda scene: Membership.objects.filter(user=scene.ben).delete(),
    "closed the account": lambda scene: User.objects.filter(pk=scene.ben.pk).update(is_active=False),
}


@pytest.mark.parametrize("how", LOST)
def test_when_an_owner_goes_the_leads_are_told_once_and_the_owner_nothing(how, scene, posted):
    LOST[how](scene)
    assert sent(posted) == (4, ["ann"] * 4)
    assert sent(posted) == (0, [])
    assert written_with("Zanzibar", "action_due", KEYS["action_due-day"](scene)) == set()
    assert Action.objects.filter(owner=scene.ben).count() == 3


def test_an_account_that_is_gone_leaves_its_actions_and_only_adopted_ones_lost_an_owner(scene, posted):
    User.objects.filter(pk=scene.cleo.pk).delete()
    assert sent(posted) == (3, ["ben"] * 3)
    records.change(row=scene.left, by=fresh(scene.ann), number=1, owner=scene.ben)
    attended(scene.meeting, scene.ann, scene.ann)
    adopted(scene.meeting, scene.ann)
    Action.objects.filter(pk=scene.left.pk).update(owner=None)
    assert sent(posted) == (1, ["ann"])


def test_with_no_leads_the_co_chairs_and_their_support_are_told_where_they_may_read(scene, posted, nadia):
    Membership.objects.filter(role=Role.LEAD).delete()
    assert written_with("Zanzibar", "action_ownerless", [scene.left.pk]) == set()
    Space.objects.update(is_open=True)
    User.objects.filter(pk=scene.cleo.pk).update(is_active=False)
    assert written_with("Zanzibar", "action_ownerless", [scene.left.pk]) == {"nadia"}
