"""Whoever is disabled, removed or demoted, or whose role has run out, is refused at the next request, at every door.

She is signed in, has met the word at each door, and keeps her session.
"""

from datetime import timedelta

import pytest
from django.db import transaction

from cms.models import User
from spaces.models import Membership, Role
from spaces.services import memberships
from tests.contract import (  # noqa: F401  register the doors
    call_doors,
    leak_doors,
    notice_doors,
    own_doors,
    reply_doors,
    speaker_doors,
    translation_doors,
)
from tests.contract.leaks import DOORS, KINDS, Visit, word

pytestmark = pytest.mark.django_db
READING = {"page by address", "lists of the space", "file by address", "rendition by address", "notices"}
WORKING = {
    "desk", "desk: documents", "desk: pages", "translation side by side", "translation as a file",
    "admin: explorer", "admin: page by id", "admin: files by id", "admin: preview of a draft",
}  # fmt: skip
ROLES = (Role.LEAD, Role.EDITOR, Role.TO_FRENCH, Role.TO_ENGLISH)


def disable(user, space):
    User.objects.filter(pk=user.pk).update(is_active=False)


def remove(user, space):
    memberships.end(user=user, space=space, role=Role.MEMBER)


def demote(user, space):
    for role in ROLES:
        memberships.end(user=user, space=space, role=role)


def run_out(user, space):
    """Nobody did anything: the day came."""
    ended = memberships.today() - timedelta(days=1)
    Membership.objects.filter(user=user, space=space).update(starts_on=ended, ends_on=ended)


def close_account(user, space):
    User.objects.filter(pk=user.pk).delete()


@pytest.fixture
def visit(world):
    """Somebody with every role in the closed space, whose other leads stay."""
    user = world.people["lead of X"]
    for role in ROLES:
        memberships.grant(user=user, space=world.space, role=role)
    for other in ("member", "editor of Y"):
        memberships.grant(user=world.people[other], space=world.space, role=Role.LEAD)
    return Visit(world, "lead of X", "en")


def met(visit, names):
    """{door: kinds met there}, of doors where something is met."""
    found = {}
    for door in DOORS:
        if door.name in names:
            said = door.ask(visit).lower()
            found[door.name] = {kind for kind in KINDS if word(kind, "en") in said or word(kind, "fr") in said}
    return {name: kinds for name, kinds in found.items() if kinds}


def test_the_next_request_is_refused(world, visit):
    assert met(visit, READING | WORKING).keys() == READING | WORKING
    for change in (disable, remove, demote, run_out, close_account):
        with transaction.atomic():
            change(visit.user, world.space)
            found = met(visit, READING | WORKING)
            transaction.set_rollback(True)
        assert found.keys() == (READING if change is demote else set()), change.__name__
