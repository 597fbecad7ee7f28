"""The report on translations by its open tasks: whose they are, and when they are due."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from cms.bilingual.models import Pair, State
from cms.bilingual.task_models import TranslationTask
from cms.models import User
from spaces.models import CommunityRole, Duty, Role, today
from spaces.services import memberships
from tests import factories

pytestmark = pytest.mark.database
HOME = {"en": "/en/translation-status/", "fr": "/fr/etat-des-traductions/"}


@pytest.fixture
def closed(db):
    return factories.space("closed", fr="Fermé", en="Closed", is_open=False)


@pytest.fixture
def people(closed, quality):
    found = {
        name: factories.person(first) for name, first in (("lead", "Lea"), ("translator", "Tom"), ("support", "Sue"))
    }
    memberships.grant(user=found["translator"], space=closed, role=Role.TO_FRENCH)
    memberships.grant(user=found["lead"], space=quality, role=Role.LEAD)
    CommunityRole.objects.create(user=found["support"], duty=Duty.SUPPORT)
    return found | {"root": User.objects.create_superuser("root@example.org", "password")}


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def titles(client, query):
    return [title.get_text() for title in soup(client.get(HOME["en"] + query)).select("table.report td .strong")]


def test_tasks_are_found_by_who_has_them_and_by_when_they_are_due(people, closed, quality, as_user):
    day, given = today(), {"late": -1, "today": 0, "week": 6, "later": 7, "none": None, "closed": -3, "free": -2}
    for name, days in given.items():
        pair = Pair.objects.get(pk=factories.article(quality, fr=f"{name} fr", en=name).made["en"].translation_key)
        Pair.objects.filter(pk=pair.pk).update(state=State.INCOMPLETE)
        task = {"due_on": None if days is None else day + timedelta(days=days)}
        task |= {"assignee": None if name == "free" else people["lead"]}
        TranslationTask.objects.create(pair=pair, closed_at=timezone.now() if name == "closed" else None, **task)
    elsewhere = Pair.objects.get(pk=factories.article(closed, fr="Ailleurs", en="Elsewhere").made["en"].translation_key)
    TranslationTask.objects.create(pair=elsewhere, assignee=people["translator"])
    client, lead = as_user(people["root"]), people["lead"].pk
    found = {
        f"?translator={lead}": {"late", "today", "week", "later", "none"},
        f"?translator={lead}&due=late": {"late"},
        "?translator=*": {"closed", "free"},
        "?translator=9999": set(),
        "?translator=999999999999999": set(),
        "?translator=lead": set(),
        "?due=late": {"late", "free"},
        "?due=week": {"today", "week"},
        "?due=none": {"none", "Elsewhere"},
        "?due=never": set(),
    }
    assert {query: set(titles(client, query)) for query in found} == found
    first = ["free", "late", "today", "week", "later"]
    assert titles(client, "?sort=due")[: len(first)] == first
    offered = soup(client.get(HOME["fr"] + "?due=never")).select("#f-translator option")
    assert [option.get_text() for option in offered] == ["Tous", "Lea Test", "Tom Test", "Personne"]
    outsider = soup(as_user(people["support"]).get(HOME["en"])).select("#f-translator option")
    assert "Tom Test" not in {option.get_text() for option in outsider}, "of a space out of reach"
