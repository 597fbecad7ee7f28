"""The publish gate before translations of anything: complete and approved, or not at all."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail_localize.models import StringTranslation

from cms.bilingual import gate, gate_words, ledger, translating
from cms.bilingual.gate_models import Waiting
from cms.bilingual.task_models import Step, TranslationTask
from spaces.services import translations
from tests.cms.test_gate import kinds
from tests.spaces.team import asked, ready, rewrite, translate, translators, twin_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(quality, source):
    return written(quality, source)


def test_an_article_goes_live_alone(article):
    assert article.live


@pytest.mark.parametrize("step", [Step.TO_TRANSLATE, Step.TO_REVISE])
def test_a_translation_nobody_approved_is_published_by_nobody(article, people, source, step, django_user_model):
    _task, _mine, other = ready(article, people, source)
    TranslationTask.objects.update(step=step)
    twin = twin_of(article)
    root = django_user_model.objects.create_superuser("root@example.org", "password")
    for by in (people.lead, other, root, None):
        held = gate.keep(twin.latest_revision, by=by)
        assert (kinds(held), held.waits) == (["step"], False)
    with pytest.raises(gate.NotReady):
        twin.latest_revision.publish()
    assert not twin_of(article).live
    assert not Waiting.objects.exists()


@pytest.mark.parametrize("source", ["fr", "en"])
def test_an_incomplete_translation_never_publishes_the_words_of_its_original(article, people, source):
    """save_target(publish=True) puts the original's words where a string is missing (wagtail-localize 1.14)."""
    asked(article, people.editor)
    under_way = ledger.running(article.translation_key)
    TranslationTask.objects.update(step=Step.APPROVED)
    with pytest.raises(gate.NotReady):
        translating.save_draft(under_way, by=people.lead).publish()
    assert not twin_of(article).live


def test_a_blank_string_is_no_translation(article, people, source):
    mine = translators(people, source)[0]
    asked(article, people.editor, assignee=mine)
    translate(article, mine)
    StringTranslation.objects.filter(context__path="title").update(data="  ")
    ledger.assess(article.translation_key)
    TranslationTask.objects.update(step=Step.APPROVED)
    assert kinds(gate.keep(twin_of(article).latest_revision, by=None)) == ["lacking"]
    assert not twin_of(article).live


def test_a_draft_from_before_the_words_were_confirmed_is_not_published(article, people, source):
    mine = translators(people, source)[0]
    asked(article, people.editor, assignee=mine)
    first = twin_of(article).latest_revision  # the words of the original
    translate(article, mine)
    TranslationTask.objects.update(step=Step.APPROVED)
    assert kinds(gate.keep(first, by=people.lead)) == ["stale"]
    assert not twin_of(article).live


def test_what_is_published_is_what_was_approved(article, people, source):
    task, mine, _other = ready(article, people, source)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    translations.approve(task=task, by=people.editor)
    task.refresh_from_db()
    later = twin_of(article)
    later.title = "Slipped in"
    assert gate.keep(later.save_revision(user=people.lead), by=people.lead) is None
    assert twin_of(article).live_revision == task.approved
    assert twin_of(article).title != "Slipped in"


def test_an_original_of_an_article_does_not_wait_for_its_translation(article, people, source):
    asked(article, people.editor)
    assert rewrite(article, title="Autrement").pk == article.pk
    assert type(article).objects.get(pk=article.pk).title == "Autrement"


# -- before anybody published the original


@pytest.fixture
def draft(quality, source):
    """An article nobody has published."""
    return written(quality, source, live=False)


def live(page):
    """Whether (the page, its twin) are read."""
    return type(page).objects.get(pk=page.pk).live, twin_of(page).live


def publish(page, by=None, **words):
    page = type(page).objects.get(pk=page.pk)
    for name, value in words.items():
        setattr(page, name, value)
    return gate.keep(page.save_revision(user=by), by=by)


@pytest.mark.parametrize("source", ["fr", "en"])
def test_an_article_nobody_published_does_not_go_live_through_its_translation(draft, people, source):
    task, _mine, other = ready(draft, people, source)
    may_publish, held = translations.approve(task=task, by=other)
    assert (may_publish, kinds(held), held.waits, live(draft)) == (True, ["unpublished"], True, (False, False))
    assert "it goes live together with its" in gate_words.whole(held)
    assert [address for _words, address in gate_words.ways(held, people.lead)] == [
        f"/en/translations/{draft.translation_key}/"
    ]
    assert publish(draft, people.lead) is None
    assert live(draft) == (True, True)
    assert not Waiting.objects.exists()
    assert TranslationTask.objects.get().closed_at


def test_an_article_changed_since_goes_live_without_its_translation(draft, people, source):
    task, _mine, other = ready(draft, people, source)
    translations.approve(task=task, by=other)
    assert publish(draft, people.lead, title="Autrement") is None
    assert live(draft) == (True, False)


def test_a_translation_that_waits_for_an_article_goes_live_at_its_minute(draft, people, source):
    task, _mine, other = ready(draft, people, source)
    now = timezone.now()
    publish(draft, people.lead, go_live_at=now + timedelta(hours=1))
    _may, held = translations.approve(task=task, by=other)
    assert (kinds(held), live(draft)) == (["scheduled"], (False, False))
    assert "The French page goes live on" in gate_words.whole(held)
    with time_machine.travel(now + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert live(draft) == (True, True)


def test_the_translation_of_an_article_that_was_withdrawn_is_corrected_alone(article, people, source):
    task, _mine, other = ready(article, people, source)
    translations.approve(task=task, by=other)
    article.unpublish()
    revision = twin_of(article).save_revision(user=people.lead)
    assert gate.keep(revision, by=people.lead) is None
    assert live(article) == (False, True)


def test_the_translation_of_an_article_that_was_withdrawn_does_not_bring_it_back(article, people, source):
    task, _mine, other = ready(article, people, source)
    article.unpublish()
    _may, held = translations.approve(task=task, by=other)
    assert (kinds(held), live(article)) == (["unpublished"], (False, False))
