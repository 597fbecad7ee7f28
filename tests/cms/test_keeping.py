"""What was confirmed stays on the page when its translation is given up, whatever its original says by then."""

import pytest
from wagtail_localize.models import Translation

from cms.bilingual import translating
from cms.bilingual.models import State
from cms.bilingual.passages import passages_of
from tests import factories
from tests.cms.test_translating import begun, pair, say, say_all
from tests.once import begin_with, copy_of, made_by, made_once
from tests.spaces.team import paragraphs, put_out, rewrite, segments, twin_of

pytestmark = pytest.mark.django_db


def pytest_generate_tests(metafunc):
    """Everything holds whichever language was first."""
    begin_with(metafunc, "page", "under_way")


made_denis, denis = made_once("denis", lambda: factories.editor("Denis"))
made = made_by(begun, "quality", "denis")
page = copy_of("page")
under_way = copy_of("under_way")


def test_stopping_keeps_what_was_confirmed_where_the_original_changed(page, under_way, denis, chantal):
    """The new words of the original stood there, and were published as a translation, or said to be confirmed."""
    rewrite(page, title="Autre titre", body=paragraphs("Un mot.", "Deux bons mots.", "Trois."))
    before = set(pair(page).confirmations.filter(is_current=True).values_list("target_text", flat=True))
    translating.stop(under_way, by=denis)
    draft = twin_of(page).get_latest_revision_as_object()
    assert draft.title == f"~ {page.title}"
    assert "<p>~ Deux mots.</p>" in draft.body.raw_data[0]["value"]
    row = pair(page)
    assert (row.state, row.segments) == (State.SOURCE_CHANGED, 2)
    assert set(row.confirmations.filter(is_current=True).values_list("target_text", flat=True)) == before
    translating.resume(row, by=chantal)
    row.refresh_from_db()
    assert (row.state, row.segments) == (State.SOURCE_CHANGED, 2)
    found, _dropped = passages_of(row, Translation.objects.get(enabled=True), page)
    todo = {passage.text: (passage.before.source_text, passage.typed) for passage in found if not passage.is_done}
    assert todo == {
        "Autre titre": (page.title, f"~ {page.title}"), "Deux bons mots.": ("Deux mots.", "~ Deux mots."),
    }  # fmt: skip


def test_stopping_keeps_what_was_confirmed_of_a_page_nobody_reads(page, denis):
    translation = translating.begin(page, by=denis)
    say_all(page, denis)
    translating.save_draft(translation, by=denis)
    rewrite(page, title="Autre titre")
    translating.stop(translation, by=denis)
    twin = twin_of(page)
    assert (twin.live, twin.get_latest_revision_as_object().title) == (False, f"~ {page.title}")
    assert pair(page).state == State.SOURCE_CHANGED


def test_a_kept_wording_keeps_where_its_links_lead(page, under_way, denis):
    linked = '<a href="https://example.org/fr">Un mot</a>.'
    rewrite(page, body=paragraphs(linked, "Deux mots.", "Trois."))
    segment = next(one for one in segments(page, "body") if "<a" in one.string.data)
    say(segment, segment.string.data.replace("Un mot", "One word"), denis)
    put_out(under_way, denis)
    rewrite(page, body=paragraphs("Sans lien.", "Deux mots.", "Trois."))
    translating.stop(under_way, by=denis)
    assert '<a href="https://example.org/fr">One word</a>.' in str(
        twin_of(page).get_latest_revision_as_object().body.raw_data[0]["value"]
    )


def test_a_kept_wording_the_page_no_longer_has_loses_the_links_the_original_has_no_more(page, under_way, denis):
    linked = '<a href="https://example.org/fr">Un mot</a>.'
    rewrite(page, body=paragraphs(linked, "Deux mots.", "Trois."))
    segment = next(one for one in segments(page, "body") if "<a" in one.string.data)
    say(segment, segment.string.data.replace("Un mot", "One word"), denis)
    rewrite(page, body=paragraphs("Sans lien.", "Deux mots.", "Trois."))
    translating.stop(under_way, by=denis)
    assert "<p>One word.</p>" in str(twin_of(page).get_latest_revision_as_object().body.raw_data[0]["value"])


def test_what_the_page_says_of_its_own_stays_when_the_original_changes_again(page, under_way, denis):
    """Taken up again, the page had a text of its own, to be looked at; nobody has looked at it."""
    translating.stop(under_way, by=denis)
    rewrite(twin_of(page), title="By hand")
    rewrite(page, title="Autre titre")
    translating.resume(pair(page), by=denis)
    rewrite(page, title="Encore un autre")
    pair(page).confirmations.filter(path="title").update(is_current=False)
    translating.stop(Translation.objects.get(enabled=True), by=denis)
    assert twin_of(page).get_latest_revision_as_object().title == "By hand"


def test_words_of_the_original_on_the_page_are_not_confirmed_when_it_is_taken_up_again(page, under_way, denis):
    translating.stop(under_way, by=denis)
    rewrite_draft = twin_of(page)
    rewrite_draft.title = page.title
    rewrite_draft.save_revision()
    translating.resume(pair(page), by=denis)
    row = pair(page).confirmations.get(is_current=True, path="title")
    assert row.target_text == f"~ {page.title}"
