"""Confirming a passage: checked, kept under a name, never over somebody else’s words unawares."""

import json
from types import SimpleNamespace

import pytest
from wagtail_localize.models import StringTranslation

from cms.bilingual import ledger, memory, passages, translating, writing
from cms.bilingual.drift import digest
from cms.bilingual.markup import Unfit
from cms.bilingual.models import Confirmation, Pair, State
from spaces.models import ArticlePage
from tests import factories
from tests.once import begin_with, copy_of, made_by, made_once
from tests.spaces.team import paragraphs, put_out, rewrite, segments, twin_of, written

pytestmark = pytest.mark.django_db


def pytest_generate_tests(metafunc):
    """Everything holds whichever language was first."""
    begin_with(metafunc, "page", "under_way")


made_denis, denis = made_once("denis", lambda: factories.editor("Denis"))


def begun(space, user, source, stage):
    page = written(space, source)
    return SimpleNamespace(page=page, under_way=translating.begin(page, by=user) if stage == "under_way" else None)


made = made_by(begun, "quality", "denis")
page = copy_of("page")
under_way = copy_of("under_way")


def pair(page):
    return Pair.objects.get(pk=page.translation_key)


def confirm(under_way, segment, text, by, was=""):
    return writing.confirm(
        under_way, context=segment.context_id, string=segment.string_id, text=text, was=was, by=by
    )  # fmt: skip


def read(page):
    translation = ledger.running(page.translation_key)
    return passages.passages_of(pair(page), translation, translation.source.as_instance())


def test_a_confirmed_passage_is_kept_under_its_translators_name(page, under_way, denis):
    confirm(under_way, segments(page, "title")[0], " Callback ", denis)
    row = Confirmation.objects.get(pair=page.translation_key, is_current=True)
    assert (row.path, row.source_text, row.target_text, row.by) == ("title", page.title, "Callback", denis)
    assert pair(page).segments == 4
    string = StringTranslation.objects.get()
    assert (string.translation_type, string.last_translated_by, string.has_error) == ("manual", denis, False)


def test_the_passages_stand_in_the_order_of_the_form_with_their_names(page, under_way):
    found, _dropped = read(page)
    assert [(one.place.name, one.text) for one in found] == [
        ("Title", page.title), ("Summary", "En bref."), ("Text", "Un mot."), ("Text", "Deux mots."), ("Text", "Trois."),
    ]  # fmt: skip
    assert [one.is_done for one in found] == [False] * 5
    assert len(passages.grouped(found)) == 3


def test_every_kind_of_block_is_named_for_its_translator(quality, denis):
    body = [
        {"type": "callout", "id": "00000000-0000-4000-8000-000000000001", "value": {"tone": "info", "title": "A", "text": "B"}},
        {"type": "table", "id": "00000000-0000-4000-8000-000000000002", "value": {
            "data": [["C", "D"]], "cell": [], "table_caption": "E", "table_header_choice": "row",
            "first_row_is_table_header": True, "first_col_is_header": False}},
        {"type": "steps", "id": "00000000-0000-4000-8000-000000000003", "value": [
            {"type": "item", "id": "00000000-0000-4000-8000-000000000031", "value": {"title": "F", "text": ""}},
            {"type": "item", "id": "00000000-0000-4000-8000-000000000032", "value": {"title": "G", "text": "H"}}]},
        {"type": "heading", "id": "00000000-0000-4000-8000-000000000004", "value": "I"},
    ]  # fmt: skip
    page = written(quality, "en", body=json.dumps(body))
    translating.begin(page, by=denis)
    found = {one.text: (one.place.name, one.place.detail, one.place.max_length) for one in read(page)[0][2:]}
    assert found == {
        "A": ("Callout", "Title", 120), "B": ("Callout", "Text", None), "E": ("Table", "Caption", None),
        "C": ("Table", "Row 1, column 1", None), "D": ("Table", "Row 1, column 2", None),
        "F": ("Steps", "Step 1 – Step", 160), "G": ("Steps", "Step 2 – Step", 160), "H": ("Steps", "Step 2 – Text", None),
        "I": ("Heading", "", None),
    }  # fmt: skip


