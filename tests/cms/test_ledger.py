"""The drift ledger: what each pair of pages lacks, kept without anybody asking for it."""

import json
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.bilingual import ledger
from cms.bilingual.models import Confirmation, Pair, State
from cms.bilingual.pairs import tie
from cms.bilingual.sources import record
from spaces.models import AnnouncementPage, ArticlePage
from tests import factories
from tests.once import begin_with, copy_of, made_by, made_once
from tests.spaces.team import put_out

pytestmark = pytest.mark.django_db
BODY = "22222222-2222-4222-8222-222222222222"
OTHER = {"fr": "en", "en": "fr"}


def paragraphs(*said):
    return json.dumps([{"type": "text", "id": BODY, "value": "".join(f"<p>{words}</p>" for words in said)}])


def pytest_generate_tests(metafunc):
    """Everything holds whichever language was first."""
    begin_with(metafunc, "source", "pages", "tied")


made_denis, denis = made_once("denis", lambda: factories.editor("Denis"))


def begun(space, user, source, stage):
    """Two pages written in both languages from the start; they may be tied."""
    made = factories.article(space, fr="Rappel", en="Callback").made
    for code, page in made.items():
        page.body = paragraphs(f"{code} one", f"{code} two", f"{code} three")
        page.save_revision().publish()
    Pair.objects.all().delete()  # as if both had been written so from the start
    ledger.assess(made["fr"].translation_key)
    pages = {code: ArticlePage.objects.get(pk=page.pk) for code, page in made.items()}
    if stage == "tied":
        tie(pages[source], pages[OTHER[source]], user=user)
    return SimpleNamespace(source=source, pages=pages)


made = made_by(begun, "quality", "denis")
source = copy_of("source")
pages = copy_of("pages")


@pytest.fixture
def tied(pages):
    return pages


def pair(page):
    return Pair.objects.get(pk=page.translation_key)


def rewrite(page, user=None, **words):
    """Publish a page with other words, as an editor does."""
    page = ArticlePage.objects.get(pk=page.pk)
    for name, value in words.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish(user=user)
    return page


def translate(page, path, text, *, user=None, number=0, **more):
    """What a translator types for one string of the original's current version."""
    segments = StringSegment.objects.filter(source__object_id=page.translation_key, context__path=path)
    segment = segments.order_by("order")[number]
    target = Locale.objects.get(language_code=OTHER[page.language])
    return StringTranslation.objects.update_or_create(
        translation_of=segment.string, context=segment.context, locale=target,
        defaults={"data": text, "translation_type": "manual", "last_translated_by": user, **more},
    )[0]  # fmt: skip


def test_what_is_tied_is_up_to_date_and_names_who_confirmed(tied, source, denis):
    row = pair(tied["fr"])
    assert (row.source, row.state, row.segments, row.words, row.since) == (source, State.UP_TO_DATE, 0, 0, None)
    assert row.percent == 100
    assert (row.source_page.pk, row.target_page.pk) == (tied[source].pk, tied[OTHER[source]].pk)
    rows = row.confirmations.all()
    assert {(one.source_text, one.target_text) for one in rows if one.is_current and one.path.startswith("body")} == {
        (f"{source} {n}", f"{OTHER[source]} {n}") for n in ("one", "two", "three")
    }
    assert {one.by_id for one in rows if one.is_current} == {denis.pk}


def test_one_changed_paragraph_is_one_segment_with_its_words_and_its_author(tied, source, chantal):
    rewrite(tied[source], chantal, body=paragraphs(f"{source} one", "quite another thing now", f"{source} three"))
    row = pair(tied[source])
    assert (row.state, row.segments, row.words, row.changed_by) == (State.SOURCE_CHANGED, 1, 4, chantal)
    assert row.since == ArticlePage.objects.get(pk=tied[source].pk).last_published_at


def test_the_draft_of_an_article_that_is_read_changes_nothing_before_it_is_published(tied, source):
    page = ArticlePage.objects.get(pk=tied[source].pk)
    page.title = "Autrement"
    page.save_revision()
    assert pair(page).state == State.UP_TO_DATE
    page.get_latest_revision().publish()
    assert pair(page).state == State.SOURCE_CHANGED


