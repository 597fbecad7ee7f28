"""Machine drafts: only where a provider is set, by the worker, for a person to confirm; never read before that."""

from datetime import timedelta

import pytest
import time_machine
from django.core.checks import run_checks
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail_localize.models import StringTranslation

from cms.bilingual import ledger, machine
from cms.bilingual.draft_models import PATIENCE, DraftState, MachineDraft
from cms.bilingual.models import Confirmation, State
from spaces.services import translation_drafts, translations
from spaces.services.memberships import Refused
from tests.machines import SETTING
from tests.spaces.side_by_side import desk, post, said_by, step, words
from tests.spaces.team import OTHER, asked, pair_of, paragraphs, ready, segments, twin_of, written

pytestmark = pytest.mark.django_db
LINKED = '<p>See <a href="https://example.org/guide">the guide</a> and <b>call</b>.</p>'


@pytest.fixture
def loud(settings):
    """A provider; returns the options one may set."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {**SETTING, "OPTIONS": {}}
    return settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]


def strings_of(page):
    rows = StringTranslation.objects.filter(context__object_id=page.translation_key).order_by("pk")
    return {row.data: (row.translation_type, row.tool_name) for row in rows}


def test_without_a_provider_there_is_no_button_and_asking_is_refused(page, under_way, mine, as_user, posted):
    client = as_user(mine)
    assert desk(client, page).select("#machine") == []
    with posted():
        said = said_by(step(client, page, "draft"))
    assert said == ["No machine translation is set up on this site."]
    assert strings_of(page) == {}


def test_what_is_blank_is_drafted_by_the_worker_and_marked_as_such(page, under_way, mine, as_user, posted, loud):
    client = as_user(mine)
    assert "5 passages have no text yet. Their words are sent to Loud" in words(
        desk(client, page).select_one("#machine")
    )
    with posted() as callbacks:
        response = step(client, page, "draft")
        assert strings_of(page) == {}  # not in the request
    assert callbacks
    assert said_by(response) == ["The draft is being made; each passage shows here once it is there."]
    assert strings_of(page) == {
        said.upper(): ("machine", "Loud") for said in (page.title, "En bref.", "Un mot.", "Deux mots.", "Trois.")
    }
    soup = desk(client, page)
    assert [words(chip) for chip in soup.select(".passage .chip")] == ["Machine draft"] * 5
    assert soup.select_one("textarea").text.strip() == page.title.upper()
    assert words(soup.select_one("#progress strong")) == "0% translated"
    assert "5 passages have a draft. Readers get them only once" in words(soup.select_one("#machine"))
    assert "Machine draft asked for" in words(soup.select_one("#task"))


def test_it_says_in_french_what_it_does(page, under_way, mine, as_user, loud):
    said = words(desk(as_user(mine), page, language="fr").select_one("#machine"))
    assert said.startswith(
        "Brouillon automatique 5 passages n’ont pas encore de texte. Leurs mots sont envoyés à Loud, et"
    )
    assert said.endswith("Demander le brouillon")


def test_nothing_of_a_draft_is_read_before_a_person_confirmed_it(page, under_way, people, mine, posted, loud):
    with posted():
        translation_drafts.ask(pair=pair_of(page), by=mine)
    assert not Confirmation.objects.filter(pair=page.translation_key, is_current=True).exists()
    assert pair_of(page).state != State.UP_TO_DATE
    with pytest.raises(Refused):
        translations.ready(task=pair_of(page).tasks.get(), by=mine)
    ledger.running(page.translation_key).save_target(user=people.lead, publish=True)
    assert not twin_of(page).live


def test_a_draft_confirmed_as_it_stands_is_a_translation(page, under_way, mine, as_user, posted, loud):
    with posted():
        translation_drafts.ask(pair=pair_of(page), by=mine)
    (title,) = segments(page, "title")
    row = StringTranslation.objects.get(context=title.context)
    post(as_user(mine), page, title, row.data, was=ledger.digest(row.data))
    row.refresh_from_db()
    assert (row.translation_type, row.tool_name, row.last_translated_by) == ("manual", "", mine)
    assert Confirmation.objects.get(pair=page.translation_key, is_current=True).by == mine


def test_what_somebody_wrote_before_or_meanwhile_stays(page, under_way, mine, as_user, posted, loud, monkeypatch):
    first, second = segments(page)[:2]
    post(as_user(mine), page, first, "Mine")
    asked_before = machine.answers

    def answers(translation, passages):
        found = asked_before(translation, passages)
        post(as_user(mine), page, second, "Meanwhile")
        return found

    monkeypatch.setattr(machine, "answers", answers)
    with posted():
        translation_drafts.ask(pair=pair_of(page), by=mine)
    found = strings_of(page)
    assert len(found) == 5
    assert {said for said, (kind, _tool) in found.items() if kind == "manual"} == {"Mine", "Meanwhile"}


def test_a_draft_that_lost_a_link_is_left_out_and_counted(quality, people, mine, source, as_user, posted, loud):
    loud["loses_tags"] = True
    page = written(quality, source, body=paragraphs("Un mot.")[:-3] + LINKED.replace('"', '\\"') + '"}]')
    asked(page, people.editor, assignee=mine)
    with posted():
        translation_drafts.ask(pair=pair_of(page), by=mine)
    draft = MachineDraft.objects.get(pk=page.translation_key)
    assert (draft.state, draft.unfit, draft.made) == (DraftState.MADE, 1, draft.wanted - 1)
    said = words(desk(as_user(mine), page).select_one("#machine"))
    assert "1 draft was left out: it had lost a link or its formatting, or was too long." in said
    loud["loses_tags"] = False
    with posted():
        translation_drafts.ask(pair=pair_of(page), by=mine)
    assert any("GUIDE" in data for data in strings_of(page))


def test_a_provider_that_fails_leaves_what_it_made_and_one_may_ask_again(
    page, under_way, mine, as_user, posted, loud, monkeypatch, caplog
):
    monkeypatch.setattr(machine, "BATCH", 2)
    loud["answers"] = 1
    with posted():
        translation_drafts.ask(pair=pair_of(page), by=mine)
    assert len(strings_of(page)) == 2
    assert "the service is away" in caplog.text
    said = words(desk(as_user(mine), page).select_one("#machine"))
    assert "Loud did not answer to the end: 2 passages have their draft. You may ask again." in said
    loud["answers"] = 99
    with posted():
        translation_drafts.ask(pair=pair_of(page), by=mine)
    assert len(strings_of(page)) == 5
    assert [len(batch) for batch in loud["asked"]] == [2, 2, 2, 1]  # what was there was not asked for again


def test_two_do_not_ask_at_once_and_a_worker_that_died_is_not_waited_for(page, under_way, mine, as_user, loud):
    translation_drafts.ask(pair=pair_of(page), by=mine)  # nobody runs the task
    soup = desk(as_user(mine), page)
    assert "Loud is drafting 5 passages: 0 are there." in words(soup.select_one("#machine"))
    with pytest.raises(Refused, match="already"):
        translation_drafts.ask(pair=pair_of(page), by=mine)
    with time_machine.travel(timezone.now() + PATIENCE + timedelta(seconds=1), tick=False):
        assert translation_drafts.ask(pair=pair_of(page), by=mine).is_running


def test_a_page_left_to_be_edited_by_hand_holds_nothing_of_it(page, under_way, mine, posted, loud):
    with posted():
        translation_drafts.ask(pair=pair_of(page), by=mine)
    translations.stop(pair=pair_of(page), by=mine)
    assert strings_of(page) == {}
    draft = twin_of(page).get_latest_revision_as_object()
    assert "DEUX MOTS" not in str(draft.body.raw_data)
    assert machine.make(page.translation_key) == 0


def test_nothing_is_drafted_under_a_reviser(quality, people, source, as_user, loud):
    page = written(quality, source)
    _task, mine, _reviser = ready(page, people, source)
    with pytest.raises(Refused, match="no longer being translated"):
        translation_drafts.ask(pair=pair_of(page), by=mine)
    assert desk(as_user(mine), page).select("#machine") == []


def test_the_editors_desk_has_no_second_way_to_it(page, under_way, people, as_user, loud):
    address = reverse("wagtail_localize:machine_translate", args=[under_way.pk])
    assert as_user(people.lead).post(address).status_code == 403
    form = as_user(people.lead).get(reverse("wagtailadmin_pages:edit", args=[twin_of(page).pk])).content.decode()
    assert "machineTranslator&quot;: null" in form


def test_a_setting_that_cannot_be_used_is_said_when_the_site_starts(settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "tests.machines.Missing"}
    assert [error.id for error in run_checks()] == ["cms.E007"]
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = SETTING
    assert run_checks() == []


def test_the_other_direction_is_drafted_as_well(quality, people, source, posted, loud):
    page = written(quality, OTHER[source])
    asked(page, people.editor)
    with posted():
        translation_drafts.ask(pair=pair_of(page), by=people.editor)
    assert len(strings_of(page)) == 5


def test_the_desk_asks_one_thing_more_for_it(page, under_way, mine, as_user, settings, django_assert_num_queries):
    client = as_user(mine)
    desk(client, page)
    with CaptureQueriesContext(connection) as before:
        desk(client, page)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = SETTING
    with django_assert_num_queries(len(before) + 1):
        desk(client, page)
