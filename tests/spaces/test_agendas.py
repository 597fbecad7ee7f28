"""Agendas: their items at their hours, with what is no word the same in both languages, whichever was first."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from cms import versions
from cms.bilingual import gate, gate_words, ledger
from spaces.models import Meeting, MeetingPage, agenda_words
from spaces.services import translations
from tests import factories
from tests.spaces.desk import edit_url
from tests.spaces.side_by_side import at, words
from tests.spaces.team import approved, asked, put_out, translate, translators

STARTS = datetime(2026, 12, 10, 18, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
KEYS = [f"{number}" * 8 + "-1111-4111-8111-111111111111" for number in range(1, 5)]


@pytest.fixture(autouse=True)
def before():
    with time_machine.travel(NOW, tick=False):
        yield


def item(number, title, *, minutes=15, **value):
    """An item as it is stored."""
    return {"type": "item", "id": KEYS[number], "value": {"title": title, "minutes": minutes, "lead": "", **value}}


def raw(*items):
    return json.dumps(list(items))


@pytest.fixture
def page(quality, people, source):
    """A meeting written in one language, translated and read in both."""
    meeting = Meeting.objects.create(space=quality, starts_at=STARTS, ends_at=STARTS.replace(hour=19))
    agenda = raw(item(0, "Un", minutes=20, kind="issue"), item(1, "Deux"))
    said = {source: {"title": "Rencontre", "summary": "En bref.", "agenda": agenda}}
    made = factories.pair(MeetingPage, factories.parents(quality), said, live=False, meeting=meeting)[source]
    made.save_revision()
    mine = translators(people, source)[0]
    asked(made, people.editor, assignee=mine)
    translate(made, mine)
    approved(ledger.running(made.translation_key), mine)
    made = MeetingPage.objects.get(pk=made.pk)
    made.latest_revision.publish()
    return MeetingPage.objects.get(pk=made.pk)


def twin(page):
    return MeetingPage.objects.exclude(pk=page.pk).get(meeting=page.meeting)


def facts(page):
    """[(title, minutes, kind, topic)] as readers have them."""
    return [
        (line.item["title"], line.item["minutes"], line.item["kind"], line.item["topic"])
        for line in MeetingPage.objects.get(pk=page.pk).lines
    ]


@pytest.mark.parametrize("source", ["fr", "en"])
def test_what_is_no_word_follows_the_original_in_either_direction(page, people, source):
    topic = factories.topic()
    assert facts(twin(page)) == [("~ Un", 20, "issue", None), ("~ Deux", 15, None, None)]
    page.agenda = raw(item(1, "Deux", minutes=25, topic=topic.pk), item(0, "Un", minutes=10, kind="trend"))
    held = gate.keep(page.save_revision(user=people.lead), by=people.lead)
    assert held is None, "no word has changed"
    assert facts(page) == [("Deux", 25, None, topic), ("Un", 10, "trend", None)]
    assert facts(twin(page)) == [("~ Deux", 25, None, topic), ("~ Un", 10, "trend", None)]
    assert twin(page).get_latest_revision_as_object().lines[0].minutes == 25


def test_an_item_added_waits_for_its_words_and_has_the_same_facts(page, people, source):
    mine = translators(people, source)[0]
    page.agenda = raw(
        item(0, "Un", minutes=20, kind="issue"), item(1, "Deux"), item(2, "Trois", minutes=5, kind="trend")
    )
    held = gate.keep(page.save_revision(user=people.lead), by=people.lead)
    assert "lacking" in {one.kind for one in held.obstacles}
    translate(page, mine)
    put_out(ledger.running(page.translation_key), mine)
    assert facts(page)[2] == ("Trois", 5, "trend", None)
    assert facts(twin(page))[2] == ("~ Trois", 5, "trend", None)


@pytest.fixture
def by_hand(quality):
    """Both pages written by hand, with the same agenda."""
    meeting = factories.meeting(quality, starts=STARTS)
    for page in meeting.made.values():
        page.agenda = raw(item(0, "Un", minutes=20), item(1, "Deux", minutes=10))
    factories.publish(meeting.made)
    return meeting


def publish_by_hand(meeting, people, language, *items):
    page = meeting.made[language]
    page.agenda = raw(*items)
    revision = page.save_revision(user=people.lead)
    return gate.keep(revision, by=people.lead)


SAID = [
    ([item(0, "Un", minutes=25), item(1, "Deux", minutes=10)], "Item 1 of the agenda is not the same on both pages (duration)."),
    (
        [item(0, "Un", minutes=20, kind="issue"), item(1, "Deux", minutes=5)],
        "Item 1 of the agenda is not the same on both pages (kind). Item 2 of the agenda is not the same on both pages (duration).",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("items", "said"), SAID)
def test_pages_edited_by_hand_agree_before_they_go_live_together(by_hand, people, items, said):
    held = publish_by_hand(by_hand, people, "fr", *items)
    assert ([one.kind for one in held.obstacles], held.waits) == (["unlike"], True)
    assert said in gate_words.said(held.obstacles[0])
    assert facts(by_hand.made["fr"])[0][1] == 20, "nothing is live yet"
    assert publish_by_hand(by_hand, people, "en", *items) is None
    assert facts(by_hand.made["fr"]) == facts(by_hand.made["en"])
    assert facts(by_hand.made["fr"])[1][1] == items[1]["value"]["minutes"]


def test_one_that_has_an_item_more_is_told(by_hand, people):
    """Whoever says that both pages say the same does not make it so."""
    items = [item(0, "Un", minutes=20), item(1, "Deux", minutes=10), item(2, "Trois")]
    page = by_hand.made["fr"]
    page.agenda = raw(*items)
    page.save_revision(user=people.lead)
    translations.say_the_same(pair=ledger.known_pair(page.translation_key), by=people.lead)
    held = gate.keep(MeetingPage.objects.get(pk=page.pk).latest_revision, by=people.lead)
    assert [gate_words.said(one) for one in held.obstacles if one.kind == "unlike"] == [
        "The agenda has not the same number of items on both pages: 3 in French, 2 in English."
    ]


def test_three_items_are_named_and_the_others_counted():
    said = agenda_words.unlike([[number, ["order", "topic"]] for number in range(1, 6)])
    assert "Item 3 of the agenda is not the same on both pages (place, topic). Neither are 2 others. Make it" in said


def agenda(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").select_one(".agenda")


def test_an_item_says_from_when_to_when_who_leads_it_and_what_to_read(quality, alice, bob, as_user):
    topic, file = factories.topic(), factories.document(title="Bilan", language="fr")
    fact = factories.meeting(
        quality, starts=STARTS,
        agenda=[{"title": "Rappel", "minutes": 20, "kind": "issue", "topic": topic.pk, "person": bob.profile.pk,
                 "lead": "Halifax", "description": "<p>Un <b>mot</b>.</p>",
                 "documents": [{"type": "item", "id": KEYS[1], "value": {"document": file.pk, "title": "À lire"}}]}],
    )  # fmt: skip
    shown = agenda(as_user(alice), fact.made["fr"].url)
    assert (
        words(shown.li)
        == "13 h à 13 h 20 Rappel Enjeu 20 minutes Bob Test Halifax Rappel Un mot . À lire (TXT, 12 octets)"
    )
    assert shown.select_one("a[href*='documents/']")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "L’ordre du jour dépasse la réunion de 20 minutes."),
        ("en", "The agenda is 20 minutes longer than the meeting."),
    ],
)
def test_items_that_outlast_the_meeting_are_told_on_the_page_and_in_the_form(
    language, said, quality, alice, chantal, as_user
):
    items = [{"title": "Un", "minutes": 80}, {"title": "Deux", "minutes": 60}]
    made = factories.meeting(quality, starts=STARTS, agenda=items).made[language]
    assert said in words(BeautifulSoup(as_user(alice).get(made.url).content, "html.parser").main)
    chantal.language = language
    chantal.save()
    assert said in words(BeautifulSoup(as_user(chantal).get(edit_url(made)).content, "html.parser"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_agenda_to_print_has_the_hours_of_both_clocks(language, quality, alice, as_user):
    fact = factories.meeting(quality, starts=STARTS, zone="America/St_Johns", agenda=[{"title": "Un", "minutes": 20}])
    address = at("meeting_agenda", fact.pk, language=language)
    shown = agenda(as_user(alice), address)
    hours = {"fr": "13 h à 13 h 20 14 h 30 (HT)", "en": "1 p.m. to 1:20 p.m. 2:30 p.m. (NT)"}[language]
    assert words(shown.div) == hours
    for page in fact.made.values():
        page.unpublish()
    assert as_user(alice).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 5, 50])
def test_a_page_made_anew_asks_as_much_for_fifty_items_as_for_one(
    count, quality, alice, as_user, django_assert_num_queries
):
    file = factories.document(title="Bilan")
    items = []
    for number in range(count):
        topic, leads = factories.topic(f"t{number}"), factories.person(f"Lead{number}").profile
        held = [{"type": "item", "id": KEYS[1], "value": {"document": file.pk, "title": "À lire"}}]
        items.append({"title": "Un", "minutes": 5, "topic": topic.pk, "person": leads.pk, "documents": held})
    fact = factories.meeting(quality, starts=STARTS, agenda=items)
    client, address = as_user(alice), fact.made["en"].url
    for _ in range(2):
        client.get(address)
    versions.bump()
    with django_assert_num_queries(9):
        client.get(address)
    printed = at("meeting_agenda", fact.pk)
    for _ in range(2):
        client.get(printed)
    with django_assert_num_queries(9):
        client.get(printed)


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [("profile", "ali test", ["Alice Test"]), ("profile", "zzz", []), ("topic", "callb", ["Rappel"])],
)
def test_members_and_topics_are_found_by_name_where_they_are_chosen(kind, typed, found, alice, chantal, as_user):
    factories.topic()
    factories.topic("chat", fr="Clavardage", en="Chat")
    address = reverse(f"wagtailsnippetchoosers_spaces_{kind}:choose_results")
    html = BeautifulSoup(as_user(chantal).get(address, {"q": typed}).content, "html.parser")
    assert [words(one) for one in html.select("a[data-chooser-modal-choice]")] == found
