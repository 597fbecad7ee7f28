"""Parity of the two languages: each figure is the length of the list it leads to, for each space and for all."""

from copy import deepcopy
from statistics import median

import pytest
from bs4 import BeautifulSoup

from cms.bilingual.models import Pair, State
from spaces.models import CommunityRole, Duty, Role
from spaces.services import memberships, parity
from tests import factories
from tests.once import begin_with, taken_back

PAGE = {"en": "/en/translation-status/parity/", "fr": "/fr/etat-des-traductions/parite/"}
LIST = {"en": "/en/translation-status/", "fr": "/fr/etat-des-traductions/"}


@pytest.fixture
def support(db):
    user = factories.person("Sue")
    CommunityRole.objects.create(user=user, duty=Duty.SUPPORT)
    return user


def pytest_generate_tests(metafunc):
    begin_with(metafunc, "content", languages=None)


def written_in(quality, identity):
    """{key: days between the two publications} of what the open space has in both languages."""
    gaps = {}
    for number, (fr, en) in enumerate((("Un", "One"), ("Deux", "Two"), ("Trois", "Three"))):
        key = factories.article(quality, fr=fr, en=en).made["fr"].translation_key
        gaps[key] = (0, 3, 10)[number]
        Pair.objects.filter(pk=key).update(days_apart=gaps[key])
    Pair.objects.filter(pk=key).update(state=State.SOURCE_CHANGED)
    factories.article(quality, fr="Seul")
    factories.article(quality, en="Alone")
    factories.article(quality, en="Draft", live=False).made["en"].save_revision()
    factories.article(identity, fr="Fermé", en="Closed")
    other = factories.space("other", fr="Autre", en="Other")
    factories.article(other, fr="Ailleurs")
    return gaps


@pytest.fixture(autouse=True, scope="module")
def made(made_quality, request):
    with taken_back():
        identity = request.param and factories.space("identity", fr="Identité", en="Identity", is_open=False)
        yield request.param and (identity, written_in(made_quality, identity))


@pytest.fixture
def identity(db, made):
    return deepcopy(made[0])


@pytest.fixture
def content(db, made):
    """In the open space: three things in both languages, two in one, a draft; one is behind. Another space besides."""
    return deepcopy(made[1])


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def length(client, address):
    return int(soup(client.get(address)).select_one("#list").get_text().split()[0])


def figures_of(row):
    """{label: (what is said, where it leads)} of one space."""
    cells = row.select("td")
    return {cell["data-label"]: (cell.a.find(string=True), cell.a["href"]) for cell in cells if cell.a}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_figure_is_the_length_of_its_list(language, support, content, as_user):
    client = as_user(support)
    rows = soup(client.get(PAGE[language])).select("tbody tr")
    names = {"en": ["Other", "Quality", "Outside of spaces", "All together"],
             "fr": ["Autre", "Qualité", "Hors des espaces", "L’ensemble"]}  # fmt: skip
    assert [row.th.get_text() for row in rows] == names[language]
    seen = 0
    for row in rows:
        for said, address in figures_of(row).values():
            assert address.startswith(LIST[language])
            if said.isdecimal():
                assert length(client, address) == int(said), address
                seen += 1
    assert seen == 20


def test_the_figures_of_a_space_are_right(support, content, as_user):
    row = soup(as_user(support).get(PAGE["en"])).select("tbody tr")[1]
    said = {cell["data-label"]: "".join(cell.find_all(string=True)).split(" – ")[0] for cell in row.select("td")}
    assert said == {
        "Items published": "6",
        "In both languages": "67% (4",  # the page of the space is the fourth
        "In one language only": "2",
        "Between the two publications (median)": "1.5 days",
        "Published and behind": "3",
        "Exceptions open": "0",
    }


