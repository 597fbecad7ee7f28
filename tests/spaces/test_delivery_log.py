"""Deliveries at the leads' desk: before posting whom an item reaches, after it who got it, and to nobody else."""

import re
import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from spaces.models import CommunityRole, Delivery, DeliveryState, Duty, Reader, Reason
from spaces.services import deliveries, digests, memberships, subscriptions
from tests import factories
from tests.once import begin_with, copy_of, made_once, taken_back

DESK = "/en/spaces/closed/desk/deliveries/"
BUREAU = "/fr/espaces/closed/bureau/envois/"


def pytest_generate_tests(metafunc):
    begin_with(metafunc, "closed", "article", languages=None)


made_alice, alice = made_once("alice", lambda: factories.person("Alice"))
made_leads, leads = made_once("leads", lambda: [factories.person("Ann"), factories.person("Benoit", language="fr")])


@pytest.fixture(autouse=True, scope="module")
def made(made_alice, made_leads, request):
    with taken_back():
        yield request.param and begun(made_alice, made_leads, request.param)


def begun(alice, leads, stage):
    """A closed space; eighteen people are in it, whose digests are a day old. Then an article they are to get."""
    people = [factories.person(f"Person{number}") for number in range(15)]
    space = factories.space("closed", fr="Fermé", en="Closed", is_open=False, leads=leads, members=[alice, *people])
    Reader.objects.update(covered_until=timezone.now() - timedelta(days=1))
    if stage == "closed":
        return SimpleNamespace(closed=space)
    fact = factories.article(space, fr="Rappel à midi", en="Callback at noon", days_ago=0)
    deliveries.queue("article", fact.pk)
    return SimpleNamespace(closed=space, article=fact)


closed, article = copy_of("closed"), copy_of("article")


def text(client, address):
    """What is read on a page, with ordinary spaces."""
    html = client.get(address).content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", html.replace("\u00a0", " ")).split())


def of(fact):
    return f"{DESK}{fact.made['en'].translation_key}/"


def test_said_eighteen_and_the_log_shows_eighteen(closed, as_user, leads):
    client = as_user(leads[0])
    assert "Reaches 18 people: 18 in a digest" in text(client, DESK)
    assert "Nothing posted yet" in text(client, DESK)
    fact = factories.article(closed, fr="Rappel à midi", en="Callback at noon", days_ago=0)
    deliveries.queue("article", fact.pk)
    assert "18 people Queued: 18" in text(client, DESK)
    assert client.get(of(fact)).content.decode().count('class="person"') == 18
    Reader.objects.update(next_digest_at=timezone.now())
    assert digests.send_due() == 18
    assert "18 people Sent: 18" in text(client, DESK)
    assert "18 people Sent: 18" in text(client, of(fact))


def test_it_reads_in_french_as_in_english(closed, article, as_user, leads):
    client = as_user(leads[1])
    said = text(client, BUREAU)
    assert "Atteindra 18 personnes : 18 dans un résumé" in said
    assert "Rappel à midi Pratique" in said
    assert "18 personnes En attente : 18" in said
    Delivery.objects.filter(user=leads[0]).settle(DeliveryState.FAILED, timezone.now())
    assert "En attente : 17 Échec, à réessayer : 1" in text(client, BUREAU)


def test_each_person_stands_with_the_reason_and_the_state_and_one_state_may_be_asked_for(
    closed, article, as_user, leads, alice
):
    Delivery.objects.filter(user=alice).update(state=DeliveryState.WITHDRAWN, reason=Reason.TOPIC)
    client = as_user(leads[0])
    assert re.search(
        r"Alice Test .{0,40}Weekly digest by a subscription Not to be sent any more", text(client, of(article))
    )
    only = text(client, f"{of(article)}?state=withdrawn")
    assert ("Alice Test" in only, "Person3 Test" in only) == (True, False)
    assert "18 people Queued: 17 Not to be sent any more: 1" in only
    assert "Person3 Test" in text(client, f"{of(article)}?state=made+up&page=zzz")