def test_the_second_of_two_translators_is_told_who_wrote_what(page, under_way, denis, chantal):
    segment = segments(page, "title")[0]
    confirm(under_way, segment, "First", denis)
    with pytest.raises(writing.Meanwhile) as meanwhile:
        confirm(under_way, segment, "Second", chantal)
    assert (meanwhile.value.row.data, meanwhile.value.row.last_translated_by) == ("First", denis)
    assert StringTranslation.objects.get().data == "First"
    confirm(under_way, segment, "Second", chantal, was=digest("First"))
    assert StringTranslation.objects.get().data == "Second"
    assert [row.target_text for row in pair(page).confirmations.order_by("pk")] == ["First", "Second"]


def test_two_translators_who_write_the_same_are_no_trouble(page, under_way, denis, chantal):
    segment = segments(page, "title")[0]
    confirm(under_way, segment, "Same", denis)
    assert confirm(under_way, segment, "Same", chantal).data == "Same"


def test_a_passage_the_original_lost_is_gone(page, under_way, denis):
    segment = segments(page, "body")[1]
    rewrite(page, body=paragraphs("Un mot.", "Trois."))
    with pytest.raises(writing.Gone):
        confirm(under_way, segment, "Two", denis)
    assert not StringTranslation.objects.exists()


def test_a_passage_that_is_still_there_is_confirmed_although_others_were_added_before_it(page, under_way, denis):
    segment = segments(page, "body")[2]
    rewrite(page, body=paragraphs("Zéro.", "Un mot.", "Deux mots.", "Trois."))
    confirm(under_way, segment, "Three", denis)
    assert [one.text for one in read(page)[0] if one.is_done] == ["Trois."]


@pytest.mark.parametrize("text", ["", "x" * 256])
def test_what_does_not_fit_its_field_is_refused(page, under_way, denis, text):
    with pytest.raises(Unfit):
        confirm(under_way, segments(page, "title")[0], text, denis)
    with pytest.raises(Unfit):
        confirm(under_way, segments(page, "body")[0], "<b>open", denis)
    assert not StringTranslation.objects.exists()


def test_a_changed_passage_shows_both_wordings_and_the_translation_so_far(page, under_way, denis, chantal):
    for segment in segments(page):
        confirm(under_way, segment, f"~ {segment.string.data}", denis)
    rewrite(page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois."), by=chantal)
    found, dropped = read(page)
    (passage,) = [one for one in found if not one.is_done]
    assert passage.change == ("Deux mots.", "Deux<ins> bons</ins> mots.")
    assert (passage.earlier, passage.typed, passage.was) == ("~ Deux mots.", "~ Deux mots.", "")
    assert [(row.by, row.target_text) for row in passage.history] == [(denis, "~ Deux mots.")]
    assert dropped == []
    confirm(under_way, segments(page, "body")[1], passage.earlier_text, chantal)
    assert pair(page).state == State.UP_TO_DATE
    row = pair(page).confirmations.get(is_current=True, source_text="Deux bons mots.")
    assert (row.by, row.target_text) == (chantal, "~ Deux mots.")


def test_a_dropped_passage_is_shown_as_such(page, under_way, denis):
    for segment in segments(page):
        confirm(under_way, segment, f"~ {segment.string.data}", denis)
    put_out(under_way, denis)
    rewrite(page, body=paragraphs("Un mot.", "Trois."))
    found, dropped = read(page)
    assert [row.source_text for row in dropped] == ["Deux mots."]
    assert all(one.is_done for one in found)


def test_a_machine_draft_waits_to_be_read(page, under_way, denis):
    segment = segments(page, "title")[0]
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=twin_of(page).locale, data="Machine",
        translation_type="machine", tool_name="Dummy",
    )  # fmt: skip
    passage = read(page)[0][0]
    assert (passage.is_done, passage.is_machine, passage.typed) == (False, True, "Machine")
    confirm(under_way, segment, "Machine", denis, was=passage.was)
    assert read(page)[0][0].is_done


# -- what was translated elsewhere


def remembered(page, rows=None):
    found, _dropped = read(page)
    rows = Confirmation.objects.all() if rows is None else rows
    memory.recall(found, pair=pair(page), rows=rows, near_rows=rows)
    return {one.text: [(p.said, p.is_near, p.is_here) for p in one.proposals] for one in found if one.proposals}


