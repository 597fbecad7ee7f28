"""Pages the tests put there row by row are those the acts of publication leave: every row of every table."""

import re
from collections import Counter
from datetime import UTC, datetime
from itertools import compress

import pytest
import time_machine
from django.apps import apps
from django.db import connection, transaction

from cms.models import ContentVersion
from home.models import StandardPage
from spaces.models import Space, SpacePage
from tests import factories, published

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
AGENDA = [{"title": "Temps d’attente", "minutes": 20}]
ANY_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COUNTERS = {ContentVersion}  # how often something changed, not what


def rows():
    """{table: its rows, without their number}."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy and model not in COUNTERS:
                own, table = model._meta.pk, connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"SELECT * FROM {table}")
                kept = [not (column[0] == own.column and own.remote_field is None) for column in cursor.description]
                found[model._meta.db_table] = [str([*compress(row, kept)]) for row in cursor.fetchall()]
    return found


def left(make):
    """What is there more, and less, than before when `make` has run; all of it taken back."""
    before = rows()
    with transaction.atomic():
        key = next(iter(make().values())).translation_key
        after = rows()
        transaction.set_rollback(True)
    said = {}
    for label, now in after.items():
        there, gone = Counter(now) - Counter(before[label]), Counter(before[label]) - Counter(now)
        said[label] = [
            sorted(ANY_ID.sub("an id", row.replace(str(key), "KEY").replace(key.hex, "KEY")) for row in some.elements())
            for some in (there, gone)
        ]
    return {label: both for label, both in said.items() if both != [[], []]}


MADE = {
    "article": lambda row: factories.article(row, fr="Rappel", en="Callback", topics=[factories.topic()]).made,
    "article in French alone": lambda row: factories.article(row, fr="Rappel").made,
    "meeting": lambda row: factories.meeting(row, agenda=AGENDA).made,
    "announcement": lambda row: factories.announcement(row).made,
    "ordinary page": lambda row: factories.ordinary(),
    "space": lambda row: factories.pair(
        SpacePage, factories.homes(), {"fr": {"title": "Accueil"}, "en": {"title": "Welcome"}},
        space=Space.objects.create(code="welcome", name_fr="Accueil", name_en="Welcome", mandate_fr="M", mandate_en="M"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", MADE)
def test_every_row_is_that_of_publication(kind, quality, monkeypatch):
    factories.topic()
    factories.ordinary("Avant", "Before")
    with time_machine.travel(datetime(2026, 11, 3, 15, tzinfo=UTC), tick=False):
        quick = left(lambda: MADE[kind](quality))
        monkeypatch.setattr(
            factories, "pages", lambda model, under, words, facts: factories.written(model, under, words, **facts)
        )
        acts = left(lambda: MADE[kind](quality))
    assert "wagtailcore_revision" in quick
    assert {
        label: (quick.get(label), acts.get(label)) for label in quick | acts if quick.get(label) != acts.get(label)
    } == {}


def test_both_ways_are_two_ways(monkeypatch):
    """What is compared above is not the same way twice."""
    went = []
    monkeypatch.setattr(factories, "pages", lambda *given: went.append(given) or published.pages(*given))
    factories.pair(StandardPage, factories.homes(), {"fr": {"title": "Un"}, "en": {"title": "One"}})
    assert len(went) == 1
