"""Facts and the forms that write them: one row for both languages, written with the page and never before."""

import json
from datetime import UTC, datetime

import pytest
from wagtail.test.utils.form_data import streamfield

from home.models import StandardPage
from spaces.models import Announcement, AnnouncementPage, Article, ArticlePage, Meeting, MeetingPage
from tests import factories
from tests.conftest import signed_in
from tests.spaces import desk

PAGE_TYPES = [ArticlePage, MeetingPage, AnnouncementPage, StandardPage]


@pytest.fixture
def editors(denis):
    """A client of an editor who speaks each language."""
    grace = factories.person("Grace")
    grace.groups.set(denis.groups.all())
    return {"fr": signed_in(denis), "en": signed_in(grace)}


@pytest.fixture
def parents(quality):
    return {
        model: factories.parents(quality) if model is not StandardPage else factories.homes() for model in PAGE_TYPES
    }


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("model", PAGE_TYPES)
def test_an_editor_creates_every_kind_of_page_in_either_language(model, language, parents, as_user, denis):
    response, page = desk.create(as_user(denis), model, parents[model][language], title="L’œuvre d’été")
    assert response.status_code == 302
    assert (page.title, page.slug, page.language, page.live) == ("L’œuvre d’été", "l-oeuvre-d-ete", language, False)
    assert page.url == f"{parents[model][language].url}l-oeuvre-d-ete/"
    if model is not StandardPage:
        assert page.fact.space.code == "quality"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("model", PAGE_TYPES)
def test_the_form_opens_with_what_was_saved(model, language, parents, as_user, denis):
    client = as_user(denis)
    page = desk.create(client, model, parents[model][language])[1]
    form = client.get(desk.edit_url(page)).context["form"]
    assert (form["title"].value(), form["summary"].value()) == ("Rappel en clair", "Moins d’attente.")
    response, page = desk.edit(client, page, title="Rappel, en plus clair")
    assert response.status_code == 302
    assert page.title == "Rappel, en plus clair"


def test_an_article_starts_from_what_is_known_of_its_author(parents, as_user, denis):
    form = as_user(denis).get(desk.add_url(ArticlePage, parents[ArticlePage]["fr"])).context["form"]
    assert form["contact"].value() == denis.pk
    assert form["jurisdiction"].value() == denis.profile.jurisdiction_id
    page = desk.create(as_user(denis), ArticlePage, parents[ArticlePage]["fr"])[1]
    assert page.article.author == denis
    assert desk.create(as_user(denis), AnnouncementPage, parents[ArticlePage]["fr"])[1].announcement.author == denis


def test_people_one_may_write_to_are_in_alphabetical_order(parents, as_user, denis):
    for name in ("Zoe", "Élise", "Fiona"):
        factories.person(name)
    form = as_user(denis).get(desk.add_url(ArticlePage, parents[ArticlePage]["fr"])).context["form"]
    names = [str(label) for _pk, label in form.fields["contact"].choices]
    assert names[0] == "—"
    assert [name.split()[0] for name in names[1:]] == ["Denis", "Élise", "Fiona", "Zoe"]


def test_a_line_of_an_agenda_is_named_by_its_subject(parents, as_user, denis):
    form = as_user(denis).get(desk.add_url(MeetingPage, parents[ArticlePage]["fr"])).context["form"]
    assert next(iter(form.fields["agenda"].block.child_blocks["item"].child_blocks)) == "title"


def test_the_facts_of_an_article_are_kept_whole(parents, as_user, denis, bob):
    topics = [factories.topic(), factories.topic("chat", "Clavardage", "Chat")]
    response, page = desk.create(
        as_user(denis), ArticlePage, parents[ArticlePage]["fr"], kind="lesson", maturity="measured", scale="medium",
        cost="low", channels="telephone", contact=str(bob.pk), jurisdiction=str(bob.profile.jurisdiction_id),
        topics=str(topics[0].pk), result_before="34", result_after="12.5", result_unit="percent",
        measured_on="2026-06-30",
    )  # fmt: skip
    assert response.status_code == 302
    fact = page.article
    assert (fact.kind, fact.maturity, fact.scale, fact.cost) == ("lesson", "measured", "medium", "low")
    assert (fact.channels, fact.contact, fact.jurisdiction) == (["telephone"], bob, bob.profile.jurisdiction)
    assert (fact.result_before, float(fact.result_after), fact.result_unit) == (34, 12.5, "percent")
    assert fact.measured_on.isoformat() == "2026-06-30"
    assert list(fact.topics.all()) == [topics[0]]


