"""What search tests share: an index brought up to date, and short questions to it."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from cms import versions
from cms.models import User
from search import files, outbox, queries
from spaces import access
from spaces.models import CommunityRole, Duty
from tests import factories


@pytest.fixture
def caught_up(db):
    """caught_up() drains the outbox, as the worker does, and says that nothing is left."""

    def drained():
        done, left = outbox.drain()
        while done and left:
            done, left = outbox.drain()
        assert left == 0

    return drained


@pytest.fixture
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def read(caught_up):
    """read() reads what is unread and brings the index up to date, as the worker does."""

    def done():
        while files.read_next():
            pass
        files.forget_gone()
        caught_up()

    return done


@pytest.fixture
def found():
    """found(user, words) -> keys of what this person finds, best first."""

    def ask(user, words, language="fr", **more):
        access.forget(user)  # each question is a new request
        version, _frame = versions.current(SimpleNamespace())
        known = set(access.known_spaces(user).values_list("pk", flat=True))
        answer = queries.find(words, user=user, language=language, version=version, known=known, **more)
        return [hit.key for hit in answer.result.hits + answer.nearly]

    return ask


@pytest.fixture
def costs(as_user, django_assert_num_queries):
    """costs(user, query, n): a page of results this person has asked for before asks the database n times."""

    def asked(user, query, number):
        client = as_user(user)
        for _visit in range(2):
            client.get(f"/fr/recherche/{query}")
        with django_assert_num_queries(number):
            client.get(f"/fr/recherche/{query}")

    return asked


@pytest.fixture
def support(db):
    """Somebody who looks after the whole community, and reads no closed space by that."""
    person = factories.person("Support")
    CommunityRole.objects.create(user=person, duty=Duty.FEDERAL_CHAIR)
    return User.objects.get(pk=person.pk)


class Results:
    """A page of results as its reader sees it."""

    def __init__(self, response):
        self.response = response
        self.page = BeautifulSoup(response.content, "html.parser")

    @property
    def hits(self):
        """[(title, address)]"""
        links = self.page.select("li.result h2 a")
        return [(link.get_text(), link["href"]) for link in links]

    @property
    def titles(self):
        return [title for title, _address in self.hits]

    @property
    def count(self):
        """«3 résultats»"""
        return self.page.select_one("[role=status] strong").get_text().replace("\u00a0", " ")

    @property
    def facets(self):
        """{name: {value: (label, count, is chosen)}}"""
        shown = {}
        for tick in self.page.select("label.tick"):
            box, (label, *number) = tick.input, tick.find_all("span", recursive=False)
            if not number:  # «All dates» is not a value
                continue
            count = int(number[0].find(string=True, recursive=False))
            shown.setdefault(box["name"], {})[box["value"]] = (label.get_text(), count, box.has_attr("checked"))
        return shown

    @property
    def chips(self):
        """{label: address that removes it}"""
        return {chip.find(string=True, recursive=False): chip["href"] for chip in self.page.select("a.chip")}


@pytest.fixture
def results(as_user):
    """results(user, "?q=rappel", "fr") -> what this person sees."""

    def look(user, query="", language="fr"):
        address = {"fr": "/fr/recherche/", "en": "/en/search/"}[language]
        return Results(as_user(user).get(address + query))

    return look
