"""What a closed space holds is found by its members, and is nowhere for the others."""

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms import versions
from search.engines import engine
from search.engines.base import SearchRequest
from spaces import access
from spaces.models import Article, CommunityRole, Duty, Membership, Space
from spaces.services import lifecycle
from tests import factories
from tests.once import begin_with, taken_back

pytestmark = pytest.mark.django_db

WORD = "filigrane"
LANGUAGES = ["fr", "en"]


def pytest_generate_tests(metafunc):
    begin_with(metafunc, "secret", languages=None)


def said_in(space):
    for page in factories.parents(space).values():
        page.introduction = f"<p>{WORD}</p>"
        page.save_revision().publish()
    factories.article(space, fr=f"{WORD} en titre", en=f"{WORD} in a title", body=WORD, topics=[factories.topic()])
    factories.meeting(space, fr=f"Réunion {WORD}", en=f"Meeting {WORD}")
    factories.announcement(space, fr=f"Annonce {WORD}", en=f"News {WORD}")
    factories.article(space, fr=f"{WORD} brouillon", live=False)


@pytest.fixture(autouse=True, scope="module")
def made(made_identity, made_quality, request):
    with taken_back():
        yield request.param and said_in(made_identity)


@pytest.fixture
def secret(identity, quality, made, caught_up):
    """A word said everywhere inside a closed space, and once in an open one."""
    caught_up()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outsider_gets_no_hit_no_count_no_facet(bob, secret, results, language):
    known = {"fr": "Identité", "en": "Identity"}[language]  # it is listed: all know it by name, and no more
    for query in (f"?q={WORD}", f"?q={WORD}+introuvable", f"?q={WORD}&space=identity", "?q=filigra"):
        seen = results(bob, query, language)
        nothing = {"fr": "0 résultat", "en": "0 results"}[language]
        chips = {known: f"?q={WORD}"} if "space" in query else {}
        assert (seen.titles, seen.count, seen.facets, seen.chips) == ([], nothing, {}, chips)
    seen = results(bob, f"?q={WORD}&kind=article", language)  # a filter to undo: the form is there, without the space
    said = {name: {value: told[1:] for value, told in values.items()} for name, values in seen.facets.items()}
    assert (seen.titles, said) == ([], {"kind": {"article": (0, True)}})
    assert WORD not in results(bob, "?q=filigra", language).response.content.decode().lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_member_finds_it_all_but_the_draft(alice, secret, results, language):
    seen = results(alice, f"?q={WORD}", language)
    titles = {
        "fr": ["Annonce filigrane", "Réunion filigrane", "filigrane en titre"],
        "en": ["Meeting filigrane", "News filigrane", "filigrane in a title"],
    }
    assert sorted(seen.titles) == titles[language]
    assert {value: count for value, (_label, count, _chosen) in seen.facets["kind"].items()} == {
        "article": 1, "meeting": 1, "announcement": 1,
    }  # fmt: skip
    assert seen.facets["space"] == {"identity": ({"fr": "Identité", "en": "Identity"}[language], 3, False)}


def test_the_words_of_an_open_space_do_not_carry_those_of_a_closed_one(bob, quality, secret, results, caught_up):
    factories.article(quality, fr=f"{WORD} ouvert")
    caught_up()
    seen = results(bob, f"?q={WORD}")
    assert (seen.titles, seen.count) == ([f"{WORD} ouvert"], "1 résultat")
    assert {name: {value: said[1] for value, said in values.items()} for name, values in seen.facets.items()} == {
        "live": {"fr": 1}, "kind": {"article": 1}, "order": {"provincial": 1}, "jurisdiction": {"ns": 1},
        "space": {"quality": 1}, "since": {"3": 1, "12": 1},
    }  # fmt: skip


def test_the_name_and_mandate_of_a_listed_space_are_found_by_all(bob, secret, results):
    seen = results(bob, "?q=identité")
    assert (seen.hits, seen.count) == ([("Identité", "/fr/identite/")], "1 résultat")
    assert seen.page.select_one("p.ex").get_text() == "Mandat Identité"


def test_a_space_that_is_not_listed_is_found_by_its_members_only(alice, bob, caught_up, results):
    factories.space("hidden", fr="Coulisses", en="Backstage", is_open=False, is_listed=False, members=[alice])
    caught_up()
    assert (results(alice, "?q=coulisses").titles, results(bob, "?q=coulisses").titles) == (["Coulisses"], [])
    assert "Coulisses" not in results(bob, "?q=coulisse").response.content.decode()


@pytest.mark.parametrize(
    ("was", "becomes", "is_found"),
    [
        ({}, {"is_open": False}, False),  # its name and mandate again when the worker has heard
        ({}, {"is_open": False, "is_listed": False}, False),
        ({}, {"removed_at": timezone.now()}, False),
        ({"is_open": False}, {"is_open": True}, True),
        ({"is_open": False}, {"is_listed": False}, False),
        ({"is_open": False}, {"removed_at": timezone.now()}, False),
    ],
    ids=["closes", "closes and hides", "goes", "opens", "hides", "goes though closed"],
)
def test_what_the_index_still_says_of_a_space_counts_for_nothing(bob, caught_up, results, was, becomes, is_found):
    """In the very next request, before the worker has heard: no hit, no passage, no total, no facet."""
    space = factories.space("own", fr="Coulisses", en="Backstage", **was)
    for page in factories.parents(space).values():
        page.introduction = "<p>Onze assistants oubliés.</p>"
        page.save_revision().publish()
    caught_up()
    assert results(bob, "?q=coulisses").count == "1 résultat"
    assert results(bob, "?q=assistants").count == ("0 résultat" if was else "1 résultat")
    Space.objects.filter(pk=space.pk).update(**becomes)
    versions.bump()
    for words in ("coulisses", "assistants"):
        seen = results(bob, f"?q={words}")
        expected = ["Coulisses"] if is_found and words != "assistants" else []
        assert (seen.titles, seen.count) == (expected, f"{len(expected)} résultat"), words
        assert ("kind" in seen.facets, "oubliés" in seen.page.get_text()) == (bool(expected), False), words