def test_a_fact_changed_on_the_french_page_shows_on_the_english_one_once_published(quality, as_user, alice, chantal):
    fact = factories.article(quality, fr="Accueil vocal", en="Voice greeting", topics=[factories.topic()])
    chat = factories.topic("chat", "Clavardage", "Chat")
    reader, english = as_user(alice), fact.made["en"].url
    assert "Lesson learned" not in reader.get(english).content.decode()
    response, _page = desk.edit(
        as_user(chantal), fact.made["fr"], title="Accueil vocal", kind="lesson", topics=str(chat.pk), result_after="12",
        result_unit="percent", **desk.PUBLISH,
    )  # fmt: skip
    assert response.status_code == 302
    html = reader.get(english).content.decode()
    assert "Lesson learned" in html
    assert "12%" in html
    assert 'href="/en/topics/chat/"' in html
    assert 'href="/en/topics/callback/"' not in html
    assert Article.objects.count() == 1


def test_a_meeting_moved_on_the_english_page_moves_on_the_french_one(quality, as_user, alice, chantal):
    fact = factories.meeting(quality, fr="Réunion", en="Meeting", starts=datetime(2026, 12, 10, 18, tzinfo=UTC))
    assert "13\u00a0h" in as_user(alice).get(fact.made["fr"].url).content.decode()
    moved = {"starts_at": "2026-12-11 09:30", "ends_at": "2026-12-11 10:00"}
    desk.edit(as_user(chantal), fact.made["en"], **moved, **desk.PUBLISH)
    html = as_user(alice).get(fact.made["fr"].url).content.decode()
    assert "Le vendredi 11\u00a0décembre 2026, de 9\u00a0h\u00a030 à 10\u00a0h\u00a0(HE)" in html


def test_a_meeting_is_written_on_its_own_clock_whatever_the_clock_of_the_editor(parents, as_user, denis):
    client = as_user(denis)
    page = desk.create(client, MeetingPage, parents[MeetingPage]["fr"], time_zone="America/Vancouver")[1]
    assert page.meeting.starts_at == datetime(2026, 12, 10, 20, tzinfo=UTC)
    form = client.get(desk.edit_url(page)).context["form"]
    assert form["starts_at"].value() == datetime(2026, 12, 10, 13)
    _response, page = desk.edit(client, page, time_zone="America/St_Johns")
    assert page.meeting.starts_at == datetime(2026, 12, 10, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "La réunion doit finir après son début."), ("en", "The meeting must end after it starts.")],
)
def test_a_meeting_that_ends_before_it_starts_is_refused_in_words(language, words, parents, editors):
    client = editors[language]
    parent = parents[MeetingPage]["fr"]
    for ends in ("2026-12-10 12:59", "2026-12-10 13:00"):
        response, page = desk.create(client, MeetingPage, parent, ends_at=ends)
        assert (page, desk.errors(response)) == (None, {"ends_at": [words]})
    assert Meeting.objects.count() == 0


def test_a_meeting_without_a_time_is_asked_for_one_even_as_a_draft(parents, editors):
    client = editors["en"]
    response, page = desk.create(client, MeetingPage, parents[MeetingPage]["en"], starts_at="", ends_at="")
    assert page is None
    assert desk.errors(response) == {name: ["This field is required."] for name in ("starts_at", "ends_at")}


@pytest.mark.parametrize("figure", ["result_before", "result_after"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Dites ce que le chiffre mesure : choisissez une unité."),
        ("en", "Say what the figure counts: choose a unit."),
    ],
)
def test_a_figure_without_a_unit_is_refused_in_words(figure, language, words, parents, editors):
    client = editors[language]
    response, page = desk.create(client, ArticlePage, parents[ArticlePage]["fr"], **{figure: "12"})
    assert (page, desk.errors(response)) == (None, {"result_unit": [words]})
    assert Article.objects.count() == 0
    assert desk.create(client, ArticlePage, parents[ArticlePage]["fr"], **{figure: "12"}, result_unit="days")[1]


