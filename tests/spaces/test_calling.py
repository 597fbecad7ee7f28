"""Notice of meeting: to those whom it calls, in their language, with the entry for their calendar, once."""

import pytest

from cms.models import Mailbox
from spaces.models import (
    Call,
    CommunityRole,
    Delivery,
    Duty,
    FollowLevel,
    Frequency,
    Level,
    Meeting,
    Membership,
    Reader,
    Reply,
    Space,
)  # fmt: skip
from spaces.services import calling, digests, replies, subscriptions
from spaces.services.memberships import Refused
from tests import factories
from tests.spaces.called import (
    DAY,
    HOUR,
    NOW,
    STARTS,
    TEAMS,
    begun,
    call,
    change,
    clock_at,
    each,
    entry_of,
    got,
    meeting_of,
    scenes,
    told,
    withdraw,
)

pytestmark = pytest.mark.django_db


stopped = clock_at(NOW)


made_scene, scene = scenes(begun)
quality, meeting, alice, denis, leah = map(each, ("quality", "meeting", "alice", "denis", "leah"))


@pytest.fixture
def sent(meeting, leah, sink, posted):
    """Its notice went out."""
    with posted():
        call(meeting, leah)
    return sink


def text(mail):
    return " ".join(mail.part("plain").replace("\u00a0", " ").split())


def test_each_who_is_called_has_it_in_their_language_with_the_entry_for_their_calendar(meeting, sent):
    assert told() == {"Alice": "sent", "Denis": "sent", "Leah": "sent"}
    assert sorted(got(sent)) == [
        ("Alice", "Notice of meeting: Autumn review"), ("Denis", "Convocation : Bilan d’automne"),
        ("Leah", "Notice of meeting: Autumn review"),
    ]  # fmt: skip
    (english,), (french,) = sent.to("alice@example.org"), sent.to("denis@example.org")
    assert "Thursday, December 10, 2026, 1 to 3 p.m. (ET)" in text(english)
    assert "Le jeudi 10 décembre 2026, de 13 h à 15 h (HE)" in text(french)
    for mail in (english, french):
        assert TEAMS in text(mail)
        assert "Round table" in text(mail)
        method, event = entry_of(mail.raw)
        assert (method, event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 0)
        assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (STARTS, STARTS + 2 * HOUR)
        attendee = event["ATTENDEE"]
        assert str(attendee) == f"mailto:{mail.recipients[0]}"
        assert {name: attendee.params[name] for name in ("PARTSTAT", "RSVP", "ROLE")} == {
            "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE", "ROLE": "REQ-PARTICIPANT",
        }  # fmt: skip
        assert str(event["ORGANIZER"]).startswith("mailto:")
    assert str(entry_of(english.raw)[1]["UID"]) == str(entry_of(french.raw)[1]["UID"])
    assert f"{meeting.made['en'].url}" in text(english)
    assert f"{meeting.made['fr'].url}" in text(english)


def test_it_is_on_the_readers_clock_and_on_that_of_the_meeting(quality, leah, sink, posted):
    far = factories.person("Vera", zone="America/Halifax")
    meeting = meeting_of(quality, far, starts=STARTS.replace(hour=17), zone="America/St_Johns", minutes=60)
    with posted():
        call(meeting, leah)
    (mail,) = sink.to("vera@example.org")
    assert "Thursday, December 10, 2026, 1 to 2 p.m. (AT)" in text(mail)
    assert "On the clock of the meeting: 1:30 to 2:30 p.m. (NT)" in text(mail)
    assert entry_of(mail.raw)[1].decoded("DTSTART") == STARTS.replace(hour=17)


def test_sent_again_it_goes_to_those_who_came_since(meeting, sent, leah, bob, quality, posted):
    with pytest.raises(Refused, match="has its notice already"):
        call(meeting, leah)
    Membership.objects.create(user=bob, space=quality)
    with posted():
        call(meeting, leah)
    assert [mail.recipients for mail in sent.mails[3:]] == [["bob@example.org"]]
    assert list(Call.objects.order_by("pk").values_list("people", flat=True)) == [3, 1]


def test_what_the_worker_did_not_finish_is_taken_up_and_nothing_goes_twice(meeting, leah, sink, posted, clock):
    made = call(meeting, leah)  # the worker never hears of it
    with pytest.raises(Refused, match="being sent"):
        call(meeting, leah)
    calling.write_left(now=NOW)
    assert told() == {}
    clock.move_to(NOW + HOUR)
    with posted():
        calling.write_left(now=NOW + HOUR)
        assert calling.write(made.pk) is None
    assert len(sink.mails) == 3


def test_only_those_of_its_level_are_called(quality, alice, denis, leah, sink, posted):
    alice.profile.level = Level.EXECUTIVE
    alice.profile.save()
    meeting = meeting_of(quality, level="executive")
    with posted():
        call(meeting, leah)
    assert told() == {"Alice": "sent"}


def test_whoever_muted_it_finds_it_on_the_site_and_a_stopped_address_is_said(
    meeting, alice, denis, leah, sink, posted, quality
):
    subscriptions.follow(user=alice, space=quality, level=FollowLevel.MUTED)
    Mailbox.objects.create(user=denis, address=denis.email, stopped_at=NOW)
    key = calling.key_of(meeting)
    found = calling.audience(meeting, key)
    assert (found.people, found.muted, found.unreachable, found.told) == (3, [alice], [denis], 0)
    assert dict(found.languages) == {"en": 2, "fr": 1}
    with posted():
        call(meeting, leah)
    assert told() == {"Alice": "shown", "Denis": "refused", "Leah": "sent"}
    assert calling.audience(meeting, key).people == 0


