"""Letters are written when they go: whoever lost the right meanwhile gets nothing."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from cms.models import User
from spaces.models import CommunityRole, Duty, Invitation, JoinRequest, Membership, Role, Space, State
from spaces.services import (
    letters,
    letters_on_actions,
    letters_on_delegates,
    letters_on_duties,  # noqa: F401
    letters_on_exceptions,
    letters_on_gate,
    letters_on_minutes,
    letters_on_replies,
    letters_on_translations,
    letters_on_wishes,
    memberships,
    must_read,
)
from tests import factories
from tests.letters import wrongs

pytestmark = pytest.mark.django_db


def begun():
    """A space others may not know of, led by Leah, quiet, whose mandate ends; Ann asks to enter, an address is invited."""
    space = factories.space("hidden", fr="Zanzibar", en="Zanzibar", is_open=False, is_listed=False, joining="request",
                            prompted_on=memberships.today(), mandate_ends_on=memberships.today())  # fmt: skip
    space.leah = factories.person("Leah")
    memberships.grant(user=space.leah, space=space, role=Role.LEAD)
    space.ann = factories.person("Ann")
    space.chair = factories.person("Chair")
    CommunityRole.objects.create(user=space.chair, duty=Duty.FEDERAL_CHAIR)
    space.asked = JoinRequest.objects.create(user=space.ann, space=space, message="Zanzibar")
    space.invited = Invitation.objects.create(space=space, email="new@example.org", invited_by=space.leah)
    return space


@pytest.fixture(scope="module")
def made_hidden(once):
    return begun()


@pytest.fixture
def hidden(db, made_hidden):
    return deepcopy(made_hidden)


#: kind -> (what it is written about, who gets it while all is as it was)
KEYS = {
    "join_request": (lambda space: [space.asked.pk], {"leah"}),
    "answer": (lambda space: [space.asked.pk], {"ann"}),
    "welcome": (lambda space: [space.ann.pk, space.pk], {"ann"}),
    "invitation": (lambda space: [space.invited.pk], {"new"}),
    "appointed": (lambda space: [space.leah.pk, space.pk], {"leah"}),
    "role_given": (lambda space: [space.leah.pk, space.pk, Role.LEAD], {"leah"}),
    "role_over": (lambda space: [space.leah.pk, space.pk, Role.EDITOR], {"leah"}),
    "duty_given": (lambda space: [space.chair.pk, Duty.FEDERAL_CHAIR], {"chair"}),
    "duty_over": (lambda space: [space.chair.pk, Duty.SUPPORT], {"chair"}),
    "dormant": (lambda space: [space.pk], {"leah"}),
    "quiet": (lambda space: [space.pk], {"chair"}),
    "mandate_soon": (lambda space: [space.pk], {"leah"}),
    "mandate_over": (lambda space: [space.pk], {"leah", "chair"}),
}


def kinds_of(*modules):
    names = {module.__name__ for module in modules}
    return {kind for kind, write in letters.KINDS.items() if write.__module__ in names}


#: Those of test_translation_letters.py and of test_gate_letters.py; must_read and seat have files of their own.
OF_TRANSLATIONS = kinds_of(letters_on_translations)
OF_THE_GATE = kinds_of(letters_on_exceptions, letters_on_gate, letters_on_minutes, letters_on_wishes)
#: Of the whole community: they name no space.
OF_DUTIES = {"duty_given", "duty_over"}


def written(kind, space):
    """Who gets the letters of a kind, written now."""
    mail.outbox.clear()
    letters.write(kind, KEYS[kind][0](space))
    said = "community" if kind in OF_DUTIES else "Zanzibar"
    assert all(said in message.subject + message.body for message in mail.outbox)
    return {message.to[0].partition("@")[0] for message in mail.outbox}


def accept(space):
    memberships.grant(user=space.ann, space=space)
    JoinRequest.objects.filter(pk=space.asked.pk).update(state=State.ACCEPTED)


def leave(space):
    """Everybody's part in the space ended yesterday, without any job having run."""
    yesterday = memberships.today() - timedelta(days=1)
    for model in (Membership, CommunityRole):
        model.objects.all().update(starts_on=yesterday, ends_on=yesterday)
    Invitation.objects.update(ends_on=yesterday)


#: what happens between the moment a letter is posted and the one it is written
MEANWHILE = {
    "roles ended": leave,
    "accounts closed": lambda space: User.objects.update(is_active=False),
    "space removed": lambda space: Space.objects.filter(pk=space.pk).update(removed_at=timezone.now()),
}


#: what is written all the same: a stranger has no account, whoever lost a role is told, a duty is of no space
STILL = {
    ("invitation", "accounts closed"): {"new"},
    ("role_over", "roles ended"): {"leah"},
    ("duty_over", "roles ended"): {"chair"},
    ("duty_given", "space removed"): {"chair"},
    ("duty_over", "space removed"): {"chair"},
}


def test_every_kind_of_letter_is_here():
    others = kinds_of(must_read, letters_on_actions, letters_on_replies, letters_on_delegates)
    assert {*KEYS, *OF_TRANSLATIONS, *OF_THE_GATE, *others} == set(letters.KINDS)


@pytest.mark.parametrize("kind", KEYS)
def test_it_goes_to_those_it_is_for(kind, hidden):
    if kind in {"answer", "welcome"}:
        accept(hidden)
    assert written(kind, hidden) == KEYS[kind][1]


@pytest.mark.parametrize("meanwhile", MEANWHILE)
@pytest.mark.parametrize("kind", KEYS)
def test_nothing_goes_to_those_whose_right_ended_meanwhile(kind, meanwhile, hidden):
    if kind in {"answer", "welcome"}:
        accept(hidden)
    MEANWHILE[meanwhile](hidden)
    assert written(kind, hidden) == STILL.get((kind, meanwhile), set())


def test_a_refusal_does_not_name_a_space_hidden_meanwhile(hidden):
    JoinRequest.objects.filter(pk=hidden.asked.pk).update(state=State.DECLINED)
    assert written("answer", hidden) == set()
    Space.objects.filter(pk=hidden.pk).update(is_listed=True)
    assert written("answer", hidden) == {"ann"}


@pytest.mark.parametrize("kind", KEYS)
def test_no_letter_has_a_hole_where_something_was_not_said(kind, hidden):
    if kind in {"answer", "welcome"}:
        accept(hidden)
    JoinRequest.objects.update(message="")
    assert written(kind, hidden)
    assert [message.body for message in mail.outbox if "\n\n\n" in message.body] == []


@pytest.mark.parametrize("kind", KEYS)
def test_french_letters_are_set_as_french_is_and_their_text_holds_no_tag(kind, hidden):
    User.objects.update(language="fr")
    Space.objects.update(name_fr="Zanzibar : « l’essai »", mandate_fr="Le 5 mai : rien.")
    if kind in {"answer", "welcome"}:
        accept(hidden)
    for model in (CommunityRole, Membership):
        model.objects.update(ends_on=memberships.today() + timedelta(days=9))
    mail.outbox.clear()
    assert letters.write(kind, KEYS[kind][0](hidden))
    assert [(message.subject, found) for message in mail.outbox if (found := wrongs(message))] == []


def test_leads_are_spoken_to_of_their_mandate_and_co_chairs_are_told_of_it(hidden):
    written("mandate_over", hidden)
    said = {message.to[0].partition("@")[0]: message.body for message in mail.outbox}
    assert "At its desk, give it a new end in the settings" in said["leah"]
    assert "At its desk, the leads give it a new end in the settings" in said["chair"]