def test_a_teams_address_must_be_an_address(parents, editors):
    response, page = desk.create(editors["en"], MeetingPage, parents[MeetingPage]["en"], teams_url="nowhere at all")
    assert (page, desk.errors(response)) == (None, {"teams_url": ["Enter a valid URL."]})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Donnez l’adresse d’une réunion Microsoft Teams : elle commence par https://teams.microsoft.com/."),
        ("en", "Give the address of a Microsoft Teams meeting: it starts with https://teams.microsoft.com/."),
    ],
)
@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/", "https://teams.microsoft.com.example.org/l", "https://xteams.microsoft.com/l",
        "http://teams.microsoft.com/l", "https://example.org/?teams.microsoft.com", "https://teams.live.com@example.org/",
        "https://example.org\\@teams.microsoft.com/l", "https://me:secret@teams.microsoft.com/l",
    ],
)  # fmt: skip
def test_join_in_teams_leads_to_teams_alone(address, language, words, parents, editors):
    response, page = desk.create(editors[language], MeetingPage, parents[MeetingPage]["en"], teams_url=address)
    assert (page, desk.errors(response)) == (None, {"teams_url": [words]})
    assert f'value="{address}"' in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "", "https://teams.microsoft.com/l/meetup-join/1", "https://teams.live.com/meet/1",
        "https://gov.teams.microsoft.us/l/1", "https://TEAMS.microsoft.com/l", "https://teams.cloud.microsoft/l",
    ],
)  # fmt: skip
def test_addresses_of_every_cloud_of_teams_are_taken(address, parents, editors):
    page = desk.create(editors["en"], MeetingPage, parents[MeetingPage]["en"], teams_url=address)[1]
    assert page.meeting.teams_url.lower() == address.lower()


def test_a_table_without_caption_or_headers_is_refused_in_words_once_it_is_published(parents, as_user, chantal):
    table = {"data": [["Avant", "Après"], ["34", "12"]], "table_caption": "Transferts", "table_header_choice": "row"}
    client, parent = as_user(chantal), parents[ArticlePage]["fr"]
    for missing, words in (
        ("table_caption", "Un tableau a besoin d’une légende qui dit ce qu’il montre."),
        ("table_header_choice", "Donnez une légende et indiquez quelles cellules sont des en-têtes."),
    ):
        body = {"body": streamfield([("table", json.dumps(table | {missing: ""}))])}
        response, page = desk.create(client, ArticlePage, parent, **body, **desk.PUBLISH)
        assert page is None
        refused = response.context["form"].errors.as_data()["body"][0].block_errors
        assert {number: error.messages for number, error in refused.items()} == {0: [words]}
        assert desk.create(client, ArticlePage, parent, **body)[1]  # a draft may wait for it
    body = {"body": streamfield([("table", json.dumps(table))])}
    assert desk.create(client, ArticlePage, parent, **body, **desk.PUBLISH)[1].live


def test_a_member_who_is_not_an_editor_finds_no_desk(parents, as_user, alice):
    response, page = desk.create(as_user(alice), ArticlePage, parents[ArticlePage]["en"])
    assert page is None
    assert response.status_code == 403
    assert (Article.objects.count(), Announcement.objects.count()) == (0, 0)


def test_an_editor_drafts_and_a_co_chair_publishes(parents, as_user, denis, chantal):
    parent = parents[ArticlePage]["fr"]
    assert not desk.create(as_user(denis), ArticlePage, parent, title="Un", **desk.PUBLISH)[1].live
    assert desk.create(as_user(chantal), ArticlePage, parent, title="Deux", **desk.PUBLISH)[1].live


def test_until_it_is_published_an_address_follows_its_title_and_then_stays(parents, as_user, chantal):
    client = as_user(chantal)
    page = desk.create(client, ArticlePage, parents[ArticlePage]["fr"], title="Réd")[1]
    assert page.slug == "red"
    page = desk.edit(client, page, title="Réduire l’attente")[1]
    assert page.slug == "reduire-l-attente"
    desk.edit(client, page, title="Réduire l’attente", **desk.PUBLISH)
    page = desk.edit(client, page, title="Attendre moins", **desk.PUBLISH)[1]
    assert (page.title, page.slug) == ("Attendre moins", "reduire-l-attente")
