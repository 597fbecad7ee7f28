"""The leak matrix, cell by cell: nothing to those without the right, everything to those with it. And no count of it.

Every answer to an outsider is the same with and without what a closed space holds: words, totals, facets, figures. Word
by word, so that no count has to be named: lists, results and their facets, topics, spaces, the home page, the digest,
the explorer, the first page of the desk, reports, parity. (The site suggests nothing while one types.)
"""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from wagtail.models import Page

from cms.models import File, Picture
from search import outbox
from spaces.models import (
    Announcement,
    Article,
    Deliverable,
    Delivery,
    Meeting,
    Membership,
    Proposal,
    Reason,
    Role,
    SpacePage,
)
from spaces.services import deliveries, memberships
from tests.contract.doors import DOORS
from tests.contract.leaks import KINDS, LANGUAGES, Visit, cells

pytestmark = pytest.mark.django_db
PERSONAE = (
    "anonymous", "member", "member of X", "editor of X", "lead of X", "editor of Y", "co-chair", "disabled account",
    "expired role",
)  # fmt: skip
#: What differs from one request to the next: tokens, and how long ago something was.
PASSING = [r"\b[A-Za-z0-9]{64}\b", r'data-asked="[^"]+"', r"\d+\s\w+ ago|il y a \d+\s\w+"]
#: Doors where counts stand for who may read the space; the words of the matrix's doors are checked there.
COUNTING = {
    "home", "notices", "all records", "lists of everything", "lists of the space", "topic", "search hit", "search in the space", "digest",
    "status of translations", "admin: explorer", "admin: search", "admin: reports", "admin: page chooser",
}  # fmt: skip


@pytest.fixture(scope="module")
def moment(made_world):
    """When all is asked: the same things are as long ago."""
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def one_moment(moment):
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture(scope="module")
def heard():
    """{(persona, language): {door: what is said there}}: asked for once, as the world is the same for every test."""
    return {}


@pytest.fixture
def answers(world, heard):
    """answers(persona, language): those of every door."""

    def of(persona, language):
        if (persona, language) not in heard:
            heard[persona, language] = asked(world, persona, language, DOORS)
        return heard[persona, language]

    return of


def asked(world, persona, language, doors):
    visit = Visit(world, persona, language)
    return {door.name: door.ask(visit) for door in doors}


@pytest.mark.parametrize("persona", PERSONAE)
def test_nothing_leaks_and_nothing_is_hidden(persona, answers):
    leaks, missing = [], []
    for language in LANGUAGES:
        said = answers(persona, language)
        for door in DOORS:
            for kind, code, leaked, hidden in cells(persona, language, door, said[door.name]):
                leaks += [(door.name, language, kind, code)] * leaked
                missing += [(door.name, language, kind, code)] * hidden
    assert leaks == [], leaks
    assert missing == [], missing


def test_the_matrix_has_its_size():
    assert len(PERSONAE) * len(KINDS) * len(LANGUAGES) * len(DOORS) * len(LANGUAGES) >= 2000
    assert len({door.name for door in DOORS}) == len(DOORS)


# -- counts


def plain(said):
    for pattern in PASSING:
        said = re.sub(pattern, "", said)
    return said


def empty(space, keep):
    """The space without what it holds and without its people, but for one of them and its leads, whom it names."""
    for page in SpacePage.objects.filter(space=space):
        for child in page.get_children().specific():
            child.delete()
        Page.objects.get(pk=page.pk).specific.revisions.exclude(pk=page.latest_revision_id).delete()
    for model in (Article, Meeting, Announcement, Deliverable, Delivery, Proposal):
        model.objects.filter(space=space).delete()
    for model in (Picture, File):
        model.objects.filter(collection=space.collection).delete()
    leads = Membership.objects.filter(space=space, role=Role.LEAD).values("user")
    Membership.objects.filter(space=space).exclude(user=keep).exclude(user__in=[row["user"] for row in leads]).delete()
    outbox.drain()


def both_times(world, persona, language, answers):
    """What is said at each door but those of the desk, with what the space holds and without."""
    doors = [door for door in DOORS if not door.name.startswith("desk")]
    before = answers(persona, language)
    empty(world.space, world.people[persona])
    after = asked(world, persona, language, doors)
    return [{door.name: plain(said[door.name]) for door in doors} for said in (before, after)]


@pytest.mark.parametrize(("persona", "language"), [("member", "fr"), ("editor of Y", "en"), ("co-chair", "fr")])
def test_an_outsider_is_answered_as_if_the_space_were_empty(persona, language, world, answers):
    before, after = both_times(world, persona, language, answers)
    assert {name: differences(before[name], after[name]) for name in before if before[name] != after[name]} == {}


def differences(one, other):
    lines = [{line.strip() for line in said.splitlines()} for said in (one, other)]
    return sorted(lines[0] ^ lines[1])[:4]


@pytest.mark.parametrize("persona", ["member", "editor of Y", "co-chair", "expired role"])
def test_the_number_beside_the_bell_is_that_of_an_outsider_whatever_reached_them_once(persona, world):
    """Rows of the ledger from when they could read the space: neither shown nor counted, and no trace of having been."""
    visit, bell = Visit(world, persona, "en"), re.compile(r'<a class="tool" href="/en/notices/".*?</a>')
    before = bell.findall(visit.get("/en/topics/"))
    article = world.pages["article"]["en"]
    rows = [Delivery(user=visit.user, key=article.translation_key, space=world.space, reason=Reason.SPACE)]
    deliveries.write(rows, now=datetime.now(UTC))
    assert (before, len(before)) == (bell.findall(visit.get("/en/topics/")), 1)
    memberships.grant(user=visit.user, space=world.space)
    assert "1 unread notice<" in bell.findall(visit.get("/en/topics/"))[0]
    memberships.end(user=visit.user, space=world.space, role=Role.MEMBER)
    assert bell.findall(visit.get("/en/topics/")) == before


def test_who_reads_the_space_counts_what_it_holds(world, answers):
    before, after = both_times(world, "editor of X", "en", answers)
    assert {name for name in COUNTING if before[name] == after[name]} == set()
