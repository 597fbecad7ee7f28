"""The words of a topic on an agenda and of its proposal: none is lost where the title alone was put into a language."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import User
from spaces.models import Meeting, MeetingPage, Proposal
from spaces.models.agenda import proposed_key
from spaces.services import agenda_drafts, placements, proposals
from tests import factories
from tests.spaces.side_by_side import at, soup_of, words

pytestmark = pytest.mark.django_db
SAID = {
    "fr": {"own": "<p>Parce que.</p>", "label": "En français", "title": "Rappel"},
    "en": {"own": "<p>Because.</p>", "label": "In English", "title": "Callback"},
}
OTHER = {"fr": "en", "en": "fr"}


@pytest.fixture
def meeting(quality):
    return factories.meeting(quality, starts=timezone.now() + timedelta(days=20), minutes=60)


@pytest.fixture
def leah(quality):
    return User.objects.get(pk=quality.memberships.create(user=factories.person("Leah"), role="lead").user_id)


def propose(space, by, source, **more):
    return proposals.propose(space=space, by=by, language=source, title=SAID[source]["title"], **more)


def written(meeting, source, key, titles=None, *, of_other=""):
    """Both pages with one item, read; what is at stake is said in one language, or in both."""
    for code, page in meeting.made.items():
        value = {"title": (titles or {}).get(code, SAID[code]["title"]), "minutes": 10, "lead": ""}
        value["description"] = SAID[code]["own"] if code == source else of_other
        page.agenda = json.dumps([{"type": "item", "id": key, "value": value}])
    factories.publish(meeting.made)


def lent(html):
    """(its language, its words, the label before it) of what is said in another language than the agenda."""
    found = html.select_one("ol.agenda li div[lang]")
    return found and (found["lang"], words(found), words(found.find_previous_sibling(class_="chip")))


@pytest.mark.parametrize("source", ["fr", "en"])
def test_an_agenda_says_why_in_the_words_of_the_other_page_and_in_which_language(source, meeting, alice, as_user):
    written(meeting, source, proposed_key())
    client, there = as_user(alice), OTHER[source]
    label = {"fr": "In French", "en": "En anglais"}[source]
    due = (source, words_of(SAID[source]["own"]), label)
    for address in (meeting.made[there].url, at("meeting_agenda", meeting.pk, language=there)):
        assert lent(soup_of(client.get(address))) == due
    assert lent(soup_of(client.get(meeting.made[source].url))) is None


@pytest.mark.parametrize("source", ["fr", "en"])
def test_where_neither_page_says_why_the_proposal_does(source, meeting, quality, leah, alice, as_user):
    """Its title alone was put into the language of the original: no page ever had the rest."""
    key, row = proposed_key(), propose(quality, leah, source, why="Zut.", other_title="Zap")
    written(meeting, None, key)
    Proposal.objects.update(state="placed", meeting=meeting, item=key)
    client = as_user(alice)
    there = lent(soup_of(client.get(meeting.made[OTHER[source]].url)))
    assert there == (source, "Zut.", {"fr": "In French", "en": "En anglais"}[source])
    here = soup_of(client.get(meeting.made[source].url)).select_one("ol.agenda li div[lang]")
    assert (here["lang"], words(here), here.find_previous_sibling(class_="chip")) == (source, "Zut.", None)
    row.other_why = "Said in both: somebody took it off the agenda."
    row.save()
    assert lent(soup_of(client.get(at("meeting_agenda", meeting.pk, language=source)))) is None


def words_of(html):
    return html.removeprefix("<p>").removesuffix("</p>")


def test_what_somebody_wrote_in_the_editors_desk_lends_nothing(meeting, alice, as_user, django_assert_num_queries):
    written(meeting, "fr", "11111111-1111-4111-8111-111111111111")
    assert lent(soup_of(as_user(alice).get(meeting.made["en"].url))) is None
    page = MeetingPage.objects.select_related("meeting").get(pk=meeting.made["en"].pk)
    with django_assert_num_queries(0):
        assert not any(line.lacks for line in page.lines)


def test_the_draft_of_an_agenda_does_so_too_once_a_topic_is_placed(meeting, quality, leah, as_user):
    row = propose(quality, leah, "fr", why="Parce que.", other_title="Callback")
    agenda_drafts.place(meeting=meeting, by=leah, proposals=[row.pk])
    html = soup_of(as_user(leah).get(at("meeting_build", meeting.pk)))
    assert lent(html) == ("fr", "Parce que.", "In French")
    assert words(html.select_one("ol.agenda h3")) == "Callback"


@pytest.mark.parametrize(("source", "label"), [("fr", "In French"), ("en", "En anglais")])
def test_the_page_of_a_proposal_does_so_too(source, label, quality, leah, as_user):
    row = propose(quality, leah, source, why="Zut.", other_title="Zap")
    card = soup_of(as_user(leah).get(at("proposal", row.pk, language=OTHER[source]))).select_one("section:has(> #why)")
    said = card.select_one("div[lang]")
    assert (said["lang"], words(said), words(card.select_one(".chip"))) == (source, "Zut.", label)
    own = soup_of(as_user(leah).get(at("proposal", row.pk, language=source))).select_one("section:has(> #why)")
    assert (own.select_one(".chip"), own.select_one("div[lang]")) == (None, None)


@pytest.mark.parametrize("source", ["fr", "en"])
def test_what_a_translator_called_a_topic_comes_back_to_it_once(source, meeting, quality, leah):
    key = proposed_key()
    rows = [propose(quality, leah, source), propose(quality, leah, source, other_title="Mine")]
    Proposal.objects.update(state="placed", meeting=meeting, item=key)

    def titles():
        return list(Proposal.objects.order_by("pk").values_list("other_title", flat=True))

    written(meeting, source, key, {OTHER[source]: SAID[source]["title"]})
    assert titles() == ["", "Mine"], "it says what the original says: nobody has translated it"
    written(meeting, source, key)
    assert titles() == [SAID[OTHER[source]]["title"], "Mine"]
    assert [step.act for step in rows[0].steps.all()] == ["proposed", "worded"]
    written(meeting, source, key, {OTHER[source]: "Otherwise"})
    assert titles() == [SAID[OTHER[source]]["title"], "Mine"]


def test_a_draft_gives_no_title(meeting, quality, leah):
    row, key = propose(quality, leah, "fr"), proposed_key()
    Proposal.objects.update(state="placed", meeting=meeting, item=key)
    page = MeetingPage.objects.get(pk=meeting.made["en"].pk)
    page.agenda = json.dumps([{"type": "item", "id": key, "value": {"title": "Callback", "minutes": 10, "lead": ""}}])
    page.save_revision()
    placements.settle(Meeting.objects.get(pk=meeting.pk))
    row.refresh_from_db()
    assert (row.state, row.other_title) == ("placed", "")
