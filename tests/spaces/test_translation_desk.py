"""A translation side by side: plain forms, every refusal in words with the typed text kept, closed to everybody else."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from wagtail_localize.models import StringTranslation

from cms.bilingual import chain, ledger, translating
from cms.bilingual.drift import digest
from cms.bilingual.models import State
from cms.bilingual.task_models import Step
from spaces.models import ArticlePage, today
from spaces.services import translations
from tests import factories
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
from tests.spaces.test_translation_queue import at

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LINKED = '<p>See <a href="https://example.org/guide">the guide</a> and <b>call</b>.</p>'


@pytest.fixture(params=["fr", "en"])
def source(request):
    """Everything holds whichever language was first."""
    return request.param


@pytest.fixture
def people(quality):
    return team(quality)


@pytest.fixture
def page(quality, source):
    return written(quality, source)


@pytest.fixture
def mine(people, source):
    return translators(people, source)[0]


@pytest.fixture
def under_way(page, people, mine):
    asked(page, people.editor, assignee=mine)
    return ledger.running(page.translation_key)


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").replace("\u00a0", " ").split())


def desk(client, page, language="en", **query):
    return soup_of(client.get(at("translation", page.translation_key, language=language, **query)))


def post(client, page, segment, text, *, language="en", **more):
    address = at("translation_passage", page.translation_key, language=language)
    data = {"context": segment.context_id, "string": segment.string_id, "text": text, "was": "", **more}
    return client.post(address, data, follow=True)


def step(client, page, do, **more):
    return client.post(at("translation_step", page.translation_key), {"do": do, **more}, follow=True)


def said_by(response):
    return [words(one) for one in soup_of(response).select("main .notice[role=status]")]


# -- whose it is


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


# -- one passage


def test_a_passage_is_confirmed_and_the_next_one_follows(page, people, under_way, mine, as_user):
    client, found = as_user(mine), segments(page)
    response = post(client, page, found[0], "Callback")
    assert response.redirect_chain[-1][0].endswith(f"#p-{found[1].context_id}-{found[1].string_id}")
    assert said_by(response) == ["Confirmed. 4 passages left."]
    assert StringTranslation.objects.get().last_translated_by == mine
    assert len(soup_of(response).select(".passage")) == 4, "what is done is out of sight"
    every = desk(client, page, show="all")
    assert [("done" in one["class"]) for one in every.select(".passage")] == [True, False, False, False, False]
    assert words(every.select_one("#progress strong")) == "12% translated"


def test_the_script_gets_the_passage_alone(page, people, under_way, mine, as_user):
    found = segments(page)
    address = at("translation_passage", page.translation_key)
    data = {"context": found[0].context_id, "string": found[0].string_id, "was": ""}
    client = as_user(mine)
    response = client.post(address, {**data, "text": "Callback"}, headers={"X-Fragment": "passage"})
    soup = soup_of(response)
    assert (response.status_code, soup.html, len(soup.select(".passage"))) == (200, None, 1)
    assert "done" in soup.select_one(".passage")["class"]
    assert words(soup.select_one("#progress strong")) == "12% translated"
    response = client.post(address, {**data, "text": "", "was": digest("Callback")}, headers={"X-Fragment": "passage"})
    assert "refused" in soup_of(response).select_one(".passage")["class"]
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
    translating.save_draft(ledger.running(page.translation_key), by=mine).publish()
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


# -- a changed original: keep, edit, accept


@pytest.fixture
def changed(page, people, under_way, source):
    """Everything was translated and published; then one sentence of the original changed."""
    mine, other, _wrong = translators(people, source)
    translate(page, mine)
    task = chain.task_of(page.translation_key)
    translations.ready(task=task, by=mine)
    translations.approve(task=task, by=other)
    return rewrite(page, body=paragraphs("Un mot.", "Deux bons mots.", "Trois."), by=people.editor)


def test_only_the_changed_sentence_is_shown_with_both_wordings(changed, people, mine, as_user):
    soup = desk(as_user(mine), changed)
    (passage,) = soup.select(".passage")
    before, now = passage.select(".side-a .said")
    assert (words(before), str(now.ins)) == ("Deux mots.", "<ins> bons</ins>")
    assert words(passage.select_one(".earlier .said")) == "~ Deux mots."
    assert passage.select_one("textarea").get_text().strip() == "~ Deux mots."
    assert "Editor Test changed the original on" in words(soup.select_one("main"))
    assert [button.get_text() for button in passage.select("button")][:2] == ["Keep", "Confirm"]


def test_the_translation_is_kept_by_one_button(changed, people, mine, as_user):
    form = desk(as_user(mine), changed).select_one(".earlier form")
    data = {field["name"]: field["value"] for field in form.select("input")}
    assert said_by(as_user(mine).post(form["action"], {**data, "do": "take"}, follow=True)) == [
        "Confirmed. 0 passages left."
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


# -- the steps


def test_it_is_taken_handed_over_sent_back_approved_and_read(page, people, source, as_user):
    mine, other, _wrong = translators(people, source)
    asked(page, people.editor)
    client, reviser = as_user(mine), as_user(other)
    assert said_by(step(client, page, "take")) == ["It is yours."]
    assert said_by(step(client, page, "ready")) == ["5 passages are still to be translated."]
    translate(page, mine)
    assert said_by(step(client, page, "ready")) == ["Ready for revision: the reviser is told."]
    waiting = desk(client, page)
    assert "waits to be revised by somebody else" in words(waiting.select_one("main"))
    assert waiting.select(".box") == []
    soup = desk(reviser, page)
    assert len(soup.select(".passage.done")) == 5, "the reviser sees what was translated in this round"
    assert [button["value"] for button in soup.select("#steps button")] == ["approve", "send_back"]
    assert said_by(step(reviser, page, "send_back", comment="")) == [
        "Say what is to be looked at again: the translator reads it."
    ]
    assert said_by(step(reviser, page, "send_back", comment="The title.")) == ["Sent back, with your comment."]
    assert "The title." in words(desk(client, page).select_one("main"))
    step(client, page, "ready")
    assert said_by(step(reviser, page, "approve")) == ["Approved and published: readers have it."]
    assert twin_of(page).live
    done = desk(client, page)
    assert "Every passage is translated" in words(done.select_one("main"))
    assert said_by(step(client, page, "approve")) == ["This task is over: somebody has just closed it."]


def test_an_approver_without_the_right_to_publish_is_told_who_has_it(page, people, under_way, mine, as_user):
    task = chain.task_of(page.translation_key)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    translate(page, mine)
    translations.ready(task=task, by=mine)
    client = as_user(people.editor)
    assert "You may not publish this page" in words(desk(client, page).select_one("#steps"))
    (said,) = said_by(step(client, page, "approve"))
    assert said.startswith("Approved. You may not publish this page; those who may are told: ")
    assert "Lead Test" in said
    assert not twin_of(page).live
    assert desk(client, page).select("#steps button") == []
    assert said_by(step(as_user(people.lead), page, "publish")) == ["Published: readers have it."]
    assert twin_of(page).live


@pytest.mark.parametrize("do", ["", "nothing", "delete"])
def test_an_unknown_step_is_not_there(page, under_way, mine, as_user, do):
    assert step(as_user(mine), page, do).status_code == 404
    assert chain.task_of(page.translation_key).step == Step.TO_TRANSLATE


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"due_on": "2020-01-01"}, "This day is past: choose today or a later one."),
        ({"due_on": "soon"}, "Enter a valid date."),
        ({"assignee": "999999"}, "Select a valid choice."),
    ],
)
def test_a_task_with_a_wrong_day_or_person_is_refused_with_what_was_typed(page, under_way, mine, as_user, data, why):
    response = as_user(mine).post(at("translation_task", page.translation_key), {"assignee": mine.pk, **data})
    soup = soup_of(response)
    assert why in words(soup.select_one("#task"))
    assert soup.select_one("#task").has_attr("open")
    assert chain.task_of(page.translation_key).due_on is None


def test_who_and_when_are_changed_and_a_day_that_has_passed_may_stay(page, people, under_way, mine, as_user):
    task = chain.task_of(page.translation_key)
    task.due_on = today() - timedelta(days=2)
    task.save()
    data = {"assignee": mine.pk, "reviser": people.lead.pk, "due_on": task.due_on.isoformat()}
    response = as_user(mine).post(at("translation_task", page.translation_key), data, follow=True)
    assert said_by(response) == ["Saved: whoever was given work is told by mail."]
    task.refresh_from_db()
    assert (task.reviser, task.due_on) == (people.lead, today() - timedelta(days=2))
    same = as_user(mine).post(at("translation_task", page.translation_key), {**data, "reviser": mine.pk})
    assert "choose two people" in words(soup_of(same).select_one("#task"))


# -- asking


def test_it_is_asked_for_in_a_form(page, people, mine, as_user):
    client, address = as_user(people.editor), at("translation_ask", page.pk)
    soup = soup_of(client.get(address))
    offered = {option.get_text() for option in soup.select("[name=assignee] option")}
    assert {str(mine), "Whoever takes it"} <= offered
    assert not {str(people.member), str(people.outsider)} & offered
    refused = client.post(address, {"due_on": "2020-01-01", "assignee": mine.pk, "note": "Kept"})
    assert "This day is past" in words(soup_of(refused).select_one("main"))
    assert soup_of(refused).select_one("textarea").get_text().strip() == "Kept"
    assert not ArticlePage.objects.exclude(pk=page.pk).exists()
    response = client.post(address, {"due_on": today().isoformat(), "assignee": mine.pk, "note": "Soon"}, follow=True)
    assert said_by(response) == ["The translation is asked for. Its draft is ready; nobody reads it yet."]
    assert response.redirect_chain[-1][0] == at("translation", page.translation_key)
    assert client.get(address, follow=True).redirect_chain[-1][0] == at("translation", page.translation_key)


def test_it_is_asked_for_by_those_who_write_or_translate_there(page, people, source, as_user):
    address = at("translation_ask", page.pk)
    statuses = {name: as_user(user).get(address).status_code for name, user in vars(people).items()}
    assert {name for name, status in statuses.items() if status == 404} == {"member", "outsider"}
    assert as_user(people.lead).get(at("translation_ask", 999999)).status_code == 404
    home = factories.homes()[source]
    assert as_user(people.lead).get(at("translation_ask", home.pk)).status_code == 404


def test_a_pair_nobody_has_asked_for_leads_to_the_form(page, mine, as_user):
    response = as_user(mine).get(at("translation", page.translation_key))
    assert (response.status_code, response["Location"]) == (302, at("translation_ask", page.pk))


# -- by hand, previews, what it costs


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
    with django_assert_num_queries(27):
        response = client.get(at("translation", page.translation_key))
    assert len(soup_of(response).select(".passage")) == count + 2
