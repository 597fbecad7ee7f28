"""From a change to the index: queued in the same transaction, drained soon after, never lost."""

import json
import logging
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from search import outbox
from search.engines import engine
from search.models import OutboxEntry
from spaces.models import Article, Membership
from spaces.services import imports
from tests import factories


@pytest.fixture
def engine_down(settings, tmp_path):
    """An engine that cannot answer: its index would stand inside a file. Calling it brings the engine back."""
    (tmp_path / "file").write_text("not a folder")
    there = settings.SEARCH
    settings.SEARCH = {**there, "path": str(tmp_path / "file" / "index.sqlite3")}
    engine.cache_clear()
    logging.disable(logging.CRITICAL)

    def back():
        settings.SEARCH = there
        engine.cache_clear()
        logging.disable(logging.NOTSET)

    yield back
    back()


def queued():
    return set(OutboxEntry.objects.values_list("concept", flat=True))


def key_of(fact):
    return str(fact.pages.first().translation_key)


def test_a_published_page_is_found_once_its_transaction_ends(alice, quality, found, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        factories.article(quality, fr="Rappel automatique")
        assert found(alice, "automatique") == []
    assert len(found(alice, "automatique")) == 1
    assert queued() == set()


def test_a_change_that_is_rolled_back_leaves_nothing_queued(quality):
    OutboxEntry.objects.all().delete()
    with transaction.atomic():
        factories.article(quality, fr="Rappel automatique")
        assert OutboxEntry.objects.count() == 1
        transaction.set_rollback(True)
    assert queued() == set()


def test_both_languages_of_a_concept_are_one_row(quality):
    OutboxEntry.objects.all().delete()
    article = factories.article(quality, fr="Rappel", en="Callback")
    assert queued() == {key_of(article)}


def test_a_draft_is_drained_and_not_found(alice, quality, caught_up, found):
    factories.article(quality, fr="Rappel automatique", live=False)
    caught_up()
    assert found(alice, "automatique") == []


def test_new_words_replace_the_old_ones(alice, quality, caught_up, found):
    page = factories.article(quality, fr="Rappel automatique").made["fr"]
    caught_up()
    page.title, page.body = "Clavardage", factories.text("Clavardage")
    page.save_revision().publish()
    caught_up()
    assert (found(alice, "automatique"), found(alice, "clavardage")) == ([], [str(page.translation_key)])


def test_an_unpublished_page_is_gone_and_its_twin_stays(alice, quality, caught_up, found):
    article = factories.article(quality, fr="Rappel automatique", en="Callback")
    caught_up()
    article.made["fr"].unpublish()
    caught_up()
    assert (found(alice, "automatique"), found(alice, "callback")) == ([], [key_of(article)])
    article.made["en"].unpublish()
    caught_up()
    assert found(alice, "callback") == []
    assert engine().keys().isdisjoint({key_of(article)})


def test_a_deleted_page_is_gone(alice, quality, caught_up, found):
    article = factories.article(quality, fr="Rappel automatique")
    caught_up()
    Page.objects.get(pk=article.made["fr"].pk).delete()
    caught_up()
    assert found(alice, "automatique") == []


def test_deleting_a_space_page_takes_what_is_below_it(alice, quality, caught_up, found):
    factories.article(quality, fr="Rappel automatique")
    caught_up()
    Page.objects.get(pk=factories.parents(quality)["fr"].pk).delete()
    caught_up()
    assert found(alice, "automatique") == []


def test_a_fact_moved_to_a_closed_space_is_found_by_its_members_only(alice, bob, quality, identity, caught_up, found):
    article = factories.article(quality, fr="Rappel automatique")
    caught_up()
    assert (found(alice, "automatique"), found(bob, "automatique")) == ([key_of(article)],) * 2
    article.space = identity
    article.save()
    caught_up()
    assert (found(alice, "automatique"), found(bob, "automatique")) == ([key_of(article)], [])
    assert engine().search(request_of(bob, "automatique")).total == 0


def request_of(user, words):
    from search.engines.base import SearchRequest
    from spaces import access

    access.forget(user)
    return SearchRequest(text=words, language="fr", spaces=access.space_ids(user))


@pytest.mark.database
def test_a_moved_page_and_all_below_it_are_queued(quality, identity):
    article = factories.article(quality, fr="Rappel automatique")
    OutboxEntry.objects.all().delete()
    page = Page.objects.get(pk=article.made["fr"].pk)
    page.move(factories.parents(identity)["fr"], pos="last-child")
    assert queued() == {key_of(article)}
    OutboxEntry.objects.all().delete()
    moved = factories.parents(identity)["fr"]
    Page.objects.get(pk=moved.pk).move(factories.parents(quality)["fr"], pos="last-child")
    assert queued() == {str(moved.translation_key), key_of(article)}


@pytest.mark.database
@pytest.mark.parametrize("make", [factories.article, factories.meeting])
def test_a_topic_added_to_a_fact_or_taken_away_reaches_the_index(make, alice, quality, caught_up, found):
    topic = factories.topic()
    fact = make(quality, fr="Rappel automatique")
    on_topic = {"facets": {"topic": ("callback",)}}
    for change, keys in ((fact.topics.add, [key_of(fact)]), (fact.topics.remove, [])):
        change(topic)
        caught_up()
        assert found(alice, "automatique", **on_topic) == keys


def test_a_closed_space_that_opens_and_closes_is_followed(alice, bob, identity, caught_up, found):
    factories.article(identity, fr="Rappel automatique")
    page_key = str(factories.parents(identity)["fr"].translation_key)
    identity.is_listed = False
    identity.save()
    caught_up()
    assert (found(bob, "automatique"), found(bob, "identité")) == ([], [])
    assert found(alice, "identité") == [page_key]
    identity.is_listed = True
    identity.save()
    caught_up()
    assert (found(bob, "automatique"), found(bob, "identité")) == ([], [page_key])
    identity.is_open = True
    identity.save()
    caught_up()
    assert len(found(bob, "automatique")) == 1


def test_joining_or_leaving_a_space_needs_no_new_index(bob, identity, caught_up, found):
    article = factories.article(identity, fr="Rappel automatique")
    caught_up()
    membership = Membership.objects.create(user=bob, space=identity)
    assert (found(bob, "automatique"), queued()) == ([key_of(article)], set())
    membership.delete()
    assert (found(bob, "automatique"), queued()) == ([], set())


def test_articles_loaded_in_bulk_are_found(alice, quality, caught_up, found):
    record = {"id": "r1", "fr": {"title": "Rappel automatique", "body_html": "<p>Texte</p>"}}
    imports.load([json.dumps(record)], space=quality)
    assert key_of(Article.objects.get()) in queued()
    caught_up()
    assert len(found(alice, "automatique")) == 1


def test_while_the_engine_is_down_publishing_works_and_nothing_is_lost(
    alice, quality, engine_down, caught_up, found, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        kept = factories.article(quality, fr="Rappel automatique")
        gone = factories.article(quality, fr="Rappel effacé")
    assert Page.objects.filter(pk=kept.made["fr"].pk, live=True).exists()
    with django_capture_on_commit_callbacks(execute=True):
        gone.made["fr"].unpublish()
    waiting = OutboxEntry.objects.filter(concept__in=[key_of(kept), key_of(gone)])
    assert [bool(entry.error) and entry.attempts > 0 for entry in waiting] == [True, True]
    engine_down()
    caught_up()
    assert (found(alice, "rappel"), queued()) == ([key_of(kept)], set())


def test_one_concept_that_cannot_be_taken_does_not_hold_the_others(alice, quality, found, caplog):
    OutboxEntry.objects.all().delete()
    good = [factories.article(quality, fr=f"Rappel {number}") for number in range(3)]
    OutboxEntry.objects.create(concept="not a key", queued_at=timezone.now() - timedelta(hours=1))
    assert outbox.drain() == (3, 1)
    assert sorted(found(alice, "rappel")) == sorted(map(key_of, good))
    assert [(entry.concept, entry.attempts, bool(entry.error)) for entry in OutboxEntry.objects.all()] == [
        ("not a key", 1, True)
    ]
    assert "the index did not take 1 concepts" in caplog.text


@pytest.mark.database
def test_a_concept_that_failed_waits_behind_the_others_until_it_changes(quality):
    OutboxEntry.objects.all().delete()
    failed, new = str(uuid4()), str(uuid4())
    OutboxEntry.objects.create(concept=failed, attempts=3, queued_at=timezone.now() - timedelta(hours=1))
    OutboxEntry.objects.create(concept=new)
    assert (outbox.drain(limit=1), queued()) == ((1, 1), {failed})
    outbox.queue([failed])
    assert OutboxEntry.objects.get().attempts == 0


@pytest.mark.database
def test_a_concept_that_changes_during_the_drain_stays_queued(alice, quality, found):
    article = factories.article(quality, fr="Rappel automatique")
    entries = list(OutboxEntry.objects.all())
    outbox.queue([key_of(article)])
    assert outbox.hand_over(entries) == len(entries)
    assert queued() == {key_of(article)}
    assert found(alice, "automatique") == [key_of(article)]


def test_a_long_queue_is_drained_in_steps(quality):
    OutboxEntry.objects.all().delete()
    for number in range(5):
        factories.article(quality, fr=f"Rappel {number}")
    assert [outbox.drain(limit=2) for _ in range(4)] == [(2, 3), (2, 1), (1, 0), (0, 0)]


def test_the_task_drains_everything(quality, settings):
    from search.tasks import drain_outbox

    OutboxEntry.objects.bulk_create(OutboxEntry(concept=str(uuid4())) for _ in range(outbox.BATCH + 5))
    drain_outbox.call()
    assert queued() == set()


def test_what_is_queued_stands_in_the_schedule(settings):
    assert settings.SCHEDULE["search.tasks.drain_outbox"] == 1


def test_what_waits_too_long_is_told_where_health_is_asked(db, client):
    said = lambda: client.get("/healthz").json()["search"]  # noqa: E731
    assert said() == "no index yet; the schedule builds it"
    outbox.build_missing()
    OutboxEntry.objects.create(concept="now")
    assert said() == "ok"
    past = timezone.now() - timedelta(minutes=6)
    OutboxEntry.objects.create(concept="late", queued_at=past)
    OutboxEntry.objects.create(concept="refused", queued_at=past, error="no room")
    assert said() == "2 changes wait for the index, 1 of them refused: their rows say why"


def test_a_spoiled_index_is_told_and_built_anew_by_the_schedule(alice, quality, client, found):
    key = str(factories.article(quality, fr="Rappel").made["fr"].translation_key)
    outbox.build_missing()
    path = engine().path
    engine().close()
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    path.write_bytes(b"junk" * 5000)
    assert client.get("/healthz").json()["search"] == "the search engine does not answer"
    outbox.build_missing()
    assert client.get("/healthz").json()["search"] == "ok"
    assert found(alice, "rappel") == [key]
