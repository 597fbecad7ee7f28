"""Topics proposed for meetings: ranked by votes, refused in words, carried over with them, shown in their language."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from cms.models import User
from spaces.models import Membership, Proposal, ProposalState, Role, Vote
from spaces.services import proposal_history, proposals
from spaces.services.memberships import Refused
from tests import factories
from tests.spaces.side_by_side import at, said_by, soup_of, words

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def before():
    with time_machine.travel(NOW, tick=False):
        yield


def propose(space, by, title, *, language="fr", **more):
    return proposals.propose(space=space, by=User.objects.get(pk=by.pk), language=language, title=title, **more)


@pytest.fixture
def five(quality, alice):
    return [propose(quality, alice, title, minutes=20) for title in ("Un", "Deux", "Trois", "Quatre", "Cinq")]


@pytest.fixture
def leah(quality):
    """Who leads the space."""
    user = factories.person("Leah")
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=user, space=quality, role=role)
    return User.objects.get(pk=user.pk)


def vote(user, *rows):
    for row in rows:
        proposals.vote(proposal=row, user=User.objects.get(pk=user.pk))


def ranking(space, user):
    return [(row.title, row.score) for row in proposals.ranked(space, user)]


def test_the_most_voted_for_comes_first_then_the_oldest(quality, five, alice, bob, chantal):
    vote(alice, five[3], five[4])
    vote(bob, five[3])
    vote(chantal, five[2])
    assert ranking(quality, alice) == [("Quatre", 2), ("Trois", 1), ("Cinq", 1), ("Un", 0), ("Deux", 0)]


@pytest.mark.database
def test_a_fourth_vote_is_refused_in_words_and_nothing_is_lost(quality, five, bob, as_user):
    vote(bob, *five[:3])
    client, address = as_user(bob), at("proposals", space="quality")
    response = client.post(at("proposal_vote", five[3].pk), {"vote": "yes", "next": address}, follow=True)
    html = soup_of(response)
    assert "You have given your 3 votes: take one back to vote for this topic." in words(html.main)
    pressed = [words(one.find_previous("a")) for one in html.select("button[aria-pressed=true]")]
    assert pressed == ["Un", "Deux", "Trois"]
    vote(bob, five[0])
    assert Vote.objects.count() == 3, "the same vote twice is one"
    response = client.post(at("proposal_vote", five[0].pk), {"vote": "no", "next": address}, follow=True)
    assert said_by(response) == ["Your vote is taken back."]
    client.post(at("proposal_vote", five[3].pk), {"vote": "yes"})
    assert set(Vote.objects.values_list("proposal", flat=True)) == {row.pk for row in (five[1], five[2], five[3])}


def test_votes_of_those_who_read_the_space_no_more_do_not_count(identity, alice, bob):
    Membership.objects.create(user=bob, space=identity)
    row = propose(identity, alice, "Un")
    vote(bob, row)
    assert ranking(identity, alice) == [("Un", 1)]
    Membership.objects.filter(user=bob).delete()
    assert ranking(identity, alice) == [("Un", 0)]


def test_what_was_proposed_already_is_shown_first_in_either_language(quality, alice, bob, as_user):
    row = propose(
        quality,
        alice,
        "Le rappel automatique quand la file est longue",
        other_title="Automatic callback in long queues",
    )
    client, address = as_user(bob), at("proposal_new", space="quality")
    typed = {"space": "quality", "language": "en", "minutes": "15", "why": "Because."}
    for title in ("Automatic callbacks for long queues", "Rappels automatiques et longues files"):
        html = soup_of(client.post(address, {**typed, "title": title}))
        assert [one["href"] for one in html.select("#like ~ ul a")] == [at("proposal", row.pk)]
        assert html.select_one("[name=title]")["value"] == title
        assert html.select_one("[name=why]").get_text().strip() == "Because."
    assert not soup_of(client.post(address, {**typed, "title": ""})).select("#like")
    client.post(address, {**typed, "title": "Automatic callback in long queues", "anyway": "1"})
    client.post(address, {**typed, "title": "Winter coats"})
    assert Proposal.objects.count() == 3


@pytest.mark.parametrize(("language", "said"), [("fr", "En anglais"), ("en", "In French")])
def test_a_proposal_stays_in_its_language_and_says_so(language, said, quality, alice, as_user):
    row = propose(quality, alice, "Zut", language="en" if language == "fr" else "fr")
    for address in (at("proposals", language=language, space="quality"), at("proposal", row.pk, language=language)):
        html = soup_of(as_user(alice).get(address))
        assert said in [words(chip) for chip in html.select(".chip")]
        assert {one["lang"] for one in html.main.find_all(lang=True) if words(one) == "Zut"} == {row.language}
    as_user(alice).post(at("proposal", row.pk, language=language), {"act": "words", "title": "Flute", "why": ""})
    html = soup_of(as_user(alice).get(at("proposal", row.pk, language=language)))
    assert words(html.h1) == "Flute"
    assert "Zut" in words(html.main), "the words it was written in stay in sight"


@pytest.mark.database
def test_leads_see_the_votes_by_order_of_government_and_members_do_not(quality, five, alice, bob, leah, as_user):
    vote(alice, five[0])
    vote(bob, five[0])
    said = [words(soup_of(as_user(user).get(at("proposals", space="quality"))).main) for user in (leah, alice)]
    assert ["Federal: 1 Municipal: 1" in one for one in said] == [True, False]


def test_one_takes_back_ones_own_and_leads_set_aside_for_a_reason(quality, five, alice, bob, leah, as_user):
    with pytest.raises(Refused):
        proposals.take_back(proposal=five[0], by=bob)
    with pytest.raises(Refused):
        proposals.set_aside(proposal=five[0], by=bob, reason="No.", language="en")
    as_user(alice).post(at("proposal", five[0].pk), {"act": "take_back"})
    html = soup_of(as_user(leah).post(at("proposal", five[1].pk), {"act": "aside", "reason": ""}))
    assert html.select_one("[aria-invalid=true]")["name"] == "reason"
    as_user(leah).post(at("proposal", five[1].pk), {"act": "aside", "reason": "Vendors do not present."})
    assert [Proposal.objects.get(pk=row.pk).state for row in five[:3]] == ["taken_back", "aside", "open"]
    html = words(soup_of(as_user(bob).get(at("proposal", five[1].pk))).main)
    assert "Vendors do not present." in html
    proposals.reopen(proposal=five[1], by=leah)
    assert len(ranking(quality, alice)) == 4


def test_its_history_names_the_meetings_it_was_carried_over_from(quality, alice, leah):
    row = propose(quality, alice, "Un")
    vote(alice, row)
    held = factories.meeting(quality, starts=NOW + timedelta(days=5))
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        proposals.change(row, ProposalState.ASIDE, "aside", by=leah, reason="No.")
        factories.meeting(quality, starts=NOW + timedelta(days=9))
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        factories.meeting(quality, starts=NOW + timedelta(days=15))
        steps = proposal_history.of(Proposal.objects.get(pk=row.pk), held.made["fr"].locale_id)
    assert [(step.act, step.votes) for step in steps] == [
        ("proposed", 0), ("carried", None), ("carried", None), ("aside", 1),
    ]  # fmt: skip
    assert steps[1].page == held.made["fr"]


def test_in_an_archived_space_one_reads_and_changes_nothing(quality, five, alice, as_user):
    quality.archived_at = NOW
    quality.save()
    html = soup_of(as_user(alice).get(at("proposals", space="quality")))
    assert len(html.select("ol.lines > li")) == 5
    assert not html.select("button[aria-pressed]")
    as_user(alice).post(at("proposal_vote", five[0].pk), {"vote": "yes"})
    assert as_user(alice).get(at("proposal_new", space="quality")).status_code == 404
    assert not Vote.objects.exists()


def test_those_of_a_closed_space_do_not_exist_for_others(identity, alice, bob, as_user):
    row = propose(identity, alice, "Zanzibar")
    outsider, insider = as_user(bob), as_user(alice)
    for address in (at("proposal", row.pk), at("proposals", space="identity")):
        assert [client.get(address).status_code for client in (outsider, insider)] == [404, 200]
    assert outsider.post(at("proposal_vote", row.pk), {"vote": "yes"}).status_code == 404
    assert "Zanzibar" not in BeautifulSoup(outsider.get(at("proposals")).content, "html.parser").get_text()


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_list_asks_as_much_for_fifty_as_for_one(count, quality, alice, leah, as_user, django_assert_num_queries):
    rows = [propose(quality, alice, f"Sujet {number}") for number in range(count)]
    Vote.objects.create(proposal=rows[0], user=alice)
    client, address = as_user(leah), at("proposals", space="quality")
    for _ in range(2):
        client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
