"""A translation given up for editing by hand: the words of the original never go out as a translation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.bilingual import gate, ledger
from cms.bilingual.gate_models import Ending, Waiting
from cms.bilingual.models import State
from spaces.models import today
from spaces.services import exceptions, translations
from spaces.services.memberships import Refused
from tests.spaces.publishing import (
    SAYS_SO,
    by_approval,
    by_code,
    by_form,
    by_the_clock,
    fresh,
    in_bulk,
    said,
)
from tests.spaces.side_by_side import desk, said_by, step, words
from tests.spaces.team import asked, official, pair_of, paragraphs, rewrite, segments, translate, twin_of, written

pytestmark = pytest.mark.django_db
WAYS = [by_form, in_bulk, by_the_clock, by_approval]
REFUSED = {
    by_form: "page does not say 3 passages of the original yet: write them there",  # its body was emptied on the form, and the rest written anew
    in_bulk: "5 passages of the translation still have the words of the original: “",
    by_approval: "” and 2 others. Translate them on the page, or say on the translators’ desk",
}
KINDS = {"article": written, "official": official}


@pytest.fixture
def client(people, as_user):
    return as_user(people.lead)


def given_up(page, people, mine, confirmed=None):
    """Its translation, stopped when some of it was said; the original of official content is published, and waits."""
    asked(page, people.editor, assignee=mine)
    if confirmed:
        pair, under_way = pair_of(page), ledger.running(page.translation_key)
        (segment,) = segments(page, confirmed)
        translations.confirm(
            pair=pair, translation=under_way, by=mine, context=segment.context_id, string=segment.string_id,
            text="Said", was="",
        )  # fmt: skip
    translations.stop(pair=pair_of(page), by=mine)
    if not page.live:
        gate.keep(fresh(page).latest_revision, by=people.lead)
    return twin_of(page)


def by_hand(page, by=None, **words):
    """A draft of the translation, written on the editors' desk."""
    twin = twin_of(page).get_latest_revision_as_object()
    for name, value in words.items():
        setattr(twin, name, value)
    return twin.save_revision(user=by)


