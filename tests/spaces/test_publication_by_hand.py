"""Two pages edited by hand, read in both languages: the minute set on either holds for both, and that is said."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cms.bilingual import gate
from cms.bilingual.gate_models import Waiting
from cms.bilingual.models import Pair
from cms.models import User
from spaces.services import translations
from tests import factories
from tests.spaces import minutes
from tests.spaces.desk import PUBLISH, edit
from tests.spaces.minutes import LATER, NINE, live, run, schedule
from tests.spaces.publishing import fresh, opened, said, spoken
from tests.spaces.side_by_side import said_by, step

pytestmark = pytest.mark.django_db
clock, made_people = minutes.clock, minutes.made_people
MINUTE = "November 2, 2026 at 9 a.m. (ET)"
TITLES = {"fr": "Autrement", "en": "Otherwise"}


@pytest.fixture
def made(quality, people):
    """Both pages are read, and the words of both have changed in a draft: `first` was written first."""
    return factories.announcement(quality).made


@pytest.fixture
def client(people, as_user):
    User.objects.update(language="en", time_zone="America/Toronto")
    return as_user(people.lead)


def draft(page, by):
    page = fresh(page)
    page.title = TITLES[page.language]
    page.save_revision(user=by)
    return fresh(page)


def scheduled(page, people, **more):
    return schedule(page, people.lead, title=TITLES[page.language], **more)


def titles(made):
    return {code: fresh(page).title for code, page in made.items()}


def say_the_same(made, people):
    translations.say_the_same(pair=Pair.objects.get(pk=made["fr"].translation_key), by=people.lead)


def noted(made):
    return [
        fresh(page).scheduled_revision and fresh(page).scheduled_revision.approved_go_live_at for page in made.values()
    ]


@pytest.mark.parametrize("of", ["fr", "en"])
def test_publishing_the_other_page_as_the_forms_ask_keeps_to_the_minute(made, people, clock, of):
    first, other = made[of], made["en" if of == "fr" else "fr"]
    before = titles(made)
    draft(other, people.lead)
    scheduled(first, people, expire_at=LATER)
    assert fresh(first).scheduled_revision.approved_go_live_at == NINE
    gate.keep(fresh(other).latest_revision, by=people.lead)
    say_the_same(made, people)
    assert (titles(made), noted(made)) == (before, [NINE, NINE])
    run(clock)
    assert (titles(made), Waiting.objects.count()) == (TITLES, 0)
    assert {fresh(page).expire_at for page in made.values()} == {LATER}
    assert live(first) == (True, True)


def test_a_version_that_waits_goes_at_the_minute_set_on_the_other_page_since(made, people, clock):
    before = titles(made)
    french = draft(made["fr"], people.lead)
    assert gate.keep(french.latest_revision, by=people.lead).at is None
    assert scheduled(made["en"], people).at == NINE
    say_the_same(made, people)
    assert (titles(made), noted(made)) == (before, [NINE, NINE])
    run(clock)
    assert titles(made) == TITLES


def test_the_minute_set_last_holds_for_both(made, people, clock):
    before = titles(made)
    scheduled(made["fr"], people)
    assert scheduled(made["en"], people, at=LATER).at == LATER
    assert noted(made) == [LATER, LATER]
    say_the_same(made, people)
    run(clock)
    assert titles(made) == before
    run(clock, LATER + (minutes.AFTER - NINE))
    assert titles(made) == TITLES


def test_a_minute_cleared_where_it_was_set_is_cleared_for_both(made, people):
    draft(made["en"], people.lead)
    scheduled(made["fr"], people)
    assert scheduled(made["fr"], people, at=None).at is None
    gate.keep(fresh(made["en"]).latest_revision, by=people.lead)
    say_the_same(made, people)
    assert (titles(made), noted(made)) == (TITLES, [None, None])


@pytest.mark.parametrize("is_ready", [True, False])
def test_the_form_says_before_and_after_which_minute_holds(made, people, client, clock, is_ready):
    """Set on the English page; the French one is published on its form, which names none."""
    scheduled(made["en"], people)
    french = draft(made["fr"], people.lead)
    if is_ready:
        say_the_same(made, people)
    assert MINUTE in opened(client, french)
    response, french = edit(client, french, title=TITLES["fr"], summary=french.summary, **PUBLISH)
    told = " ".join(spoken(str(message)).replace("\u00a0", " ") for message in get_messages(response.wsgi_request))
    assert f"“Autrement” is to go live on {MINUTE}, if its" in told or (
        f"“Autrement” goes live on {MINUTE}: this is set for both languages." in told
    )
    assert "has been published" not in told
    assert noted(made) == [NINE, NINE]
    assert all("Published before that" not in opened(client, page) for page in made.values()), "both are set"


def test_among_several_what_goes_live_at_its_minute_is_not_counted_as_published(made, people, client, quality):
    scheduled(made["en"], people)
    draft(made["fr"], people.lead)
    say_the_same(made, people)
    article = factories.article(quality, fr="Rappel", live=False).made["fr"]
    article.save_revision()
    query = {"id": [made["fr"].pk, article.pk]}
    response = client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"], query=query))
    told = said(response).replace("\u00a0", " ")
    assert f"“Autrement” goes live on {MINUTE}." in told
    assert "1 page has been published" in told
    assert (fresh(article).live, noted(made)) == (True, [NINE, NINE])


def test_what_becomes_ready_for_a_minute_is_not_said_to_be_read(made, people, client, clock):
    draft(made["fr"], people.lead)
    scheduled(made["en"], people)
    gate.keep(fresh(made["fr"]).latest_revision, by=people.lead)
    (told,) = said_by(step(client, made["fr"], "same"))
    assert told.replace("\u00a0", " ") == f"Noted: both pages say the same. On {MINUTE}, they go live."
