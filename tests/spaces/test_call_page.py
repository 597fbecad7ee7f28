"""The notice of a meeting on the site: whom it reaches before it goes, then what became of it and who has answered."""

import pytest

from cms import versions
from cms.models import User
from spaces.models import Delivery, FollowLevel, Meeting, Membership, Profile, Reply
from spaces.services import logbook, subscriptions
from tests import factories
from tests.spaces import desk
from tests.spaces.called import HOUR, NOW, STARTS, begun, call, clock_at, each, scenes, withdraw
from tests.spaces.entries import words
from tests.spaces.side_by_side import at

pytestmark = pytest.mark.django_db


stopped = clock_at(NOW)


made_scene, scene = scenes(begun)
quality, meeting, alice, denis, leah = map(each, ("quality", "meeting", "alice", "denis", "leah"))


def test_before_it_goes_one_reads_whom_it_reaches(meeting, leah, denis, quality, as_user):
    subscriptions.follow(user=denis, space=quality, level=FollowLevel.MUTED)
    said = words(as_user(leah).get(at("meeting_notice", meeting.pk)))
    assert "It goes to 3 people (All members), each in their language" in said
    assert "Federal 3" in said
    assert "In French 1" in said
    assert "1 person finds it on the site only" in said
    assert "Denis Test" in said
    assert "Send the notice to 3 people" in said


def test_one_button_sends_it_and_the_page_says_what_became_of_it(meeting, leah, alice, quality, as_user, posted):
    client, address = as_user(leah), at("meeting_notice", meeting.pk)
    Delivery.objects.all().delete()
    with posted():
        response = client.post(address, follow=True)
    assert "The notice of meeting is on its way." in words(response)
    Reply.objects.create(meeting=meeting, user=alice, answer="attends")
    Delivery.objects.filter(user=leah).update(state="bounced")
    said = words(client.get(address))
    assert "Everybody this meeting calls has its notice already." in said
    assert "Called 3 Delivered 2 Could not be delivered 1 Has answered 1 Have not answered 2" in said
    assert "Notice of meeting November 20, 2026, 10 a.m. (ET) Leah Test 3 people" in said.replace(" ,", ",")
    unanswered = words(client.get(f"{address}?show=unanswered")).rpartition("Have not answered: 2")[2]
    assert ("Denis Test Has not answered" in unanswered, "Alice Test" in unanswered) == (True, False)
    failed = words(client.get(f"{address}?show=failed"))
    assert "Came back" in failed
    assert "The notice of meeting is on its way." not in words(client.post(address, follow=True))
    entry = logbook.entries(quality).filter(action="carrefour.call").get()
    assert logbook.told(entry).replace("\u00a0", " ") == "Notice of the meeting of December 10, 2026 sent"


def test_the_meeting_says_to_those_who_call_how_its_notice_stands(meeting, leah, alice, as_user, posted):
    page = meeting.made["en"].url
    before = ["No notice has been sent yet." in words(as_user(user).get(page)) for user in (leah, alice)]
    with posted():
        call(meeting, leah)
    told = "Sent on November 20, 2026 Called 3 Delivered 3"
    after = [told in words(as_user(user).get(page)) for user in (leah, alice)]
    assert (before, after) == ([True, False], [True, False])


def test_why_it_cannot_go_is_said_instead_of_the_button(meeting, leah, as_user, clock):
    client, address = as_user(leah), at("meeting_notice", meeting.pk)
    withdraw(meeting)
    said = words(client.get(address))
    assert ("This meeting is not published, or was withdrawn" in said, "Send the notice" in said) == (True, False)
    assert "This meeting is not published" in words(client.post(address, follow=True))


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_pages_ask_as_much_for_fifty_as_for_one(count, quality, leah, as_user, posted, django_assert_num_queries):
    meeting = factories.meeting(quality, starts=STARTS)
    users = User.objects.bulk_create(
        User(email=f"p{number}@example.org", first_name="P") for number in range(2 * count)
    )
    place = leah.profile.jurisdiction
    Profile.objects.bulk_create(Profile(user=user, jurisdiction=place) for user in users)
    Membership.objects.bulk_create(Membership(user=user, space=quality) for user in users[:count])
    with posted():
        call(meeting, leah)
    Membership.objects.bulk_create(Membership(user=user, space=quality) for user in users[count:])
    client, page = as_user(leah), meeting.made["en"].url
    for address, kept, anew in ((page, 6, 9), (at("meeting_notice", meeting.pk), 21, 21)):
        client.get(address)
        client.get(address)
        with django_assert_num_queries(kept):
            client.get(address)
        versions.bump()
        with django_assert_num_queries(anew):
            client.get(address)


HOURS = {"starts_at": "2026-12-10 13:00", "ends_at": "2026-12-10 15:00"}
MOVES = {  # now, what is typed -> the field it is refused in
    "before it begins": (STARTS - HOUR, {"starts_at": "2026-12-10 14:00"}, ""),
    "into the past": (STARTS - HOUR, {"starts_at": "2026-12-10 11:00"}, "starts_at"),
    "once it has begun": (STARTS + HOUR, {"starts_at": "2026-12-10 13:30"}, "starts_at"),
    "its end, once it has begun": (STARTS + HOUR, {"ends_at": "2026-12-10 16:00"}, ""),
    "put right once it is over": (STARTS + 3 * HOUR, {"starts_at": "2026-12-10 12:30"}, ""),
    "to come again": (STARTS + 3 * HOUR, {"ends_at": "2026-12-10 18:00"}, "ends_at"),
    "its words, once it has begun": (STARTS + HOUR, {"summary": "Autre."}, ""),
}


@pytest.mark.parametrize("move", MOVES)
def test_one_that_has_begun_is_not_moved(move, quality, chantal, as_user, clock):
    meeting = factories.meeting(quality, starts=STARTS)
    at_hour, typed, field = MOVES[move]
    clock.move_to(at_hour)
    response, _page = desk.edit(as_user(chantal), meeting.made["en"], **{**HOURS, **typed, **desk.PUBLISH})
    assert (response.status_code, list(desk.errors(response)) if field else []) == (
        (200, [field]) if field else (302, [])
    )
    moved = Meeting.objects.get(pk=meeting.pk)
    assert ((moved.starts_at, moved.ends_at) != (STARTS, STARTS + 2 * HOUR)) == (not field and "summary" not in typed)
