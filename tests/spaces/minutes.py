"""A minute set on the form of a page, and the clock that comes to it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page

from cms.bilingual import gate, ledger
from tests.spaces.publishing import fresh, said
from tests.spaces.team import approved, asked, official, team, translate, translators

NINE = datetime(2026, 11, 2, 14, tzinfo=UTC)  # 09:00 in Toronto
BEFORE, AFTER, LATER = NINE - timedelta(hours=3), NINE + timedelta(seconds=30), NINE + timedelta(days=2)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def made_people(made_quality):
    """Those who work there by then."""
    with time_machine.travel(BEFORE, tick=False):
        return team(made_quality)


@pytest.fixture
def page(quality, source):
    return official(quality, source)


def schedule(page, by, at=NINE, base=None, **more):
    """Published with a minute: the page as it is, or a draft of it. Returns what was held."""
    page = base or fresh(page)
    page.go_live_at = at
    for name, value in more.items():
        setattr(page, name, value)
    return gate.keep(page.save_revision(user=by), by=by)


def translated(page, people, source):
    """Its translation, approved by somebody who may not publish it."""
    mine = translators(people, source)[0]
    asked(page, people.editor, assignee=mine)
    translate(page, mine)
    approved(ledger.running(page.translation_key), mine)


def live(page):
    twin = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).first()
    return fresh(page).live, bool(twin and twin.live)


def run(clock, at=AFTER):
    clock.move_to(at)
    call_command("publish_scheduled")


def take_back(client, page):
    address = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, page.scheduled_revision.pk])
    return said(client.post(address))
