"""The publish gate: official content goes live in both languages together, and no translation before it is ready."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils.html import strip_tags
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.bilingual import chain, gate, gate_words, ledger, translating
from cms.bilingual.gate_models import Ending, Exemption, Waiting
from cms.bilingual.models import Pair
from cms.models import BasePage
from spaces.models import today
from spaces.services import exceptions, together, translations
from tests import factories
from tests.spaces.team import (
    OTHER,
    asked,
    official,
    paragraphs,
    ready,
    rewrite,
    to,
    translate,
    translators,
    twin_of,
    written,
)  # fmt: skip

pytestmark = pytest.mark.django_db
either_way = pytest.mark.parametrize("source", ["fr", "en"])


@pytest.fixture(scope="module")
def made_both(made_quality, made_people):
    """language of the original -> the same, live in both languages."""
    return {source: gone_through(official(made_quality, source), made_people, source) for source in OTHER}


@pytest.fixture
def both(people, made_both, source):
    return fresh(made_both[source])


def gone_through(page, people, source):
    publish(page, people.lead)
    go_through(page, people, source)
    return fresh(page)


def go_through(page, people, source, by=None):
    task, _mine, other = ready(page, people, source)
    return translations.approve(task=task, by=by or other)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def publish(page, by=None):
    """Returns what was held."""
    return gate.keep(fresh(page).latest_revision, by=by)


def kinds(held):
    return [one.kind for one in held.obstacles]


def live(page):
    """Whether (the page, its twin) are read."""
    return fresh(page).live, twin_of(page).live


def test_every_page_type_passes_through_it():
    """It stands in Wagtail's own act: Page.publish is not the way the editors' desk takes."""
    assert PublishPageRevisionAction.execute is gate.execute
    assert "publish" not in vars(BasePage)


@either_way
def test_official_content_waits_for_its_other_language_and_both_go_live_at_once(page, people, source):
    held = publish(page, people.lead)
    assert (kinds(held), held.waits) == (["missing"], True)
    assert not fresh(page).live
    row = Waiting.objects.get()
    assert (row.language, row.revision, row.by) == (source, fresh(page).latest_revision, people.lead)
    assert go_through(page, people, source) == (True, None)
    assert live(page) == (True, True)
    assert fresh(page).live_revision == row.revision
    assert not Waiting.objects.exists()
    assert chain.task_of(page.translation_key) is None, "published: nobody has it to do any more"


@pytest.mark.database
def test_who_published_and_what_is_missing_is_known_while_it_waits(page, people, source):
    mine = translators(people, source)[0]
    asked(page, people.editor, assignee=mine)
    held = publish(page, people.lead)
    assert kinds(held) == ["step", "lacking"]
    said = gate_words.whole(held)
    assert str(mine) in said
    assert "5 passages are not translated" in said
    assert [address for _words, address in gate_words.ways(held, people.lead)] == [
        f"/en/translations/{page.translation_key}/", f"/en/exceptions/new/{page.pk}/"
    ]  # fmt: skip


@either_way
def test_an_approved_translation_waits_for_an_original_nobody_published(page, people, source):
    """Its reviser may publish the translation, not the draft of somebody else."""
    may_publish, held = go_through(page, people, source)
    assert (may_publish, kinds(held), held.waits) == (True, ["unpublished"], True)
    assert live(page) == (False, False)
    assert publish(page, people.lead) is None
    assert live(page) == (True, True)


@either_way
def test_a_changed_original_waits_for_its_translation_while_readers_keep_what_they_have(both, people, source):
    old = {one.language: one.live_revision_id for one in (fresh(both), twin_of(both))}
    rewrite(both, title="Autrement", by=people.lead)
    held = publish(both, people.lead)
    assert kinds(held) == ["step", "lacking"]
    assert {one.language: one.live_revision_id for one in (fresh(both), twin_of(both))} == old
    assert fresh(both).title == "Fermeture"
    mine, other, _wrong = translators(people, source)
    task = chain.task_of(both.translation_key)
    translate(both, mine, {"title": "Otherwise"})
    translations.ready(task=task, by=mine)
    translations.approve(task=task, by=other)
    assert (fresh(both).title, twin_of(both).title) == ("Autrement", "Otherwise")
    assert not Waiting.objects.exists()


def said(held):
    return strip_tags(gate_words.whole(held)).replace("\u00a0", " ")


def on(day, page):
    """The page was last published on this day."""
    Page.objects.filter(pk=page.pk).update(last_published_at=day)


DAY = datetime(2026, 5, 4, 15, tzinfo=UTC)


def test_of_a_page_that_is_read_it_is_said_since_when_its_words_are(both, people, source):
    on(DAY, both)
    rewrite(both, title="Autrement", by=people.lead)
    held = publish(both, people.lead)
    assert said(held).startswith(
        "The new version of “Autrement” is not published yet: readers have the words of May 4, 2026. It goes live "
        "together with its English page."
    )


@pytest.mark.parametrize("kind", ["official", "article"])
def test_of_a_page_whose_other_language_is_read_alone_it_is_said_what_readers_have(quality, page, people, source, kind):
    """Official content by exception; an article whose author published the older words before choosing both together."""
    if kind == "official":
        publish(page, people.lead)
        except_(page, people.lead)
    else:
        page = written(quality, source)
        together.choose(page=page, by=people.editor, is_on=True)
    on(DAY, page)
    draft = fresh(page)
    draft.title = "Autrement"
    draft.save_revision(user=people.editor)
    _may, held = go_through(page, people, source)
    assert said(held) == (
        "“~ Autrement” is not published yet: readers have its French page, with the words of May 4, 2026. The changes "
        "of the French page are a draft: somebody who may publish them has yet to do so."
    )


def test_a_change_that_is_not_of_words_goes_live_at_once(both, people):
    revision = fresh(both).save_revision(user=people.lead)
    assert gate.keep(revision, by=people.lead) is None
    assert fresh(both).live_revision == revision


@either_way
def test_a_translation_corrected_alone_goes_live_alone_once_it_was_revised(both, people, source):
    before, mine = fresh(both).live_revision_id, translators(people, source)[0]
    row = StringTranslation.objects.get(context__path="title", context__object_id=both.translation_key)
    row.data, row.last_translated_by = "Corrigé", mine
    row.save()
    revision = translating.save_draft(ledger.running(both.translation_key), by=people.lead)
    assert kinds(gate.keep(revision, by=people.lead)) == ["step"]
    assert (twin_of(both).title, fresh(both).live_revision_id) == ("~ Fermeture", before)
    task = chain.task_of(both.translation_key)
    translations.ready(task=task, by=mine)
    assert translations.approve(task=task, by=translators(people, source)[1]) == (True, None)
    assert (twin_of(both).title, fresh(both).live_revision_id) == ("Corrigé", before)


@pytest.mark.database
def test_a_paragraph_dropped_from_the_original_leaves_both_pages_together(both, people, source):
    rewrite(both, body=paragraphs("Un mot.", "Trois."), by=people.lead)
    assert publish(both, people.lead) is not None
    assert "Deux mots" in str(fresh(both).body)
    mine, other, _wrong = translators(people, source)
    task = chain.task_of(both.translation_key)
    translations.ready(task=task, by=mine)
    translations.approve(task=task, by=other)
    assert "Deux mots" not in str(fresh(both).body) + str(twin_of(both).body)


def test_a_draft_saved_after_its_version_was_published_is_not_published_with_it(page, people, source):
    """What the author still writes stays a draft: the translation is of it, and waits for it to be published."""
    publish(page, people.lead)
    later = fresh(page)
    later.title = "Pas encore"
    later.save_revision(user=people.editor)
    _may, held = go_through(page, people, source)
    assert held is not None
    assert live(page) == (False, False)
    publish(page, people.lead)
    assert live(page) == (True, True)
    assert fresh(page).title == "Pas encore"


def test_pages_edited_by_hand_go_together_once_somebody_says_that_they_say_the_same(quality, people):
    made = factories.announcement(quality).made
    french = rewrite(made["fr"], title="Autrement", by=people.lead)
    assert kinds(publish(french, people.lead)) == ["lacking"]
    english = rewrite(made["en"], title="Otherwise", by=people.lead)
    assert kinds(publish(english, people.lead)) == ["lacking"]
    translations.say_the_same(pair=Pair.objects.get(pk=french.translation_key), by=people.lead)
    assert (fresh(french).title, fresh(english).title) == ("Autrement", "Otherwise")
    assert not Waiting.objects.exists()


def test_if_one_cannot_be_published_neither_is_and_both_owners_are_told(page, people, source, posted):
    """E5, without a clock: what was approved no longer fits its page."""
    task, mine, _other = ready(page, people, source)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    translations.approve(task=task, by=people.editor)
    task.refresh_from_db()
    task.approved.content["seo_title"] = "x" * 256
    task.approved.save(update_fields=["content"])
    mail.outbox.clear()
    with posted():
        held = publish(page, people.lead)
    assert (live(page), kinds(held), held.waits) == ((False, False), ["invalid"], True)
    assert {"lead", "editor", mine.first_name.lower()} <= set(to())
    assert len(mail.outbox) == len(to())


# -- exceptions


def except_(page, by, **more):
    given = {"reason": "Urgent.", "owner": by, "due_on": today() + timedelta(days=7), **more}
    return exceptions.record(page=page, by=by, **given)


def test_an_exception_lets_one_language_go_and_ends_when_the_other_follows(page, people, source):
    publish(page, people.lead)
    exemption, held = except_(page, people.lead)
    assert (held, fresh(page).live, Waiting.objects.count()) == (None, True, 0)
    assert go_through(page, people, source) == (True, None)
    exemption.refresh_from_db()
    assert live(page) == (True, True)
    assert (exemption.ending, exemption.closed_by is not None) == (Ending.PUBLISHED, True)


@either_way
def test_an_exception_for_one_language_is_none_for_the_other(page, people, source):
    except_(page, people.lead)
    _may, held = go_through(page, people, source)
    assert (held is not None, held.page.language) == (True, OTHER[source])
    assert live(page) == (False, False)


@pytest.mark.database
def test_an_exception_for_a_translation_does_not_make_it_complete(page, people, source):
    asked(page, people.editor)
    type(page).objects.filter(pk=page.pk).update(live=True)  # readers have the original, thus a translation may be next
    twin = twin_of(page)
    except_(twin, people.lead)
    held = publish(twin, people.lead)
    assert (kinds(held), held.waits) == (["step", "lacking"], False)
    assert not fresh(twin).live


def test_a_second_exception_and_one_nobody_needs_are_refused(page, quality, people):
    except_(page, people.lead)
    with pytest.raises(exceptions.Refused, match="already recorded"):
        except_(page, people.lead)
    with pytest.raises(exceptions.Refused, match="without an exception"):
        except_(written(quality), people.lead)
    assert Exemption.objects.count() == 1
