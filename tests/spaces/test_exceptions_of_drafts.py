"""An exception recorded on a page nobody reads yet: said as what is to be, and counted nowhere before it is true."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from cms.bilingual.gate_models import Ending, Exemption
from cms.models import User
from spaces import access_status
from spaces.models import today
from spaces.services import exceptions, letters, parity
from spaces.services.translation_status import Report
from tests import factories
from tests.spaces.desk import words_of
from tests.spaces.excepting import alone, at, filled, titles
from tests.spaces.publishing import fresh
from tests.spaces.side_by_side import said_by
from tests.spaces.team import official

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(quality):
    return official(quality, "fr")


@pytest.fixture
def client(people, as_user):
    User.objects.filter(pk=people.lead.pk).update(language="en")
    return as_user(people.lead)


def letter(row, language):
    """The mail its owner gets of it."""
    User.objects.update(language=language)
    mail.outbox.clear()
    letters.write("exception_yours", [row.pk])
    return mail.outbox[0].body.replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_its_owner_is_told_what_is_to_be_and_once_it_is_what_is(page, people, language):
    row = alone(page, people.lead, owner=people.editor)
    to_be = {"fr": "sera en ligne en français par exception, une fois publiée.",
             "en": "is to be read in French by exception, once it is published."}[language]  # fmt: skip
    is_so = {"fr": "est en ligne en français par exception.", "en": "is read in French by exception."}[language]
    said = letter(row, language)
    assert (to_be in said, is_so in said) == (True, False)
    fresh(page).latest_revision.publish(user=people.lead)
    said = letter(row, language)
    assert (to_be in said, is_so in said) == (False, True)


def test_of_a_new_version_too_its_owner_is_told_what_is_to_be(quality, people):
    draft = new_version(quality, people)
    row = alone(draft, people.lead, owner=people.editor)
    to_be = "is to be read in French by exception, once it is published; its English page has older words."
    assert f"The new version of “Autrement” {to_be}" in letter(row, "en")
    fresh(draft).latest_revision.publish(user=people.lead)
    assert "The new version of “Autrement” is read in French by exception;" in letter(row, "en")


def test_it_is_counted_listed_and_found_once_its_page_is_read(page, people, client):
    row = alone(page, people.lead)
    assert (titles(client), counted(people.lead), found(people.lead)) == ([], 0, 0)
    fresh(page).latest_revision.publish(user=people.lead)
    assert (titles(client), counted(people.lead), found(people.lead)) == (["Fermeture"], 1, 1)
    assert Exemption.objects.get() == row


def report(user):
    return Report(access_status.scope(user), "en")


def counted(user):
    return parity.figures(report(user))[0].exceptions


def found(user):
    return report(user).narrowed({"exception": "open"}).count()


def test_whoever_changes_it_is_led_to_the_page_and_told_why(page, people, client):
    row = alone(page, people.lead)
    response = client.post(at("exception", row.pk), filled(people.editor), follow=True)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    said = "Saved. The page is not read yet: the exception is on the list of exceptions once it is."
    assert said in " ".join(words_of(response.content))
    exceptions.take_back(exemption=row, by=people.lead)
    fresh(page).latest_revision.publish(user=people.lead)
    row = alone(page, people.lead)
    assert said_by(client.post(at("exception", row.pk), filled(people.editor), follow=True)) == ["Saved."]


def new_version(quality, people):
    """Both pages are read; the words of one have changed in a draft."""
    made = factories.announcement(quality).made
    draft = fresh(made["fr"])
    draft.title = "Autrement"
    draft.save_revision(user=people.editor)
    return fresh(made["fr"])


def test_where_both_are_read_it_is_taken_back_before_the_new_version_is(quality, people, client):
    row = alone(new_version(quality, people), people.lead)
    assert "Take the exception back" in client.get(at("exception", row.pk)).content.decode()
    client.post(at("exception_take_back", row.pk))
    row.refresh_from_db()
    assert row.ending == Ending.TAKEN_BACK


def test_where_both_are_read_it_is_said_what_is_read_in_one_language(quality, people, client):
    draft = new_version(quality, people)
    row = alone(draft, people.lead)
    draft.latest_revision.publish(user=people.lead)
    assert "Take the exception back" not in client.get(at("exception", row.pk)).content.decode()
    (said,) = said_by(client.post(at("exception_take_back", row.pk), follow=True))
    assert said == "The new version is read in one language: publish that of the other one, or change it back."


def test_the_reason_of_a_late_one_is_corrected_without_a_new_day(page, people, client):
    row = alone(page, people.lead)
    past = today() - timedelta(days=2)
    Exemption.objects.update(due_on=past)
    data = filled(people.editor, due_on=past.isoformat(), reason="Dit mieux.")
    assert client.post(at("exception", row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.reason, row.due_on) == ("Dit mieux.", past)
    earlier = filled(people.editor, due_on=(past - timedelta(days=1)).isoformat())
    assert "This day is past" in client.post(at("exception", row.pk), earlier).content.decode()