def test_topics_chosen_at_the_desk_are_counted(quality, bob, as_user, leads):
    topic = factories.topic()
    for lead in leads:
        memberships.grant(user=lead, space=quality, role="lead")
    subscriptions.follow(user=bob, topic=topic)
    client, address = as_user(leads[0]), "/en/spaces/quality/desk/deliveries/"
    assert "Reaches 2 people" in text(client, address)
    assert "Reaches 3 people" in text(client, f"{address}?topics={topic.pk}")
    assert "Reaches 2 people" in text(client, f"{address}?topics=zzz")


def test_items_stand_newest_first_whatever_their_kind_and_drafts_do_not(closed, as_user, leads):
    for days, title in ((3, "Third"), (1, "First")):
        factories.article(closed, en=title, days_ago=days)
    word = factories.announcement(closed, fr="Deuxième", en="Second")
    type(word).objects.filter(pk=word.pk).update(published_at=timezone.now() - timedelta(days=2))
    factories.article(closed, en="Draft", live=False)
    factories.article(factories.space("other"), en="Elsewhere")
    found = re.findall(r"First|Second|Third|Draft|Elsewhere|No delivery on record", text(as_user(leads[0]), DESK))
    assert found[::2] == ["First", "Second", "Third"]
    assert set(found[1::2]) == {"No delivery on record"}


def test_it_opens_to_those_who_run_the_space_and_read_it_and_to_nobody_else(
    closed, article, as_user, leads, alice, bob
):
    support, inside, chair = (factories.person(name) for name in ("Sue", "Ian", "Cleo"))
    for user, duty in ((support, Duty.SUPPORT), (inside, Duty.SUPPORT), (chair, Duty.FEDERAL_CHAIR)):
        CommunityRole.objects.create(user=user, duty=duty)
    memberships.grant(user=inside, space=closed)
    memberships.grant(user=alice, space=closed, role="editor")
    for user, status in ((leads[0], 200), (inside, 200), (support, 404), (chair, 404), (alice, 404), (bob, 404)):
        client = as_user(user)
        assert [client.get(address).status_code for address in (DESK, of(article))] == [status] * 2, user
    desk = as_user(support).get("/en/spaces/closed/desk/").content.decode()
    assert "/desk/deliveries/" not in desk


def test_an_item_of_another_space_or_none_does_not_exist_at_this_desk(closed, article, as_user, leads):
    other = factories.space("other", leads=[leads[0]])
    elsewhere = factories.article(other, en="Elsewhere")
    draft = factories.article(closed, en="Draft", live=False)
    client = as_user(leads[0])
    for fact in (elsewhere, draft):
        assert client.get(of(fact)).status_code == 404
    assert client.get(f"{DESK}{uuid.uuid4()}/").status_code == 404
    assert client.get(f"/en/spaces/other/desk/deliveries/{article.made['en'].translation_key}/").status_code == 404


@pytest.mark.parametrize("state", DeliveryState.values)
def test_who_was_to_get_it_in_a_space_is_not_told_in_the_next(state, closed, article, as_user, bob, posted):
    """The lead of an open space does not learn, from an item that was moved there, who is in a closed one."""
    Delivery.objects.update(state=state)
    other = factories.space("other", leads=[bob, factories.person("Bea")])
    Reader.objects.update(covered_until=timezone.now() - timedelta(days=1))
    page = article.made["en"]
    with posted():
        type(page).objects.get(pk=page.pk).move(factories.parents(other)["en"], pos="last-child")
    said = text(as_user(bob), f"/en/spaces/other/desk/deliveries/{page.translation_key}/")
    assert "2 people Queued: 2" in said, "its own leads"
    assert "Person3" not in said


@pytest.mark.parametrize("count", [1, 5, 50])
def test_a_log_asks_as_much_for_fifty_people_as_for_one(count, quality, alice, as_user, django_assert_num_queries):
    memberships.grant(user=alice, space=quality, role="lead")
    article = factories.article(quality, en="Callback")
    for number in range(count):
        user = factories.person(f"Person{number}")
        Delivery.objects.create(user=user, key=article.made["en"].translation_key, space=quality, reason="space")
    client, address = as_user(alice), of(article).replace("closed", "quality")
    client.get(address)
    with django_assert_num_queries(14):
        assert client.get(address).content.decode().count('class="person"') == count
