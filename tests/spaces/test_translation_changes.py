"""When the original changes: keep, edit or accept; what is offered and from where; pages edited by hand."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail_localize.models import StringTranslation

from cms import dates
from cms.bilingual import chain
from cms.bilingual.models import Pair, State
from spaces.services import translations
from tests import factories
from tests.spaces.side_by_side import at, desk, post, said_by, soup_of, step, words
from tests.spaces.team import (
    asked,
    pair_of,
    paragraphs,
    rewrite,
    segments,
    team,
    translate,
    translators,
    twin_of,
    written,
)

pytestmark = pytest.mark.django_db


def test_only_the_changed_sentence_is_shown_with_both_wordings(changed, people, mine, as_user):
    soup = desk(as_user(mine), changed)
    (passage,) = soup.select(".passage")
    before, now = passage.select(".side-a .said")
    assert (words(before), str(now.ins)) == ("Deux mots.", "<ins> bons</ins>")
    assert words(passage.select_one(".earlier .said")) == "~ Deux mots."
    assert passage.select_one("textarea").get_text().strip() == "~ Deux mots."
    assert "Editor Test changed the original on" in words(soup.select_one("main"))
    assert [button.get_text() for button in passage.select("button")][:2] == ["Keep", "Confirm"]


def test_the_day_it_changed_is_that_of_the_queue(changed, mine, as_user):
    """Since when it is behind, whenever the log was told."""
    since = timezone.now() - timedelta(days=3)
    Pair.objects.filter(pk=changed.translation_key).update(since=since)
    day = dates.day(since).replace("\u00a0", " ")
    assert f"changed the original on {day} : what changed" in words(desk(as_user(mine), changed).main)
    assert f"since {day}" in words(soup_of(as_user(mine).get(at("translations"))).select_one(".jobs"))


def test_the_translation_is_kept_by_one_button(changed, people, mine, as_user):
    form = desk(as_user(mine), changed).select_one(".earlier form")
    data = {field["name"]: field["value"] for field in form.select("input")}
    assert said_by(as_user(mine).post(form["action"], {**data, "do": "take"}, follow=True)) == [
        "Confirmed. No passage is left. Read it once more, then pass it on for revision."
    ]
    pair = pair_of(changed)
    assert (pair.state, pair.is_unpublished) == (State.UP_TO_DATE, False)
    row = pair.confirmations.get(is_current=True, source_text="Deux bons mots.")
    assert (row.target_text, row.by) == ("~ Deux mots.", mine)


def test_the_translation_is_edited(changed, mine, as_user):
    (passage,) = desk(as_user(mine), changed).select(".passage")
    data = {field["name"]: field["value"] for field in passage.select(".box input")}
    as_user(mine).post(passage.select_one(".box")["action"], {**data, "text": "Two good words.", "do": "confirm"})
    assert (pair_of(changed).state, pair_of(changed).is_unpublished) == (State.UP_TO_DATE, True)
    assert "Two good words." not in twin_of(changed).body.raw_data[0]["value"], "readers have what was published"


def test_a_proposal_is_accepted_with_where_it_comes_from(quality, changed, people, mine, source, as_user):
    other = written(quality, source, "Autre", body=paragraphs("Deux bons mots."))
    asked(other, people.editor, assignee=mine)
    translate(other, mine)
    task = chain.task_of(other.translation_key)
    translations.ready(task=task, by=mine)
    translations.approve(task=task, by=people.lead)
    form = desk(as_user(mine), changed).select(".earlier")[1]
    assert words(form.select_one(".label")).startswith(f"In “ {other.title} ”")
    data = {field["name"]: field["value"] for field in form.select("input")}
    as_user(mine).post(form.form["action"], {**data, "do": "take"})
    assert (
        pair_of(changed).confirmations.get(is_current=True, source_text="Deux bons mots.").target_text
        == "~ Deux bons mots."
    )


def test_a_proposal_never_names_nor_quotes_what_its_reader_may_not_read(
    quality, changed, people, mine, source, as_user
):
    draft = written(quality, source, "Brouillon Zirconium", body=paragraphs("Deux bons mots."), live=False)
    asked(draft, people.editor, assignee=mine)
    translate(draft, mine)
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False)
    inside = team(closed, prefix="closed")
    secret = written(closed, source, "Secret Zirconium", body=paragraphs("Deux bons mots."))
    asked(secret, inside.editor, assignee=translators(inside, source)[0])
    translate(
        secret,
        translators(inside, source)[0],
        dict.fromkeys([s.context.path for s in segments(secret)], "Zirconium words"),
    )
    html = as_user(mine).get(at("translation", changed.translation_key)).content.decode()
    assert "Zirconium" not in html
    found = [words(one) for one in BeautifulSoup(html, "html.parser").select(".earlier .label")]
    assert [one.partition(",")[0] for one in found] == ["Translation so far", "Elsewhere"]


def test_what_comes_twice_is_put_in_both_places_on_request(quality, people, source, as_user):
    page = written(quality, source, body=paragraphs("Pareil.", "Autre."))
    page = rewrite(page, summary="Pareil.")
    mine = translators(people, source)[0]
    asked(page, people.editor, assignee=mine)
    client = as_user(mine)
    passage = desk(client, page).select(".passage")[1]
    assert [button.get_text() for button in passage.select("button")][-1] == "Confirm, here and in 1 other place"
    response = post(client, page, segments(page, "summary")[0], "Same.", do="fill")
    assert said_by(response) == ["Confirmed, and put in 1 other place. 2 passages left."]
    assert {row.data for row in StringTranslation.objects.all()} == {"Same."}


def test_pages_edited_by_hand_show_both_texts_and_two_ways_on(changed, people, mine, as_user):
    client = as_user(mine)
    assert said_by(step(client, changed, "stop")) == ["The page is edited by hand from now on."]
    rewrite(twin_of(changed), title="By hand")
    soup = desk(client, changed)
    assert [button["value"] for button in soup.select("#steps button")] == ["same", "resume"]
    chips = [words(one) for one in soup.select(".passage .chip")]
    assert chips == ["Translation changed alone", "Original changed"]
    response = post(client, changed, segments(changed)[0], "Typed")
    assert said_by(response) == ["The two pages are edited by hand now: nothing was saved here."]
    assert said_by(step(client, changed, "resume")) == ["The translation is taken up again; nothing was lost."]
    (passage,) = desk(client, changed).select(".passage")
    assert words(passage.select_one(".earlier")).startswith("On the page now ~ Deux mots.")
    assert twin_of(changed).title == "By hand"


def test_pages_built_otherwise_are_explained(changed, mine, as_user):
    client = as_user(mine)
    step(client, changed, "stop")
    rewrite(twin_of(changed), body=paragraphs("one", "two"))
    soup = desk(client, changed)
    assert [button["value"] for button in soup.select("#steps button")] == ["same"]
    assert "not built alike: in 1 place" in words(soup.select_one("main"))
    assert "Only in the original" in words(soup.select_one("main"))
    assert said_by(step(client, changed, "same")) == ["Noted: both pages say the same."]
    assert pair_of(changed).state == State.UP_TO_DATE


def test_both_pages_are_seen_as_they_will_be(page, under_way, mine, source, as_user):
    client = as_user(mine)
    post(client, page, segments(page, "title")[0], "Callback in short")
    for language in ("fr", "en"):
        response = client.get(at("translation_preview", page.translation_key, language))
        soup = soup_of(response)
        assert words(soup.h1) == (page.title if language == source else "Callback in short")
        assert (soup.html["lang"], response["Content-Language"]) == (f"{language}-CA", language)
    assert client.get(at("translation_preview", page.translation_key, "de")).status_code == 404
    assert not twin_of(page).live


@pytest.mark.parametrize("count", [1, 5, 50])
def test_it_asks_as_much_for_fifty_passages_as_for_one(quality, people, as_user, count, django_assert_num_queries):
    page = written(quality, "fr", body=paragraphs(*[f"Un paragraphe à traduire, le numéro {n}." for n in range(count)]))
    other = written(
        quality, "fr", "Autre", body=paragraphs(*[f"Un paragraphe à traduire, le numéro {n}." for n in range(count)])
    )
    mine = translators(people, "fr")[0]
    for one in (page, other):
        asked(one, people.editor, assignee=mine)
    translate(other, mine)
    client = as_user(mine)
    for _ in range(2):
        client.get(at("translation", page.translation_key))
    with django_assert_num_queries(31):
        response = client.get(at("translation", page.translation_key))
    assert len(soup_of(response).select(".passage")) == count + 2


def test_whoever_takes_a_translation_up_again_is_not_said_to_have_changed_the_original(changed, people, mine, as_user):
    translations.stop(pair=pair_of(changed), by=mine)
    rewrite(changed, body=paragraphs("Un mot.", "Deux bons mots.", "Trois mots."), by=people.editor)
    translations.resume(pair=pair_of(changed), by=people.lead)
    assert pair_of(changed).changed_by == people.editor
    main = words(desk(as_user(mine), changed).main)
    assert "Lead Test changed the original" not in main
    assert "The original changed on" in main or "Editor Test changed the original on" in main


def test_a_translation_taken_up_again_says_who_changed_its_original_and_when(changed, people, mine, as_user):
    since = timezone.now() - timedelta(days=3)
    Pair.objects.filter(pk=changed.translation_key).update(since=since)
    translations.stop(pair=pair_of(changed), by=mine)
    translations.resume(pair=pair_of(changed), by=people.lead)
    day = dates.day(since).replace("\u00a0", " ")
    said = f"{people.editor} changed the original on {day} : what changed waits for you below."
    assert said in words(desk(as_user(mine), changed).main)
