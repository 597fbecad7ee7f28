"""A meeting that was held, with lines in its record, and minutes made of them."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import User
from spaces.models import Membership, Minutes, Role
from spaces.services import minutes, minutes_words, records
from tests import factories

WELCOME, NUMBERS = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
TITLES = {"fr": ("Accueil", "Les chiffres"), "en": ("Welcome", "The figures")}


def held(space, *, hours_ago=3, **facts):
    """A meeting of two hours with two items of an agenda, the same in both languages."""
    starts, more = timezone.now() - timedelta(hours=hours_ago), {}
    for language, titles in TITLES.items():
        agenda = [
            {"type": "item", "id": key, "value": {"title": title, "minutes": 60, "lead": "", "kind": ""}}
            for key, title in zip((WELCOME, NUMBERS), titles, strict=True)
        ]
        more[language] = {"agenda": json.dumps(agenda)}
    return factories.meeting(space, fr="Rencontre d’hiver", en="Winter gathering", starts=starts, more=more, **facts)


def fresh(user):
    """The same person, with the rights of now."""
    return User.objects.get(pk=user.pk)


def leader():
    """Two fixtures: «made_ann», who leads the space, made once a module; and «ann», she as each test finds her."""

    @pytest.fixture(scope="module", name="made_ann")
    def made(made_quality):
        ann = factories.person("Ann")
        for role in (Role.MEMBER, Role.LEAD):
            Membership.objects.create(user=ann, space=made_quality, role=role)
        return ann

    @pytest.fixture(name="ann")
    def mine(db, made_ann):
        return fresh(made_ann)

    return made, mine


def line(meeting, by, kind="decision", fr="Oui.", en="Yes.", item=WELCOME, **facts):
    said = {"text_fr": fr, "text_en": en, "item": item, "key": uuid.uuid4()}
    return records.add(kind=kind, meeting=meeting, by=fresh(by), **{**said, **facts})


def attended(meeting, by, *people, guests=0):
    roll = records.roll_of(meeting)
    there = {person.pk: "" for person in people}
    records.take_attendance(
        meeting=meeting, by=fresh(by), number=roll.number if roll else 0, people=there, guests=guests
    )


def reviewed(meeting, by):
    """The minutes, begun and read in both languages as they stand."""
    minutes.draft(meeting=meeting, by=fresh(by))
    for language, said in minutes_words.drawn(meeting).items():
        minutes.review(meeting=meeting, language=language, by=fresh(by), seen=minutes_words.digest(said))


def adopted(meeting, by):
    reviewed(meeting, by)
    return minutes.adopt(meeting=meeting, by=fresh(by), on=timezone.localdate())


def corrected(meeting, by, row, **words):
    """A second version, in which a line has other words."""
    minutes.correct(meeting=meeting, by=fresh(by), reason_fr="Coquille.", reason_en="A slip.")
    row.refresh_from_db()
    records.change(row=row, by=fresh(by), number=row.number, **words)
    return adopted(meeting, by)


def newest(meeting):
    return Minutes.objects.filter(meeting=meeting).first()
