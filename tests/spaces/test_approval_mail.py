"""Mail of an approval: readers have the page, or it waits, and then the mail says for what and leads where one follows it."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.urls import reverse

from cms.models import User
from tests import factories
from tests.spaces.side_by_side import at
from tests.spaces.team import asked, fresh, official
from tests.spaces.test_workflow_mail import sent, submit

pytestmark = pytest.mark.django_db


def approved(page, author, approver):
    """The mail its author gets once somebody who may has approved a page, and the address it leads to."""
    state = submit(page, author)
    mail.outbox.clear()
    state.current_task_state.specific.approve(user=approver)
    found = sent()[author.email]
    (address,) = re.findall(r"^http://testserver(\S+)$", found.body, re.M)
    return found.body.replace("\u00a0", " "), address


def test_what_waits_for_its_other_language_says_so_and_leads_where_it_is_followed(quality, chantal, denis, as_user):
    page = official(quality, title="Fermeture")
    body, address = approved(page, denis, chantal)
    assert (
        "La page « Fermeture » est approuvée et sera en ligne en même temps que sa page dans l’autre langue. Elle "
        "attend ceci :"
    ) in body
    assert "– Il n’y a pas encore de page en anglais : faites traduire celle-ci." in body
    assert "Voir la page" not in body
    assert address == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert as_user(denis).get(address).status_code == 200


def test_what_waits_for_its_translator_leads_to_the_translation(quality, people, chantal, as_user):
    page = official(quality, title="Fermeture")
    asked(page, people.lead, assignee=people.into_english)
    body, address = approved(page, people.editor, chantal)
    assert "“Fermeture” is approved, and goes live together with its other language. It waits for this:" in body
    assert f"– {people.into_english} translates it and has not handed it over yet." in body
    assert "Open it in the translators’ desk:" in body
    assert address == at("translation", page.translation_key)
    assert as_user(people.editor).get(address).status_code == 200


def test_what_is_set_for_a_minute_says_it_on_the_clock_of_its_reader(quality, people, chantal, as_user):
    User.objects.filter(pk=people.editor.pk).update(time_zone="America/Halifax")
    page = factories.article(quality, en="Reminder", live=False).made["en"]
    page.go_live_at = datetime(2100, 12, 1, 14, tzinfo=UTC)
    body, address = approved(page, fresh(people.editor), chantal)
    assert "“Reminder” is approved. On December 1, 2100 at 10 a.m. (AT), it goes live." in body
    assert address == reverse("wagtailadmin_pages:edit", args=[page.pk])
