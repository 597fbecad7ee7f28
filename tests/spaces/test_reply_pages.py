"""The reply on the page of a meeting: said, changed, refused in words; who comes, for those who may know."""

import csv
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from cms import versions
from cms.models import User
from spaces.models import CommunityRole, Duty, Meeting, Membership, Reply, Role, Space
from spaces.services import replies
from tests import factories
from tests.spaces.side_by_side import at, said_by, words

STARTS = datetime(2026, 12, 10, 18, tzinfo=UTC)
NOW = STARTS - timedelta(days=10)
DELEGATE = {"answer": "delegate", "delegate_name": "Omar Diaz", "delegate_email": "omar@example.org"}


@pytest.fixture(autouse=True)
def before():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting(quality):
    return factories.meeting(quality, starts=STARTS, seats=2)


@pytest.fixture
def leah(quality):
    """Who leads the space."""
    user = factories.person("Leah")
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=user, space=quality, role=role)
    return user


def answer(meeting, user, answer="attends", **more):
    return replies.answer(meeting=meeting, user=User.objects.get(pk=user.pk), answer=answer, **more)


def page(client, address, **query):
    return BeautifulSoup(client.get(address, query).content, "html.parser")


def card(client, address):
    return page(client, address).select_one("section:has(> #reply)")


def counts(client, address):
    """(heading, {line: figure}) of the card that says how many come."""
    found = page(client, address).select_one("section:has(> #who)")
    lines = {one.find(string=True, recursive=False): words(one.span) for one in found.select("li")}
    return words(found.h2), lines


def post(client, meeting, language="en", **typed):
    return client.post(at("meeting_reply", meeting.pk, language=language), typed, follow=True)


