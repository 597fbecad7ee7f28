"""The people of the leak matrix, and the space that was removed from under them."""

from datetime import timedelta

from django.utils import timezone

from cms.models import User
from search.models import SavedSearch
from spaces.models import CommunityRole, Duty, Membership, Role
from spaces.services import memberships, subscriptions
from tests import factories

LANGUAGES = ("fr", "en")


def make_removed(world, topic):
    """An open space all could read, and what it held: its words come back with it only."""
    said = {code: world.said("removed space", code) for code in LANGUAGES}
    gone = factories.space("gone", **said)
    world.pages["removed space"] = factories.parents(gone)
    return gone, factories.article(gone, **{code: f"Au {word}" for code, word in said.items()}, topics=[topic]).made


def make_people(world, other, topic):
    names = {
        "member": None, "member of X": (world.space, Role.MEMBER), "editor of X": (world.space, Role.EDITOR),
        "lead of X": (world.space, Role.LEAD), "editor of Y": (other, Role.EDITOR), "co-chair": None,
        "disabled account": (world.space, Role.LEAD), "expired role": (world.space, Role.EDITOR),
    }  # fmt: skip
    world.people["anonymous"] = None
    for number, (persona, role) in enumerate(names.items()):
        user = factories.person(f"Persona{number}")
        if role:
            memberships.grant(user=user, space=role[0], role=role[1])
        subscriptions.follow(user=user, topic=topic)
        SavedSearch.objects.create(user=user, text="quor", alerts_since=timezone.now() - timedelta(days=40))
        world.people[persona] = user
    for duty in (Duty.FEDERAL_CHAIR, Duty.ADMINISTRATOR):  # the second opens the editors' admin besides
        CommunityRole.objects.create(user=world.people["co-chair"], duty=duty)
    User.objects.filter(pk=world.people["disabled account"].pk).update(is_active=False)
    ended = memberships.today() - timedelta(days=1)
    Membership.objects.filter(user=world.people["expired role"]).update(starts_on=ended, ends_on=ended)
    world.people = {name: user and User.objects.get(pk=user.pk) for name, user in world.people.items()}
