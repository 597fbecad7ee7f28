"""Proposed topics and agendas, in French and in English: the ranking, the forms and their refusals, building, printing."""

import pytest
from django.utils import timezone

from cms.models import User
from spaces.models import Proposal
from spaces.services import proposals
from tests import factories
from tests.contract.walks import LANGUAGES, Walk, to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TITLES = {"fr": "Zut", "en": "Gosh"}


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def topics(community):
    """One in each language, and one in both; people of every kind voted for them."""
    space, alice = community.quality, User.objects.get(pk=community.alice.pk)
    rows = [proposals.propose(space=space, by=alice, language=code, title=words) for code, words in TITLES.items()]
    both = {"title": "Zap", "why": "Zip.", "other_title": "Zap", "other_why": "Zip.", "kind": "issue"}
    rows.append(proposals.propose(space=space, by=alice, language="fr", topic=community.topic, **both))
    for number, place in enumerate(("ca", "qc", "yt", "halifax")):
        proposals.vote(proposal=rows[number % 3], user=factories.person(f"Zoe{number}", jurisdiction=place))
    return rows


def test_a_member_proposes_and_votes_in_one_language(community, topics, language, as_user, wordings):
    walk = Walk(as_user(community.alice), language, wordings)
    new = to(language, "proposal_new")
    walk.get(new)
    typed = {"space": "quality", "language": language, "minutes": "15", "title": TITLES[language]}
    for data in ({"title": "", "minutes": "900"}, typed, {**typed, "anyway": "1"}):
        walk.post(new, data)
    for row in [*topics, topics[0], Proposal.objects.latest("pk")]:
        walk.post(to(language, "proposal_vote", row.pk), {"vote": "yes", "next": to(language, "proposals")})
    walk.post(to(language, "proposal_vote", topics[0].pk), {"vote": "no"})
    for row in topics:
        walk.get(to(language, "proposal", row.pk))
    address = to(language, "proposal", topics[0].pk)
    for data in ({"act": "words"}, {"act": "words", "title": "Zap"}, {"act": "take_back"}, {"act": "reopen"}):
        walk.post(address, data)
    assert walk.found == {}


def test_a_lead_builds_an_agenda_in_one_language(community, topics, language, as_user, wordings, chantal):
    walk = Walk(as_user(chantal), language, wordings)
    coming, alone = (community.pages[name]["en"].meeting for name in ("coming", "alone"))
    build = to(language, "meeting_build", coming.pk)
    for address in (to(language, "proposals"), build, to(language, "meeting_build", alone.pk)):
        walk.get(address)
    walk.post(build, {"do": "place"})
    walk.post(build, {"do": "place", "pick": [topics[0].pk]})
    walk.post(build, {"do": "place", "pick": [topics[2].pk]})
    for _ in range(2):
        walk.post(build, {"do": "fit"})
    walk.post(build, {"do": "compose"})
    walk.post(to(language, "meeting_build", alone.pk), {"do": "compose"})
    walk.get(to(language, "proposal", topics[2].pk))
    walk.post(to(language, "proposal", topics[1].pk), {"act": "aside"})
    walk.post(to(language, "proposal", topics[1].pk), {"act": "aside", "reason": "Zip."})
    walk.get(to(language, "proposals"))
    for kind in ("quarterly", "subgroup", "adhoc"):
        walk.get(to(language, "desk_agenda", "quality") + f"?kind={kind}")
    walk.post(
        to(language, "desk_agenda", "quality"),
        {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0", "line-0-title_fr": "Zap"},
    )
    walk.post(to(language, "desk_agenda", "quality"), {"built_in": "1"})
    assert walk.found == {}


def test_what_became_of_a_topic_is_said_in_one_language(community, topics, language, as_user, wordings, chantal):
    walk = Walk(as_user(community.alice), language, wordings)
    past = community.pages["past"]["fr"].meeting
    Proposal.objects.filter(pk=topics[0].pk).update(state="placed", meeting=past, at=timezone.now())
    for act in ("placed", "taken_off"):
        topics[2].steps.create(act=act, by=chantal, meeting=past)
    for row in topics:
        walk.get(to(language, "proposal", row.pk))
    for name in ("coming", "past"):
        walk.get(to(language, "meeting_agenda", community.pages[name]["fr"].meeting_id))
    walk.get(to(language, "meeting_agenda", community.pages["alone"]["en"].meeting_id), with_head=False)
    assert walk.found == {}
