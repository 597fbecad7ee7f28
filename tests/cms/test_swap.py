"""The original and its translation exchange their roles, and no word of either is lost."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail_localize.models import StringTranslation, Translation

from cms import checks
from cms.bilingual import ledger
from cms.bilingual.models import Confirmation, Pair, State
from cms.bilingual.pairs import tie
from cms.bilingual.swap import SWAPPED, CannotSwap, answer_each_other, obstacles, swap
from cms.bilingual.task_models import Step, TranslationTask
from home.demo.files import body
from spaces.models import ArticlePage
from spaces.services import memberships
from tests import factories
from tests.cms.test_pairs import BLOCKS, words
from tests.once import begin_with, copy_of, made_by, made_once
from tests.spaces.team import put_out, rewrite, segments

pytestmark = pytest.mark.django_db
OTHER = {"fr": "en", "en": "fr"}


def pytest_generate_tests(metafunc):
    """Everything holds whichever language was first."""
    begin_with(metafunc, "first", "pages")


made_denis, denis = made_once("denis", lambda: factories.editor("Denis"))


def begun(space, user, first, _stage):
    made = factories.article(space, fr="Réduire les transferts", en="Fewer transfers").made
    for code, page in made.items():
        page.body = json.dumps(body("essai", BLOCKS, code))
        page.save_revision().publish()
    pages = {code: ArticlePage.objects.get(pk=page.pk) for code, page in made.items()}
    tie(pages[first], pages[OTHER[first]], user=user)
    return SimpleNamespace(first=first, pages=pages)


made = made_by(begun, "quality", "denis")
first = copy_of("first")
pages = copy_of("pages")


def key(pages):
    return pages["fr"].translation_key


def turn(pages, by):
    """Make the other page the original."""
    return swap(key(pages), to=Pair.objects.get(pk=key(pages)).target, by=by)


def now(pages):
    return {code: words(ArticlePage.objects.get(pk=page.pk)) for code, page in pages.items()}


def test_the_roles_change_and_no_word_does(pages, first, chantal, posted):
    before = now(pages)
    pair = turn(pages, chantal)
    assert (pair.source, pair.state, pair.percent, pair.is_unpublished) == (OTHER[first], State.UP_TO_DATE, 100, False)
    running = Translation.objects.get(enabled=True)
    assert running.source.locale.language_code == OTHER[first]
    total, done = running.get_progress()
    assert total == done == 20
    with posted():
        running.save_target(user=chantal, publish=True)
    assert now(pages) == before


def test_asked_twice_the_original_stays_the_original(pages, first, chantal, client):
    client.force_login(chantal, backend="cms.people.MemberBackend")
    address = f"/admin/pages/{pages[OTHER[first]].pk}/original/"
    answers = [client.post(address, follow=True).content.decode() for _press in range(2)]
    assert Pair.objects.get(pk=key(pages)).source == OTHER[first]
    assert ["Cette page est maintenant l’original" in said for said in answers] == [True, False]
    assert "Cette page est l’original." in answers[1]
    assert client.get(address).status_code == 302
    assert swap(key(pages), to=OTHER[first], by=chantal).source == OTHER[first]


def test_what_was_edited_since_is_what_counts_when_it_is_turned_back(pages, first, chantal, posted):
    turn(pages, chantal)
    original = ArticlePage.objects.get(pk=pages[OTHER[first]].pk)
    original.title = "Better said"
    original.save_revision().publish()
    running = Translation.objects.get(enabled=True)
    segment = running.source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=running.target_locale, data="Mieux dit",
        translation_type="manual",
    )  # fmt: skip
    put_out(running, chantal)
    before = now(pages)
    assert before[first][0] == "Mieux dit"
    turn(pages, chantal)
    with posted():
        Translation.objects.get(enabled=True).save_target(user=chantal, publish=True)
    assert now(pages) == before
    assert Pair.objects.get(pk=key(pages)).source == first


def confirmed(pages, **more):
    """[(where, who, when)] of the confirmations of a pair."""
    rows = Pair.objects.get(pk=key(pages)).confirmations.filter(**more)
    return sorted(((row.path, row.source_text, row.by, row.at) for row in rows), key=lambda row: row[:2])


@pytest.mark.parametrize("is_by_hand", [False, True])
def test_who_confirmed_the_words_stays_named_and_when(pages, first, denis, chantal, is_by_hand):
    """A swap is no confirmation: the log of the page says who did it. Turned back, nothing is told twice."""
    if is_by_hand:
        translation = Translation.objects.get()
        translation.enabled = False
        translation.save()
    long_ago = datetime(2026, 5, 4, 15, tzinfo=UTC)
    Confirmation.objects.update(at=long_ago)
    before = confirmed(pages, is_current=True)
    turn(pages, chantal)
    now = confirmed(pages, is_current=True)
    assert {(by, at) for _path, _text, by, at in now} == {(denis, long_ago)}
    assert len(now) == len(before)
    turn(pages, chantal)
    assert confirmed(pages, is_current=True) == before
    by_denis = Confirmation.objects.filter(by=denis).values_list("path", "source_hash", "target_hash")
    assert len(by_denis) == len(set(by_denis))
    assert PageLogEntry.objects.filter(action=SWAPPED, user=chantal).count() == 2
    assert not StringTranslation.objects.filter(last_translated_by=chantal).exists()


def test_a_translation_that_is_behind_stays_a_translation(pages, first, chantal):
    page = ArticlePage.objects.get(pk=pages[first].pk)
    page.title = "Changed"
    page.save_revision().publish()
    with pytest.raises(CannotSwap) as refused:
        turn(pages, chantal)
    assert refused.value.reasons == ["The translation is not up to date: confirm and publish it first."]
    assert Pair.objects.get(pk=key(pages)).source == first


def test_a_translation_nobody_reads_stays_a_translation(pages, first, chantal):
    ArticlePage.objects.get(pk=pages[OTHER[first]].pk).unpublish()
    with pytest.raises(CannotSwap) as refused:
        turn(pages, chantal)
    assert refused.value.reasons == ["The translation is up to date, and not published yet: publish it first."]


def test_a_draft_that_is_not_published_stands_in_the_way(pages, first):
    page = ArticlePage.objects.get(pk=pages[first].pk)
    page.title = "Draft"
    page.save_revision()
    assert "draft that is not published" in obstacles(key(pages))[0]


def test_a_translation_kept_as_it_was_and_not_yet_approved_stays_a_translation(pages, first, chantal):
    """Its words are all there: what is approved of them next would be taken for those of the original."""
    rewrite(pages[first], title="Changed", by=chantal)
    under_way, (title,) = Translation.objects.get(), segments(pages[first], "title")
    StringTranslation.objects.create(
        translation_of=title.string, context=title.context, locale=under_way.target_locale,
        data=pages[OTHER[first]].title, translation_type="manual",
    )  # fmt: skip
    assert Pair.objects.get(pk=key(pages)).state == State.UP_TO_DATE
    waits = {
        Step.TO_TRANSLATE: "The translation is still with its translator: it is revised and published first.",
        Step.TO_REVISE: "The translation waits to be revised: this comes first.",
        Step.APPROVED: "The translation is approved and waits to be published: this comes first.",
    }
    for step in Step:
        TranslationTask.objects.open().update(step=step)
        assert obstacles(key(pages)) == [waits[step]]
    put_out(under_way, chantal)
    assert obstacles(key(pages)) == []


def test_what_is_with_its_reviser_is_not_to_be_published_by_whoever_asks(pages, first, chantal):
    """Its draft is what waits: the advice to publish it, or to leave it, would be refused."""
    rewrite(pages[first], title="Changed", by=chantal)
    task = TranslationTask.objects.open().get()
    twin = ArticlePage.objects.get(pk=pages[OTHER[first]].pk)
    twin.save_revision()
    for step, said in ((Step.TO_REVISE, "waits to be revised"), (Step.APPROVED, "waits to be published")):
        TranslationTask.objects.filter(pk=task.pk).update(step=step)
        (reason,) = obstacles(key(pages))
        assert said in reason


@pytest.mark.parametrize("code", ["fr", "en"])
def test_a_page_that_waits_for_approval_stays_what_it_is(pages, code, chantal):
    page = ArticlePage.objects.get(pk=pages[code].pk)
    state = page.get_workflow().start(page, None)
    with pytest.raises(CannotSwap, match="waits for approval"):
        turn(pages, chantal)
    state.cancel()
    assert obstacles(key(pages)) == []


def test_a_page_alone_has_nothing_to_swap_with(quality, chantal):
    page = factories.article(quality, fr="Seul").made["fr"]
    assert obstacles(page.translation_key) == ["There is no translation yet."]


@pytest.mark.parametrize(
    ("source", "target", "answers"),
    [
        (["a", "b"], ["A", "B"], True),
        (["a", "b"], ["A"], False),
        (["a", "a"], ["A", "A"], True),
        (["a", "a"], ["A", "B"], False),  # one wording would be lost in the string table
        (["a", "b"], ["A", "A"], False),  # and on the way back, the other
    ],
)
def test_pages_that_do_not_answer_each_other_are_not_swapped(source, target, answers):
    texts = [[ledger.Segment("body", text, n) for n, text in enumerate(said)] for said in (source, target)]
    assert answer_each_other(*texts) is answers


def test_pages_edited_by_hand_exchange_their_roles_too(pages, first, chantal):
    translation = Translation.objects.get()
    translation.enabled = False
    translation.save()
    pair = turn(pages, chantal)
    assert (pair.source, pair.state) == (OTHER[first], State.UP_TO_DATE)
    assert not Translation.objects.filter(enabled=True).exists()


def test_two_opposite_translations_never_run_at_once(pages, first, chantal):
    old = Translation.objects.get()
    turn(pages, chantal)
    old.refresh_from_db()
    old.enabled = True
    with pytest.raises(ValidationError, match="other direction"):
        old.save()
    assert checks.no_one_way_translation(None, ["default"]) == []
    Translation.objects.update(enabled=True)  # behind the listeners' back
    assert [error.id for error in checks.no_one_way_translation(None, ["default"])] == ["cms.E006"]


def test_the_editor_is_told_what_it_means_and_may_do_it(pages, first, quality, as_user):
    lead = factories.person("Lea")
    memberships.grant(user=lead, space=quality, role="lead")
    target, client = pages[OTHER[first]], as_user(lead)
    address = reverse("make_original", args=[target.pk])
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[pages[first].pk])).content.decode()
    assert "becomes the original" in client.get(address).content.decode()
    assert client.post(address)["Location"] == reverse("wagtailadmin_pages:edit", args=[target.pk])
    assert Pair.objects.get(pk=key(pages)).source == OTHER[first]


def test_those_who_may_not_edit_both_do_not_reach_it(pages, first, quality, alice, bob, as_user):
    editor = factories.person("Tom")
    memberships.grant(user=editor, space=quality, role=f"to_{'french' if first == 'en' else 'english'}")
    for person in (alice, bob, editor):
        response = as_user(person).post(reverse("make_original", args=[pages[OTHER[first]].pk]))
        assert response.status_code in {302, 403, 404}
        assert Pair.objects.get(pk=key(pages)).source == first
