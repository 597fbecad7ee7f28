"""An article whose author publishes both languages together: neither is read before the other is ready, or not at all."""

from datetime import timedelta

import pytest

from cms.bilingual import gate
from cms.bilingual.gate_models import Ending, Exemption, Waiting
from spaces.models import today
from spaces.services import exceptions, together, translations
from spaces.services.memberships import Refused
from tests import factories
from tests.spaces.side_by_side import at, desk, said_by, soup_of, step
from tests.spaces.team import asked, official, pair_of, rewrite, translate, translators, twin_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(quality, source):
    """An article nobody reads yet."""
    return written(quality, source, live=False)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def live(page):
    return fresh(page).live, twin_of(page).live


def publish(page, by):
    return gate.keep(fresh(page).latest_revision, by=by)


def test_it_is_chosen_where_one_asks_and_the_article_waits_until_its_translation_is_approved(
    draft, people, source, as_user
):
    """E1."""
    mine, other, _wrong = translators(people, source)
    client, address = as_user(people.editor), at("translation_ask", draft.pk)
    assert soup_of(client.get(address)).select_one("input[name=is_together]")
    client.post(address, {"assignee": mine.pk, "is_together": "on"})
    assert pair_of(draft).is_together
    held = publish(draft, people.lead)
    assert (held.waits, live(draft)) == (True, (False, False))
    translate(draft, mine)
    task = pair_of(draft).tasks.get()
    translations.ready(task=task, by=mine)
    assert translations.approve(task=task, by=other) == (True, None)
    assert live(draft) == (True, True)
    rewrite(draft, title="Autrement", by=people.lead)
    assert fresh(draft).title != "Autrement", "a change waits for its translation too"
    fresh(draft).unpublish()
    assert live(draft) == (False, False)


def test_without_it_an_article_is_read_alone(draft, people, source, as_user):
    as_user(people.editor).post(at("translation_ask", draft.pk), {"note": "Soon"})
    assert not pair_of(draft).is_together
    assert publish(draft, people.lead) is None
    assert live(draft) == (True, False)


def test_it_is_taken_back_and_what_waited_goes_live(draft, people, as_user):
    asked(draft, people.editor, is_together=True)
    publish(draft, people.lead)
    client = as_user(people.lead)
    assert desk(client, draft).select("button[value=alone]")
    assert said_by(step(client, draft, "alone")) == [
        "Each language is published alone from now on. What waited for this is published: readers have it."
    ]
    assert (live(draft), pair_of(draft).is_together, Waiting.objects.count()) == ((True, False), False, 0)
    assert not desk(client, draft).select("button[value=alone]")


def test_an_exception_is_over_once_it_is_taken_back(draft, people):
    asked(draft, people.editor, is_together=True)
    publish(draft, people.lead)
    exceptions.record(
        page=draft, by=people.lead, reason="Urgent.", owner=people.lead, due_on=today() + timedelta(days=7)
    )
    assert live(draft) == (True, False)
    together.take_back(pair=pair_of(draft), by=people.lead)
    assert Exemption.objects.get().ending == Ending.TAKEN_BACK


def test_whoever_only_translates_does_not_choose_it(draft, people, mine, as_user):
    client, address = as_user(mine), at("translation_ask", draft.pk)
    assert not soup_of(client.get(address)).select_one("input[name=is_together]")
    client.post(address, {"is_together": "on"})
    assert not pair_of(draft).is_together
    with pytest.raises(Refused, match="Whoever writes the original"):
        together.choose(page=fresh(draft), by=mine, is_on=True)


def test_of_official_content_there_is_nothing_to_choose(quality, people, source, as_user):
    page = official(quality, source)
    client = as_user(people.lead)
    assert not soup_of(client.get(at("translation_ask", page.pk))).select_one("input[name=is_together]")
    asked(page, people.editor)
    assert not desk(client, page).select("button[value=alone]")
    with pytest.raises(Refused):
        together.take_back(pair=pair_of(page), by=people.lead)
    assert pair_of(page).is_together


def test_a_draft_counts_for_its_translator_once_both_go_together(quality, people, source):
    """What is translated is what is to be read next."""
    page = written(quality, source)
    page.title = "Not read yet"
    page.save_revision(user=people.editor)
    asked(page, people.editor, is_together=True)
    assert pair_of(page).confirmations.count() == 0
    assert twin_of(page).title == "Not read yet"
    assert factories.ArticlePage.objects.get(pk=page.pk).title != "Not read yet"
