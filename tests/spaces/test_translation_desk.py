"""A translation side by side: plain forms, every refusal in words with the typed text kept, closed to all others."""

import uuid

import pytest
from wagtail_localize.models import StringTranslation

from cms.bilingual import ledger
from cms.bilingual.drift import digest
from spaces.services import translations
from tests.spaces.side_by_side import at, desk, post, said_by, soup_of, words
from tests.spaces.team import (
    asked,
    paragraphs,
    put_out,
    ready,
    rewrite,
    segments,
    translate,
    translators,
    twin_of,
    written,
)

pytestmark = pytest.mark.django_db


LINKED = '<p>See <a href="https://example.org/guide">the guide</a> and <b>call</b>.</p>'


def test_it_is_there_for_those_who_translate_it_and_for_nobody_else(page, people, under_way, source, as_user, alice):
    mine, other, wrong = translators(people, source)
    inside = {mine, other, people.editor, people.lead}
    addresses = {
        "get": [at("translation", page.translation_key), at("translation_preview", page.translation_key, "fr"),
                at("translation_preview", page.translation_key, "en")],
        "post": [at(f"translation_{name}", page.translation_key) for name in ("passage", "step", "task")],
    }  # fmt: skip
    for user in (*vars(people).values(), alice):
        client = as_user(user)
        for method, found in addresses.items():
            for address in found:
                status = getattr(client, method)(address).status_code
                assert (status == 404) == (user not in inside) or (status == 404 and address.endswith("/step/")), (
                    address
                )
    assert wrong not in inside
    missing = at("translation", uuid.uuid4())
    assert as_user(mine).get(missing).status_code == 404


def test_it_shows_both_sides_with_their_languages(page, people, under_way, mine, source, as_user):
    soup = desk(as_user(mine), page)
    assert words(soup.h1) == page.title
    assert [words(one) for one in soup.select(".side-a .said")] == [
        page.title,
        "En bref.",
        "Un mot.",
        "Deux mots.",
        "Trois.",
    ]
    for column, code in (("side-a", source), ("side-b", "fr" if source == "en" else "en")):
        languages = {
            (one if column == "side-a" else one.select_one("textarea")).get("lang", "en")
            for one in soup.select(f".{column}")
        }
        assert languages == {code}
    assert [words(one) for one in soup.select(".passages > h2")] == ["Title", "Summary", "Text"]
    assert words(soup.select_one("#progress strong")) == "0% translated"
    said = words(soup.select_one("main"))
    for found in (
        "Quality",
        "Practice article",
        "To translate",
        "Yours to translate.",
        "5 passages are left",
        "8 words left of 8",
    ):
        assert found in said
    french = words(desk(as_user(mine), page, language="fr").select_one("main"))
    for found in ("Qualité", "Il reste 5 passages avant la révision.", "Traduit à 0 %", "restent 8 mots sur 8"):
        assert found in french


def test_a_passage_is_confirmed_and_the_next_one_follows(page, people, under_way, mine, as_user):
    client, found = as_user(mine), segments(page)
    response = post(client, page, found[0], "Callback")
    assert response.redirect_chain[-1][0].endswith(f"#p-{found[1].context_id}-{found[1].string_id}")
    assert said_by(response) == ["Confirmed. 4 passages left."]
    assert StringTranslation.objects.get().last_translated_by == mine
    assert len(soup_of(response).select(".passage")) == 4, "what is done is out of sight"
    every = desk(client, page, show="all")
    assert [("done" in one["class"]) for one in every.select(".passage")] == [True, False, False, False, False]
    assert words(every.select_one("#progress strong")) == "13% translated"


def test_the_script_gets_the_passage_alone(page, people, under_way, mine, as_user):
    found = segments(page)
    address = at("translation_passage", page.translation_key)
    data = {"context": found[0].context_id, "string": found[0].string_id, "was": ""}
    client = as_user(mine)
    response = client.post(address, {**data, "text": "Callback"}, headers={"X-Fragment": "passage"})
    soup = soup_of(response)
    assert (response.status_code, soup.html, len(soup.select(".passage"))) == (200, None, 1)
    assert "done" in soup.select_one(".passage")["class"]
    assert words(soup.select_one("#progress strong")) == "13% translated"
    response = client.post(address, {**data, "text": "", "was": digest("Callback")}, headers={"X-Fragment": "passage"})
    passage = soup_of(response).select_one(".passage")
    assert "refused" in passage["class"]
    assert passage.select_one("details.change").has_attr("open"), "what was typed is there to be seen"
    assert "There is no text" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("title", "", "There is no text: type the translation first."),
        ("title", "x" * 256, "This field holds 255 characters at most, and the text has 256."),
        ("summary", "x" * 301, "This field holds 300 characters at most, and the text has 301."),
        ("body", "<b>Un mot", "<b> is not closed."),
        ("body", "<i onclick='x'>Un</i>", "In <i>, nothing may follow the name of the tag."),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_passage_with_the_text(
    page, people, under_way, mine, as_user, path, text, why
):
    segment = segments(page, path)[0]
    soup = soup_of(post(as_user(mine), page, segment, text))
    passage = soup.select_one(".passage.refused")
    assert words(passage.select_one("[role=alert]")) == why
    box = passage.select_one("textarea")
    assert box.get_text().removeprefix("\n") == text
    assert box["aria-describedby"] == passage.select_one("[role=alert]")["id"]
    assert not StringTranslation.objects.exists()
    assert len(soup.select(".passage")) == 5


