"""The report on translations: whom it opens to, what stands in it, and that its totals are those of its pages."""

import csv
import io
from copy import deepcopy
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Page

from cms.bilingual.models import Pair, State
from cms.bilingual.task_models import TranslationTask
from cms.models import User
from spaces.models import ArticlePage, CommunityRole, Duty, Role
from spaces.services import memberships
from spaces.views import translation_status as view
from tests import factories
from tests.once import made_once
from tests.spaces import many

HOME = {"en": "/en/translation-status/", "fr": "/fr/etat-des-traductions/"}
CSV = {"en": "/en/translation-status/status.csv", "fr": "/fr/etat-des-traductions/etat.csv"}


made_alice, alice = made_once("alice", lambda: factories.person("Alice"))


@pytest.fixture(scope="module")
def made_identity(made_alice):
    return factories.space("identity", fr="Identité", en="Identity", is_open=False, members=[made_alice])


@pytest.fixture
def identity(db, made_identity):
    return deepcopy(made_identity)


@pytest.fixture(scope="module")
def made_people(made_quality, made_identity, made_alice):
    people = {name: factories.person(name.replace(" ", "")) for name in ("editor", "into French", "lead", "support")}
    for name, role in (("editor", Role.EDITOR), ("into French", Role.TO_FRENCH), ("lead", Role.LEAD)):
        memberships.grant(user=people[name], space=made_identity, role=role)
    CommunityRole.objects.create(user=people["support"], duty=Duty.SUPPORT)
    people["administrator"] = User.objects.create_superuser("root@example.org", "password")
    return people | {"member": made_alice, "outsider": factories.person("Bob", jurisdiction="halifax")}


@pytest.fixture
def people(db, made_people):
    """One person for each way in."""
    return deepcopy(made_people)


@pytest.fixture
def content(quality, identity):
    """Live things and drafts, in an open space, in a closed one, and outside of spaces."""
    factories.article(quality, fr="Ouvert", en="Open")
    factories.article(quality, fr="Ébauche ouverte", live=False)
    factories.article(identity, fr="Fermé", en="Closed")
    factories.article(identity, en="Closed draft", live=False)
    factories.ordinary("Mandat", "Terms of reference")
    for page in ArticlePage.objects.filter(live=False):
        page.save_revision()


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(client, query="", language="en"):
    rows = soup(client.get(HOME[language] + query)).select("table.report tbody tr")
    return [row.td.find("span", "strong").get_text() for row in rows]


def table(client, query="", language="en"):
    response = client.get(CSV[language] + query)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def test_it_opens_to_those_who_work_on_pages_and_those_who_oversee(people, denis, as_user, client):
    addresses = [*HOME.values(), *CSV.values(), "/en/translation-status/parity/", "/fr/etat-des-traductions/parite/"]
    people["editor of all"] = denis
    for name, user in people.items():
        status = 404 if name in {"member", "outsider"} else 200
        found = {address: as_user(user).get(address).status_code for address in addresses}
        assert found == dict.fromkeys(addresses, status), name
    assert {client.get(address).status_code for address in addresses} == {302}


@pytest.mark.database
def test_each_sees_what_they_may_read_and_drafts_only_where_they_work(people, denis, content, as_user):
    outside = {"Home", "Quality", "Terms of reference"}
    closed = {"Closed", "Closed draft", "Identity"}
    seen = {
        "editor": closed, "into French": closed, "lead": closed,
        "support": {"Open", *outside},
        "administrator": {"Open", "Ébauche ouverte", *outside, *closed},
    }  # fmt: skip
    assert {name: set(titles(as_user(people[name]))) for name in seen} == seen
    assert set(titles(as_user(denis))) == {"Open", "Ébauche ouverte", *outside}
    memberships.grant(user=people["support"], space=factories.Space.objects.get(code="quality"), role=Role.EDITOR)
    assert set(titles(as_user(people["support"]))) == {"Open", "Ébauche ouverte", *outside}


@pytest.mark.database
def test_the_title_of_a_draft_is_not_shown_beside_its_live_twin(people, quality, as_user):
    made = factories.article(quality, fr="En ligne", en="Secret").made
    made["en"].unpublish()
    assert titles(as_user(people["support"]), "?state=to_publish&kind=articlepage") == ["En ligne"]
    assert titles(as_user(people["administrator"]), "?state=to_publish&kind=articlepage") == ["Secret"]
    assert [line[0] for line in table(as_user(people["support"]), "?kind=articlepage")[1:]] == ["En ligne"]
    order = titles(as_user(people["support"]), "?sort=title")
    assert order == sorted(order)


