"""Topics put on the draft of an agenda in one action: in both languages, nothing live by itself, open again when taken off."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from cms.bilingual import gate, ledger
from cms.models import User
from spaces.models import (
    Action,
    CommunityRole,
    Decision,
    Duty,
    Meeting,
    MeetingPage,
    Membership,
    Minutes,
    Proposal,
    Role,
)
from spaces.services import agenda_drafts, agenda_templates, carried, proposals
from spaces.services.memberships import Refused
from tests import factories
from tests.spaces.desk import edit_url
from tests.spaces.side_by_side import at, said_by, soup_of, words
from tests.spaces.team import OTHER, approved, asked, segments, translate, translators, twin_of

pytestmark = pytest.mark.django_db
STARTS = timezone.now() + timedelta(days=20)


@pytest.fixture
def lead(people):
    return User.objects.get(pk=people.lead.pk)


def propose(space, by, title, *, language="fr", **more):
    return proposals.propose(space=space, by=by, language=language, title=title, **more)


@pytest.fixture
def five(quality, lead):
    rows = [
        propose(quality, lead, title, minutes=20, other_title=f"{title} (en)", why="Parce que.", other_why="Because.")
        for title in ("Un", "Deux", "Trois", "Quatre", "Cinq")
    ]
    for row in rows[:3]:
        proposals.vote(proposal=row, user=lead)
    return rows


@pytest.fixture
def by_hand(quality):
    """A meeting of an hour whose two pages are written by hand and read, with one item."""
    meeting = factories.meeting(quality, starts=STARTS, minutes=60)
    for page in meeting.made.values():
        value = {"title": "Accueil", "minutes": 10, "lead": ""}
        page.agenda = json.dumps([{"type": "item", "id": "11111111-1111-4111-8111-111111111111", "value": value}])
    factories.publish(meeting.made)
    return meeting


def written(space, source):
    """A meeting in one language that nobody reads yet, its translation under way."""
    meeting = Meeting.objects.create(space=space, starts_at=STARTS, ends_at=STARTS + timedelta(hours=2))
    said = {source: {"title": "Rencontre", "summary": "En bref.", "agenda": "[]"}}
    page = factories.pair(MeetingPage, factories.parents(space), said, live=False, meeting=meeting)[source]
    page.save_revision()
    return MeetingPage.objects.get(pk=page.pk)


def place(meeting, by, rows, **more):
    return agenda_drafts.place(meeting=meeting, by=by, proposals=[row.pk for row in rows], **more)


def drafted(meeting):
    """{language: titles} of the latest drafts; and of the pages as they are read."""
    pages = MeetingPage.objects.filter(meeting=meeting).order_by("pk")
    return [
        {page.language: [block.value["title"] for block in version.agenda] for page, version in found}
        for found in (
            [(page, page.get_latest_revision_as_object()) for page in pages],
            [(page, page) for page in pages],
        )
    ]


def states():
    return list(Proposal.objects.order_by("pk").values_list("state", flat=True))


def publish(meeting, by=None):
    """Both pages, as saying the same."""
    factories.publish({page.language: page.get_latest_revision_as_object() for page in meeting.pages.all()})


@pytest.mark.database
def test_of_five_three_are_placed_and_the_next_agenda_offers_two_with_their_votes(by_hand, five, quality, lead):
    for row in five[3:]:
        proposals.unvote(proposal=five[five.index(row) - 3], user=lead)
        proposals.vote(proposal=row, user=lead)
    place(by_hand, lead, five[:3])
    draft, live = drafted(by_hand)
    assert draft == {
        "fr": ["Accueil", "Un", "Deux", "Trois"], "en": ["Accueil", "Un (en)", "Deux (en)", "Trois (en)"],
    }  # fmt: skip
    assert live == {"fr": ["Accueil"], "en": ["Accueil"]}, "nothing goes live by itself"
    assert [(row.title, row.score) for row in proposals.ranked(quality, lead)] == [("Quatre", 1), ("Cinq", 1)]
    held = gate.keep(by_hand.pages.get(locale__language_code="fr").latest_revision, by=None)
    assert (held, drafted(by_hand)[1]) == (None, draft), "both pages say the same: they go live together"
    assert states() == ["placed"] * 3 + ["open"] * 2
    with time_machine.travel(STARTS + timedelta(days=1), tick=False):
        after = factories.meeting(quality, starts=STARTS + timedelta(days=90))
        assert [(row.title, row.score) for row in proposals.ranked(quality, lead)] == [("Quatre", 1), ("Cinq", 1)]
        assert Proposal.objects.get(pk=five[0].pk).is_over
        assert len(place(after, lead, five)) == 2, "what was dealt with is not placed again"


def test_an_item_has_one_id_and_the_same_facts_in_both_languages(by_hand, quality, lead):
    topic = factories.topic()
    row = propose(
        quality, lead, "Un", minutes=25, kind="trend", topic=topic, other_title="One", other_why="Because <i>."
    )
    place(by_hand, lead, [row], after="first")
    lines = {page.language: page.get_latest_revision_as_object().lines[0] for page in by_hand.pages.all()}
    row.refresh_from_db()
    assert {line.key for line in lines.values()} == {str(row.item)}
    assert {(line.minutes, line.item["kind"], line.item["topic"]) for line in lines.values()} == {(25, "trend", topic)}
    assert lines["en"].item["description"].source == "<p>Because &lt;i&gt;.</p>"


def test_a_topic_taken_off_before_the_meeting_is_open_again_and_one_put_back_is_placed(by_hand, five, lead):
    place(by_hand, lead, five[:2])
    publish(by_hand)
    kept = {}
    for page in MeetingPage.objects.filter(meeting=by_hand):
        kept[page.language] = list(map(dict, page.agenda.raw_data))
        page.agenda = json.dumps(kept[page.language][:2])
        page.save_revision()
    assert states()[:2] == ["placed", "placed"], "in a draft only"
    publish(by_hand)
    assert states()[:2] == ["placed", "open"]
    for page in MeetingPage.objects.filter(meeting=by_hand):
        page.agenda = json.dumps(kept[page.language])
        page.save_revision()
    publish(by_hand)
    assert states()[:2] == ["placed", "placed"]
    with time_machine.travel(STARTS + timedelta(days=1), tick=False):
        for page in MeetingPage.objects.filter(meeting=by_hand):
            page.unpublish()
    assert states()[:2] == ["placed", "placed"], "it has been held"


def test_a_meeting_withdrawn_gives_its_topics_back(by_hand, five, lead):
    place(by_hand, lead, five[:1])
    publish(by_hand)
    for page in MeetingPage.objects.filter(meeting=by_hand):
        page.unpublish()
    assert states()[0] == "open"
    assert [step.act for step in five[0].steps.all()] == ["proposed", "placed", "taken_off"]


@pytest.mark.parametrize("source", ["fr", "en"])
def test_of_a_translation_the_original_is_written_and_what_is_known_answers_its(source, quality, people, lead, as_user):
    page = written(quality, source)
    mine = translators(people, source)[0]
    asked(page, people.editor, assignee=mine)
    translate(page, mine)
    known = propose(quality, lead, "Connu", language=source, why="Mots.", other_title="Autre", other_why="Autres mots.")
    unknown = propose(quality, lead, "Inconnu", language=source)
    place(page.meeting, lead, [known, unknown])
    draft, _live = drafted(page.meeting)
    shown = agenda_drafts.read(page.meeting).lines_in(OTHER[source])[1]
    assert (draft, shown) == ({source: ["Connu", "Inconnu"], OTHER[source]: []}, source)
    assert as_user(mine).get(edit_url(twin_of(page))).status_code == 200  # though no live page has the new blocks
    known.refresh_from_db()
    said = {
        segment.context.path.rpartition(".")[2]: [row.data for row in segment.string.translations.all()]
        for segment in segments(page, f"agenda.{known.item}")
    }
    assert said == {"title": ["Autre"], "description": ["Autres mots."]}
    held = gate.ask(MeetingPage.objects.get(pk=page.pk).latest_revision, user=None)
    assert [(one.kind, one.count) for one in held.obstacles if one.kind == "lacking"] == [("lacking", 1)]
    translate(page, mine, {f"agenda.{known.item}.title": "Autre", f"agenda.{known.item}.description": "Autres mots."})
    approved(ledger.running(page.translation_key), mine)
    draft, _live = drafted(page.meeting)
    shown = agenda_drafts.read(page.meeting).lines_in(OTHER[source])[1]
    assert (draft[OTHER[source]], shown) == (["Autre", "~ Inconnu"], OTHER[source])


def test_a_topic_in_the_wrong_language_waits_for_its_words(by_hand, quality, lead, as_user):
    row = propose(quality, lead, "Un")
    with pytest.raises(Refused, match="Un"):
        place(by_hand, lead, [row])
    client, address = as_user(lead), at("meeting_build", by_hand.pk)
    html = soup_of(client.post(address, {"do": "place", "pick": [row.pk]}))
    assert "Give these topics a title in the other language first, in the field below each: Un" in words(html.main)
    assert html.select_one(f"input[name=pick][value='{row.pk}'][checked]")
    assert words(html.select_one(f"label[for=title-{row.pk}]")).startswith("Its title in English")
    client.post(address, {"do": "place", "pick": [row.pk], f"title-{row.pk}": "One"})
    assert drafted(by_hand)[0] == {"fr": ["Accueil", "Un"], "en": ["Accueil", "One"]}
    assert Proposal.objects.get(pk=row.pk).other_title == "One"


def test_the_first_that_fit_are_taken_in_one_action(by_hand, five, quality, lead, as_user):
    Proposal.objects.filter(pk=five[1].pk).update(minutes=45)
    response = as_user(lead).post(at("meeting_build", by_hand.pk), {"do": "fit"}, follow=True)
    assert said_by(response)[0].startswith("2 topics are on the draft of the agenda.")
    assert drafted(by_hand)[0]["fr"] == ["Accueil", "Un", "Trois"]
    assert "10 minutes left" in words(soup_of(response).main)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_agenda_begins_with_the_template_of_its_space(language, quality, five, lead, as_user):
    meeting = factories.meeting(quality, starts=STARTS)
    address = at("desk_agenda", "quality", language=language, kind="subgroup")
    client = as_user(lead)
    form = soup_of(client.get(address))
    typed = {one["name"]: one.get("value", "") for one in form.select("input[name^=line]")}
    for one in form.select("select[name^=line]"):
        typed[one["name"]] = one.select_one("option[selected]")["value"] if one.select("option[selected]") else "words"
    wrong = soup_of(client.post(address, {**typed, "line-0-title_en": ""}))
    assert wrong.select_one("[name=line-0-title_en]")["aria-invalid"] == "true"
    client.post(address, {**typed, "line-0-title_fr": "Bonjour", "line-0-title_en": "Hello", "line-3-place": "1"})
    assert [line.title_en for line in agenda_templates.lines_of(quality, "subgroup")][:2] == ["Hello", "Next meeting"]
    build = at("meeting_build", meeting.pk, language=language)
    client.post(build, {"do": "compose", "pick": [five[1].pk]})
    assert drafted(meeting)[0] == {
        "fr": ["Bonjour", "Prochaine réunion", "Deux"], "en": ["Hello", "Next meeting", "Deux (en)"],
    }  # fmt: skip
    client.post(address, {**typed, "built_in": "1"})
    assert agenda_templates.own(quality, "subgroup") is None


def test_what_is_carried_over_is_put_where_the_template_says(quality, lead, alice):
    before = factories.meeting(quality, kind="quarterly", starts=STARTS - timedelta(days=30))
    minutes = Minutes.objects.create(meeting=before, version=1)
    said = {
        "meeting": before,
        "text_fr": "Oui.",
        "text_en": "Yes.",
        "said_fr": "Écrire <vite>.",
        "said_en": "Write <soon>.",
    }
    due = date(2026, 12, 24)
    for kind, more in ((Decision, {}), (Action, {"owner": alice, "due_on": due}), (Action, {"state": "done"})):
        kind.objects.create(**said, **more, adopted_in=minutes)
    meeting = factories.meeting(quality, kind="quarterly", starts=STARTS)
    agenda_drafts.compose(meeting=meeting, by=lead)
    assert drafted(meeting)[0]["en"] == [
        "Welcome and round table", "Follow-up on actions", "Last decisions", "Break", "Next meeting",
    ]  # fmt: skip
    assert carried.carried(meeting, "fr") == {
        "actions": "<p>Écrire &lt;vite&gt;. (Alice Test, 24\u00a0décembre 2026)</p>",
        "decisions": "<p>Écrire &lt;vite&gt;.</p>",
    }


def test_who_may_not_build_an_agenda_finds_none(by_hand, five, identity, people, alice, as_user):
    chair = factories.person("Chair")
    CommunityRole.objects.create(user=chair, duty=Duty.FEDERAL_CHAIR)
    shared = factories.space("community", fr="Commune", en="Community", kind="community")
    quarterly = factories.meeting(shared, starts=STARTS)
    closed = factories.meeting(identity, starts=STARTS)
    found = {
        user.first_name: [
            as_user(user).get(at("meeting_build", one.pk)).status_code for one in (by_hand, quarterly, closed)
        ]
        for user in (people.lead, people.member, alice, chair)
    }
    assert found == {
        "Lead": [200, 404, 404], "Member": [404, 404, 404], "Alice": [404, 404, 404], "Chair": [404, 200, 404],
    }  # fmt: skip
    assert as_user(people.member).post(at("meeting_build", by_hand.pk), {"do": "fit"}).status_code == 404
    assert as_user(people.member).get(at("desk_agenda", "quality")).status_code == 404


def test_once_the_meeting_has_begun_its_agenda_stays(by_hand, five, lead, as_user):
    Membership.objects.filter(user=lead).exclude(role__in=[Role.LEAD, Role.MEMBER]).delete()
    with time_machine.travel(STARTS + timedelta(minutes=1), tick=False):
        html = soup_of(as_user(lead).post(at("meeting_build", by_hand.pk), {"do": "fit"}))
    assert "This meeting has begun" in words(html.main)
    assert states() == ["open"] * 5


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_page_asks_as_much_for_fifty_topics_as_for_one(
    count, by_hand, quality, lead, as_user, django_assert_num_queries
):
    for number in range(count):
        propose(quality, lead, f"Sujet {number}")
    client, address = as_user(lead), at("meeting_build", by_hand.pk)
    for _ in range(2):
        client.get(address)
    with django_assert_num_queries(17):
        client.get(address)
