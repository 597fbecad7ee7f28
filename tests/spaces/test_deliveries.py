"""The ledger: one row a person and item, queued at publication, settled by the digest, refused when the right is gone."""

from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from wagtail.models import Page

from cms.models import User
from spaces.models import Article, ArticlePage, Delivery, DeliveryState, Dispatch, Reader, Reason
from spaces.models.subscriptions import WEEK
from spaces.services import deliveries, digests, dispatches, memberships, subscriptions
from spaces.services.reach import reach
from spaces.tasks import queue_deliveries
from tests import factories
from tests.once import begin_with, made_once, taken_back
from tests.spaces import many
from tests.spaces.delivering import MONDAY, NEXT, REFUSING, TUESDAY, begun, key_of, mails, state_of, states

#: Queries, whoever else has one. Two of them: whose address refuses mail, and that those are counted anew from whom
#: something is withdrawn.
DIGEST = 66


@pytest.fixture
def clock():
    """Monday noon: every digest has just been sent."""
    with time_machine.travel(MONDAY, tick=False) as travelling:
        yield travelling


def pytest_generate_tests(metafunc):
    begin_with(metafunc, "closed", languages=None)


made_alice, alice = made_once("alice", lambda: factories.person("Alice"))


made_denis, denis = made_once("denis", lambda: factories.editor("Denis"))


@pytest.fixture(autouse=True, scope="module")
def made(made_quality, made_alice, made_denis, request):
    with taken_back():
        yield request.param and begun(made_alice, made_denis)


@pytest.fixture
def closed(db, clock, made):
    """Closed; Alice, Denis and sixteen others are in it."""
    return deepcopy(made)


@pytest.fixture
def publish(clock, posted):
    """publish(space, …) -> a fact published on Tuesday, whose rows the worker has written."""

    def published(space, make=factories.article, **words):
        clock.move_to(TUESDAY)
        with posted():
            fact = make(space, **{"fr": "Rappel", "en": "Callback", "days_ago": 0, **words})
        return fact

    return published


def test_said_eighteen_queued_eighteen_sent_eighteen(closed, publish, clock):
    draft = factories.article(closed, fr="Rappel", en="Callback", live=False)
    assert reach(draft).people == 18
    publish(closed)
    assert states() == {"queued": 18}
    clock.move_to(NEXT)
    assert digests.send_due(now=NEXT) == 18
    assert states() == {"sent": 18}
    assert set(mails().values()) == {1}
    assert set(Delivery.objects.values_list("channel", "settled_at")) == {("weekly", NEXT)}


@pytest.mark.database
def test_an_announcement_is_queued_as_an_article_is(closed, posted, clock):
    clock.move_to(TUESDAY)
    with posted():
        factories.announcement(closed)
    assert states() == {"queued": 18}


def test_rows_say_why_and_a_topic_comes_first(quality, publish, alice, bob, denis):
    topic = factories.topic()
    memberships.grant(user=alice, space=quality)
    memberships.grant(user=denis, space=quality)
    for user in (denis, bob):
        subscriptions.follow(user=user, topic=topic)
    publish(quality, topics=[topic])
    found = dict(Delivery.objects.values_list("user__first_name", "reason"))
    assert found == {"Alice": Reason.SPACE, "Denis": Reason.TOPIC, "Bob": Reason.TOPIC}


def test_the_database_refuses_a_second_row_and_the_task_may_run_twice(closed, publish, alice):
    fact = publish(closed)
    assert queue_deliveries.enqueue("article", fact.pk).return_value == 18
    assert Delivery.objects.count() == 18
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(user=alice, key=key_of(fact), space=closed, reason=Reason.SPACE)
    assert deliveries.queue("article", fact.pk + 999) == 0


def test_the_second_language_an_edit_and_a_new_publication_send_nothing_again(closed, publish, posted, clock):
    fact = publish(closed)
    digests.send_due(now=NEXT)
    mail.outbox.clear()
    clock.move_to(NEXT + timedelta(days=1))
    with posted():
        for page in fact.made.values():
            page.unpublish()
            type(page).objects.get(pk=page.pk).save_revision().publish()
    assert states() == {"sent": 18}
    assert digests.send_due(now=NEXT + WEEK) == 0
    assert mail.outbox == []


