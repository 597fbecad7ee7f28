"""An exception lets one language go before the other; when both are ready they go together, and it is over."""

from datetime import timedelta

import pytest

from cms.bilingual import chain, ledger
from cms.bilingual.gate_models import Ending, Exemption, Waiting
from cms.bilingual.task_models import TranslationTask
from spaces.services.memberships import Refused
from tests.spaces import minutes
from tests.spaces.excepting import alone
from tests.spaces.minutes import LATER, NINE, live, run, schedule, translated
from tests.spaces.publishing import fresh
from tests.spaces.team import asked, rewrite, translate, translators, twin_of

pytestmark = pytest.mark.django_db
clock, made_people, page = minutes.clock, minutes.made_people, minutes.page
either_way = pytest.mark.parametrize("source", ["fr", "en"])


def ending():
    return Exemption.objects.get().ending


@either_way
def test_the_approved_translation_goes_along_with_an_original_published_by_exception(page, people, source):
    alone(page, people.lead)
    translated(page, people, source)
    assert schedule(page, people.lead, at=None) is None
    assert live(page) == (True, True)
    assert (ending(), Waiting.objects.count()) == (Ending.PUBLISHED, 0)
    assert chain.task_of(page.translation_key) is None


@either_way
def test_while_the_translation_is_not_ready_the_original_goes_alone(page, people, source):
    alone(page, people.lead)
    asked(page, people.editor)
    assert schedule(page, people.lead, at=None) is None
    assert (live(page), ending()) == ((True, False), "")


@either_way
def test_no_exception_lets_a_translation_go_before_an_original_nobody_reads(page, people, source):
    """It goes live with that, exception or not: one would promise what does not come."""
    translated(page, people, source)
    with pytest.raises(Refused, match="Its original is not published yet"):
        alone(twin_of(page), people.lead)
    assert not Exemption.objects.exists()
    assert schedule(page, people.lead, at=None) is None
    assert live(page) == (True, True)


@either_way
def test_the_exception_lasts_until_the_minute_at_which_both_go(page, people, source, clock):
    alone(page, people.lead, due_on=LATER.date())
    translated(page, people, source)
    schedule(page, people.lead)
    assert (live(page), ending()) == ((False, False), "")
    run(clock)
    assert (live(page), ending()) == ((True, True), Ending.PUBLISHED)


def test_the_exception_to_a_new_version_lasts_until_its_minute(page, people, source, clock):
    """Both pages are read already, with the words they had."""
    translated(page, people, source)
    schedule(page, people.lead, at=None)
    alone(page, people.lead, due_on=LATER.date())
    schedule(page, people.lead, title="Autrement")
    mine = translators(people, source)[0]
    translate(page, mine, {"title": "Otherwise"})
    minutes.approved(ledger.running(page.translation_key), mine)
    schedule(page, people.lead, title="Autrement", base=fresh(page).get_latest_revision_as_object())
    assert (twin_of(page).scheduled_revision is not None, ending()) == (True, "")
    run(clock)
    assert (fresh(page).title, twin_of(page).title, ending()) == ("Autrement", "Otherwise", Ending.PUBLISHED)


def test_a_change_that_touches_nothing_else_leaves_the_exception_as_it_is(page, people, source):
    translated(page, people, source)
    schedule(page, people.lead, at=None)
    alone(page, people.lead)
    assert schedule(page, people.lead, at=None, expire_at=None) is None
    assert ending() == ""
    rewrite(page, title="Autrement", by=people.lead)
    assert (fresh(page).title, twin_of(page).title, ending()) == ("Autrement", "~ Fermeture", "")


def test_a_translation_its_own_page_refuses_keeps_nothing_from_going_alone(page, people, source):
    alone(page, people.lead)
    translated(page, people, source)
    revision = TranslationTask.objects.get().approved
    revision.content["seo_title"] = "x" * 256
    revision.save(update_fields=["content"])
    assert schedule(page, people.lead, at=None) is None
    assert (live(page), ending(), Waiting.objects.count()) == ((True, False), "", 0)


@either_way
def test_the_list_and_the_page_agree_on_what_is_read(page, people, source):
    """Nobody reads a new version yet when its exception is recorded; once it is published, readers do."""
    translated(page, people, source)
    schedule(page, people.lead, at=None)
    type(page).objects.filter(pk=page.pk).update(last_published_at=NINE - timedelta(days=9))
    draft = fresh(page)
    draft.title = "Autrement"
    revision = draft.save_revision(user=people.editor)
    exemption = alone(page, people.lead)
    assert (exemption.is_read, Exemption.objects.read().count()) == (False, 0)
    revision.publish(user=people.lead)
    exemption = Exemption.objects.get()
    assert (live(page), exemption.is_read, Exemption.objects.read().count()) == ((True, True), True, 1)