def test_no_pace_of_digests_holds_it_up(meeting, alice, denis, leah, sink, posted):
    Reader.objects.filter(user=alice).update(frequency=Frequency.NONE)
    Reader.objects.filter(user=denis).update(paused_until=(NOW + 9 * DAY).date())
    with posted():
        call(meeting, leah)
    assert len(sink.mails) == 3


def test_it_is_not_told_again_as_a_meeting_ahead(meeting, sent, alice, bob, quality, clock):
    subscriptions.follow(user=bob, space=quality)
    clock.move_to(STARTS - 5 * DAY)
    Reader.objects.filter(user__in=[alice, bob]).update(next_digest_at=NOW, weekly_at=NOW)
    digests.send_due()
    assert [mail.recipients for mail in sent.mails[3:]] == [["bob@example.org"]]


def facts(**said):
    return lambda meeting: Meeting.objects.filter(pk=meeting.pk).update(**said)


OBSTACLES = {
    "over": (facts(starts_at=NOW - 2 * HOUR, ends_at=NOW - HOUR), "This meeting is over."),
    "begun": (facts(starts_at=NOW - HOUR), "This meeting has begun: nobody is called to it any more."),
    "withdrawn": (withdraw, "This meeting is not published, or was withdrawn: nobody is called to it."),
    "archived": (lambda meeting: Space.objects.update(archived_at=NOW), "This space is archived: nobody is called to its meetings any more."),
    "one language": (
        lambda meeting: meeting.pages.filter(pk=meeting.made["fr"].pk).update(live=False),
        "The French page is not published. A notice of meeting goes out once both languages can be read.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", OBSTACLES)
def test_it_is_refused_in_words(why, meeting, leah, sink, posted):
    act, words = OBSTACLES[why]
    act(meeting)
    with posted(), pytest.raises(Refused) as refused:
        call(meeting, leah)
    assert (str(refused.value), Call.objects.count(), sink.mails) == (words, 0, [])


@pytest.mark.parametrize(("who", "kind", "may"), [
    ("lead", "subgroup", True), ("lead", "quarterly", False), ("member", "subgroup", False), ("editor", "adhoc", False),
    ("federal_chair", "quarterly", True), ("support", "quarterly", True), ("provincial_chair", "subgroup", True),
    ("administrator", "quarterly", False),
])  # fmt: skip
def test_the_co_chairs_and_their_support_call_and_leads_do_in_their_space(
    who, kind, may, meeting, quality, bob, as_user
):
    facts(kind=kind)(meeting)
    if who in Duty.values:
        CommunityRole.objects.create(user=bob, duty=who)
    else:
        Membership.objects.create(user=bob, space=quality, role=who)
    client = as_user(bob)
    assert client.get(f"/en/meetings/{meeting.pk}/notice/").status_code == (200 if may else 404)
    assert client.post(f"/en/meetings/{meeting.pk}/notice/").status_code == (302 if may else 404)
    assert Call.objects.exists() == may


def test_co_chairs_call_nobody_where_they_may_not_read(meeting, chantal, as_user):
    CommunityRole.objects.create(user=chantal, duty=Duty.FEDERAL_CHAIR)
    Space.objects.update(is_open=False)
    assert as_user(chantal).post(f"/en/meetings/{meeting.pk}/notice/").status_code == 404
    assert not Call.objects.exists()


def test_rights_are_asked_as_each_mail_goes(meeting, alice, denis, leah, sink, posted, quality):
    sink.stop()
    with posted():
        call(meeting, leah)
    Membership.objects.filter(user=alice).delete()
    type(denis).objects.filter(pk=denis.pk).update(is_active=False)
    sink.start()
    digests.send_due(now=NOW + HOUR)
    assert told() == {"Alice": "withdrawn", "Denis": "withdrawn", "Leah": "sent"}
    assert [mail.recipients for mail in sink.mails] == [["leah@example.org"]]


def test_a_reply_of_before_is_in_the_mail_and_the_entry(meeting, alice, denis, leah, sink, posted):
    said = {"delegate_name": "Omar Diaz", "delegate_email": "omar@example.org"}
    Reply.objects.create(meeting=meeting, user=alice, answer="delegate", **said)
    Reply.objects.create(meeting=meeting, user=leah, answer="cannot")
    with posted():
        call(meeting, leah)
    status = {name: entry_of(sink.to(f"{name}@example.org")[0].raw)[1]["ATTENDEE"].params for name in ("alice", "leah")}
    assert (status["alice"]["PARTSTAT"], status["leah"]["PARTSTAT"]) == ("DELEGATED", "DECLINED")
    assert status["alice"]["DELEGATED-TO"] == "mailto:omar@example.org"
    assert "You have answered that Omar Diaz comes for you." in text(sink.to(alice.email)[0])


def test_a_link_of_the_mail_only_opens_the_form(meeting, sent, alice, as_user):
    address = f"/en/meetings/{meeting.pk}/reply/?answer=cannot"
    assert address in text(sent.to(alice.email)[0])
    response = as_user(alice).get(address)
    assert response.context["form"]["answer"].value() == "cannot"
    assert not Reply.objects.exists()
    replies.answer(meeting=meeting, user=alice, answer="attends")
    assert as_user(alice).get(address).context["form"]["answer"].value() == "cannot"


@pytest.mark.database
def test_the_ledger_refuses_a_second_notice_of_a_meeting(meeting, sent, alice):
    row = Delivery.objects.get(user=alice, occasion="called")
    assert (row.sequence, row.told) == (0, 0)
    change(meeting, ends_at=STARTS + 3 * HOUR)
    assert calling.audience(meeting, row.key).people == 0
