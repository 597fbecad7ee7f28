"""An exception where both languages are read: the new version of one is ahead, and nothing says that the other is missing."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone, translation

from cms.bilingual import gate, ledger
from cms.bilingual.models import Pair, State
from cms.models import User
from spaces.models import today
from spaces.services import exceptions, translations
from tests.spaces.publishing import fresh, opened
from tests.spaces.side_by_side import words
from tests.spaces.team import official, ready, twin_of

pytestmark = pytest.mark.django_db
REASON = "Une panne touche toutes les lignes."
NAMES = {"fr": ("French", "English"), "en": ("English", "French")}


@pytest.fixture
def page(quality, people, source):
    """Live in both languages; its new version waits."""
    page = official(quality, source)
    task, _mine, other = ready(page, people, source)
    translations.approve(task=task, by=other)
    gate.keep(fresh(page).latest_revision, by=people.lead)
    assert (fresh(page).live, twin_of(page).live) == (True, True)
    draft = fresh(page)
    draft.title = "Autrement"
    gate.keep(draft.save_revision(user=people.lead), by=people.lead)
    return fresh(page)


@pytest.fixture
def client(people, as_user):
    User.objects.update(language="en")
    return as_user(people.lead)


def record(page, people):
    given = {"reason": REASON, "owner": people.editor, "due_on": today() + timedelta(days=7)}
    return exceptions.record(page=page, by=people.lead, **given)


def notice(client, page):
    found = BeautifulSoup(client.get(page.url).content, "html.parser").select_one(".notice[role=note]")
    return words(found) if found else ""


def address(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


@pytest.mark.parametrize("source", ["fr", "en"])
def test_the_reader_of_the_older_page_reads_the_reason_and_the_day(page, people, source, as_user, alice):
    User.objects.update(language="en")
    client, (mine, other) = as_user(alice), NAMES[source]
    assert notice(client, twin_of(page)) == "", "its new version waits: nobody has other words"
    record(page, people)
    assert fresh(page).title == "Autrement"
    with translation.override(twin_of(page).language):
        said = notice(client, twin_of(page))
    assert REASON in said
    wanted = {
        "fr": f"the new version is read in {mine} first; that of the {other} page is due on",
        "en": "la nouvelle version est d’abord en ligne en anglais; celle de la page en français est attendue le",
    }[source]
    assert wanted in said
    assert REASON not in notice(client, fresh(page)), "the new version is read as any page"


def test_an_exception_nobody_has_used_says_nothing_to_readers(page, people, as_user, alice):
    exceptions.Waiting.objects.all().delete()
    assert record(page, people)[1] is None
    assert REASON not in notice(as_user(alice), twin_of(page))


@pytest.mark.parametrize("source", ["fr", "en"])
def test_the_list_the_form_and_the_desk_say_since_when(page, people, source, client):
    mine, other = NAMES[source]
    form = words(BeautifulSoup(client.get(address("exception_new", page.pk)).content, "html.parser").main)
    assert f"The new version of the {mine} page is read before that of the {other} one, whose readers have" in form
    assert "above the page that still has its older words" in form
    assert "in the place of the page that is not there yet" not in form
    row = record(page, people)[0]
    said = words(BeautifulSoup(client.get(address("exceptions")).content, "html.parser").main)
    assert f"New version not yet in {other}" in said
    assert f"Readers of the {other} page have the words of" in said
    for one in (page, twin_of(page)):
        text = opened(client, one)
        assert f"By exception, the new version of the {mine} page is read before that of the {other} one" in text
    assert "older words" in client.get(address("exception", row.pk)).content.decode()


@pytest.mark.parametrize("source", ["fr", "en"])
def test_where_the_other_page_is_missing_it_is_said_so(quality, people, source, client):
    page, (mine, other) = official(quality, source), NAMES[source]
    form = client.get(address("exception_new", page.pk)).content.decode()
    assert "in the place of the page that is not there yet" in form
    assert "older words" not in form
    record(page, people)
    assert f"By exception, the {mine} page goes live before the {other} one" in opened(client, page)
    gate.keep(fresh(page).latest_revision, by=people.lead)
    assert f"By exception, the {mine} page is read before the {other} one" in opened(client, page)
    said = words(BeautifulSoup(client.get(address("exceptions")).content, "html.parser").main)
    assert f"Not yet in {other}" in said
    assert "New version" not in said


def test_what_waits_is_behind_since_it_was_written_not_since_its_page_was_published(page):
    """What readers have is older: the translation is not behind from before the change."""
    long_ago = timezone.now() - timedelta(days=80)
    type(page).objects.filter(pk=page.pk).update(last_published_at=long_ago)
    Pair.objects.filter(pk=page.translation_key).update(since=None)
    ledger.assess(page.translation_key)
    pair = Pair.objects.get(pk=page.translation_key)
    assert (pair.state, pair.since) == (State.SOURCE_CHANGED, fresh(page).latest_revision_created_at)