EVERYTHING = {"title": "All", "summary": "Of it.", "body": paragraphs("one", "two", "three")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_the_words_of_the_original_are_published_in_no_way(quality, people, mine, source, as_user, kind, way):
    page = KINDS[kind](quality, source)
    given_up(page, people, mine)
    people.lead.language = "en"
    people.lead.save()
    assert (pair_of(page).state, pair_of(page).percent, pair_of(page).segments) == (State.INCOMPLETE, 0, 5)
    response = way(as_user(people.lead), twin_of(page))
    assert not twin_of(page).live
    assert fresh(page).live == (kind == "article")
    if way in SAYS_SO:
        assert REFUSED[way] in said(response)


@pytest.mark.parametrize("kind", KINDS)
def test_nor_by_code_nor_when_a_part_was_translated(quality, people, mine, source, kind):
    page = KINDS[kind](quality, source)
    twin = given_up(page, people, mine, confirmed="title")
    assert (pair_of(page).state, pair_of(page).percent, pair_of(page).segments) == (State.INCOMPLETE, 20, 4)
    held = gate.keep(twin.latest_revision, by=people.lead)
    assert [(one.kind, one.count, one.language) for one in held.obstacles] == [("left", 4, twin.language)]
    if kind == "article":
        with pytest.raises(gate.NotReady):
            by_code(None, twin)
    assert not twin_of(page).live


def test_two_pages_with_the_same_words_are_not_said_to_say_the_same(page, people, mine):
    given_up(page, people, mine, confirmed="title")
    with pytest.raises(Refused, match="4 passages of the translation still have the words of the original"):
        translations.say_the_same(pair=pair_of(page), by=mine)
    assert pair_of(page).state == State.INCOMPLETE


@pytest.mark.parametrize("kind", KINDS)
def test_written_by_hand_it_is_published(quality, people, mine, source, kind):
    page = KINDS[kind](quality, source)
    given_up(page, people, mine)
    by_hand(page, title="All", summary="Of it.")
    assert (pair_of(page).state, pair_of(page).percent) == (State.INCOMPLETE, 40)
    revision = by_hand(page, by=people.lead, **EVERYTHING)
    assert (pair_of(page).state, pair_of(page).percent) == (State.UP_TO_DATE, 100)
    assert gate.keep(revision, by=people.lead) is None
    assert (fresh(page).live, twin_of(page).live, twin_of(page).title) == (True, True, "All")


def test_what_its_translator_confirmed_keeps_their_name(page, people, mine):
    given_up(page, people, mine, confirmed="title")
    by_hand(page, summary="Of it.", body=EVERYTHING["body"])
    rows = pair_of(page).confirmations.filter(is_current=True)
    assert {(row.path.partition(".")[0], row.by) for row in rows} == {
        ("title", mine), ("summary", None), ("body", None)
    }  # fmt: skip


def test_an_older_version_with_the_words_of_the_original_is_not_published_either(page, people, mine):
    twin = given_up(page, people, mine)
    first = twin.latest_revision
    by_hand(page, **EVERYTHING)
    assert [one.kind for one in gate.keep(first, by=people.lead).obstacles] == ["left"]
    assert not twin_of(page).live


def test_a_name_is_said_to_be_the_same_in_both_languages(page, people, mine, as_user):
    given_up(page, people, mine)
    client = as_user(mine)
    soup = desk(client, page)
    assert "5 passages, marked below, still have the words of the original." in words(soup.select_one("main"))
    assert [button["value"] for button in soup.select("#steps button")] == ["resume"]
    by_hand(page, **EVERYTHING | {"title": page.title})
    (form,) = desk(client, page).select(".passage form")
    where = {field["name"]: field["value"] for field in form.select("input[name=path], input[name=mark]")}
    assert words(form.select_one("button")) == "The same in both languages"
    assert said_by(step(client, page, "same_passage", **where)) == [
        "Noted: this passage is the same in both languages. Nothing is published by this; the translation may be, in "
        "the editors’ desk."
    ]
    row = pair_of(page).confirmations.get(is_current=True, path="title")
    assert (row.target_text, row.by, pair_of(page).state) == (page.title, mine, State.UP_TO_DATE)
    assert gate.keep(twin_of(page).latest_revision, by=people.lead) is None
    assert (twin_of(page).live, twin_of(page).title) == (True, page.title)


@pytest.mark.parametrize(("path", "mark"), [("", ""), ("title", "0" * 32), ("nothing", "0" * 32)])
def test_a_passage_that_is_not_there_is_not_said_to_be_the_same(page, people, mine, as_user, path, mark):
    given_up(page, people, mine)
    response = step(as_user(mine), page, "same_passage", path=path, mark=mark)
    assert said_by(response) == ["This passage has changed since: look at it again."]
    assert not pair_of(page).confirmations.exists()


def test_an_exception_ends_once_the_page_is_published_not_before(quality, people, mine, source):
    page = official(quality, source)
    twin = given_up(page, people, mine)
    exemption, held = exceptions.record(page=fresh(page), by=people.lead, reason="x", owner=people.lead, due_on=today())
    assert (held, fresh(page).live) == (None, True)
    assert gate.keep(twin.latest_revision, by=people.lead) is not None
    exemption.refresh_from_db()
    assert (exemption.closed_at, twin_of(page).live) == (None, False)
    assert gate.keep(by_hand(page, **EVERYTHING), by=people.lead) is None
    exemption.refresh_from_db()
    assert (exemption.ending, twin_of(page).live, Waiting.objects.count()) == (Ending.PUBLISHED, True, 0)


def test_an_exception_for_the_translation_does_not_let_the_words_of_the_original_out(quality, people, mine, source):
    page = official(quality, source)
    twin = given_up(page, people, mine)
    type(page).objects.filter(pk=page.pk).update(live=True)
    exceptions.record(page=twin, by=people.lead, reason="x", owner=people.lead, due_on=today())
    assert [one.kind for one in gate.keep(twin.latest_revision, by=people.lead).obstacles] == ["left"]
    assert not twin_of(page).live


def test_a_paragraph_added_to_the_original_is_not_published_untranslated(page, people, mine):
    given_up(page, people, mine)
    gate.keep(by_hand(page, **EVERYTHING), by=people.lead)
    added = paragraphs("Un mot.", "Deux mots.", "Trois.", "Quatre mots de plus.")
    rewrite(page, body=added)
    assert pair_of(page).state == State.SOURCE_CHANGED
    held = gate.keep(by_hand(page, body=paragraphs("one", "two", "three", "Quatre mots de plus.")), by=people.lead)
    assert [(one.kind, one.count, one.why) for one in held.obstacles] == [("left", 1, "Quatre mots de plus.")]
    assert gate.keep(by_hand(page, body=paragraphs("one", "two", "three", "four more")), by=people.lead) is None


def test_a_translation_under_way_whose_words_are_confirmed_as_they_are_is_published(page, people, mine, source):
    """Side by side, confirming the words of the original says that they are the same."""
    asked(page, people.editor, assignee=mine)
    translate(page, mine, {"title": page.title})
    translations.stop(pair=pair_of(page), by=mine)
    assert pair_of(page).state == State.UP_TO_DATE
    assert gate.keep(twin_of(page).latest_revision, by=people.lead) is None


def test_no_minute_is_set_for_the_words_of_the_original(page, people, mine):
    given_up(page, people, mine)
    later = timezone.now() + timedelta(days=1)
    assert gate.keep(by_hand(page, go_live_at=later), by=people.lead) is not None
    assert not twin_of(page).revisions.exclude(approved_go_live_at=None).exists()
    revision = by_hand(page, go_live_at=later, **EVERYTHING)
    assert gate.keep(revision, by=people.lead) is None
    assert twin_of(page).scheduled_revision == revision


def test_words_the_original_had_when_it_was_given_up_are_no_translation_of_what_it_says_now(
    page, people, mine, as_user
):
    given_up(page, people, mine)
    rewrite(page, title="Un autre titre")
    by_hand(page, **EVERYTHING | {"title": page.title})
    assert (pair_of(page).state, pair_of(page).segments) == (State.INCOMPLETE, 1)
    held = gate.keep(twin_of(page).latest_revision, by=people.lead)
    assert [(one.kind, one.why) for one in held.obstacles] == [("left", page.title)]
    soup = desk(as_user(mine), page)
    assert [words(chip) for chip in soup.select(".passage .chip")] == ["Not translated"]
    assert soup.select(".passage form") == []
    assert gate.keep(by_hand(page, **EVERYTHING), by=people.lead) is None
