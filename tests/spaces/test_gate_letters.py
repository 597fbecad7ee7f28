"""Letters about exceptions, what the gate held and wishes: written when they go, to those who may still read the space."""

from copy import deepcopy
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace

import pytest
from django.core import mail

from cms.bilingual.gate_models import Ending, Exemption, Wish
from cms.bilingual.readiness import MISSING
from cms.models import User
from spaces.models import today
from spaces.services import exceptions, wishes
from tests import factories
from tests.letters import written_with
from tests.spaces.team import official, team
from tests.spaces.team import written as article
from tests.spaces.test_letters import MEANWHILE, OF_THE_GATE

pytestmark = pytest.mark.django_db
written = partial(written_with, "Zanzibar")


def begun():
    """Official content of a space others may not know of, and those who work there."""
    space = factories.space("hidden", fr="Zanzibar", en="Zanzibar", is_open=False, is_listed=False)
    people = team(space)
    page = official(space, title="Zanzibar")
    page.latest_revision.publish(user=people.lead)
    return SimpleNamespace(space=space, people=people, page=type(page).objects.get(pk=page.pk))


@pytest.fixture(scope="module")
def made_hidden(once):
    return begun()


@pytest.fixture
def hidden(db, made_hidden):
    return deepcopy(made_hidden)


def by_exception(hidden):
    given = {"reason": "Urgent.", "owner": hidden.people.editor, "due_on": today()}
    return [exceptions.record(page=hidden.page, by=hidden.people.lead, **given)[0].pk]


def held(hidden):
    said = {"kind": MISSING, "language": "en", "count": 0, "why": ""}
    return [str(hidden.page.translation_key), "fr", [said]]


def taken_back(hidden):
    at = datetime(2026, 11, 2, 14, tzinfo=UTC).isoformat()
    return [str(hidden.page.translation_key), [hidden.people.editor.pk], at, hidden.people.lead.pk]


def come_true(hidden):
    page = article(hidden.space, title="Zanzibar")
    wishes.make(page=page, by=hidden.people.member)
    keys = {code: home.locale for code, home in factories.parents(hidden.space).items()}
    twin = page.copy_for_translation(keys[hidden.people.member.language])
    twin.save_revision().publish()
    return [list(Wish.objects.values_list("pk", flat=True))]


#: kind -> (what brings it about, who gets it while all is as it was)
KEYS = {
    "exception_yours": (by_exception, {"editor"}),
    "exception_due": (by_exception, {"editor"}),
    "held": (held, {"lead"}),
    "minute_taken_back": (taken_back, {"editor"}),
    "wish": (come_true, {"member"}),
}


def test_every_kind_of_letter_is_here():
    assert set(KEYS) == OF_THE_GATE


@pytest.mark.parametrize("kind", KEYS)
def test_it_goes_to_those_it_is_for(kind, hidden):
    prepare, readers = KEYS[kind]
    assert written(kind, prepare(hidden)) == readers


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KEYS)
def test_it_is_set_as_its_language_is(kind, language, hidden):
    keys = KEYS[kind][0](hidden)
    User.objects.update(language=language)
    assert written(kind, keys)
    assert {message.extra_headers["Content-Language"] for message in mail.outbox} == {f"{language}-CA"}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
@pytest.mark.parametrize("kind", KEYS)
def test_nothing_goes_to_those_whose_right_ended_meanwhile(kind, meanwhile, hidden):
    keys = KEYS[kind][0](hidden)
    MEANWHILE[meanwhile](hidden.space)
    assert written(kind, keys) == set()


@pytest.mark.parametrize("kind", ["exception_yours", "exception_due"])
def test_nothing_goes_once_the_exception_is_over(kind, hidden):
    keys = by_exception(hidden)
    Exemption.objects.get().close(Ending.PUBLISHED)
    assert written(kind, keys) == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_where_both_are_read_the_older_words_are_said(language, hidden):
    home = factories.parents(hidden.space)["en"]
    twin = hidden.page.copy_for_translation(home.locale)
    type(twin).objects.filter(pk=twin.pk).update(live=True)
    User.objects.update(language=language)
    assert written("exception_due", by_exception(hidden)) == {"editor"}
    words = {
        "fr": "est en ligne en français par exception; sa page en anglais en est à l’ancien texte.",
        "en": "is read in French by exception; its English page has older words.",
    }
    assert words[language] in mail.outbox[0].body


def test_what_readers_have_meanwhile_is_named_by_its_day(hidden):
    """When its new version could not go live."""
    User.objects.update(language="en")
    by_exception(hidden)
    page = type(hidden.page).objects.get(pk=hidden.page.pk)
    page.save_revision(user=hidden.people.lead)
    type(page).objects.filter(pk=page.pk).update(last_published_at=datetime(2026, 5, 4, 15, tzinfo=UTC))
    assert written("held", held(hidden)) == {"lead"}
    (message,) = mail.outbox
    said = (
        "The new version of “Zanzibar” could not be published in both languages: readers have the words of May 4, 2026."
    )
    assert said in message.body.replace("\u00a0", " ")
    assert "neither page did" not in message.body


def test_nothing_goes_about_what_readers_have_by_now(hidden):
    keys = held(hidden)
    by_exception(hidden)  # what waited is live
    assert written("held", keys) == set()
