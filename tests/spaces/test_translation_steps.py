"""The steps of a translation on its page, who has it and by when, and asking for one."""

from datetime import timedelta

import pytest

from cms.bilingual import chain, gate
from cms.bilingual.task_models import Step
from spaces.models import ArticlePage, today
from spaces.services import translations
from tests import factories
from tests.spaces.side_by_side import at, desk, said_by, soup_of, step, words
from tests.spaces.team import OTHER, asked, official, ready, translate, translators, twin_of, written

LANGUAGES = {"fr": "French", "en": "English"}
pytestmark = pytest.mark.django_db


def test_it_is_taken_handed_over_sent_back_approved_and_read(page, people, source, as_user):
    mine, other, _wrong = translators(people, source)
    asked(page, people.editor)
    client, reviser = as_user(mine), as_user(other)
    assert said_by(step(client, page, "take")) == ["It is yours."]
    assert said_by(step(client, page, "ready")) == ["5 passages are still to be translated."]
    translate(page, mine)
    assert said_by(step(client, page, "ready")) == ["Ready for revision: the reviser is told."]
    waiting = desk(client, page)
    assert "waits to be revised by somebody else" in words(waiting.select_one("main"))
    assert waiting.select(".box") == []
    soup = desk(reviser, page)
    assert len(soup.select(".passage.done")) == 5, "the reviser sees what was translated in this round"
    assert [button["value"] for button in soup.select("#steps button")] == ["approve", "send_back"]
    assert said_by(step(reviser, page, "send_back", comment="")) == [
        "Say what is to be looked at again: the translator reads it."
    ]
    assert said_by(step(reviser, page, "send_back", comment="The title.")) == ["Sent back, with your comment."]
    assert "The title." in words(desk(client, page).select_one("main"))
    step(client, page, "ready")
    assert said_by(step(reviser, page, "approve")) == ["Approved and published: readers have it."]
    assert twin_of(page).live
    done = desk(client, page)
    assert "Every passage is translated" in words(done.select_one("main"))
    assert said_by(step(client, page, "approve")) == ["This task is over: somebody has just closed it."]


def test_an_approver_without_the_right_to_publish_is_told_who_has_it(page, people, under_way, mine, as_user):
    task = chain.task_of(page.translation_key)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    translate(page, mine)
    translations.ready(task=task, by=mine)
    client = as_user(people.editor)
    assert "You may not publish this page" in words(desk(client, page).select_one("#steps"))
    (said,) = said_by(step(client, page, "approve"))
    assert said.startswith("Approved. You may not publish this page; those who may are told: ")
    assert "Lead Test" in said
    assert not twin_of(page).live
    assert desk(client, page).select("#steps button") == []
    assert said_by(step(as_user(people.lead), page, "publish")) == ["Published: readers have it."]
    assert twin_of(page).live


def test_an_approved_translation_says_what_it_waits_for(quality, people, source, as_user):
    page = official(quality, source)
    _task, _mine, reviser = ready(page, people, source)
    client, waits = as_user(reviser), f"The {LANGUAGES[source]} page is a draft: somebody who may publish it has yet"
    (said,) = said_by(step(client, page, "approve"))
    assert waits in said
    assert waits in words(desk(client, page).select_one("#steps"))


@pytest.mark.parametrize("do", ["approve", "publish"])
def test_what_nobody_reads_yet_is_no_success_and_its_title_says_its_language(quality, people, source, as_user, do):
    """The desk is read in the language of the original, so the title of the translation is in the other one."""
    page = official(quality, source)
    task, mine, reviser = ready(page, people, source)
    if do == "publish":
        translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
        translations.approve(task=task, by=people.editor)
        reviser = people.lead
    address = at("translation_step", page.translation_key, language=source)
    notice = soup_of(as_user(reviser).post(address, {"do": do}, follow=True)).select_one("main .notice[role=status]")
    assert notice["class"] == ["notice", "warn", "mb"]
    assert notice.use["href"].endswith("#info")
    assert [(title["lang"], title.get_text()) for title in notice.select("p span[lang]")] == [
        (OTHER[source], "~ Fermeture")
    ]  # fmt: skip
    assert "<span" not in words(notice)


def buttons(client, page):
    return [words(button) for button in desk(client, page).select("#steps form.row button")]


def test_what_approval_would_not_publish_is_only_approved(quality, people, source, as_user):
    """Nobody has published the original; once somebody has, approval publishes."""
    page = official(quality, source)
    _task, _mine, reviser = ready(page, people, source)
    client, waits = as_user(reviser), f"The {LANGUAGES[source]} page is a draft: somebody who may publish it has yet"
    assert buttons(client, page) == ["Approve"]
    assert f"Once you approve it, it waits for its original: {waits}" in words(desk(client, page).select_one("#steps"))
    gate.keep(page.latest_revision, by=people.lead)
    assert buttons(client, page) == ["Approve and publish"]
    assert "it waits for" not in words(desk(client, page).select_one("#steps"))
    assert said_by(step(client, page, "approve")) == ["Approved and published: readers have it."]


