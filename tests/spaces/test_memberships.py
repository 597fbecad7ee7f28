"""Roles from a day to a day, and the two leads a space keeps."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.models import User
from spaces import access
from spaces.models import CommunityRole, Duty, Membership, Role, today
from spaces.services import memberships
from spaces.services.memberships import Refused
from tests import factories

DAY = timedelta(days=1)


@pytest.fixture
def people(db):
    return [factories.person(name) for name in ("Ann", "Ben", "Cleo")]


@pytest.fixture
def closed(people):
    """A closed space that Ann and Ben lead."""
    return factories.space("closed", is_open=False, joining="request", leads=people[:2])


def fresh(user):
    """The person as the next request has them."""
    return User.objects.get(pk=user.pk)


def terms(space, user):
    rows = space.memberships.filter(user=user).order_by("role", "starts_on")
    return [(row.role, row.starts_on, row.ends_on) for row in rows]


def test_a_role_begins_and_ends_on_its_days(closed, people, monkeypatch):
    cleo, first = people[2], today()
    memberships.grant(user=cleo, space=closed, starts_on=first + DAY, ends_on=first + 3 * DAY)
    seen = []
    for offset in range(5):
        monkeypatch.setattr("spaces.models.terms.today", lambda offset=offset: first + offset * DAY)
        seen.append(access.can_enter(fresh(cleo), closed))
    assert seen == [False, True, True, True, False]


def test_another_role_makes_one_a_member(closed, people):
    cleo = people[2]
    memberships.grant(user=cleo, space=closed, role=Role.EDITOR, ends_on=today() + 10 * DAY)
    assert terms(closed, cleo) == [("editor", today(), today() + 10 * DAY), ("member", today(), None)]
    assert access.standing(fresh(cleo)) == {closed.pk: {"editor", "member"}}


def test_giving_a_role_twice_changes_nothing(closed, people):
    for _ in range(2):
        memberships.grant(user=people[2], space=closed, role=Role.TO_FRENCH)
    assert [row[0] for row in terms(closed, people[2])] == ["member", "to_french"]


def test_a_role_planned_for_later_may_start_sooner(closed, people):
    memberships.grant(user=people[2], space=closed, role=Role.EDITOR, starts_on=today() + 9 * DAY)
    memberships.grant(user=people[2], space=closed, role=Role.EDITOR)
    assert terms(closed, people[2])[0] == ("editor", today(), None)
    assert len(terms(closed, people[2])) == 2


def test_days_in_the_wrong_order_are_refused(closed, people):
    with pytest.raises(Refused, match="The last day comes before the first"):
        memberships.grant(user=people[2], space=closed, role=Role.EDITOR, ends_on=today() - DAY)
    assert terms(closed, people[2]) == []
    wrong = Membership(user=people[2], space=closed, starts_on=date(2026, 5, 2), ends_on=date(2026, 5, 1))
    with pytest.raises(ValidationError):
        wrong.clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_a_closed_account_gets_no_role(closed, people):
    people[2].is_active = False
    people[2].save()
    with pytest.raises(Refused, match="The account of Cleo Test is closed"):
        memberships.grant(user=people[2], space=closed)


@pytest.mark.parametrize("way", ["end the role", "leave", "shorten"])
def test_the_second_to_last_lead_stays_until_replaced(closed, people, way):
    ann, ben, cleo = people
    doors = {
        "end the role": lambda: memberships.end(user=ann, space=closed, role=Role.LEAD),
        "leave": lambda: memberships.end(user=ann, space=closed, role=Role.MEMBER),
        "shorten": lambda: memberships.grant(user=ann, space=closed, role=Role.LEAD, ends_on=today()),
    }
    before = terms(closed, ann)
    with pytest.raises(Refused, match="name a successor first"):
        doors[way]()
    assert terms(closed, ann) == before
    memberships.grant(user=cleo, space=closed, role=Role.LEAD)
    doors[way]()
    assert [row.user for row in closed.memberships.current(today() + DAY).filter(role="lead").order_by("pk")] == [
        ben,
        cleo,
    ]


@pytest.mark.database
def test_a_successor_who_begins_later_lets_one_go_on_that_day_and_not_before(closed, people):
    ann, _ben, cleo = people
    memberships.grant(user=cleo, space=closed, role=Role.LEAD, starts_on=today() + 30 * DAY)
    with pytest.raises(Refused):
        memberships.end(user=ann, space=closed, role=Role.LEAD, last_day=today() + 28 * DAY)
    memberships.end(user=ann, space=closed, role=Role.LEAD, last_day=today() + 29 * DAY)
    handed_over = [
        {row.user for row in closed.memberships.current(today() + n * DAY).filter(role="lead")} for n in (29, 30)
    ]
    assert [ann in handed_over[0], ann in handed_over[1], cleo in handed_over[1]] == [True, False, True]
    assert Role.MEMBER in {row.role for row in closed.memberships.current(today() + 60 * DAY).filter(user=ann)}


def test_leaving_ends_every_role_and_forgets_those_that_never_began(closed, people):
    cleo = people[2]
    memberships.grant(user=cleo, space=closed, role=Role.EDITOR, starts_on=today() + 5 * DAY)
    memberships.end(user=cleo, space=closed, role=Role.MEMBER)
    assert access.standing(fresh(cleo)) == {}
    assert {row[0] for row in terms(closed, cleo)} <= {"member"}


def test_somebody_shut_out_or_removed_is_refused_at_the_next_request(closed, people, as_user):
    cleo = people[2]
    memberships.grant(user=cleo, space=closed)
    client = as_user(cleo)
    address = "/en/spaces/closed/members/"
    assert client.get(address).status_code == 200
    memberships.end(user=cleo, space=closed, role=Role.MEMBER)
    assert client.get(address).status_code == 404
    memberships.grant(user=cleo, space=closed)
    assert client.get(address).status_code == 200
    User.objects.filter(pk=cleo.pk).update(is_active=False)
    assert "connexion" in client.get(address)["Location"] or "login" in client.get(address)["Location"]


@pytest.mark.parametrize(
    ("duty", "runs"), [(Duty.FEDERAL_CHAIR, True), (Duty.PROVINCIAL_CHAIR, True), (Duty.SUPPORT, True), (None, False)]
)
def test_a_duty_for_the_community_runs_desks_and_opens_no_content(closed, bob, duty, runs):
    if duty:
        CommunityRole.objects.create(user=bob, duty=duty)
    assert (access.may_run(bob, closed), access.can_know(bob, closed), access.can_enter(bob, closed)) == (
        runs,
        True,
        False,
    )


def test_a_duty_moves_on_its_day(closed, bob, chantal):
    CommunityRole.objects.create(
        user=chantal, duty=Duty.FEDERAL_CHAIR, ends_on=today() - DAY, starts_on=date(2024, 1, 1)
    )
    CommunityRole.objects.create(user=bob, duty=Duty.FEDERAL_CHAIR, starts_on=today())
    assert (access.oversees(chantal), access.oversees(bob)) == (False, True)


@pytest.mark.database
def test_people_stand_by_name_whatever_the_accents_and_the_database(closed):
    for first, last in (("Zoe", "Eaton"), ("Anne", "Émard"), ("Zoé", "Évrard"), ("Bo", "émard")):
        user = User.objects.create_user(f"{first}.{last}@example.org".lower(), first_name=first, last_name=last)
        memberships.grant(user=user, space=closed)
    assert [str(person) for person in memberships.roster(closed)] == [
        "Ann Test", "Ben Test", "Zoe Eaton", "Anne Émard", "Bo émard", "Zoé Évrard",
    ]  # fmt: skip


def test_leads_do_not_fall_under_two_on_a_later_day_either(closed, people):
    """Ben's role is to end because Cleo follows; then Cleo does not."""
    ann, ben, cleo = people
    memberships.grant(user=cleo, space=closed, role=Role.LEAD, starts_on=today() + 7 * DAY)
    memberships.grant(user=ben, space=closed, role=Role.LEAD, ends_on=today() + 30 * DAY)
    with pytest.raises(Refused):
        memberships.end(user=cleo, space=closed, role=Role.LEAD)
    with pytest.raises(Refused):
        memberships.end(user=ann, space=closed, role=Role.LEAD, last_day=today() + 20 * DAY)
    assert [space.pk for space in memberships.left_short([cleo])] == [closed.pk]
    dora = factories.person("Dora")
    memberships.grant(user=dora, space=closed, role=Role.LEAD, starts_on=today() + 20 * DAY)
    memberships.end(user=cleo, space=closed, role=Role.LEAD)
    assert memberships.left_short([cleo]) == []


def test_a_gap_somebody_has_nothing_to_do_with_keeps_them_from_nothing(closed, people):
    cleo = people[2]
    memberships.grant(user=cleo, space=closed, role=Role.LEAD, ends_on=today() + 5 * DAY)
    assert memberships.left_short([cleo]) == []
    memberships.end(user=cleo, space=closed, role=Role.LEAD)
    assert not memberships.current(closed).filter(user=cleo, role=Role.LEAD).exists()
