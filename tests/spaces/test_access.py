"""Who may see what: one answer a thing, and the same answer from the database."""

from copy import deepcopy

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from cms.models import User
from home.models import HomePage, StandardPage
from spaces import access
from spaces.models import (
    Announcement,
    AnnouncementPage,
    Article,
    ArticlePage,
    Meeting,
    MeetingPage,
    Membership,
    Space,
    SpacePage,
)
from tests import factories
from tests.once import made_once

ALL = ("name", "content")
SEEN = {
    "anonymous": {},
    "inactive": {},
    "member": {"open": ALL, "listed": ("name",), "site": ALL},
    "member of the closed spaces": {"open": ALL, "listed": ALL, "hidden": ALL, "site": ALL},
    "superuser": {"open": ALL, "listed": ALL, "hidden": ALL, "site": ALL},
}


PLACES = {"open": {}, "listed": {"is_open": False}, "hidden": {"is_open": False, "is_listed": False}}


made_alice, alice = made_once("alice", lambda: factories.person("Alice"))


@pytest.fixture(scope="module")
def made_spaces(made_alice):
    return {
        place: factories.space(place, fr=place, en=place, members=[] if place == "open" else [made_alice], **facts)
        for place, facts in PLACES.items()
    }


@pytest.fixture
def spaces(db, made_spaces):
    return deepcopy(made_spaces)


@pytest.fixture
def people(spaces, alice, bob):
    gone = factories.person("Ines")
    for space in spaces.values():
        Membership.objects.create(user=gone, space=space)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    return {
        "anonymous": AnonymousUser(),
        "inactive": User.objects.get(pk=gone.pk),
        "member": bob,
        "member of the closed spaces": alice,
        "superuser": User.objects.create_superuser("root@example.org", "password"),
    }


@pytest.fixture(scope="module")
def made_things(made_spaces):
    """One of everything in each space, drafts beside them: {(place, level, label): thing}."""
    found = {}
    for place, space in made_spaces.items():
        article = factories.article(space, fr="Pratique", en="Practice")
        half = factories.article(space, fr="En français", days_ago=1)
        meeting, announcement = factories.meeting(space), factories.announcement(space)
        found[place, "name", "space"] = space
        found |= {(place, "name", f"space page {code}"): page for code, page in factories.parents(space).items()}
        for kind, fact in (("article", article), ("half", half), ("meeting", meeting), ("announcement", announcement)):
            found[place, "content", kind] = fact
            found |= {(place, "content", f"{kind} page {code}"): page for code, page in fact.made.items()}
        draft = factories.article(space, fr="Ébauche", en="Draft", live=False)
        found |= {(place, "draft", f"article page {code}"): page for code, page in draft.made.items()}
    found |= {("site", "name", f"home {code}"): page for code, page in factories.homes().items()}
    found |= {("site", "content", f"ordinary page {code}"): page for code, page in factories.ordinary().items()}
    drafts = factories.ordinary("Plus tard", "Later", live=False)
    return found | {("site", "draft", f"ordinary page {code}"): page for code, page in drafts.items()}


@pytest.fixture
def things(db, made_things):
    return deepcopy(made_things)


def expected(things):
    return {persona: {key for key in things if key[1] in seen.get(key[0], ())} for persona, seen in SEEN.items()}


def in_database(user, thing):
    return access.open_to(user, type(thing).objects.filter(pk=thing.pk)).exists()


def test_each_person_sees_what_the_table_says(people, things):
    seen = {
        persona: {key for key, thing in things.items() if access.can_see(user, thing)}
        for persona, user in people.items()
    }
    assert seen == expected(things)


@pytest.mark.database
def test_rows_in_the_database_answer_as_things_in_hand_do(people, things):
    kinds = {Space, SpacePage, Article, ArticlePage, Meeting, MeetingPage, Announcement, AnnouncementPage}
    assert {type(thing) for thing in things.values()} == kinds | {HomePage, StandardPage}
    seen = {
        persona: {key for key, thing in things.items() if in_database(user, thing)} for persona, user in people.items()
    }
    assert seen == expected(things)


def test_nobody_but_its_members_and_superusers_may_enter_a_closed_space(people, spaces):
    answers = {
        persona: [access.can_enter(user, space) for space in spaces.values()] for persona, user in people.items()
    }
    assert answers == {
        "anonymous": [False, False, False],
        "inactive": [False, False, False],
        "member": [True, False, False],
        "member of the closed spaces": [True, True, True],
        "superuser": [True, True, True],
    }


def test_a_hidden_space_is_not_even_known_outside(people, spaces):
    answers = {persona: [access.can_know(user, space) for space in spaces.values()] for persona, user in people.items()}
    assert answers == {
        "anonymous": [False, False, False],
        "inactive": [False, False, False],
        "member": [True, True, False],
        "member of the closed spaces": [True, True, True],
        "superuser": [True, True, True],
    }


def test_a_page_is_judged_by_its_space_even_in_the_hands_of_its_base_type(identity, bob, alice):
    made = factories.article(identity, fr="Secret").made["fr"]
    page = Page.objects.get(pk=made.pk)
    assert not access.can_see(bob, page)
    assert access.can_see(alice, page)
    with pytest.raises(TypeError, match="one page type"):
        access.open_to(alice, Page.objects.all())


def test_a_membership_counts_from_the_moment_it_is_told(identity, bob):
    assert not access.can_enter(bob, identity)
    Membership.objects.create(user=bob, space=identity)
    assert access.can_enter(bob, identity)
    assert access.can_enter(User.objects.get(pk=bob.pk), identity)


@pytest.mark.database
def test_only_those_who_may_edit_a_page_may_translate_it(quality, alice, denis):
    page = factories.article(quality, fr="Accueil vocal").made["fr"]
    assert access.may_translate(denis, page)
    assert not access.may_translate(alice, page)