def test_links_and_emphasis_are_shown_and_kept(quality, people, source, as_user):
    page = written(quality, source, body=paragraphs("x").replace("<p>x</p>", LINKED.replace('"', '\\"')))
    mine = translators(people, source)[0]
    asked(page, people.editor, assignee=mine)
    client, segment = as_user(mine), segments(page, "body")[0]
    passage = desk(client, page).select(".passage")[2]
    assert words(passage.select_one(".said")) == 'See <a id="a1"> the guide </a> and <b> call </b> .'
    assert words(passage.select_one(".linked")) == "a1 https://example.org/guide"
    refused = soup_of(post(client, page, segment, "Voir le guide et <b>appeler</b>."))
    assert 'The original has <a id="a1">…</a>' in words(refused.select_one("[role=alert]"))
    post(client, page, segment, 'Voir <a id="a1">le guide</a> et <b>appeler</b>.')
    translate(page, mine, {segment.context.path: 'Voir <a id="a1">le guide</a> et <b>appeler</b>.'})
    put_out(ledger.running(page.translation_key), mine)
    html = twin_of(page).body.raw_data[0]["value"]
    assert '<a href="https://example.org/guide">le guide</a> et <b>appeler</b>' in html


def test_the_second_of_two_translators_sees_both_texts(page, people, under_way, mine, source, as_user):
    other = translators(people, source)[1]
    segment = segments(page, "title")[0]
    post(as_user(mine), page, segment, "First")
    soup = soup_of(post(as_user(other), page, segment, "Second"))
    passage = soup.select_one(".passage.refused")
    assert f"{mine} wrote something else meanwhile" in words(passage)
    assert words(passage.select_one(".errors .said")) == "First"
    assert passage.select_one("textarea").get_text().strip() == "Second"
    was = passage.select_one(".box [name=was]")["value"]
    assert said_by(post(as_user(other), page, segment, "Second", was=was)) == ["Confirmed. 4 passages left."]
    row = StringTranslation.objects.get()
    assert (row.data, row.last_translated_by) == ("Second", other)
    history = desk(as_user(mine), page, show="all").select_one(".passage .past")
    assert [words(one).partition(" ,")[0] for one in history.select("li")] == [str(other), str(mine)]


def test_what_was_typed_for_a_passage_that_changed_meanwhile_is_kept_beside_the_new_one(page, under_way, mine, as_user):
    segment = segments(page, "body")[1]
    rewrite(page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois."))
    passage = soup_of(post(as_user(mine), page, segment, "Two words.")).select_one(".passage.refused")
    assert "The original changed while you were writing" in words(passage)
    assert words(passage.select_one(".side-a .said")) == "Deux bons mots."
    assert passage.select_one("textarea").get_text().strip() == "Two words."


def test_what_was_typed_for_a_passage_that_is_gone_is_shown_above_all(page, under_way, mine, as_user):
    segment = segments(page, "body")[1]
    rewrite(page, body="[]")
    soup = soup_of(post(as_user(mine), page, segment, "Two words."))
    alert = soup.select_one("main > .wrap > [role=alert]")
    assert "no longer has the passage" in words(alert)
    assert alert.select_one("textarea").get_text().strip() == "Two words."
    assert soup.select(".passage.refused") == []


@pytest.mark.parametrize("bad", [{"context": "x"}, {"string": "9" * 30}, {"context": "-1", "string": ""}])
def test_a_crafted_passage_changes_nothing(page, under_way, mine, as_user, bad):
    response = post(as_user(mine), page, segments(page)[0], "Text", **bad)
    assert response.status_code == 200
    assert not StringTranslation.objects.exists()
    assert soup_of(response).select_one("[role=alert] textarea").get_text().strip() == "Text"


def test_the_passage_of_another_page_is_not_written_through_this_one(
    quality, page, people, under_way, mine, source, as_user
):
    other = written(quality, source, "Autre")
    asked(other, people.editor)
    response = post(as_user(mine), page, segments(other, "title")[0], "Text")
    assert not StringTranslation.objects.exists()
    assert soup_of(response).select_one("[role=alert] textarea") is not None


@pytest.mark.parametrize("to_revise", [False, True])
def test_once_the_last_passage_is_confirmed_the_next_step_is_said(page, people, source, as_user, to_revise):
    """The script comes back with this query."""
    task, mine, other = ready(page, people, source)
    reader = other if to_revise else mine
    if not to_revise:
        translations.send_back(task=task, by=other, comment="x")
    (said,) = desk(as_user(reader), page, done=1).select("#done[role=status][tabindex]")
    following = "Now approve it, or send it back." if to_revise else "Read it once more, then pass it on for revision."
    assert words(said) == f"Every passage is confirmed. {following}"
    assert not desk(as_user(reader), page).select("#done")


def test_nothing_is_said_to_be_done_while_a_passage_is_left(page, people, mine, as_user):
    asked(page, people.editor, assignee=mine)
    assert not desk(as_user(mine), page, done=1).select("#done")