def test_an_old_item_published_anew_is_not_news(closed, publish, posted, clock):
    """One of before the ledger: it has no rows, keeps its date, and digests have gone past it."""
    fact = publish(closed)
    Delivery.objects.all().delete()
    digests.send_due(now=NEXT)
    Delivery.objects.all().delete()
    mail.outbox.clear()
    clock.move_to(NEXT + timedelta(days=1))
    with posted():
        for page in fact.made.values():
            page.unpublish()
            type(page).objects.get(pk=page.pk).save_revision().publish()
    assert Article.objects.get(pk=fact.pk).published_at == TUESDAY
    assert digests.send_due(now=NEXT + WEEK) == 0
    assert Delivery.objects.count() == 0


def test_drafts_and_scheduled_pages_are_not_queued_before_their_minute(closed, posted, clock):
    clock.move_to(TUESDAY)
    with posted():
        fact = factories.article(closed, en="Callback", live=False)
        page = fact.made["en"]
        page.go_live_at = TUESDAY + timedelta(days=1)
        page.save_revision().publish()
    assert Delivery.objects.count() == 0
    clock.move_to(TUESDAY + timedelta(days=1, minutes=1))
    with posted():
        type(page).objects.get(pk=page.pk).scheduled_revision.publish()
    assert states() == {"queued": 18}


@pytest.mark.database
def test_whoever_lost_the_right_before_the_mail_gets_nothing_and_the_row_says_so(closed, publish, alice, denis, clock):
    publish(closed)
    clock.move_to(TUESDAY + timedelta(days=3))
    memberships.end(user=alice, space=closed, role="member")
    User.objects.filter(pk=denis.pk).update(is_active=False)
    clock.move_to(NEXT)
    digests.send_due(now=NEXT)
    assert states() == {"sent": 16, "withdrawn": 2}
    assert {state_of(alice), state_of(denis)} == {"withdrawn"}
    assert not {"alice@example.org", "denis@example.org"} & set(mails())


def test_whoever_no_longer_follows_or_is_shut_out_gets_nothing(quality, publish, alice, bob):
    topic = factories.topic()
    for user in (alice, bob):
        subscriptions.follow(user=user, topic=topic)
    publish(quality, topics=[topic])
    subscriptions.unfollow(user=alice, topic=topic)
    digests.send_due(now=NEXT - timedelta(seconds=1))
    assert states() == {"queued": 1, "withdrawn": 1}
    quality.is_open = False
    quality.save()
    digests.send_due(now=NEXT)
    assert (states(), mail.outbox) == ({"withdrawn": 2}, [])


@pytest.mark.database
def test_a_right_that_comes_back_before_the_mail_counts_again(closed, publish, posted, clock, alice):
    fact = publish(closed)
    Delivery.objects.filter(user=alice).settle(DeliveryState.WITHDRAWN, TUESDAY)
    with posted():
        type(fact.made["en"]).objects.get(pk=fact.made["en"].pk).save_revision().publish()
    assert states() == {"queued": 18}
    assert Delivery.objects.get(user=alice).settled_at is None


def test_what_was_taken_off_is_sent_to_nobody(closed, publish):
    for page in publish(closed).made.values():
        page.unpublish()
    assert digests.send_due(now=NEXT) == 0
    assert states() == {"withdrawn": 18}


@pytest.mark.parametrize(("days", "gets"), [(2, True), (8, False)])
def test_a_newcomer_reads_the_news_of_the_week_and_none_older(days, gets, closed, publish, clock, bob):
    """Bob follows a topic, so has a digest on Mondays; he joins after the publication, this week or the next."""
    subscriptions.follow(user=bob, topic=factories.topic())
    Reader.objects.filter(user=bob).update(covered_until=MONDAY, next_digest_at=NEXT)
    publish(closed)
    assert not Delivery.objects.filter(user=bob).exists()
    for at in (NEXT, NEXT + WEEK):
        if at > MONDAY + timedelta(days=days) and not memberships.is_in(bob, closed, at.date()):
            clock.move_to(MONDAY + timedelta(days=days))
            memberships.grant(user=bob, space=closed)
        clock.move_to(at)
        digests.send_due(now=at)
    assert Delivery.objects.filter(user=bob, state="sent").exists() is gets
    assert Delivery.objects.count() == 18 + gets


