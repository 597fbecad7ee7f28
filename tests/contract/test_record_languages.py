"""The record of a meeting, its minutes and its actions, in French and in English: each step, each refusal."""

import uuid

import pytest
from django.utils import timezone

from cms.models import User
from spaces.models import Membership, Note, Role
from spaces.services import minutes, minutes_words, records
from tests import factories
from tests.contract.walks import LANGUAGES, Walk, to
from tests.spaces.recording import WELCOME, held, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
WORDS = {"fr": "Xyz", "en": "Xyz"}


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def keeper(community, language):
    user = factories.person("Ines", language=language)
    for role in (Role.MEMBER, Role.LEAD):
        Membership.objects.create(user=user, space=community.quality, role=role)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def meeting(community):
    return held(community.quality)


@pytest.fixture
def walk(keeper, language, as_user, wordings):
    return Walk(as_user(keeper), language, wordings)


def test_what_is_typed_during_a_meeting_speaks_one_language(meeting, keeper, language, walk):
    record, sheet = (to(language, name, meeting.pk) for name in ("meeting_record", "meeting_attendance"))
    for address in (record, sheet):
        walk.get(address)
    line_of = {"item": WELCOME, f"text_{language}": "Xyz"}
    for typed in (
        {"kind": "decision"}, {"kind": "action", "owner": "Xyz"}, {"kind": "xyz", "owner": "Ines Test"},
        {"kind": "action", "owner": "Ines Test", "owner_name": "Xyz"}, {"kind": "note", f"text_{language}": ""},
        {"kind": "action", "owner_name": "Xyz", "due_on": "2026-12-01"}, {"kind": "action"}, {"kind": "note"},
    ):  # fmt: skip
        walk.post(record, {**line_of, "key": uuid.uuid4(), **typed})
    walk.post(sheet, {"number": "0", "guests": "x", "others": "Xyz\nXyz"})
    walk.post(sheet, {"number": "0", "guests": "2", "others": "Ines Test"})
    walk.post(sheet, {"number": "0", "guests": "1"})
    for kind, model in records.KINDS.items():
        row, form = model.objects.first(), to(language, f"meeting_{kind}", model.objects.first().pk)
        walk.get(form)
        records.change(row=row, by=keeper, number=1, text_fr="Xyz", text_en="Xyz")
        walk.post(form, {"number": "1", f"text_{language}": "Xyz"})
        walk.post(form, {"number": "1", "remove": "1"})
    walk.post(to(language, "meeting_note", Note.objects.get().pk), {"number": "2", "remove": "1"})
    walk.get(record)
    assert walk.found == {}


def test_minutes_speak_one_language_from_draft_to_correction(
    meeting, keeper, language, walk, community, as_user, wordings
):
    address = to(language, "meeting_minutes", meeting.pk)
    line(meeting, keeper, fr="Xyz", en="")
    action = line(meeting, keeper, "action", fr="Xyz", en="Xyz", owner=keeper, due_on=timezone.localdate())
    walk.get(address)
    for act in ("draft", "review", "adopt", "give_up", "correct"):
        walk.post(address, {"act": act, "language": "en", "seen": "x", "on": timezone.localdate().isoformat()})
    row = records.lines(meeting)[0]
    records.change(row=row, by=keeper, number=1, text_en="Xyz")
    walk.post(to(language, "meeting_attendance", meeting.pk), {"number": "0", "guests": "1", "others": "Ines Test"})
    walk.post(address, {"act": "review", "language": "en", "seen": "x"})
    for code, said in minutes_words.drawn(meeting).items():
        walk.post(address, {"act": "review", "language": code, "seen": minutes_words.digest(said)})
    for on in ("2000-01-01", "2199-01-01", timezone.localdate().isoformat()):
        walk.post(address, {"act": "adopt", "on": on})
    for form in ("meeting_record", "meeting_attendance"):
        walk.get(to(language, form, meeting.pk))
    walk.get(to(language, "meeting_decision", row.pk))
    walk.post(
        to(language, "meeting_record", meeting.pk), {"kind": "note", "key": uuid.uuid4(), f"text_{language}": "Xyz"}
    )
    walk.post(address, {"act": "correct", "reason_fr": "Xyz"})
    walk.post(address, {"act": "correct", "reason_fr": "Xyz", "reason_en": "Xyz"})
    walk.post(address, {"act": "adopt", "on": timezone.localdate().isoformat()})
    records.change(row=type(row).objects.get(), by=keeper, number=2, text_en="Zyx", text_fr="Zyx")
    for code, said in minutes_words.drawn(meeting).items():
        minutes.review(meeting=meeting, language=code, by=keeper, seen=minutes_words.digest(said))
    walk.post(address, {"act": "adopt", "on": timezone.localdate().isoformat()})
    reader = Walk(as_user(community.alice), language, wordings)
    own, page = to(language, "action", action.pk), meeting.made[language].url
    for one in (walk, reader):
        for read in (
            address,
            f"{address}?version=1",
            page,
            own,
            to(language, "records"),
            to(language, "records") + "?kind=decision&q=xyz",
        ):
            one.get(read)
    for state in ("xyz", "under_way", "done"):
        walk.post(own, {"state": state})
    walk.get(own)
    assert (walk.found, reader.found) == ({}, {})