@pytest.mark.database
def test_half_a_pair_in_a_space_out_of_reach_is_not_there(people, quality, identity, as_user):
    made = factories.article(quality, fr="Ici", en="Moved").made
    assert "Moved" in titles(as_user(people["support"]))
    far, last = Page.objects.get(pk=factories.parents(identity)["en"].pk), "9ZZZ"
    Page.objects.filter(pk=made["en"].pk).update(path=far.path + last)
    assert not {"Moved", "Ici"} & set(titles(as_user(people["support"])))
    assert not {"Moved", "Ici"} & set(titles(as_user(people["editor"])))


def spread(quality, count):
    """Pairs in every state, with words and ages."""
    many.articles(quality, count)
    pages = ArticlePage.objects.select_related("locale")
    found = {}
    for page in pages:
        found.setdefault(page.translation_key, {})[page.locale.language_code] = page
    kind = Pair.objects.exclude(kind=None).first().kind
    states = [state for state in State if state != State.MISSING]
    pairs = []
    for number, (key, made) in enumerate(found.items()):
        state = states[number % 4] if len(made) == 2 else State.MISSING
        since = None if state == State.UP_TO_DATE else timezone.now() - timedelta(days=number, hours=1)
        words = 0 if state == State.UP_TO_DATE else number + 1
        pairs.append(Pair(key=key, source="fr", kind=kind, state=state, segments=2, all_segments=4, words=words,
                          since=since, fr_page=made.get("fr"), en_page=made.get("en"), days_apart=number % 7))  # fmt: skip
    Pair.objects.all().delete()
    Pair.objects.bulk_create(pairs)
    return pairs


@pytest.mark.parametrize(
    "query", ["", "?state=behind", "?days=40", "?sort=words&live=both", "?sort=title", "?original=en"]
)
def test_totals_are_those_of_the_pages_listed_and_of_the_table(query, people, quality, as_user, monkeypatch):
    spread(quality, 60)
    monkeypatch.setattr(view, "PAGE", 7)
    client, rows, number = as_user(people["support"]), [], 1
    mark = "&" if query else "?"
    first = soup(client.get(HOME["en"] + query))
    while True:
        page = soup(client.get(f"{HOME['en']}{query}{mark}page={number}"))
        rows += page.select("table.report tbody tr")
        if not page.select("a[rel=next]"):
            break
        number += 1
    words = [int(row.select_one('[data-label="Words to translate"]').get_text()) for row in rows]
    heading = first.select_one("#list").get_text()
    assert heading == f"{len(rows)} item{'' if len(rows) == 1 else 's'}"
    lines = table(client, query)[1:]
    assert (len(lines), [int(line[8]) for line in lines]) == (len(rows), words)
    if rows:
        said = first.select_one(".chips .info").get_text()
        assert said == f"{sum(words):,} words to translate"
        assert sum(int(chip.b.get_text()) for chip in first.select(".chips a.chip")) == len(rows)


@pytest.mark.database
def test_filters_find_what_they_say(people, content, quality, as_user):
    client = as_user(people["administrator"])
    factories.article(quality, en="English first", fr="Venue après")
    made = factories.announcement(quality, fr="Annonce", en="Announcement").made
    late = Pair.objects.get(pk=made["fr"].translation_key)
    Pair.objects.filter(pk=late.pk).update(state=State.SOURCE_CHANGED, since=timezone.now() - timedelta(days=31))
    found = {
        "?space=identity": {"Closed", "Closed draft", "Identity"},
        "?space=*": {"Home", "Terms of reference"},
        "?space=nowhere": set(),
        "?kind=announcementpage": {"Announcement"},
        "?kind=article": set(),
        "?state=missing": {"Ébauche ouverte", "Closed draft"},
        "?state=source_changed": {"Announcement"},
        "?state=behind": {"Announcement", "Ébauche ouverte", "Closed draft"},
        "?state=nothing": set(),
        "?original=en&space=identity": {"Closed draft"},
        "?live=none": {"Ébauche ouverte", "Closed draft"},
        "?live=half": set(),
        "?days=30": {"Announcement"},
        "?days=31": {"Announcement"},
        "?days=32": set(),
        "?days=abc": set(),
        "?days=999999999999999999999": set(),
        "?space=%00": set(),
        "?exception=open": set(),
        "?state=behind&space=quality&kind=articlepage": {"Ébauche ouverte"},
    }
    assert {query: set(titles(client, query)) for query in found} == found
    assert "Nothing matches these filters" in client.get(HOME["en"] + "?days=32").content.decode()