def said_elsewhere(quality, page, denis, *said, source=None):
    """Another page in the same language whose paragraphs are translated."""
    other = written(quality, source or page.language, "Autre", body=paragraphs(*[text for text, _words in said]))
    translation = translating.begin(other, by=denis)
    for segment, (_text, words) in zip(segments(other, "body"), said, strict=True):
        confirm(translation, segment, words, denis)
    return other


def test_the_same_words_translated_elsewhere_are_offered_the_latest_first(quality, page, under_way, denis):
    said_elsewhere(quality, page, denis, ("Un mot.", "One word."))
    said_elsewhere(quality, page, denis, ("Un mot.", "A word."))
    assert remembered(page) == {"Un mot.": [("A word.", False, False), ("One word.", False, False)]}


def test_what_is_the_same_in_both_directions_is_offered_in_both(quality, page, under_way, denis):
    other = "en" if page.language == "fr" else "fr"
    said_elsewhere(quality, page, denis, ("One word.", "Un mot."), source=other)
    assert remembered(page) == {"Un mot.": [("One word.", False, False)]}


def test_nearly_the_same_is_offered_with_its_difference(quality, page, under_way, denis):
    long = "Les appels du lundi matin attendent trop longtemps dans notre file."
    rewrite(page, body=paragraphs(long))
    said_elsewhere(quality, page, denis, (long.replace("lundi", "mardi"), "Tuesday calls wait."), ("Deux.", "Two."))
    assert remembered(page) == {long: [("Tuesday calls wait.", True, False)]}
    found, _dropped = read(page)
    rows = Confirmation.objects.all()
    memory.recall(found, pair=pair(page), rows=rows, near_rows=rows)
    (proposal,) = next(one.proposals for one in found if one.proposals)
    assert proposal.difference[0] == long.replace("lundi", "<del>mardi</del>")


def test_what_is_not_alike_enough_is_not_offered(quality, page, under_way, denis):
    rewrite(page, body=paragraphs("Les appels du lundi matin attendent trop longtemps."))
    said_elsewhere(quality, page, denis, ("Les appels du soir sont répondus tout de suite par une équipe.", "No."))
    assert remembered(page) == {}


def test_nothing_is_offered_of_what_may_not_be_quoted(quality, page, under_way, denis):
    said_elsewhere(quality, page, denis, ("Un mot.", "One word."))
    assert remembered(page, Confirmation.objects.none()) == {}


def test_a_passage_that_comes_twice_on_a_page_is_offered_and_fills_the_other(page, under_way, denis):
    rewrite(page, summary="Pareil.", body=paragraphs("Pareil.", "Autre."))
    found, _dropped = read(page)
    twice = [one for one in found if one.text == "Pareil."]
    assert [one.others for one in twice] == [1, 1]
    confirm(under_way, SimpleNamespace(context_id=twice[0].context, string_id=twice[0].string), "Same.", denis)
    assert remembered(page) == {"Pareil.": [("Same.", False, True)]}
    others = [one for one in read(page)[0] if one.text == "Pareil." and not one.is_done]
    assert writing.fill(under_way, others, text="Same.", by=denis) == 1
    assert [one.typed for one in read(page)[0] if one.text == "Pareil."] == ["Same.", "Same."]


def test_filling_leaves_what_the_words_do_not_fit(page, under_way, denis):
    rewrite(page, title="Pareil.", body=paragraphs("Pareil."))
    others = [one for one in read(page)[0] if one.text == "Pareil."]
    assert writing.fill(under_way, others, text="x" * 300, by=denis) == 1
    assert next(row.context.path for row in StringTranslation.objects.select_related("context")).startswith("body")


@pytest.mark.parametrize("count", [1, 5, 50])
def test_reading_and_remembering_cost_the_same_whatever_the_length(quality, denis, count, django_assert_num_queries):
    page = written(quality, "fr", body=paragraphs(*[f"Un paragraphe parmi d’autres, le {n}." for n in range(count)]))
    translation = translating.begin(page, by=denis)
    factories.article(quality, fr="Autre", en="Other")
    original, row = translation.source.as_instance(), pair(page)
    rows = Confirmation.objects.all()
    with django_assert_num_queries(3 + 2):
        found, _dropped = passages.passages_of(row, translation, original)
        memory.recall(found, pair=row, rows=rows, near_rows=rows)
    assert len(found) == count + 2
    assert ArticlePage.objects.count() == 4
