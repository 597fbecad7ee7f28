"""Suggestions under the field: what begins as typed, and nothing one may not know of."""

import pytest
from bs4 import BeautifulSoup

from spaces.models import Role
from spaces.services import memberships
from tests import factories

ADDRESS = {"fr": "/fr/recherche/suggestions/", "en": "/en/search/suggestions/"}


@pytest.fixture
def suggested(as_user):
    """suggested(user, "rap", "fr") -> {group: [(words, address, lang)]}."""

    def look(user, text, language="fr"):
        page = BeautifulSoup(as_user(user).get(ADDRESS[language], {"q": text}).content, "html.parser")
        return {
            group["aria-label"]: [(one.get_text(), one["href"], one.span.get("lang", "")) for one in group.select("a")]
            for group in page.select("[role=group]")
        }

    return look


@pytest.fixture
def community(quality, caught_up):
    factories.article(quality, fr="Rappel à l’heure choisie", en="Callback at the chosen hour")
    factories.article(quality, en="Callback for all")
    factories.topic("recalls", fr="Rappels", en="Callbacks")
    factories.space("net", fr="Réseau des rappels", en="Callback network")
    caught_up()


def called(first, last):
    person = factories.person(first)
    person.last_name = last
    person.save()
    return person


def test_spaces_topics_and_pages_are_suggested_in_the_readers_language(alice, community, suggested):
    assert suggested(alice, "rap") == {
        "Espaces": [("Réseau des rappels", "/fr/reseau-des-rappels/", "")],
        "Thèmes": [("Rappels", "/fr/themes/recalls/", "")],
        "Pages": [("Rappel à l’heure choisie", "/fr/qualite/rappel-a-l-heure-choisie/", "")],
    }
    found = suggested(alice, "callb", "en")
    assert list(found) == ["Spaces", "Topics", "Pages"]
    assert (found["Spaces"][0][0], len(found["Pages"])) == ("Callback network", 2)


def test_what_is_in_the_other_language_says_so(alice, quality, community, suggested, caught_up):
    factories.article(quality, fr="Rappel pour certains")
    caught_up()
    words = {words: lang for words, _address, lang in suggested(alice, "callback for")["Pages"]}
    assert words["Callback for all En anglais"] == "en"
    words = {words: lang for words, _address, lang in suggested(alice, "rappel pour", "en")["Pages"]}
    assert words["Rappel pour certains In French"] == "fr"


def test_accents_and_capitals_do_not_matter(alice, community, suggested):
    assert suggested(alice, "RESEAU")["Espaces"] == suggested(alice, "réseau")["Espaces"] != []


@pytest.mark.parametrize("text", ["", "r", " ", "’", "\x00", '"', "xyzzy"])
def test_nothing_is_suggested_where_there_is_nothing_to_say(alice, community, as_user, text):
    response = as_user(alice).get(ADDRESS["fr"], {"q": text})
    assert (response.status_code, response.content.strip()) == (200, b"")


def test_people_are_suggested_with_a_space_where_one_meets_them(alice, quality, suggested):
    elodie = called("Élodie", "Gagné-Roy")
    memberships.grant(user=elodie, space=quality, role=Role.MEMBER)
    for text in ("elo", "Élodie gag", "gagne", "roy élo"):
        assert suggested(alice, text)["Personnes"] == [("Élodie Gagné-Roy Qualité", "/fr/espaces/quality/membres/", "")]