def test_the_draft_of_an_article_that_is_read_is_not_yet_what_translators_work_on(tied, source):
    page = ArticlePage.objects.get(pk=tied[source].pk)
    strings = StringSegment.objects.filter(source__object_id=page.translation_key, context__path="title")
    page.title = "Autrement"
    page.save_revision()
    assert strings.get().string.data == tied[source].title
    page.get_latest_revision().publish()
    assert strings.get().string.data == "Autrement"


def test_publishing_again_without_a_change_is_no_drift(tied, source):
    rewrite(tied[source])
    assert pair(tied[source]).state == State.UP_TO_DATE


def test_confirming_the_changed_string_clears_it_and_keeps_the_wording_before(tied, source, denis, chantal):
    rewrite(tied[source], chantal, title="New title")
    translate(tied[source], "title", "Nouveau titre", user=chantal)
    row = pair(tied[source])
    assert (row.state, row.segments, row.is_unpublished) == (State.UP_TO_DATE, 0, True)
    assert row.since is not None  # readers still have the old one
    old = "Callback" if source == "fr" else "Rappel"
    rows = row.confirmations.filter(path="title", by__isnull=False).order_by("pk")
    assert [(one.target_text, one.by, one.is_current) for one in rows] == [
        (old, denis, False), ("Nouveau titre", chantal, True)
    ]  # fmt: skip
    put_out(Translation.objects.get(), None)
    row.refresh_from_db()
    assert (row.state, row.is_unpublished, row.since) == (State.UP_TO_DATE, False, None)


def test_a_paragraph_added_and_translated_is_lacking_until_it_is_published(tied, source, chantal):
    rewrite(tied[source], body=paragraphs(*[f"{source} {n}" for n in ("one", "two", "three", "four")]))
    translate(tied[source], f"body.{BODY}", "Quatre", number=3, user=chantal)
    row = pair(tied[source])
    assert (row.state, row.segments, row.is_unpublished) == (State.UP_TO_DATE, 0, True)
    put_out(Translation.objects.get(), None)
    row.refresh_from_db()
    assert (row.state, row.is_unpublished, row.since) == (State.UP_TO_DATE, False, None)


def test_a_string_in_error_or_made_by_a_machine_is_not_confirmed(tied, source):
    rewrite(tied[source], title="New title")
    translate(tied[source], "title", "Machine", translation_type="machine")
    assert pair(tied[source]).state == State.SOURCE_CHANGED
    translate(tied[source], "title", "Erreur", has_error=True)
    assert pair(tied[source]).state == State.SOURCE_CHANGED
    translate(tied[source], "title", "Bien", has_error=False)
    assert pair(tied[source]).state == State.UP_TO_DATE


def test_a_string_taken_back_is_to_do_again(tied, source):
    StringTranslation.objects.filter(context__path="title").first().delete()
    row = pair(tied[source])
    assert (row.state, row.segments) == (State.SOURCE_CHANGED, 1)


def test_a_paragraph_dropped_from_the_original_waits_until_the_translation_drops_it(tied, source):
    rewrite(tied[source], body=paragraphs(f"{source} one", f"{source} three"))
    row = pair(tied[source])
    assert (row.state, row.segments, row.words) == (State.SOURCE_CHANGED, 1, 0)
    put_out(Translation.objects.get(), None)
    row.refresh_from_db()
    assert (row.state, row.is_unpublished) == (State.UP_TO_DATE, False)


def test_a_page_in_one_language_lacks_its_translation(quality):
    fact = factories.article(quality, fr="Seul")
    row = pair(fact.made["fr"])
    assert (row.source, row.state, row.target_page) == ("fr", State.MISSING, None)
    assert (row.segments, row.words) == (row.all_segments, row.all_words) == (3, 3)
    assert row.percent == 0


def test_a_translation_under_way_says_how_far_it_is(quality):
    page = factories.article(quality, fr="Rappel automatique").made["fr"]
    english = Locale.objects.get(language_code="en")
    Translation.objects.create(source=record(page), target_locale=english).save_target(publish=False)
    row = pair(page)
    assert (row.state, row.segments, row.words, row.percent) == (State.INCOMPLETE, 3, 5, 0)
    translate(page, "title", "Automatic callback")
    row.refresh_from_db()
    assert (row.state, row.segments, row.words, row.percent) == (State.INCOMPLETE, 2, 3, 33)