@pytest.mark.parametrize("was", [{}, {"is_open": False}], ids=["open", "listed"])
def test_a_removed_space_is_found_by_nobody_until_it_is_restored(bob, chantal, caught_up, results, was):
    space = factories.space("own", fr="Coulisses", en="Backstage", members=[bob], **was)
    CommunityRole.objects.create(user=chantal, duty=Duty.FEDERAL_CHAIR)
    lifecycle.remove(space=space, by=chantal)
    caught_up()
    assert [results(user, "?q=coulisses").count for user in (bob, chantal)] == ["0 résultat"] * 2
    lifecycle.restore(space=space, by=chantal)
    caught_up()
    assert [results(user, "?q=coulisses").titles for user in (bob, chantal)] == [["Coulisses"]] * 2


def test_signing_out_leaves_nothing_to_search(client, secret):
    response = client.get(f"/fr/recherche/?q={WORD}")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/fr/comptes/connexion/")


def test_leaving_a_space_closes_it_at_once(alice, identity, secret, results):
    assert results(alice, f"?q={WORD}").count == "3 résultats"
    Membership.objects.filter(user=alice, space=identity).delete()
    assert results(alice, f"?q={WORD}").count == "0 résultat"


def everything(words):
    """What the index alone would answer to someone who may enter every space."""
    spaces = frozenset(Space.objects.values_list("pk", flat=True))
    return engine().search(SearchRequest(text=words, language="fr", spaces=spaces))


def test_a_page_withdrawn_behind_the_index_is_not_shown(alice, quality, results, caught_up):
    article = factories.article(quality, fr="Rappel automatique")
    caught_up()
    assert results(alice, "?q=rappel").titles == ["Rappel automatique"]
    Page.objects.filter(pk=article.made["fr"].pk).update(live=False)
    versions.bump()
    assert [hit.title_html for hit in everything("rappel").hits] == ["<mark>Rappel</mark> automatique"]
    assert results(alice, "?q=rappel").titles == []


def test_the_words_of_a_withdrawn_page_are_not_shown_under_its_twin(alice, quality, results, caught_up):
    article = factories.article(quality, fr="Rappel retiré", en="Callback")
    caught_up()
    Page.objects.filter(pk=article.made["fr"].pk).update(live=False)
    versions.bump()
    seen = results(alice, "?q=rappel")
    assert (seen.titles, "retiré" in seen.response.content.decode()) == ([], False)
    assert results(alice, "?q=callback", "en").titles == ["Callback"]


def test_words_are_labelled_with_their_own_language_while_a_new_twin_waits(alice, quality, results, caught_up):
    article = factories.article(quality, en="Callback")
    caught_up()
    factories.pair(
        type(article.made["en"]),
        factories.parents(quality),
        {"fr": {"title": "Rappel", "summary": "Résumé.", "translation_key": article.made["en"].translation_key}},
        article=article,
    )
    row = results(alice, "?q=callback").page.select_one("li.result")
    assert (row.a.get_text(), row.a["lang"]) == ("Callback", "en")


def test_a_space_closed_behind_the_index_is_not_shown(alice, bob, quality, results, caught_up):
    factories.article(quality, fr="Rappel automatique")
    caught_up()
    Space.objects.filter(pk=quality.pk).update(is_open=False)
    versions.bump()
    assert len(everything("rappel").hits) == 1
    seen = results(bob, "?q=rappel")
    assert (seen.titles, seen.count, seen.facets) == ([], "0 résultat", {})


def test_a_fact_moved_to_a_closed_space_behind_the_index_is_hidden(alice, bob, quality, identity, results, caught_up):
    article = factories.article(quality, fr="Rappel automatique")
    caught_up()
    Article.objects.filter(pk=article.pk).update(space=identity)
    versions.bump()
    assert (results(bob, "?q=rappel").titles, results(alice, "?q=rappel").titles) == ([], ["Rappel automatique"])


def test_a_page_deleted_behind_the_index_is_not_shown(alice, quality, results, caught_up):
    article = factories.article(quality, fr="Rappel automatique")
    caught_up()
    Page.objects.get(pk=article.made["fr"].pk).delete()
    assert len(everything("rappel").hits) == 1
    assert results(alice, "?q=rappel").titles == []


def test_an_account_closed_meanwhile_finds_nothing(alice, quality, found, caught_up):
    article = factories.article(quality, fr="Rappel automatique")
    caught_up()
    assert found(alice, "rappel") == [str(article.made["fr"].translation_key)]
    alice.is_active = False
    access.forget(alice)
    assert found(alice, "rappel") == []