def test_a_newcomer_without_a_digest_starts_with_what_comes_after(closed, publish, clock, bob):
    publish(closed)
    clock.move_to(TUESDAY + timedelta(days=1))
    memberships.grant(user=bob, space=closed)
    digests.send_due(now=NEXT + WEEK)
    assert not Delivery.objects.filter(user=bob).exists()


def test_a_refused_mail_is_written_down_and_tried_again(closed, publish, settings, alice):
    Reader.objects.exclude(user=alice).update(next_digest_at=NEXT + 9 * WEEK)
    publish(closed)
    backend = settings.EMAIL_BACKEND
    for name, value in REFUSING.items():
        setattr(settings, name, value)
    assert digests.send_due(now=NEXT) == 0
    assert state_of(alice) == "failed"
    settings.EMAIL_BACKEND = backend
    assert digests.send_due(now=NEXT + WEEK) == 1
    assert state_of(alice) == "sent"
    assert mails() == {"alice@example.org": 1}


@pytest.mark.database
def test_a_run_that_was_cut_short_is_taken_up_again_but_not_while_it_runs(closed, publish, alice):
    Reader.objects.exclude(user=alice).update(next_digest_at=NEXT + 9 * WEEK)
    publish(closed)
    digests.prepare(now=NEXT)
    _run, mails = dispatches.claim(now=NEXT)
    assert [one.user for one in mails] == [alice]
    assert state_of(alice) == "sending"
    assert digests.send_due(now=NEXT + timedelta(minutes=5)) == 0
    assert digests.send_due(now=NEXT + timedelta(minutes=11)) == 0, "taken up, and sent a minute later"
    assert digests.send_due(now=NEXT + timedelta(minutes=12)) == 1
    assert digests.send_due(now=NEXT + WEEK) == 0
    assert (state_of(alice), Dispatch.objects.get().is_doubtful) == ("sent", False)


def test_an_item_published_while_digests_go_out_waits_for_the_next(closed, publish, alice, clock):
    """Its row comes after the window of this digest: it is not taken for one whose right is gone."""
    Reader.objects.update(next_digest_at=TUESDAY - timedelta(minutes=1))
    publish(closed)
    clock.move_to(NEXT)
    digests.send_due(now=TUESDAY - timedelta(minutes=1))
    assert states() == {"queued": 18}
    Reader.objects.filter(user=alice).update(covered_until=TUESDAY + timedelta(seconds=1), next_digest_at=NEXT)
    digests.send_due(now=NEXT)
    assert state_of(alice) == "sent", "what waits is sent, even when its window was missed"


def test_an_item_moved_is_queued_for_those_of_its_new_space_and_the_log_of_what_was_sent_stays(
    closed, publish, posted, alice, bob, clock
):
    other = factories.space("other", fr="Autre", en="Other", members=[alice, bob])
    Reader.objects.update(covered_until=MONDAY, next_digest_at=NEXT)
    fact = publish(closed)
    Delivery.objects.filter(user=alice).settle(DeliveryState.SENT, TUESDAY)
    with posted():
        Page.objects.get(pk=fact.made["en"].pk).specific.move(factories.parents(other)["en"], pos="last-child")
    assert list(Delivery.objects.filter(space=closed).values_list("user", "state")) == [(alice.pk, "sent")]
    assert list(Delivery.objects.filter(space=other).values_list("user", "state")) == [(bob.pk, "queued")]
    digests.send_due(now=NEXT)
    assert mails() == {"bob@example.org": 1}


@pytest.mark.parametrize("count", [1, 5, 50])
def test_one_digest_asks_as_much_for_fifty_items_as_for_one(count, quality, alice, clock, django_assert_num_queries):
    topic = factories.topic()
    memberships.grant(user=alice, space=quality)
    subscriptions.follow(user=alice, topic=topic)
    many.practices(quality, count, topics=[topic])
    many.announcements(quality, 1)
    assert {page.language for page in ArticlePage.objects.all()} == {"en"}  # languages are asked once a process
    Reader.objects.update(covered_until=MONDAY - WEEK, next_digest_at=MONDAY)
    with django_assert_num_queries(DIGEST):
        assert digests.send_due(now=MONDAY + timedelta(seconds=1)) == 1
    assert states() == {"sent": count + 1}
