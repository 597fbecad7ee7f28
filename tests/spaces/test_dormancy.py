"""Who is asked about a quiet space or a mandate that ends, when, and in which language."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils.module_loading import import_string
from wagtail.models import ModelLogEntry

from spaces.models import Article, CommunityRole, Meeting, Membership, Space, SpacePage, today
from spaces.services import dormancy, lifecycle
from tests import factories

LONG_AGO = datetime(2026, 1, 15, 17, tzinfo=UTC)
DAYS = timedelta(days=90)


@pytest.fixture
def leads(db):
    return [factories.person("Ann"), factories.person("Benoit", language="fr")]


@pytest.fixture
def chairs(chantal):
    """The co-chair, her support, an administrator, and a co-chair of before."""
    people = {"federal_chair": chantal, "support": factories.person("Sue"), "administrator": factories.person("Al")}
    for duty, user in people.items():
        CommunityRole.objects.create(user=user, duty=duty)
    last = {"starts_on": LONG_AGO.date(), "ends_on": today() - timedelta(days=1)}
    CommunityRole.objects.create(user=factories.person("Old"), duty="provincial_chair", **last)
    return people


@pytest.fixture
def space(leads):
    """One where nothing has happened since it was opened, long ago."""
    return aged(factories.space(leads=leads))


def aged(space, day=LONG_AGO):
    Membership.objects.filter(space=space).update(starts_on=day.date())
    SpacePage.objects.filter(space=space).update(first_published_at=day)
    return space


def ask(posted, day):
    """Run the job of a day; returns (what was asked, {address: message})."""
    mail.outbox.clear()
    with posted():
        asked = dormancy.ask(day=day)
    return asked, {message.to[0]: message for message in mail.outbox}


def test_the_leads_are_asked_once_when_ninety_days_have_passed(space, posted):
    start = LONG_AGO.date()
    assert ask(posted, start + DAYS - timedelta(days=1)) == ([], {})
    asked, letters = ask(posted, start + DAYS)
    assert asked == [("quality", "ask")]
    assert set(letters) == {"ann@example.org", "benoit@example.org"}
    assert Space.objects.get().prompted_on == start + DAYS
    assert [ask(posted, start + DAYS + timedelta(days=more)) for more in (0, 1, 29)] == [([], {})] * 3


def test_the_letter_to_leads_is_in_the_language_of_each_and_leads_to_the_answer(space, posted):
    _asked, letters = ask(posted, LONG_AGO.date() + DAYS)
    english, french = letters["ann@example.org"], letters["benoit@example.org"]
    assert english.subject == "Does the space “Quality” go on?"
    assert "in the space “Quality” for at least 90 days." in english.body
    assert "http://testserver/en/spaces/quality/desk/life/" in english.body
    assert "because you lead the space" in english.body
    assert french.subject == "L’espace «\u00a0Qualité\u00a0» poursuit-il ses activités?"
    assert "ni nouvelle adhésion depuis au moins 90 jours." in french.body
    assert "http://testserver/fr/espaces/quality/bureau/vie/" in french.body
    assert "&" not in french.body
    assert "Answer at the desk" in english.alternatives[0][0]
    assert "Répondre au bureau des responsables" in french.alternatives[0][0]


def test_thirty_days_later_the_co_chairs_and_their_support_are_told_once(space, chairs, posted):
    start = LONG_AGO.date() + DAYS
    ask(posted, start)
    asked, letters = ask(posted, start + timedelta(days=30))
    assert asked == [("quality", "warn")]
    assert set(letters) == {"chantal@example.org", "sue@example.org"}
    french, english = letters["chantal@example.org"], letters["sue@example.org"]
    assert french.subject == "L’espace «\u00a0Qualité\u00a0» est sans activité"
    assert "Le 15\u00a0avril 2026, on a demandé aux responsables" in french.body
    assert "On April\u00a015, 2026, the leads of the space “Quality” were asked" in english.body
    assert "Led by Ann Test and Benoit Test" in english.body
    assert [ask(posted, start + timedelta(days=more)) for more in (31, 60, 400)] == [([], {})] * 3


ALIVE = {
    "a practice": lambda space, at: factories.article(space, en="New") and Article.objects.update(published_at=at),
    "an announcement": lambda space, at: type(factories.announcement(space)).objects.update(published_at=at),
    "a meeting": lambda space, at: factories.meeting(space, starts=at),
    "somebody who joins": lambda space, at: Membership.objects.create(
        user=factories.person("Zoe"), space=space, starts_on=at.date()
    ),
}


@pytest.mark.parametrize("name", ALIVE)
def test_what_happens_in_a_space_puts_the_question_off(name, space, posted):
    ALIVE[name](space, LONG_AGO + timedelta(days=40))
    day = LONG_AGO.date() + timedelta(days=40) + DAYS
    assert ask(posted, day - timedelta(days=1)) == ([], {})
    assert ask(posted, day)[0] == [("quality", "ask")]


def test_what_happens_after_the_question_answers_it_until_the_space_is_quiet_anew(space, chairs, posted):
    start = LONG_AGO.date() + DAYS
    ask(posted, start)
    factories.article(space, en="New")
    Article.objects.update(published_at=LONG_AGO + DAYS + timedelta(days=10))
    assert ask(posted, start + timedelta(days=30)) == ([], {})
    assert Space.objects.get().prompted_on is None, "no page asks what is answered"
    asked, letters = ask(posted, start + timedelta(days=10) + DAYS)
    assert (asked, len(letters)) == ([("quality", "ask")], 2)


def test_a_lead_answers_that_the_space_goes_on_and_is_not_asked_again(space, leads, chairs, posted, as_user):
    ask(posted, today())
    client, desk = as_user(leads[0]), "/en/spaces/quality/desk/"
    for page in ("", "requests/", "pages/", "documents/", "deliveries/", "settings/", "life/", "health/"):
        assert client.get(f"{desk}{page}").content.decode().count(f'action="{desk}life/goes-on/"') == 1, page
    for page in ("/en/", "/en/quality/"):
        assert f'href="{desk}life/">Does the space go on?</a>' in client.get(page).content.decode()
    client.post(f"{desk}life/goes-on/")
    for page in (f"{desk}life/", "/en/", "/en/quality/"):
        html = client.get(page).content.decode()
        assert ("goes-on/" in html, "Does the space go on?" in html) == (False, False), page
    assert Space.objects.get().prompted_on is None
    assert [ask(posted, today() + timedelta(days=more)) for more in (0, 30, 89)] == [([], {})] * 3
    assert ask(posted, today() + DAYS)[0] == [("quality", "ask")]


def test_a_meeting_to_come_keeps_a_space_awake_and_a_draft_does_not(space, posted):
    draft = factories.meeting(space, starts=LONG_AGO + timedelta(days=300))
    assert ask(posted, LONG_AGO.date() + DAYS + timedelta(days=100)) == ([], {})
    for page in draft.made.values():
        page.unpublish()
    assert Meeting.objects.count() == 1
    assert ask(posted, LONG_AGO.date() + DAYS)[0] == [("quality", "ask")]


def test_the_whole_community_the_archived_and_the_removed_are_left_alone(space, leads, posted):
    community = aged(factories.space("all", fr="Tous", en="All", kind="community", leads=leads))
    archived = aged(factories.space("done", fr="Fini", en="Done", leads=leads))
    lifecycle.archive(space=archived, by=leads[0])
    Space.objects.filter(code="quality").update(removed_at=LONG_AGO)
    for row in (archived, space):
        Space.objects.filter(pk=row.pk).update(mandate_ends_on=LONG_AGO.date())
    assert ask(posted, today()) == ([], {})
    assert community.prompted_on is None


def test_how_long_a_space_may_be_quiet_is_a_setting(space, posted, settings):
    settings.DORMANT_AFTER_DAYS = 10
    day = LONG_AGO.date() + timedelta(days=10)
    assert ask(posted, day - timedelta(days=1)) == ([], {})
    _asked, letters = ask(posted, day)
    assert "for at least 10 days." in letters["ann@example.org"].body


def test_a_space_nobody_leads_is_put_to_the_co_chairs_and_their_support(chairs, posted):
    aged(factories.space())
    _asked, letters = ask(posted, today())
    assert set(letters) == {"chantal@example.org", "sue@example.org"}
    assert "name two leads" in letters["sue@example.org"].body
    assert "because you look after the spaces" in letters["sue@example.org"].body
    assert "you lead the space" not in letters["sue@example.org"].body


def test_a_letter_is_not_written_once_the_space_is_archived_or_has_answered(space, leads, posted, mailoutbox):
    for act in (lifecycle.archive, lifecycle.go_on):
        Space.objects.filter(pk=space.pk).update(prompted_on=None, archived_at=None)
        ModelLogEntry.objects.all().delete()
        with posted():
            assert dormancy.ask(day=LONG_AGO.date() + DAYS) == [("quality", "ask")]
            act(space=Space.objects.get(), by=leads[0])
        assert mailoutbox == []


# -- mandates


@pytest.fixture
def ending(space):
    """A space in which something happens, whose mandate ends on March 1."""
    Space.objects.filter(pk=space.pk).update(mandate_ends_on=datetime(2026, 3, 1, tzinfo=UTC).date())
    return Space.objects.get(pk=space.pk)


def on(month, day):
    return datetime(2026, month, day, tzinfo=UTC).date()


def test_the_end_of_a_mandate_is_announced_to_leads_once_thirty_days_before(ending, chairs, posted):
    assert ask(posted, on(1, 29)) == ([], {})
    asked, letters = ask(posted, on(1, 30))
    assert asked == [("quality", "mandate_soon")]
    assert set(letters) == {"ann@example.org", "benoit@example.org"}
    assert letters["ann@example.org"].subject == "The mandate of “Quality” ends on March 1, 2026".replace(
        "h 1", "h\u00a01"
    )
    assert letters["benoit@example.org"].subject == "Le mandat de «\u00a0Qualité\u00a0» prend fin le 1er\u00a0mars 2026"
    assert "prend fin le 1er\u00a0mars 2026." in letters["benoit@example.org"].body
    assert [ask(posted, day) for day in (on(1, 30), on(2, 15), on(3, 1))] == [([], {})] * 3


def test_its_passing_is_told_to_leads_co_chairs_and_support_once(ending, chairs, posted):
    ask(posted, on(2, 20))
    asked, letters = ask(posted, on(3, 2))
    assert asked == [("quality", "mandate_over")]
    assert set(letters) == {"ann@example.org", "benoit@example.org", "chantal@example.org", "sue@example.org"}
    assert letters["sue@example.org"].subject == "The mandate of “Quality” has ended"
    assert "because you look after the spaces" in letters["sue@example.org"].body
    assert "because you lead the space" in letters["ann@example.org"].body
    assert letters["chantal@example.org"].subject == "Le mandat de «\u00a0Qualité\u00a0» a pris fin"
    assert "a pris fin le 1er\u00a0mars 2026" in letters["chantal@example.org"].body
    assert [ask(posted, day) for day in (on(3, 2), on(4, 1))] == [([], {})] * 2


def test_a_new_end_is_announced_anew(ending, posted):
    ask(posted, on(2, 20))
    Space.objects.update(mandate_ends_on=on(4, 10))
    assert ask(posted, on(3, 10)) == ([], {})
    assert ask(posted, on(3, 11))[0] == [("quality", "mandate_soon")]


def test_the_schedule_runs_the_job_each_day(space, settings, posted, mailoutbox):
    assert settings.SCHEDULE["spaces.tasks.look_after_spaces"] == 1440
    assert settings.DORMANT_AFTER_DAYS == 90
    job = import_string("spaces.tasks.look_after_spaces")
    with posted():
        job.call()
        job.call()
    assert len(mailoutbox) == 2
    assert Space.objects.get().prompted_on == today()
