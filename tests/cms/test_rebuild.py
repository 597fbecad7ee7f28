"""The ledger of many pairs at once: the same as one by one, in as many statements, and nothing left out."""

from io import StringIO
from time import monotonic

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import Locale, Page

from cms.bilingual import intake, ledger, listeners
from cms.bilingual.addresses import code_of
from cms.bilingual.models import Confirmation, Pair, State
from cms.management.commands import rebuild_ledger
from spaces.models import AnnouncementPage, ArticlePage
from tests import factories
from tests.spaces import many

pytestmark = pytest.mark.django_db
KEPT = [field.attname for field in Pair._meta.concrete_fields if field.name not in {"assessed_at", "completed_at"}]


def kept(*more):
    """What the ledger says: its pairs, and which confirmations hold."""
    words = ("pair", "path", "source_hash", "target_hash", "is_current")
    return {*map(str, Pair.objects.values_list(*KEPT)), *map(str, Confirmation.objects.values_list(*words, *more))}


@pytest.fixture
def mixed(quality, chantal):
    """Pairs in several states: equal, changed, a draft, one language only, published together."""
    equal = factories.article(quality, fr="Égal", en="Equal").made
    changed = ArticlePage.objects.get(pk=equal["fr"].pk)
    changed.title = "Changé"
    changed.save_revision(user=chantal).publish(user=chantal)
    factories.article(quality, fr="Seul")
    factories.article(quality, en="Draft", live=False).made["en"].save_revision()
    announced = factories.announcement(quality).made["en"]
    announced.title = "Otherwise"
    announced.save_revision(user=chantal)


@pytest.mark.database
def test_many_are_worked_out_as_each_is(mixed):
    keys = list(Page.objects.filter(depth__gt=1).order_by("pk").values_list("translation_key", flat=True).distinct())
    Confirmation.objects.all().delete()
    Pair.objects.all().delete()
    for key in keys:
        ledger.assess(key)
    one_by_one = kept()
    Confirmation.objects.all().delete()
    Pair.objects.all().delete()
    pairs = ledger.assess_all(keys)
    assert kept() ^ one_by_one == set()
    assert {State.UP_TO_DATE, State.MISSING} <= {pair.state for pair in pairs.values()}
    assert not any(pair._state.adding for pair in pairs.values())


def test_a_pair_assessed_again_ends_the_same(mixed):
    before = kept("pk")
    intake.rebuild()
    assert kept("pk") ^ before == set()


@pytest.mark.database
@pytest.mark.parametrize("count", [1, 5, 40])  # beyond, SQLite takes the confirmations in lots of ninety
def test_forty_pairs_cost_as_many_statements_as_one(quality, count, django_assert_num_queries):
    many.announcements(quality, count, author=None)
    keys = list(AnnouncementPage.objects.filter(locale__language_code="fr").values_list("translation_key", flat=True))
    code_of(Locale.objects.first().pk)  # the two languages are read once a process
    with django_assert_num_queries(11):  # the last moves the content version: pages say how they stand
        ledger.assess_all(keys)
    assert Pair.objects.filter(pk__in=keys, state=State.UP_TO_DATE).count() == count


def test_the_words_of_a_page_that_readers_have_are_not_taken_from_its_versions(quality):
    page = factories.announcement(quality).made["fr"]
    page.refresh_from_db()
    assert ledger.version_of(page, is_together=True) is page
    page.title = "Autrement"
    page.save_revision()
    page = type(page).objects.get(pk=page.pk)
    assert ledger.version_of(page, is_together=True).title == "Autrement"
    assert ledger.version_of(page, is_together=False) is page


@pytest.mark.database
def test_days_between_the_two_publications_are_noted(quality):
    made = factories.article(quality, fr="Un", en="One").made
    assert Pair.objects.get(pk=made["fr"].translation_key).days_apart == 0
    alone = factories.article(quality, fr="Seul").made["fr"]
    assert Pair.objects.get(pk=alone.translation_key).days_apart is None
    later = made["en"].first_published_at.replace(year=made["en"].first_published_at.year + 1)
    ArticlePage.objects.filter(pk=made["en"].pk).update(first_published_at=later)
    assert ledger.assess(made["fr"].translation_key).days_apart in {365, 366}


@pytest.mark.database
def test_what_came_without_events_is_found_and_taken_in(quality):
    intake.fill()
    assert intake.health() == "ok"
    many.articles(quality, 4)
    assert intake.unknown().count() == 6  # two of the four are in one language only
    assert intake.health() == "6 pages to take in: manage.py rebuild_ledger --missing"
    said, again = StringIO(), StringIO()
    call_command("rebuild_ledger", missing=True, stdout=said)
    assert said.getvalue().startswith("4 pairs of pages looked at in ")
    states = Pair.objects.filter(kind__model="articlepage").values_list("state", flat=True)
    assert sorted(states) == ["missing", "missing", "up_to_date", "up_to_date"]
    call_command("rebuild_ledger", missing=True, stdout=again)
    assert (again.getvalue(), intake.health()) == ("", "ok")


@pytest.mark.database
def test_a_rebuild_says_how_far_it_is(quality, monkeypatch):
    many.articles(quality, 3)
    monkeypatch.setattr(intake, "CHUNK", 2)
    keys, told, said = list(ArticlePage.objects.values_list("translation_key", flat=True)), [], StringIO()
    intake.rebuild(keys, progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 3), (3, 3)]
    command = rebuild_ledger.Command(stdout=said)
    command.said = monotonic()
    command.progress(50, 120)
    command.said -= 3
    command.progress(100, 120)
    assert said.getvalue() == "  100 of 120 …\n"


@pytest.mark.database
def test_health_says_how_many_pages_are_not_in_the_ledger(client, quality):
    intake.fill()
    assert client.get("/healthz").json()["translations"] == "ok"
    Pair.objects.filter(fr_page__in=quality.pages.all()).delete()
    assert client.get("/healthz").json()["translations"].startswith("2 pages to take in")


@pytest.mark.database
def test_an_upgrade_fills_an_empty_ledger_and_leaves_one_that_is_kept(quality, django_assert_num_queries):
    Pair.objects.all().delete()
    said = StringIO()
    listeners.catch_up(stdout=said)
    assert "pairs of pages looked at" in said.getvalue()
    assert intake.health() == "ok"
    Pair.objects.first().delete()
    with django_assert_num_queries(1):
        listeners.catch_up(stdout=said)
    assert intake.health() != "ok"


def test_going_back_to_a_version_without_a_ledger_looks_for_none(db, django_assert_num_queries):
    class Older:
        """The models of a version before the ledger."""

        def get_model(self, *names):
            raise LookupError

    with django_assert_num_queries(0):
        listeners.catch_up(apps=Older())
    assert apps.get_model("cms", "Pair") is Pair