def test_an_original_that_changes_before_it_was_ever_translated_is_still_incomplete(quality):
    page = factories.article(quality, fr="Rappel").made["fr"]
    Translation.objects.create(
        source=record(page), target_locale=Locale.objects.get(language_code="en")
    ).save_target(publish=False)  # fmt: skip
    rewrite(page, title="Autre")
    assert pair(page).state == State.INCOMPLETE


def test_pages_written_in_both_languages_start_as_equal_and_drift_from_there(pages, source):
    row = pair(pages["fr"])
    assert row.state == State.UP_TO_DATE
    assert {one.by for one in row.confirmations.all()} == {None}
    first, other = pages[row.source], pages[row.target]
    rewrite(other, title="Mieux dit")
    row.refresh_from_db()
    assert (row.state, row.segments) == (State.TARGET_CHANGED, 1)
    rewrite(first, title="Dit autrement aussi")
    row.refresh_from_db()
    assert (row.state, row.segments) == (State.SOURCE_CHANGED, 1)


def test_somebody_who_read_both_says_that_they_say_the_same(pages, chantal):
    row = pair(pages["fr"])
    rewrite(pages[row.source], title="Autre titre")
    row = ledger.confirm_all(row.pk, by=chantal)
    assert (row.state, row.since) == (State.UP_TO_DATE, None)
    current = row.confirmations.filter(is_current=True)
    assert {one.by for one in current} == {chantal}
    assert current.get(path="title").source_text == "Autre titre"


def test_a_pair_whose_pages_are_gone_is_gone_and_one_left_alone_is_the_original(
    pages, source, django_capture_on_commit_callbacks
):
    key = pages["fr"].translation_key
    with django_capture_on_commit_callbacks(execute=True):
        pages[pair(pages["fr"]).source].delete()
    row = Pair.objects.get(pk=key)
    assert row.state == State.MISSING
    assert row.target_page is None
    with django_capture_on_commit_callbacks(execute=True):
        ArticlePage.objects.get(pk=row.source_page.pk).delete()
    assert not Pair.objects.filter(pk=key).exists()


def test_the_draft_of_official_content_counts_before_it_is_read(quality):
    made = factories.announcement(quality).made
    page = AnnouncementPage.objects.get(pk=made["fr"].pk)
    assert pair(page).is_together
    page.title = "Autre annonce"
    page.save_revision()
    assert pair(page).state == State.SOURCE_CHANGED


def test_many_strings_are_looked_at_once(tied, source, django_assert_num_queries):
    rewrite(tied[source], title="New", summary="Newer")
    with ledger.at_the_end():
        translate(tied[source], "title", "Nouveau")
        assert pair(tied[source]).segments == 2
        translate(tied[source], "summary", "Plus nouveau")
    assert pair(tied[source]).state == State.UP_TO_DATE


def test_rebuilding_finds_the_same_and_forgets_what_is_gone(tied, source, capsys):
    rewrite(tied[source], title="New title")
    before = Pair.objects.values().get(pk=tied[source].translation_key)
    Pair.objects.create(key="00000000-0000-4000-8000-000000000000", source="fr", kind_id=before["kind_id"])
    call_command("rebuild_ledger")
    after = Pair.objects.values().get(pk=tied[source].translation_key)
    before.pop("assessed_at"), after.pop("assessed_at")
    assert after == before
    assert not Pair.objects.filter(pk="00000000-0000-4000-8000-000000000000").exists()
    Confirmation.objects.all().delete()
    Pair.objects.all().delete()
    call_command("rebuild_ledger", if_empty=True)
    assert pair(tied[source]).segments == 1
    assert "pairs of pages looked at" in capsys.readouterr().out


@pytest.mark.parametrize("count", [1, 5, 50])
def test_assessing_costs_the_same_whatever_the_length(tied, source, count, django_assert_num_queries):
    words = [f"{source} paragraph {n}" for n in range(count)]
    rewrite(tied[source], body=paragraphs(*words))
    with django_assert_num_queries(11):
        ledger.assess(tied[source].translation_key)
