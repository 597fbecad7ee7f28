"""Whoever is sent to a meeting is told, of what they may know; and told when it moves, is off, or they need not come."""

import pytest
from django.core import mail
from icalendar import Calendar

from cms.models import User
from spaces.models import Meeting, Membership, Reply, Space
from spaces.services import calling, replies
from tests import factories
from tests.letters import wrongs
from tests.spaces.called import HOUR, NOW, STARTS, TEAMS, begun, change, clock_at, each, scenes, withdraw

pytestmark = pytest.mark.django_db
OMAR = {"answer": "delegate", "delegate_name": "Omar Diaz", "delegate_email": "omar@example.org"}
LINA = {**OMAR, "delegate_name": "Lina Costa", "delegate_email": "lina@example.org"}


stopped = clock_at(NOW)


made_scene, scene = scenes(begun)
quality, meeting, alice, denis = map(each, ("quality", "meeting", "alice", "denis"))


@pytest.fixture
def answer(meeting, denis, posted):
    """answer(**said) -> what Denis answers, and its mail in the outbox."""

    def say(answer="attends", **said):
        mail.outbox.clear()
        with posted():
            return replies.answer(meeting=meeting, user=User.objects.get(pk=denis.pk), answer=answer, **said)

    return say


def said():
    """{address: (subject, text, method, VEVENT)} of the mails in the outbox."""
    found = {}
    for message in mail.outbox:
        (calendar,) = [octets for name, octets, _kind in message.attachments if name == "invite.ics"]
        assert wrongs(message) == []
        parsed = Calendar.from_ical(calendar)
        (event,) = parsed.walk("VEVENT")
        assert str(event["ATTENDEE"]) == f"mailto:{message.to[0]}"
        text = " ".join(message.body.replace("\u00a0", " ").split())
        found[message.to[0]] = message.subject.replace("\u00a0", " "), text, str(parsed["METHOD"]), event
    return found


def test_a_delegate_is_told_in_the_language_and_on_the_clock_of_who_sends_them(answer, denis):
    answer(**OMAR)
    ((to, (subject, text, method, event)),) = said().items()
    assert (to, subject, method) == ("omar@example.org", "On vous délègue à une réunion : Bilan d’automne", "REQUEST")
    assert "Denis Test vous délègue à la réunion « Bilan d’automne »." in text
    assert "Le jeudi 10 décembre 2026, de 13 h à 15 h (HE)" in text
    assert (TEAMS in text, denis.email in text) == (False, True)
    assert (event.decoded("DTSTART"), str(event["SUMMARY"])) == (STARTS, "Bilan d’automne")
    assert str(event["ATTENDEE"].params["DELEGATED-FROM"]) == f"mailto:{denis.email}"


@pytest.mark.parametrize("is_open", [True, False])
def test_who_is_no_member_knows_the_title_and_the_hours_alone(is_open, answer, meeting):
    meeting.made["fr"].__class__.objects.update(summary="Secret.")
    Space.objects.update(is_open=is_open, name_fr="Conclave", name_en="Conclave")
    answer(**OMAR)
    (message,) = mail.outbox
    octets = message.message().as_bytes() + next(iter(message.attachments))[1]
    (_subject, text, _method, event) = said()["omar@example.org"]
    for word in (TEAMS, "Secret", "Conclave", "Round table", meeting.made["fr"].slug):
        assert word not in text
        assert word.encode() not in octets
    assert "DESCRIPTION" not in event
    assert event.get("CLASS") == (None if is_open else "PRIVATE")
    assert "Denis Test vous dira comment y participer" in text


def test_a_member_who_may_read_it_gets_the_ways_in(answer, quality, meeting):
    lina = factories.person("Lina")
    Space.objects.update(is_open=False)
    Membership.objects.create(user=lina, space=quality)
    answer(**LINA)
    (_subject, text, _method, event) = said()["lina@example.org"]
    assert "Denis Test sends you to the meeting “Autumn review”." in text
    assert TEAMS in text
    assert meeting.made["en"].url in str(event["DESCRIPTION"])


def test_another_delegate_is_told_and_the_one_before_need_not_come(answer):
    answer(**OMAR)
    answer(**{**OMAR, "accommodation": "LSQ"})
    assert said() == {}
    answer(**LINA)
    found = said()
    assert {to: (subject, method) for to, (subject, _text, method, _event) in found.items()} == {
        "lina@example.org": ("On vous délègue à une réunion : Bilan d’automne", "REQUEST"),
        "omar@example.org": ("Votre présence n’est plus requise : Bilan d’automne", "CANCEL"),
    }
    assert str(found["omar@example.org"][3]["STATUS"]) == "CANCELLED"
    answer("cannot")
    assert set(said()) == {"lina@example.org"}


def test_who_waits_sends_nobody_until_there_is_a_seat(answer, meeting, alice, posted):
    Meeting.objects.filter(pk=meeting.pk).update(seats=1)
    replies.answer(meeting=meeting, user=alice, answer="attends")
    assert answer(**OMAR).is_waiting
    assert mail.outbox == []
    with posted():
        replies.answer(meeting=meeting, user=alice, answer="cannot")
    assert [message.to[0] for message in mail.outbox] == ["denis@example.org", "omar@example.org"]


def test_they_are_told_when_it_moves_and_when_it_is_off(answer, meeting, posted):
    answer(**OMAR)
    mail.outbox.clear()
    with posted():
        change(meeting, starts_at=STARTS + HOUR)
    subject, text, method, event = said_to_omar()
    assert (subject, method, event["SEQUENCE"]) == ("Réunion modifiée : Bilan d’automne", "REQUEST", 1)
    assert "Auparavant : le jeudi 10 décembre 2026, de 13 h à 15 h (HE)" in text
    mail.outbox.clear()
    with posted():
        withdraw(meeting)
    subject, text, method, event = said_to_omar()
    assert (subject, method, event["SEQUENCE"], "Bilan" in text) == ("Réunion annulée", "CANCEL", 2, False)


def said_to_omar():
    mail.outbox[:] = [message for message in mail.outbox if message.to == ["omar@example.org"]]
    return said()["omar@example.org"]


@pytest.mark.parametrize("address", ["omar@[192.0.2.1]", "omår@example.org"])
def test_an_address_no_server_takes_stops_nothing(address, answer):
    assert answer(**{**OMAR, "delegate_email": address}).delegate_email == address
    assert mail.outbox == []


def test_nothing_goes_once_who_sends_them_may_not_read_it(meeting, denis, posted):
    with posted():
        replies.answer(
            meeting=meeting, user=denis, answer="delegate", **{k: v for k, v in OMAR.items() if k != "answer"}
        )
        Space.objects.update(is_open=False)
        Membership.objects.all().delete()
    assert (mail.outbox, Reply.objects.count()) == ([], 1)
    assert calling.concerns(meeting)
