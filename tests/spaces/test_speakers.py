"""The catalogue of speakers: who keeps it, who reaches whom, what is found, and what stands behind a gate."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.utils import timezone

from spaces.models import Membership, Role, Speaker, Talk, today
from spaces.services import speakers
from tests import factories
from tests.spaces.side_by_side import at

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Iris Roy", "languages": "both"}
RECORDING = "https://video.example.org/42"


def speaker(name="Iris Roy", *, topics=(), **facts):
    row = Speaker.objects.create(name=name, **facts)
    row.topics.set(topics)
    return row


def talk(row, **facts):
    return Talk.objects.create(speaker=row, **{"title_fr": "Tenir parole", **facts})


def page(client, name, *args, language="en", query=""):
    response = client.get(at(name, *args, language=language) + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def names(client, query="", language="en"):
    return [link.text for link in page(client, "speakers", language=language, query=query).select("ul.list a.strong")]


@pytest.fixture
def keeper(quality, as_user):
    lead = factories.person("Lea")
    Membership.objects.create(user=lead, space=quality, role=Role.LEAD)
    return as_user(lead)


@pytest.mark.parametrize("name", ["speaker_new", "speaker_edit", "talk_new", "talk_edit", "talk_remove"])
def test_only_who_looks_after_the_community_or_leads_a_space_keeps_it(name, as_user, alice, keeper, nadia):
    row = speaker()
    given = talk(row)
    args = {"speaker_new": (), "talk_edit": (row.pk, given.pk), "talk_remove": (row.pk, given.pk)}.get(name, (row.pk,))
    for client, status in ((as_user(alice), 404), (keeper, 200), (as_user(nadia), 200)):
        assert client.get(at(name, *args)).status_code == status
    assert as_user(alice).post(at(name, *args), FIELDS).status_code == 404
    assert Speaker.objects.get().name == row.name
    assert Talk.objects.exists()


def test_how_to_reach_somebody_is_shown_from_the_day_they_agreed(as_user, alice, keeper):
    row = speaker(email="iris@example.org", phone="613-555-0100")
    hidden, kept = (page(client, "speaker", row.pk).text for client in (as_user(alice), keeper))
    assert "iris@example.org" not in hidden
    assert "613-555-0100" not in hidden
    assert "iris@example.org" in kept
    assert "has not agreed to more" in kept
    Speaker.objects.filter(pk=row.pk).update(contact_agreed_on=today())
    shown = page(as_user(alice), "speaker", row.pk).text
    assert "iris@example.org" in shown
    assert "613-555-0100" in shown


def test_a_recording_is_shown_from_the_day_they_agreed(as_user, alice, keeper):
    row = speaker()
    given = talk(row, recording_url=RECORDING)
    for client in (as_user(alice), keeper):
        assert not page(client, "speaker", row.pk).select(f"a[href='{RECORDING}']")
    Talk.objects.filter(pk=given.pk).update(recording_agreed_on=today())
    assert page(as_user(alice), "speaker", row.pk).select_one(f"a[href='{RECORDING}']").text.startswith("Watch")


def test_members_find_a_speaker_by_topic_language_and_words_without_accents(as_user, alice):
    callback = factories.topic()
    speaker("Éloi Tremblay", topics=[callback], languages="fr", organization_fr="Ville de Québec")
    speaker("Ada Stone", languages="en", about_en="Queues")
    talk(speaker("Ézra Lam"), title_en="Keeping promises")
    client = as_user(alice)
    assert names(client) == ["Ada Stone", "Éloi Tremblay", "Ézra Lam"]
    assert names(client, "?topic=callback") == ["Éloi Tremblay"]
    assert names(client, "?language=fr") == ["Éloi Tremblay", "Ézra Lam"]
    assert names(client, "?q=quebec+eloi") == names(client, "?q=QUÉBEC") == ["Éloi Tremblay"]
    assert names(client, "?q=promises") == ["Ézra Lam"]
    assert names(client, "?q=nobody") == []
    assert names(client, "?topic=%00x&language=de&page=9") == names(client)


def test_a_talk_at_a_meeting_is_behind_its_gate(closed, quality, as_user, alice, bob):
    row = speaker()
    secret = factories.meeting(closed, en="Behind the door")
    talk(row, title_fr="", title_en="Secret words", meeting=secret)
    talk(row, title_fr="", title_en="Open words", meeting=factories.meeting(quality, en="In the open"))
    inside, outside = (page(as_user(user), "speaker", row.pk).text for user in (alice, bob))
    assert "Secret words" in inside
    assert "Closed" in inside
    assert "Secret words" not in outside
    assert "Closed" not in outside
    assert "Open words" in outside
    assert [names(as_user(user), "?q=secret") for user in (alice, bob)] == [["Iris Roy"], []]
    assert [speakers.found(user).get().open_talks for user in (alice, bob)] == [2, 1]
    assert "Iris Roy" in page_of(as_user(alice), secret)


def page_of(client, meeting, language="en"):
    return client.get(meeting.made[language].url).content.decode()


def test_a_lead_who_may_not_read_a_meeting_cannot_change_a_talk_given_there(closed, keeper):
    row = speaker()
    given = talk(row, meeting=factories.meeting(closed))
    for name in ("talk_edit", "talk_remove"):
        assert keeper.post(at(name, row.pk, given.pk), {}).status_code == 404
    offered = page(keeper, "talk_new", row.pk).select("select[name=meeting] option")
    assert [option["value"] for option in offered] == [""]
    typed = {"title_en": "X", "languages": "en", "given_on": "2025-01-01"}
    refused = keeper.post(at("talk_new", row.pk), {**typed, "meeting": given.meeting_id})
    assert refused.context["form"].errors.keys() == {"meeting"}
    assert Talk.objects.get() == given


def test_the_page_of_a_meeting_names_its_speakers_in_both_languages(quality, keeper, as_user, alice):
    row = speaker(organization_fr="Ville de Laval")
    meeting = factories.meeting(quality, fr="Conférence", en="Session")
    assert row.name not in page_of(as_user(alice), meeting)
    said = {"meeting": meeting.pk, "languages": "fr"}
    assert keeper.post(at("talk_new", row.pk), said).status_code == 302
    made = Talk.objects.get()
    assert (made.title_fr, made.title_en) == ("Conférence", "Session")
    assert made.given_on == timezone.localdate(meeting.starts_at)
    for language in ("fr", "en"):
        shown = BeautifulSoup(page_of(as_user(alice), meeting, language), "html.parser").select_one(
            "[aria-labelledby=sp]"
        )
        assert shown.a["href"] == at("speaker", row.pk, language=language)
        assert (shown.select_one(".meta").text, shown.select_one(".meta").get("lang")) == (
            "Ville de Laval", None if language == "fr" else "fr"
        )  # fmt: skip


def test_what_is_refused_is_said_and_what_was_typed_stays(keeper):
    tomorrow = str(today() + timedelta(days=1))
    for day, wrong in ((tomorrow, "Ce jour est encore à venir."), ("2025-01-01", "Donnez l’adresse ou le téléphone")):
        typed = {**FIELDS, "about_fr": "Parle", "contact_agreed_on": day}
        said = keeper.post(at("speaker_new", language="fr"), typed).content.decode()
        assert wrong in said
        assert "Parle</textarea>" in said
        assert 'value="Iris Roy"' in said
    assert not Speaker.objects.exists()
    row = speaker("Ada")
    for typed, wrong in (
        ({}, {"title_fr", "given_on"}),
        (
            {"title_en": "X", "given_on": tomorrow, "recording_agreed_on": "2025-01-02"},
            {"recording_url"},
        ),
        ({"title_en": "X", "given_on": "2025-01-01", "recording_url": "http://x.example.org/"}, {"recording_url"}),
        ({"title_en": "X", "given_on": "0001-01-01"}, {"given_on"}),  # a slip in a year
    ):
        answer = keeper.post(at("talk_new", row.pk), {"languages": "en", **typed})
        assert set(answer.context["form"].errors) == wrong


def test_somebody_of_the_same_name_is_said_once(keeper):
    there = speaker("Íris roy")
    first = keeper.post(at("speaker_new"), FIELDS)
    assert at("speaker", there.pk) in first.content.decode()
    assert Speaker.objects.count() == 1
    seen = BeautifulSoup(first.content, "html.parser").select_one("[name=seen]")["value"]
    assert keeper.post(at("speaker_new"), {**FIELDS, "seen": seen}).status_code == 302
    assert Speaker.objects.count() == 2


def test_words_of_the_other_language_say_so(as_user, alice):
    row = speaker(about_fr="Elle parle.", title_fr="Cheffe", title_en="Head")
    english = page(as_user(alice), "speaker", row.pk)
    assert english.select_one(".prose")["lang"] == "fr"
    assert english.select_one(".prose .chip").text == "In French"
    assert "Head" in english.text
    assert "Cheffe" not in english.text
    assert not page(as_user(alice), "speaker", row.pk, language="fr").select(".prose .chip")


def test_whoever_is_removed_leaves_nothing_and_only_who_looks_after_the_community_does_it(
    closed, keeper, nadia, as_user
):
    row = speaker(email="iris@example.org")
    talk(row, meeting=factories.meeting(closed))
    talk(row)
    assert keeper.post(at("speaker_remove", row.pk)).status_code == 404
    assert at("speaker_remove", row.pk) not in keeper.get(at("speaker", row.pk)).content.decode()
    support = as_user(nadia)
    assert at("speaker_remove", row.pk) in support.get(at("speaker", row.pk)).content.decode()
    assert "1 talk goes too." in page(support, "speaker_remove", row.pk).text
    support.post(at("speaker_remove", row.pk))
    assert (Speaker.objects.count(), Talk.objects.count()) == (0, 0)
    assert support.get(at("speaker", row.pk)).status_code == 404


@pytest.mark.parametrize("facts", [{"title_fr": ""}, {"recording_agreed_on": "2025-01-01"}])
def test_the_database_itself_refuses_a_talk_without_a_title_or_consent_to_nothing(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        talk(speaker(), **facts)


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_list_and_a_speaker_ask_as_much_for_fifty(count, quality, as_user, alice, django_assert_num_queries):
    topics = [factories.topic(), factories.topic("chat", "Clavardage", "Chat")]
    meeting = factories.meeting(quality)
    for number in range(count):
        talk(row := speaker(f"S{number}", topics=topics), meeting=meeting)
        talk(row)
    for _ in range(count):
        talk(row, meeting=meeting)
    client = as_user(alice)
    for address, queries in ((at("speakers") + "?topic=chat", 7), (at("speaker", row.pk), 8)):
        for _ in range(2):
            client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