def test_who_and_what_is_in_a_closed_space_is_suggested_to_its_members_only(alice, bob, identity, suggested, caught_up):
    hidden = factories.space(
        "hidden", fr="Cachette", en="Hideout", is_open=False, is_listed=False, joining="invitation"
    )
    zoe = called("Zoé", "Zimmer")
    for space in (identity, hidden):
        memberships.grant(user=zoe, space=space, role=Role.MEMBER)
        factories.article(space, fr=f"Zibeline {space.code}", en=f"Sable {space.code}")
    caught_up()
    assert (suggested(bob, "zimmer"), suggested(bob, "zibel"), suggested(bob, "cachet")) == ({}, {}, {})
    assert suggested(bob, "identi")["Espaces"][0][0] == "Identité", "a listed space is known to all"
    assert suggested(alice, "zimmer")["Personnes"][0][0] == "Zoé Zimmer Identité"
    assert {row[0] for row in suggested(zoe, "zibel")["Pages"]} == {"Zibeline hidden", "Zibeline identity"}


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(ADDRESS["fr"], {"q": "rappel"}).status_code == 302


@pytest.mark.parametrize("count", [1, 5, 50])
def test_more_suggestions_cost_no_more_queries(alice, quality, as_user, caught_up, django_assert_num_queries, count):
    for number in range(count):
        factories.article(quality, fr=f"Rappel {number}")
        factories.topic(f"r{number}", fr=f"Rappel {number}", en=f"Callback {number}")
        memberships.grant(user=factories.person(f"Rappel{number}"), space=quality, role=Role.MEMBER)
    caught_up()
    client = as_user(alice)
    client.get(ADDRESS["fr"], {"q": "rappel"})
    with django_assert_num_queries(6):
        client.get(ADDRESS["fr"], {"q": "rappel"})


def lost(results, user, query, language="fr"):
    """(nearest topics, address where one asks) on the page of a question that finds nothing."""
    page = results(user, query, language).page
    card = page.select_one(".empty + .card, .mt4 > .empty").find_parent().find_parent()
    topics = [(one.get_text(), one["href"]) for one in card.select("ul.chips a")]
    return topics, card.find("a", string={"fr": "Poser une question", "en": "Ask a question"}[language])["href"]


def test_nothing_found_leads_to_the_nearest_topics_and_to_who_may_know(alice, bob, quality, results, caught_up):
    memberships.grant(user=alice, space=quality, role=Role.EDITOR)
    factories.topic("voice", fr="Accueil vocal", en="Voice greeting")
    factories.topic("quality", fr="Qualité", en="Quality")
    caught_up()
    parent = factories.parents(quality)["fr"].pk
    assert lost(results, alice, "?q=acceuils+zzz") == (
        [("Accueil vocal", "/fr/themes/voice/")], f"/admin/pages/add/spaces/articlepage/{parent}/",
    )  # fmt: skip
    topics, asked = lost(results, bob, "?q=voices+zzz", "en")
    assert topics == [("Voice greeting", "/en/topics/voice/")]
    assert asked == "mailto:soutien@example.org?subject=voices%20zzz"
    assert lost(results, bob, "?q=zzz")[0] == []


def test_nothing_found_leads_to_the_topics_its_terms_are_called_like(alice, quality, results, caught_up):
    factories.concept("ivr", fr=("RVI", "réponse vocale interactive"), en=("IVR",))
    factories.topic("voice", "Accueil vocal", "Voice greeting")
    factories.topic("chat", "Clavardage", "Chat")
    caught_up()
    page = results(alice, "?q=RVI").page
    assert [chip.get_text() for chip in page.select("a.chip[href^='/fr/themes/']")] == ["Accueil vocal"]
    assert "réponse vocale interactive" in page.select_one("main").get_text(), "what was looked for besides is said"


@pytest.mark.parametrize("asked", ["accueil vocal", "Voice greeting"])
def test_the_topic_of_the_name_one_typed_is_one_click_away(alice, quality, results, caught_up, asked):
    factories.topic("voice", "Accueil vocal", "Voice greeting")
    factories.topic("chat", "Accueil par clavardage", "Chat")
    caught_up()
    links = [(link.get_text(), link["href"]) for link in results(alice, f"?q={asked}").page.select("p.meta > a")]
    assert [link for link in links if "/themes/" in link[1]] == [("Accueil vocal", "/fr/themes/voice/")]
