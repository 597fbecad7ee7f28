"""A minute set on the form of a page, and the clock that comes to it."""

from datetime import UTC, datetime, timedelta

from django.core.management import call_command
from wagtail.models import Page

from cms.bilingual import gate, ledger
from tests.spaces.team import approved, asked, translate, translators

NINE = datetime(2026, 11, 2, 14, tzinfo=UTC)  # 09:00 in Toronto
BEFORE, AFTER, LATER = NINE - timedelta(hours=3), NINE + timedelta(seconds=30), NINE + timedelta(days=2)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def schedule(page, by, at=NINE, **more):
    page = fresh(page)
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