def test_an_approved_translation_is_published_with_its_original_or_now_or_not_at_all(quality, people, source, as_user):
    page = written(quality, source, live=False)
    task, mine, _reviser = ready(page, people, source)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    translations.approve(task=task, by=people.editor)
    client = as_user(people.lead)
    assert buttons(as_user(people.editor), page) == [], "who may not publish it"
    assert buttons(client, page) == ["Publish it with its original"]
    step(client, page, "publish")
    assert buttons(client, page) == [], "it goes along"
    assert "is not live yet: it goes live together with its" in words(desk(client, page).select_one("#steps"))
    gate.keep(page.latest_revision, by=people.lead)
    assert twin_of(page).live
    other = written(quality, source, title="Autre")
    task, mine, _reviser = ready(other, people, source)
    translations.assign(task=task, by=people.lead, assignee=mine, reviser=people.editor)
    translations.approve(task=task, by=people.editor)
    assert buttons(client, other) == ["Publish"]


@pytest.mark.parametrize("do", ["", "nothing", "delete"])
def test_an_unknown_step_is_not_there(page, under_way, mine, as_user, do):
    assert step(as_user(mine), page, do).status_code == 404
    assert chain.task_of(page.translation_key).step == Step.TO_TRANSLATE


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"due_on": "2020-01-01"}, "This day is past: choose today or a later one."),
        ({"due_on": "soon"}, "Enter a valid date."),
        ({"assignee": "999999"}, "Select a valid choice."),
    ],
)
def test_a_task_with_a_wrong_day_or_person_is_refused_with_what_was_typed(page, under_way, mine, as_user, data, why):
    response = as_user(mine).post(at("translation_task", page.translation_key), {"assignee": mine.pk, **data})
    soup = soup_of(response)
    assert why in words(soup.select_one("#task"))
    assert soup.select_one("#task").has_attr("open")
    assert chain.task_of(page.translation_key).due_on is None


def test_who_and_when_are_changed_and_a_day_that_has_passed_may_stay(page, people, under_way, mine, as_user):
    task = chain.task_of(page.translation_key)
    task.due_on = today() - timedelta(days=2)
    task.save()
    data = {"assignee": mine.pk, "reviser": people.lead.pk, "due_on": task.due_on.isoformat()}
    response = as_user(mine).post(at("translation_task", page.translation_key), data, follow=True)
    assert said_by(response) == ["Saved: whoever was given work is told by mail."]
    task.refresh_from_db()
    assert (task.reviser, task.due_on) == (people.lead, today() - timedelta(days=2))
    same = as_user(mine).post(at("translation_task", page.translation_key), {**data, "reviser": mine.pk})
    assert "choose two people" in words(soup_of(same).select_one("#task"))


def test_it_is_asked_for_in_a_form(page, people, mine, as_user):
    client, address = as_user(people.editor), at("translation_ask", page.pk)
    soup = soup_of(client.get(address))
    offered = {option.get_text() for option in soup.select("[name=assignee] option")}
    assert {str(mine), "Whoever takes it"} <= offered
    assert not {str(people.member), str(people.outsider)} & offered
    refused = client.post(address, {"due_on": "2020-01-01", "assignee": mine.pk, "note": "Kept"})
    assert "This day is past" in words(soup_of(refused).select_one("main"))
    assert soup_of(refused).select_one("textarea").get_text().strip() == "Kept"
    assert not ArticlePage.objects.exclude(pk=page.pk).exists()
    response = client.post(address, {"due_on": today().isoformat(), "assignee": mine.pk, "note": "Soon"}, follow=True)
    assert said_by(response) == ["The translation is asked for. Its draft is ready; nobody reads it yet."]
    assert response.redirect_chain[-1][0] == at("translation", page.translation_key)
    assert client.get(address, follow=True).redirect_chain[-1][0] == at("translation", page.translation_key)


def test_it_is_asked_for_by_those_who_write_or_translate_there(page, people, source, as_user):
    address = at("translation_ask", page.pk)
    statuses = {name: as_user(user).get(address).status_code for name, user in vars(people).items()}
    assert {name for name, status in statuses.items() if status == 404} == {"member", "outsider"}
    assert as_user(people.lead).get(at("translation_ask", 999999)).status_code == 404
    home = factories.homes()[source]
    assert as_user(people.lead).get(at("translation_ask", home.pk)).status_code == 404


def test_a_pair_nobody_has_asked_for_leads_to_the_form(page, mine, as_user):
    response = as_user(mine).get(at("translation", page.translation_key))
    assert (response.status_code, response["Location"]) == (302, at("translation_ask", page.pk))