@pytest.mark.database
def test_the_median_is_that_of_the_list_it_opens(support, content, as_user):
    client = as_user(support)
    row = soup(client.get(PAGE["en"])).select("tbody tr")[1]
    said, address = figures_of(row)["Between the two publications (median)"]
    rows = soup(client.get(address)).select("table.report tbody tr")
    gaps = sorted([*content.values(), 0])
    assert len(rows) == len(gaps)
    assert said == f"{median(gaps)} days" == "1.5 days"
    assert "10 days between the two publications" in rows[0].get_text()


@pytest.mark.database
@pytest.mark.parametrize(
    ("query", "both"), [("", "6 of 9 items published"), ("?space=quality", "4 of 6 items published")]
)
def test_the_report_carries_the_figures_of_what_it_lists(query, both, support, content, as_user):
    client = as_user(support)
    block = soup(client.get(LIST["en"] + query)).select_one("section[aria-labelledby=par]")
    assert both in " ".join(block.get_text(" ").split())
    for figure in block.select("dd"):
        if figure.a and figure.a.get_text().isdecimal():
            assert length(client, LIST["en"] + figure.a["href"]) == int(figure.a.get_text())


def test_one_who_works_in_a_space_has_its_figures_alone(quality, identity, content, as_user):
    lead = factories.person("Lea")
    memberships.grant(user=lead, space=identity, role=Role.LEAD)
    rows = soup(as_user(lead).get(PAGE["en"])).select("tbody tr")
    assert [row.th.get_text() for row in rows] == ["Identity", "All together"]
    assert [figures_of(row)["Items published"][0] for row in rows] == ["2", "2"]


def test_a_space_without_anything_published_has_no_share(support, as_user):
    factories.space("new", fr="Nouveau", en="New").pages.update(live=False)
    row = soup(as_user(support).get(PAGE["en"])).select("tbody tr")[0]
    assert [cell.get_text().split(" – ")[0].strip() for cell in row.select("td")] == ["0", "–", "0", "–", "0", "0"]


@pytest.mark.database
def test_open_exceptions_are_counted_and_listed(support, content, as_user):
    client = as_user(support)
    for pair in Pair.objects.filter(kind__model="articlepage", state=State.MISSING):
        factories.excepted(pair.source_page.specific, owner=support)
    closed = Pair.objects.filter(state=State.UP_TO_DATE).exclude(fr_page=None).first()
    factories.excepted(closed.fr_page.specific).close("published")
    rows = soup(client.get(PAGE["en"])).select("tbody tr")
    found = {row.th.get_text(): figures_of(row)["Exceptions open"] for row in rows}
    assert {name: said for name, (said, _address) in found.items()} == {
        "Other": "1", "Quality": "2", "Outside of spaces": "0", "All together": "3"
    }  # fmt: skip
    assert {length(client, address) - int(said) for said, address in found.values()} == {0}


@pytest.mark.parametrize(("both", "published", "share"), [(0, 0, None), (1, 1, 100), (199, 200, 99), (0, 3, 0)])
def test_all_is_said_only_when_nothing_is_left(both, published, share):
    assert parity.Figures(both=both, published=published).share == share


@pytest.mark.database
def test_what_is_confirmed_and_not_published_is_behind_for_its_readers(support, content, as_user):
    """Until they have it: the list names it apart from what is up to date."""
    client, (key, *_others) = as_user(support), content

    def behind():
        rows = {row.th.get_text(): row for row in soup(client.get(PAGE["en"])).select("tbody tr")}
        return figures_of(rows["Quality"])["Published and behind"]

    before, address = behind()
    assert length(client, address) == int(before)
    Pair.objects.filter(pk=key).update(is_unpublished=True)
    assert (int(behind()[0]), length(client, address)) == (int(before) + 1,) * 2
    chips = {
        " ".join(chip.get_text().split()): chip["href"] for chip in soup(client.get(LIST["en"])).select(".chips a.chip")
    }
    assert chips["Up to date, to be published 1"] == "?state=to_publish"
    assert length(client, LIST["en"] + "?state=to_publish") == 1
    up_to_date = next(int(words.split()[-1]) for words in chips if words.startswith("Up to date "))
    assert length(client, LIST["en"] + "?state=up_to_date") == up_to_date