STATES = {
    "en": ["You have not replied.", "You attend", "You send a delegate Omar Diaz", "You cannot attend"],
    "fr": ["Vous n’avez pas répondu.", "Vous participez", "Vous déléguez Omar Diaz", "Vous ne pouvez pas participer"],
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_replies_on_the_page_and_changes_ones_mind_there(language, meeting, alice, as_user):
    client, address, found = as_user(alice), meeting.made[language].url, []
    for typed in ({}, {"answer": "attends"}, DELEGATE, {"answer": "cannot"}):
        if typed:
            response = post(client, meeting, language, **typed)
            assert response.redirect_chain == [(f"{address}#reply", 302)]
            assert said_by(response) == [
                {"fr": "Votre réponse est enregistrée.", "en": "Your reply is saved."}[language]
            ]
        shown = card(client, address)
        found.append(words(shown.p))
        assert [one["value"] for one in shown.select("[type=radio][checked]")] == ([typed["answer"]] if typed else [])
    assert found == STATES[language]
    assert Reply.objects.count() == 1


def test_it_is_one_reply_for_both_languages(meeting, alice, as_user):
    client = as_user(alice)
    post(client, meeting, "fr", answer="attends", accommodation="LSQ")
    shown = card(client, meeting.made["en"].url)
    assert words(shown.p) == "You attend"
    assert shown.select_one("[name=accommodation]")["value"] == "LSQ"


WRONG = [
    ({}, {"answer": "This field is required."}),
    ({"answer": "perhaps"}, {"answer": "Select a valid choice. perhaps is not one of the available choices."}),
    (
        {"answer": "delegate", "accommodation": "LSQ"},
        {
            "delegate_name": "Give the name of the person who comes for you.",
            "delegate_email": "Give their email address.",
        },
    ),
    ({**DELEGATE, "delegate_email": "omar"}, {"delegate_email": "Enter a valid email address."}),
    (
        {"answer": "attends", "accommodation": "x" * 501},
        {"accommodation": "Ensure this value has at most 500 characters (it has 501)."},
    ),
]


@pytest.mark.parametrize(("typed", "said"), WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(typed, said, meeting, alice, as_user):
    response = post(as_user(alice), meeting, **typed)
    html = BeautifulSoup(response.content, "html.parser")
    assert {
        one["id"].removeprefix("reply-").removesuffix("_error"): words(one) for one in html.select(".error")
    } == said
    for name in ("delegate_name", "delegate_email", "accommodation"):
        assert html.select_one(f"[name={name}]").get("value", "") == typed.get(name, "")
    assert len(html.select(".errors li a")) == len(said)
    assert not Reply.objects.exists()


def test_the_waiting_list_is_said_and_so_is_how_many_seats_are_left(meeting, alice, bob, chantal, as_user):
    client, address = as_user(chantal), meeting.made["en"].url
    assert "2 seats are left." in words(card(client, address))
    answer(meeting, alice)
    assert "1 seat is left." in words(card(client, address))
    answer(meeting, bob)
    assert "All seats are taken" in words(card(client, address))
    (said,) = said_by(post(client, meeting, answer="attends"))
    assert said == "Your reply is saved: you are on the waiting list. You are told by mail when a seat is free."
    assert words(card(client, address).p) == "On the waiting list You are told by mail when a seat is free."
    shown = counts(client, address)
    assert shown == ("2 people registered", {"Federal": "1", "Municipal": "1", "Waiting for a seat": "1"})
    answer(meeting, alice, "cannot")
    assert words(card(client, address).p) == "You attend"


def test_after_the_deadline_the_page_says_so_and_keeps_what_was_said(meeting, alice, as_user):
    client, address = as_user(alice), meeting.made["en"].url
    answer(meeting, alice)
    Meeting.objects.update(reply_by=NOW + timedelta(hours=1))
    versions.bump()
    until = words(card(client, address).select_one("form .row .meta")).replace(" ,", ",").replace(" .", ".")
    assert until == "You can change it until November 30, 2026, 2 p.m. (ET)."
    for later, said in (
        (timedelta(hours=2), "You attend Replies closed on November 30, 2026, at 2 p.m. (ET)."),
        (timedelta(days=10, hours=1), "You attend This meeting has begun: replies are closed."),
        (timedelta(days=11), "You attend This meeting is over."),
    ):
        with time_machine.travel(NOW + later, tick=False):
            shown = card(client, address)
            assert (words(shown).removeprefix("Your reply "), shown.form) == (said, None)
            response = post(client, meeting, answer="cannot")
            assert said.removeprefix("You attend ") in words(BeautifulSoup(response.content, "html.parser").main)
    assert Reply.objects.get().answer == "attends"


def test_a_refusal_at_the_last_moment_keeps_what_was_typed(meeting, alice, as_user):
    """The form was open when the space was archived."""
    Space.objects.update(archived_at=NOW)
    html = BeautifulSoup(post(as_user(alice), meeting, **DELEGATE).content, "html.parser")
    assert "This space is archived" in words(html.select_one(".errors"))
    assert not Reply.objects.exists()


def test_a_meeting_that_was_withdrawn_says_so_and_one_never_announced_does_not_exist(meeting, quality, alice, as_user):
    client = as_user(alice)
    for made in meeting.made.values():
        made.unpublish()
    said = "This meeting was withdrawn: nobody replies to it any more."
    assert said in words(page(client, at("meeting_reply", meeting.pk)).main)
    assert said in words(BeautifulSoup(post(client, meeting, answer="attends").content, "html.parser").main)
    draft = Meeting.objects.create(space=quality, starts_at=STARTS, ends_at=STARTS + timedelta(hours=1))
    assert client.post(at("meeting_reply", draft.pk), {"answer": "attends"}).status_code == 404
    assert not Reply.objects.exists()


ADDRESSES = ("meeting_reply", "meeting_replies", "meeting_replies_export")


def test_a_closed_meeting_does_not_exist_for_others_nor_do_its_counts_and_names(identity, alice, bob, as_user):
    meeting = factories.meeting(identity, starts=STARTS)
    answer(meeting, alice)
    outsider, insider = as_user(bob), as_user(alice)
    assert [outsider.get(at(name, meeting.pk)).status_code for name in ADDRESSES] == [404] * 3
    assert outsider.post(at("meeting_reply", meeting.pk), {"answer": "attends"}).status_code == 404
    assert outsider.get(meeting.made["en"].url).status_code == 404
    assert [insider.get(at(name, meeting.pk)).status_code for name in ADDRESSES] == [200, 200, 404]
    Membership.objects.all().delete()
    assert [insider.get(at(name, meeting.pk)).status_code for name in ADDRESSES] == [404] * 3
    assert Reply.objects.count() == 1


def listed(client, meeting, **query):
    """(names, the whole text) of the list of replies."""
    html = page(client, at("meeting_replies", meeting.pk), **query)
    return [words(one) for one in html.select(".person .strong")], words(html.main)


@pytest.fixture
def replied(meeting, alice, bob, chantal, denis):
    """Alice sends Omar, Bob comes and needs something, Denis waits, Chantal cannot come."""
    answer(meeting, alice, **DELEGATE)
    answer(meeting, bob, accommodation="=LSQ")
    answer(meeting, denis)
    answer(meeting, chantal, "cannot")
    return meeting


def test_members_see_who_comes_leads_who_said_what_and_the_support_what_is_needed(
    replied, leah, nadia, as_user, quality
):
    member = factories.person("Mia")
    assert as_user(member).get(at("meeting_replies", replied.pk)).status_code == 404, "a reader is no member"
    assert "See the list" not in words(page(as_user(member), replied.made["en"].url).main)
    Membership.objects.create(user=member, space=quality)
    names, said = listed(as_user(member), replied)
    assert names == ["Alice Test", "Bob Test"]
    assert "Delegate: Omar Diaz" in said
    assert [one in said for one in ("omar@example.org", "LSQ", "needs", "Export")] == [False] * 4
    every = ["Alice Test", "Bob Test", "Denis Test", "Chantal Test"]
    names, said = listed(as_user(leah), replied)
    assert names == every
    assert [one in said for one in ("omar@example.org", "1 person said what they need", "LSQ")] == [True, True, False]
    names, said = listed(as_user(nadia), replied)
    assert (names, "Needs: =LSQ" in said) == (every, True)


def test_co_chairs_see_no_more_than_they_read_and_the_support_sees_what_is_needed_everywhere(
    identity, alice, nadia, as_user
):
    chair = factories.person("Chair")
    CommunityRole.objects.create(user=chair, duty=Duty.FEDERAL_CHAIR)
    meeting = factories.meeting(identity, fr="Zanzibar", en="Zanzibar", starts=STARTS)
    answer(meeting, alice, accommodation="LSQ")
    assert as_user(chair).get(at("meeting_replies", meeting.pk)).status_code == 404
    names, said = listed(as_user(nadia), meeting)
    assert (names, "Needs: LSQ" in said, "Zanzibar" in said) == (["Alice Test"], True, False)


def test_the_list_is_narrowed_by_answer_and_by_order_of_government(replied, leah, as_user):
    client = as_user(leah)
    found = {
        query: listed(client, replied, **dict([query]))[0]
        for query in [("answer", one) for one in ("attends", "delegate", "waiting", "cannot", "x")]
        + [("order", one) for one in ("federal", "municipal", "territorial")]
    }
    every = ["Alice Test", "Bob Test", "Denis Test", "Chantal Test"]
    assert list(found.values()) == [
        ["Bob Test"], ["Alice Test"], ["Denis Test"], ["Chantal Test"], every,
        ["Alice Test", "Chantal Test"], ["Bob Test"], [],
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_table_has_everything_and_what_is_needed_for_the_support_alone(language, replied, leah, nadia, as_user):
    for user, more in ((leah, []), (nadia, ["'=LSQ"])):
        response = as_user(user).get(at("meeting_replies_export", replied.pk, language=language))
        name = {"fr": "reponses-2026-12-10", "en": "replies-2026-12-10"}[language]
        assert name in response["Content-Disposition"]
        heads, *lines = csv.reader(response.content.decode("utf-8-sig").splitlines())
        assert {len(line) for line in lines} == {len(heads)} == {9 + len(more)}
        assert [line[1] for line in lines] == ["Alice Test", "Bob Test", "Denis Test", "Chantal Test"]
        assert lines[0][6:8] == ["Omar Diaz", "omar@example.org"]
        assert lines[1][9:] == more
