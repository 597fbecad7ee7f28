"""A translation begun, put into its page, given up for editing by hand and taken up again: no word is lost."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from cms.bilingual import chain, ledger, translating
from cms.bilingual.models import Pair, State
from cms.bilingual.task_models import Act, Step, TranslationTask
from spaces.models import ArticlePage
from tests import factories
from tests.once import begin_with, copy_of, made_by, made_once
from tests.spaces.team import OTHER, paragraphs, put_out, rewrite, segments, twin_of, written

pytestmark = pytest.mark.django_db


def pytest_generate_tests(metafunc):
    """Everything holds whichever language was first."""
    begin_with(metafunc, "source", "page", "under_way")


made_denis, denis = made_once("denis", lambda: factories.editor("Denis"))


def begun(space, user, source, stage):
    """The page; its translation, every string said and published."""
    page, under_way = written(space, source, "Rappel" if source == "fr" else "Callback"), None
    if stage == "under_way":
        under_way = translating.begin(page, by=user)
        say_all(page, user)
        put_out(under_way, user)
    return SimpleNamespace(source=source, page=page, under_way=under_way)


made = made_by(begun, "quality", "denis")
source = copy_of("source")
page = copy_of("page")
under_way = copy_of("under_way")


def say(segment, text, user, **more):
    locale = Locale.objects.exclude(pk=segment.string.locale_id).get()
    return StringTranslation.objects.update_or_create(
        translation_of=segment.string, context=segment.context, locale=locale,
        defaults={"data": text, "translation_type": "manual", "tool_name": "", "last_translated_by": user, **more},
    )[0]  # fmt: skip


def say_all(page, user):
    for segment in segments(page):
        say(segment, f"~ {segment.string.data}", user)


def pair(page):
    return Pair.objects.get(pk=page.translation_key)


def body(page):
    return ArticlePage.objects.get(pk=page.pk).body.raw_data[0]["value"]


def test_the_draft_is_made_of_the_words_readers_have_and_is_read_by_nobody(page, source, denis):
    page.title = "Not published yet"
    page.save_revision()
    translation = translating.begin(page, by=denis)
    twin = twin_of(page)
    assert (twin.language, twin.live, twin.alias_of_id) == (OTHER[source], False, None)
    assert twin.title == ArticlePage.objects.get(pk=page.pk).title != "Not published yet"
    assert (translation.enabled, translation.source.locale.language_code) == (True, source)
    assert (pair(page).state, pair(page).percent) == (State.INCOMPLETE, 0)


def test_the_draft_of_what_nobody_reads_is_made_of_its_last_version(quality, source, denis):
    page = written(quality, source, live=False)
    page.title = "Second thoughts"
    page.save_revision()
    translating.begin(page, by=denis)
    assert twin_of(page).title == "Second thoughts"


def test_beginning_twice_is_beginning_once(page, denis):
    assert translating.begin(page, by=denis) == translating.begin(page, by=denis)
    assert ArticlePage.objects.count() == 2
    assert TranslationTask.objects.count() == 1


def test_a_draft_leaves_what_readers_have(page, under_way, denis):
    """wagtail-localize 1.14 writes a draft into the live row: readers had the words of an unfinished translation."""
    twin = twin_of(page)
    before = (twin.title, body(twin))
    say(segments(page, "title")[0], "Another title", denis)
    revision = translating.save_draft(under_way, by=denis)
    twin.refresh_from_db()
    assert (twin.title, body(twin), twin.live) == (*before, True)
    assert (revision.as_object().title, twin.draft_title, twin.has_unpublished_changes) == (
        "Another title", "Another title", True
    )  # fmt: skip
    put_out(under_way, denis)
    assert twin_of(page).title == "Another title"


def test_a_draft_keeps_what_each_language_has_for_itself(page, under_way, denis):
    twin = twin_of(page)
    twin.other_summary = "Its own"
    twin.save_revision()
    assert translating.save_draft(under_way, by=denis).as_object().other_summary == "Its own"


def test_a_page_that_cannot_hold_its_words_says_so(page, under_way, denis):
    said = StringTranslation.objects.filter(context=segments(page, "title")[0].context)
    said.update(data="x" * 300)  # longer than its field, from before the field was shortened
    with pytest.raises(ValidationError):
        translating.save_draft(under_way, by=denis)
    assert twin_of(page).title != "x" * 300


def test_stopping_keeps_in_the_draft_what_was_translated_since_the_last_one(page, under_way, denis):
    say(segments(page, "title")[0], "Said but not yet on the page", denis)
    translating.stop(under_way, by=denis)
    under_way.refresh_from_db()
    assert not under_way.enabled
    assert twin_of(page).get_latest_revision_as_object().title == "Said but not yet on the page"


def test_stopped_edited_by_hand_and_taken_up_again_nothing_is_lost(page, under_way, source, denis, chantal):
    translating.stop(under_way, by=denis)
    by_hand = rewrite(twin_of(page), title="By hand", body=paragraphs("one by hand", "two by hand", "three by hand"))
    row = pair(page)
    assert (row.state, row.segments) == (State.TARGET_CHANGED, 4)
    found = translating.both(row)
    assert found.is_alike
    assert translating.resume(row, by=chantal) == under_way
    row.refresh_from_db()
    assert (row.state, row.source) == (State.UP_TO_DATE, source)
    names = set(row.confirmations.filter(is_current=True, path="title").values_list("by__first_name", flat=True))
    assert names == {"Chantal"}
    put_out(Translation.objects.get(enabled=True), chantal)
    twin = twin_of(page)
    assert (twin.title, body(twin)) == ("By hand", body(by_hand))


def test_what_changed_in_the_original_meanwhile_is_looked_at_again_with_the_words_of_the_page(
    page, under_way, denis, chantal
):
    """E4: a hand edit is not written over by a change of the original; it is there to be kept."""
    translating.stop(under_way, by=denis)
    rewrite(twin_of(page), body=paragraphs("one", "two by hand", "three"))
    rewrite(page, body=paragraphs("Un mot.", "Deux autres mots.", "Trois."))
    row = pair(page)
    translating.resume(row, by=chantal)
    row.refresh_from_db()
    assert (row.state, row.segments) == (State.SOURCE_CHANGED, 1)
    string = StringTranslation.objects.get(context__path__startswith="body", tool_name=translating.FROM_PAGE)
    assert (string.data, string.translation_type) == ("two by hand", "machine")
    draft = translating.save_draft(Translation.objects.get(enabled=True), by=chantal).as_object()
    assert "two by hand" in draft.body.raw_data[0]["value"]


def test_words_of_the_original_left_in_the_translation_are_not_taken_for_a_translation(page, denis):
    translation = translating.begin(page, by=denis)
    say(segments(page, "title")[0], "Only the title", denis)
    translating.stop(translation, by=denis)
    row = pair(page)
    translating.resume(row, by=denis)
    row.refresh_from_db()
    assert (row.state, row.segments) == (State.INCOMPLETE, 4)
    assert StringTranslation.objects.filter(translation_type="manual").count() == 1


def test_paragraphs_that_changed_places_are_not_confirmed_crosswise(page, under_way, denis):
    translating.stop(under_way, by=denis)
    rewrite(page, body=paragraphs("Trois.", "Un mot.", "Deux mots."))
    row = pair(page)
    translating.resume(row, by=denis)
    said = {
        string.translation_of.data: string.data
        for string in StringTranslation.objects.filter(context__path__startswith="body", translation_type="manual")
    }
    assert {text: words for text, words in said.items() if words != f"~ {text}"} == {}


@pytest.mark.parametrize(("there", "counts"), [(("one", "two"), (3, 2)), (("one", "two", "three", "four"), (3, 4))])
def test_pages_built_otherwise_are_told_apart(page, under_way, denis, there, counts):
    translating.stop(under_way, by=denis)
    rewrite(twin_of(page), body=paragraphs(*there))
    found = translating.both(pair(page))
    assert [(one.here, one.there) for one in found.unlike] == [counts]
    assert not found.is_alike


def test_a_page_written_in_both_languages_without_a_translation_is_taken_up_too(quality, denis):
    made = factories.article(quality, fr="Rappel", en="Callback").made
    row = pair(made["fr"])
    translating.resume(row, by=denis)
    row.refresh_from_db()
    assert (row.state, ledger.running(row.pk).source.locale.language_code) == (State.UP_TO_DATE, row.source)
    assert ArticlePage.objects.get(pk=made["en"].pk).title == "Callback"


def test_a_translation_that_is_behind_has_one_task_and_one_only(page, under_way, denis, chantal):
    assert chain.task_of(page.translation_key) is None, "published: nothing is asked of anybody"
    first = TranslationTask.objects.get()
    assert (first.closed_at is not None, [entry.act for entry in first.entries.all()]) == (
        True, [Act.ASKED, Act.PUBLISHED]
    )  # fmt: skip
    TranslationTask.objects.update(assignee=denis)
    rewrite(page, title="New title", by=chantal)
    task = chain.task_of(page.translation_key)
    assert (task.step, task.assignee, task.words) == (Step.TO_TRANSLATE, denis, 2)
    assert [(entry.act, entry.by) for entry in task.entries.all()] == [(Act.CHANGED, chantal)]
    rewrite(page, title="Newer title")
    assert chain.task_of(page.translation_key) == task


def test_an_original_that_changes_under_its_reviser_goes_back_to_be_translated(page, under_way, denis, chantal):
    rewrite(page, title="New title")
    task = chain.task_of(page.translation_key)
    say(segments(page, "title")[0], "Nouveau titre", denis)
    task.move(Step.TO_REVISE, Act.READY, by=denis)
    rewrite(page, summary="New summary", by=chantal)
    task.refresh_from_db()
    assert task.step == Step.TO_TRANSLATE
    assert (task.entries.last().act, task.entries.last().by) == (Act.CHANGED, chantal)


def test_a_passage_that_the_original_only_drops_does_not_take_a_translation_from_its_reviser(page, under_way, denis):
    rewrite(page, title="New title")
    task = chain.task_of(page.translation_key)
    say(segments(page, "title")[0], "Nouveau titre", denis)
    task.move(Step.TO_REVISE, Act.READY, by=denis)
    rewrite(page, body=paragraphs("Un mot.", "Trois."))
    task.refresh_from_db()
    assert task.step == Step.TO_REVISE
    put_out(under_way, denis)
    task.refresh_from_db()
    assert (task.closed_at is not None, pair(page).state) == (True, State.UP_TO_DATE)
    assert "Deux mots" not in body(twin_of(page))


def test_a_field_emptied_in_the_original_is_emptied_in_the_translation_once_it_is_published(page, under_way, denis):
    rewrite(page, problem="Long.")
    say(segments(page, "problem")[0], "Too long.", denis)
    put_out(under_way, denis)
    assert twin_of(page).problem == "Too long."
    rewrite(page, problem="")
    assert (pair(page).state, pair(page).segments, pair(page).words) == (State.SOURCE_CHANGED, 1, 0)
    assert twin_of(page).problem == "Too long."
    put_out(under_way, denis)
    assert (twin_of(page).problem, pair(page).state) == ("", State.UP_TO_DATE)


def test_an_original_that_takes_its_change_back_closes_the_task(page, under_way):
    old = page.title
    rewrite(page, title="New title")
    task = chain.task_of(page.translation_key)
    rewrite(page, title=old)
    task.refresh_from_db()
    assert (task.closed_at is not None, task.entries.last().act) == (True, Act.UNDONE)


def test_a_kept_translation_still_goes_through_revision(page, under_way, denis):
    rewrite(page, title="New title")
    said = StringTranslation.objects.filter(context__path="title").first().data
    say(segments(page, "title")[0], said, denis)
    assert pair(page).state == State.UP_TO_DATE
    assert chain.task_of(page.translation_key).step == Step.TO_TRANSLATE


def test_a_translation_given_up_waits_for_nobody(page, under_way, denis):
    rewrite(page, title="New title")
    task = chain.task_of(page.translation_key)
    translating.stop(under_way, by=denis)
    task.refresh_from_db()
    assert (task.closed_at is not None, task.entries.last().act) == (True, Act.STOPPED)
    rewrite(page, title="Newer title")
    assert chain.task_of(page.translation_key) is None


@pytest.mark.parametrize(
    ("step", "reviser", "is_locked"),
    [
        (Step.TO_TRANSLATE, "denis", False), (Step.TO_REVISE, "denis", True), (Step.TO_REVISE, "chantal", False),
        (Step.TO_REVISE, None, True), (Step.APPROVED, "chantal", True),
    ],
)  # fmt: skip
def test_words_are_locked_while_they_wait(page, denis, chantal, step, reviser, is_locked):
    translating.begin(page, by=denis)
    people = {"denis": denis, "chantal": chantal, None: None}
    TranslationTask.objects.update(step=step, reviser=people[reviser])
    assert chain.is_locked(page.translation_key, chantal) == is_locked
