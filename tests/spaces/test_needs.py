"""What people need at meetings to come: one page, for the co-chairs’ support alone, whatever space they are held in."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from spaces import access_meetings
from spaces.models import CommunityRole, Duty, Meeting, Membership, Reply, Role, Space
from spaces.services import replies
from tests import factories
from tests.spaces.side_by_side import at, soup_of, words

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
SOON = NOW + timedelta(days=10)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


def need(meeting, user, said="LSQ", **more):
    return Reply.objects.create(meeting=meeting, user=user, accommodation=said, **{"answer": "attends", **more})


def read(client, language="fr"):
    """[(heading, [a person’s words])] of each meeting, and the whole text."""
    html = soup_of(client.get(at("meetings_needs", language=language)))
    parts = html.select("main section")
    return [(words(one.h2), [words(row) for row in one.select("ul > li")]) for one in parts], words(html.main)


@pytest.fixture
def held(quality, identity, leads_identity, alice, bob):
    """Bob sends somebody to an open meeting, Alice needs something at one of a closed space a day before."""
    closed = factories.meeting(identity, fr="Zanzibar", en="Zanzibar", starts=SOON - timedelta(days=1))
    meeting = factories.meeting(quality, fr="Bilan", en="Review", starts=SOON)
    need(closed, alice, is_waiting=True)
    need(meeting, bob, "Braille", answer="delegate", delegate_name="Omar", delegate_email="omar@example.org")
    return meeting, closed


@pytest.fixture
def leads_identity(identity):
    leah = factories.person("Leah")
    Membership.objects.create(user=leah, space=identity, role=Role.LEAD)
    return leah


def test_the_support_reads_who_needs_what_and_how_to_reach_them(held, identity, nadia, as_user):
    found, said = read(as_user(nadia))
    assert found == [
        ("Réunion d’un espace fermé", ["AT Alice Test Attend une place LSQ alice@example.org"]),
        ("Bilan", ["BT Bob Test Braille bob@example.org Personne déléguée : Omar – omar@example.org"]),
    ]
    assert "9 décembre 2026" in said
    assert "Responsables de l’espace : Leah Test" in said
    assert [one in said for one in ("Zanzibar", identity.name_fr, identity.name_en)] == [False] * 3
    replied = words(soup_of(as_user(nadia).get(at("meeting_replies", held[1].pk, language="fr"))).main)
    assert "Réunion d’un espace fermé" in replied
    assert [one in replied for one in ("Zanzibar", identity.name_fr, identity.name_en)] == [False] * 3
    assert "2 personnes ont indiqué ce qu’il leur faut" in words(
        soup_of(as_user(nadia).get("/fr/")).select_one("#wt").parent
    )
    assert (at("meetings_needs"), "Needs") in [
        (one["href"], words(one)) for one in soup_of(as_user(nadia).get(at("meetings"))).select(".tabs a")
    ]


def test_nobody_else_has_the_page_nor_the_way_to_it(held, alice, leads_identity, as_user):
    chair = factories.person("Chair")
    for duty in (Duty.FEDERAL_CHAIR, Duty.PROVINCIAL_CHAIR, Duty.ADMINISTRATOR):
        CommunityRole.objects.create(user=chair, duty=duty)
    for user in (alice, leads_identity, chair, factories.person("Root", is_superuser=True)):
        assert as_user(user).get(at("meetings_needs")).status_code == 404
        for address in (at("meetings"), "/en/"):
            assert at("meetings_needs") not in as_user(user).get(address).content.decode()
        assert not access_meetings.needs_open_to(user, Reply.objects.all()).exists()


def test_what_is_over_or_of_those_who_do_not_read_any_more_is_not_there(held, identity, alice, bob, nadia, as_user):
    meeting, closed = held

    def who():
        return [row.user_id for row in access_meetings.needs_open_to(nadia, Reply.objects.order_by("pk"))]

    need(closed, bob), need(meeting, alice, "")  # who may not read it; who needs nothing
    shown = [
        pk
        for one in (closed, meeting)
        for pk in replies.of(one).exclude(accommodation="").values_list("user", flat=True)
    ]
    assert who() == [alice.pk, bob.pk] == shown
    Membership.objects.filter(user=alice).delete()
    assert who() == [bob.pk]
    for broken, mended in (
        (
            (Meeting, {"starts_at": NOW - timedelta(hours=2), "ends_at": NOW - timedelta(minutes=1)}),
            {"starts_at": SOON, "ends_at": SOON + timedelta(hours=1)},
        ),
        ((Space, {"removed_at": timezone.now()}), {"removed_at": None}),
    ):
        model, facts = broken
        rows = model.objects.filter(pk=meeting.pk if model is Meeting else meeting.space_id)
        rows.update(**facts)
        assert who() == []
        rows.update(**mended)
    for page in meeting.made.values():
        page.unpublish()
    found, said = read(as_user(nadia))
    assert (found, "Aucun besoin pour l’instant" in said) == ([], True)


@pytest.mark.parametrize("count", [1, 5, 50])
def test_it_asks_as_much_for_fifty_needs_as_for_one(count, quality, nadia, as_user, django_assert_num_queries):
    for number in range(min(count, 5)):
        meeting = factories.meeting(quality, starts=SOON + timedelta(days=number))
        for other in range(count // min(count, 5)):
            need(meeting, factories.person(f"P{number}x{other}"))
    client, address = as_user(nadia), at("meetings_needs")
    for _ in range(2):
        client.get(address)
    with django_assert_num_queries(8):
        assert len(soup_of(client.get(address)).select("ul.lines > li")) == count
