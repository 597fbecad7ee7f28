"""A translation that is confirmed and not live, of an original somebody published: one state, wherever it is said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.bilingual import chain, ledger
from cms.bilingual.models import Pair, State
from cms.models import User
from spaces import access_status
from spaces.services import parity, translation_queue
from spaces.services.translation_status import BEHIND, TO_PUBLISH, Report
from tests.spaces.minutes import schedule
from tests.spaces.publishing import translated
from tests.spaces.side_by_side import desk, words
from tests.spaces.team import asked, official, pair_of, translate, translators, twin_of, written
from tests.spaces.test_state_panel import listed, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people, as_user):
    User.objects.update(language="en")
    return as_user(people.lead)


@pytest.fixture
def article(quality):
    return written(quality, "fr")


@pytest.fixture
def page(quality):
    return official(quality, "fr")


def report(user):
    return Report(access_status.scope(user), "en")


def found(user, state):
    return report(user).listed({"state": state})[0]


def test_it_is_named_one_way_everywhere(article, people, client):
    translated(article, people)
    words_for_it = "Up to date, to be published"
    assert said(client, article)[0] == words_for_it
    assert words_for_it in listed(client, article)
    assert words_for_it in words(desk(client, article).select_one("main"))
    key = article.translation_key
    assert (found(people.lead, TO_PUBLISH), found(people.lead, BEHIND)) == ([key], [key])
    assert key not in found(people.lead, State.UP_TO_DATE.value)
    assert parity.figures(report(people.lead))[0].behind == 1
    assert pair_of(article).since is not None, "its readers wait for it"


def test_the_states_of_the_report_add_up_to_its_pages(article, page, people):
    translated(article, people)
    asked(page, people.editor)
    keys, totals = report(people.lead).listed({})
    assert (len(keys), totals.items, sum(totals.by_state.values())) == (3, 3, 3), "with the page of the space"
    assert totals.by_state[TO_PUBLISH] == 1


def test_once_it_is_live_it_is_up_to_date(article, people, client):
    translated(article, people)
    twin_of(article).latest_revision.publish(user=people.lead)
    assert (said(client, article)[0], found(people.lead, BEHIND)) == ("Up to date", [])
    assert chain.task_of(article.translation_key) is None
    assert pair_of(article).since is None


def test_withdrawn_it_is_to_be_published_again_and_asks_nothing_of_anybody(article, people):
    translated(article, people)
    twin_of(article).latest_revision.publish(user=people.lead)
    twin_of(article).unpublish()
    assert (pair_of(article).is_unpublished, chain.task_of(article.translation_key)) == (True, None)


def test_while_nobody_has_published_the_original_it_is_up_to_date(page, people, client):
    mine = translators(people, "fr")[0]
    asked(page, people.editor, assignee=mine)
    translate(page, mine)
    assert said(client, page)[0] == "Up to date"
    assert "Up to date" in words(desk(client, page).select_one("main"))
    assert "to be published" not in words(desk(client, page).select_one("main"))
    assert list(translation_queue.waiting(mine).values_list("pk", flat=True)) == [page.translation_key]


@pytest.mark.parametrize("has_minute", [False, True])
def test_an_original_that_waits_for_it_or_for_its_minute_is_published(page, people, client, has_minute):
    mine = translators(people, "fr")[0]
    asked(page, people.editor, assignee=mine)
    translate(page, mine)
    schedule(page, people.lead, at=timezone.now() + timedelta(days=2) if has_minute else None)
    assert said(client, page)[0] == "Up to date, to be published"
    assert pair_of(page) == Pair.objects.get(is_unpublished=True)
    ledger.assess(page.translation_key)
    assert pair_of(page).is_unpublished, "whoever asks"