@pytest.mark.database
def test_each_language_orders_titles_in_its_own_way(people, quality, as_user):
    for fr, en in (("Zone", "Alpha"), ("Écoute", "Bravo"), ("œuvre", "Charlie"), ("Été", "Delta"), ("Ordre", None)):
        factories.article(quality, fr=fr, en=en)
    client, query = as_user(people["administrator"]), "?sort=title&kind=articlepage"
    assert titles(client, query, "fr") == ["Écoute", "Été", "œuvre", "Ordre", "Zone"]
    assert titles(client, query, "en") == ["Alpha", "Bravo", "Charlie", "Delta", "Ordre"]


@pytest.mark.database
def test_the_longest_behind_come_first_and_words_and_delays_may(people, quality, as_user):
    pairs = spread(quality, 12)
    client = as_user(people["support"])

    def order(query, name):
        shown = Pair.objects.in_bulk()
        names = {page.title: page.translation_key for page in ArticlePage.objects.all()}
        return [getattr(shown[names[title]], name) for title in titles(client, query)]

    ages = order("", "since")
    late = [since for since in ages if since]
    assert ages == sorted(late) + [None] * (len(pairs) - len(late))
    for query, name in (("?sort=words", "words"), ("?sort=apart", "days_apart")):
        assert order(query, name) == sorted(order(query, name), reverse=True)
    assert "6 days between the two publications" in client.get(HOME["en"] + "?sort=apart").content.decode()


def test_a_row_says_how_each_language_stands_who_wrote_and_who_changed(people, quality, chantal, as_user):
    made = factories.article(quality, fr="Rappel", en="Callback", author=chantal).made
    denise = factories.person("Denise")
    page = ArticlePage.objects.get(pk=made["fr"].pk)
    page.title = "Rappel en clair"
    page.save_revision(user=denise).publish(user=denise, skip_permission_checks=True)
    Pair.objects.filter(pk=page.translation_key).update(since=timezone.now() - timedelta(days=3, hours=2))
    client = as_user(people["support"])
    for language, said in (
        ("en", ["Callback", "Practice article", "Quality", "changed by Denise Test", "Original",
                "Original changed (1 passage)", "3", "3", "Chantal Test", "–", "–"]),
        ("fr", ["Rappel en clair", "Article de pratique", "Qualité", "modifié par Denise Test", "Original",
                "Original modifié (1 passage)", "3", "3", "Chantal Test", "–", "–"]),
    ):  # fmt: skip
        (row,) = soup(client.get(HOME[language] + "?kind=articlepage")).select("table.report tbody tr")
        assert [text.strip() for text in row.stripped_strings] == said
    line = table(client, "?kind=articlepage")[1]
    assert line[3:6] == ["French", "original", "original changed (1 passage)"]
    assert line[7:] == ["3", "3", "Chantal Test", "Denise Test", "", ""]
    assert table(client, language="fr")[0][:6] == [
        "Titre", "Espace", "Type", "Langue de l’original", "Français", "Anglais"
    ]  # fmt: skip


@pytest.mark.database
def test_a_title_in_the_other_language_says_so_and_leads_to_its_notice(people, quality, as_user):
    factories.article(quality, fr="Seul")
    (row,) = soup(as_user(people["support"]).get(HOME["en"] + "?kind=articlepage")).select("tbody tr")
    title = row.select_one(".strong")
    assert (title["lang"], title.a["href"].startswith("/en/untranslated/")) == ("fr", True)
    assert as_user(people["support"]).get(title.a["href"]).status_code == 200


def test_no_cell_of_the_table_is_a_formula(people, quality, as_user):
    factories.article(quality, fr="=1+1", en="=HYPERLINK(1)")
    assert table(as_user(people["support"]), "?kind=articlepage")[1][0] == "'=HYPERLINK(1)"


#: address -> its queries, whatever the number of pairs
QUERIES = {HOME["en"]: 10, HOME["fr"] + "?sort=title": 10, HOME["en"] + "?space=quality&days=1": 10, CSV["en"]: 8,
           "/en/translation-status/parity/": 7}  # fmt: skip


@pytest.mark.parametrize("count", [1, 5, 50])
def test_fifty_pairs_cost_as_many_queries_as_one(count, people, quality, denis, as_user, django_assert_num_queries):
    spread(quality, 2 * count)
    Pair.objects.update(changed_by=people["editor"], state=State.INCOMPLETE, since=timezone.now() - timedelta(days=9))
    TranslationTask.objects.bulk_create(
        TranslationTask(pair=pair, assignee=people["lead"]) for pair in Pair.objects.all()
    )
    client = as_user(denis)  # an editor of the whole community: a right more to ask for
    for address, queries in QUERIES.items():
        for _ in range(2):
            client.get(address)
        with django_assert_num_queries(queries, info=address):
            client.get(address)
