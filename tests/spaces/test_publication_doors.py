"""Every way to publish ends at the gate: official content waits for its other language, translations for approval."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from cms.bilingual import chain, gate
from cms.bilingual.gate_models import Waiting
from cms.bilingual.task_models import TranslationTask
from cms.models import User
from spaces.models import AnnouncementPage, ArticlePage
from tests import factories
from tests.spaces.desk import PUBLISH, WORDS, create, edit, edit_url, filled, words_of
from tests.spaces.publishing import (
    SAYS_SO,
    WAYS,
    WAYS_OF_STRINGS,
    approval,
    approve,
    approve_on_the_form,
    by_approval,
    by_code,
    by_form,
    by_strings,
    fresh,
    opened,
    said,
    translated,
)
from tests.spaces.team import asked, official, twin_of, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people, as_user):
    """Somebody who may publish in both languages, English-speaking."""
    User.objects.filter(pk=people.lead.pk).update(language="en")
    return as_user(people.lead)


@pytest.fixture
def page(quality):
    """An announcement, a draft in French; the form of the desk holds the same words."""
    page = official(quality, "fr", title=WORDS["title"])
    page.summary, page.body = WORDS["summary"], []
    page.save_revision()
    return fresh(page)


@pytest.fixture
def article(quality):
    return written(quality, "fr")


@pytest.mark.parametrize("way", WAYS)
def test_official_content_waits_whatever_the_way(client, page, way):
    response = way(client, page)
    assert not fresh(page).live
    assert Waiting.objects.get().revision == fresh(page).latest_revision
    if way in SAYS_SO:
        assert "is not live yet: it goes live together with its English page." in said(response)
        assert "There is no English page yet" in said(response)
        assert "published." not in said(response)


def test_what_waits_is_said_once_where_one_is_led_to(client, page):
    response = client.post(edit_url(page), filled(AnnouncementPage, **PUBLISH), follow=True)
    texts = " ".join(words_of(response.content))
    assert texts.count("is not live yet: it goes live together with its English page.") == 1
    assert " ".join(words_of(client.get(edit_url(page)).content)).count("is not live yet") == 1, "each time"


def test_either_page_says_that_an_approved_translation_waits_for_its_original(client, page, people):
    translated(page, people)
    draft = "The French page is a draft: somebody who may publish it has yet to do so."
    for one in (page, twin_of(page)):
        assert opened(client, one).count(draft) == 1, "nobody has published it"
    by_strings(client, twin_of(page))
    waits = "is not live yet: it goes live together with its French page. " + draft
    for one in (page, twin_of(page)):
        assert opened(client, one).count(waits) == 1, "somebody has"
    gate.keep(fresh(page).latest_revision, by=people.lead)
    for one in (page, twin_of(page)):
        assert draft not in opened(client, one)


def test_either_page_says_that_an_original_waits_for_its_translation(client, page, people):
    asked(page, people.editor)
    by_form(client, page)
    for one in (page, twin_of(page)):
        assert opened(client, one).count("“Rappel en clair” is not live yet: it goes live together with its") == 1
        assert "Nobody has taken the translation yet." in opened(client, one)


def test_either_page_says_that_nobody_has_published_what_was_approved(client, article, people):
    said = "The translation is approved and waits for somebody who may publish it."
    translated(article, people)
    for one in (article, twin_of(article)):
        assert opened(client, one).count(said) == 1
    by_strings(client, twin_of(article))
    for one in (article, twin_of(article)):
        assert said not in opened(client, one)


def test_what_was_saved_since_is_what_a_page_speaks_of(client, page, people):
    by_form(client, page)
    assert "is not live yet" in opened(client, page)
    translated(page, people)
    fresh(page).get_latest_revision_as_object().save_revision(user=people.lead)
    assert "is not live yet" not in opened(client, page)
    said = "A version of “Rappel en clair” waits to go live. What was saved since is ready to be published."
    assert said in opened(client, page)
    by_form(client, fresh(page))
    assert (fresh(page).live, twin_of(page).live) == (True, True)


@pytest.mark.parametrize("is_new", [True, False])
def test_what_has_to_wait_is_told_its_terms_too(client, quality, page, is_new):
    factories.concept(fr=("pratique exemplaire",), en=("best practice",), avoid_fr=("meilleure pratique",))
    title = "Nos meilleures pratiques"
    if is_new:
        response = create(client, AnnouncementPage, page.get_parent(), title=title, **PUBLISH)[0]
    else:
        response = edit(client, page, title=title, **PUBLISH)[0]
    assert "is not live yet" in said(response)
    assert said(response).count("1 term to look at in this page.") == 1


@pytest.mark.parametrize("way", WAYS)
def test_official_content_whose_translation_is_approved_goes_live_in_both_whatever_the_way(client, page, people, way):
    translated(page, people)
    way(client, fresh(page))
    assert (fresh(page).live, twin_of(page).live) == (True, True)
    assert not Waiting.objects.exists()
    assert chain.task_of(page.translation_key) is None


@pytest.mark.parametrize("way", WAYS_OF_STRINGS)
@pytest.mark.parametrize("kind", ["official", "article"])
def test_a_translation_nobody_approved_stays_a_draft_whatever_the_way(request, client, people, kind, way):
    original = request.getfixturevalue("page" if kind == "official" else "article")
    asked(original, people.editor)
    if way is by_code and kind == "article":
        with pytest.raises(gate.NotReady):
            way(client, twin_of(original))
        return
    response = way(client, twin_of(original))
    assert not twin_of(original).live
    for words in ("Nobody has taken the translation yet.", "passages are not translated into English."):
        assert way not in SAYS_SO or words in said(response)


@pytest.mark.parametrize("way", WAYS_OF_STRINGS)
@pytest.mark.parametrize("kind", ["official", "article"])
def test_an_approved_translation_goes_live_whatever_the_way(request, client, people, kind, way):
    original = request.getfixturevalue("page" if kind == "official" else "article")
    translated(original, people)
    if kind == "official":
        way(client, twin_of(original))
        assert (fresh(original).live, twin_of(original).live) == (False, False), "nobody has published the original"
        gate.keep(fresh(original).latest_revision, by=people.lead)
    else:
        way(client, twin_of(original))
    assert (fresh(original).live, twin_of(original).live) == (True, True)
    assert twin_of(original).live_revision == TranslationTask.objects.get().approved


@pytest.mark.parametrize(("kind", "is_held"), [("article", False), ("page", True)])
def test_publishing_what_waits_for_approval_ends_that_also_when_it_has_to_wait(request, client, kind, is_held):
    original = request.getfixturevalue(kind)
    state = original.get_workflow().start(original, None)
    response = by_form(client, fresh(original))
    state.refresh_from_db()
    assert "it is asked for no more" in said(response)
    assert (fresh(original).live, state.status, Waiting.objects.exists()) == (not is_held, "cancelled", is_held)


@pytest.fixture
def approvers(people):
    """A group an administrator gave the last word on pages its members may not publish."""
    group = Group.objects.create(name="Approvers")
    people.editor.groups.add(group)
    User.objects.filter(pk=people.editor.pk).update(language="en")
    return group


@pytest.mark.parametrize("way", [approve, approve_on_the_form])
def test_whoever_may_not_publish_is_told_that_the_last_approval_would(article, people, approvers, as_user, way):
    article.unpublish()
    state = approval(fresh(article), approvers)
    response = way(as_user(people.editor), article, state)
    assert "The last approval publishes the page, which you may not do" in said(response)
    assert "permission to access this area" not in said(response)
    assert response.url == edit_url(article)
    state.refresh_from_db()
    assert (fresh(article).live, state.status, state.current_task_state.status) == (False, "in_progress", "in_progress")
    title = fresh(article).get_latest_revision_as_object().title
    assert title == ("Changed" if way is approve_on_the_form else article.title)


def test_an_approval_that_is_not_the_last_asks_for_no_right_to_publish(article, people, approvers, as_user, client):
    article.unpublish()
    last = Group.objects.create(name="Last")
    people.lead.groups.add(last)
    state = approval(fresh(article), approvers, last)
    approve(as_user(people.editor), article, state)
    state.refresh_from_db()
    assert (fresh(article).live, state.current_task_state.task.name) == (False, "Step 1")
    approve(client, article, state)
    assert fresh(article).live


@pytest.mark.parametrize("way", [approve, approve_on_the_form])
def test_whoever_approves_is_told_what_and_what_follows(article, people, approvers, as_user, client, way):
    article.unpublish()
    last = Group.objects.create(name="Last")
    people.lead.groups.add(last)
    state = approval(fresh(article), approvers, last)
    title = "Changed" if way is approve_on_the_form else article.title
    response = way(as_user(people.editor), article, state)
    assert f"“{title}” is approved at this step. The next one: Step 1." in said(response)
    state.refresh_from_db()
    response = way(client, article, state)
    assert f"“{title}” is approved and published: readers have it." in said(response)
    assert ("stays a draft" in said(response)) == fresh(article).has_unpublished_changes


def test_whoever_approves_what_has_to_wait_is_told_both(client, page):
    told = " ".join(said(by_approval(client, page)).split())
    assert f"“{page.title}” is approved. “{page.title}” is not live yet:" in told
    assert "published: readers have it" not in told


def test_whoever_approves_for_a_minute_is_told_it(client, article):
    article.unpublish()
    article = fresh(article)
    article.go_live_at = timezone.now() + timedelta(days=2)
    article.save_revision()
    assert f"“{article.title}” is approved. On " in said(by_approval(client, fresh(article)))
    assert not fresh(article).live


@pytest.mark.parametrize(("language", "label"), [("fr", "Commentaire"), ("en", "Comment")])
@pytest.mark.parametrize("act", ["approve", "reject"])
def test_whoever_answers_comments_in_their_own_language(article, client, people, act, language, label):
    User.objects.filter(pk=people.lead.pk).update(language=language)
    state = article.get_workflow().start(article, None)
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, act, state.current_task_state.pk])
    assert label in words_of(client.get(address).json()["html"])


def test_a_new_page_published_at_once_is_kept_and_said(client, quality):
    response, page = create(client, AnnouncementPage, factories.parents(quality)["fr"], **PUBLISH)
    assert (page.live, Waiting.objects.get().revision) == (False, page.latest_revision)
    assert response.url == edit_url(page)
    assert "There is no English page yet: have it translated." in said(response)


def test_a_new_article_is_published_in_one_language(client, quality):
    _response, page = create(client, ArticlePage, factories.parents(quality)["fr"], **PUBLISH)
    assert page.live


def test_among_several_what_is_ready_goes_live_and_the_rest_is_named(client, quality, page, people):
    other = official(quality, "fr", title="Prête")
    translated(other, people)
    query = {"id": [page.pk, other.pk]}
    response = client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"], query=query))
    assert (fresh(page).live, fresh(other).live) == (False, True)
    assert "1 page has been published. So was 1 page in the other language." in said(response)
    assert "“Rappel en clair” is not live yet" in said(response)


def test_a_page_that_was_chosen_is_not_counted_twice(client, page, people):
    translated(page, people)
    query = {"id": [page.pk, twin_of(page).pk]}
    gate.keep(page.latest_revision, by=people.lead)
    fresh(page).unpublish()
    response = client.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"], query=query))
    assert "2 pages have been published" in said(response)
    assert "other language" not in said(response)
    assert "not published yet" not in said(response), "whichever of the two came first"
    assert (fresh(page).live, twin_of(page).live) == (True, True)


def test_the_approved_version_is_published_not_what_was_saved_since(client, article, people):
    state = article.get_workflow().start(article, None)
    changed = fresh(article)
    changed.title = "Saved since"
    later = changed.save_revision()
    task = state.current_task_state
    task.revision = article.latest_revision
    task.save(update_fields=["revision"])
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk]), {"comment": ""})
    assert fresh(article).live_revision != later
    assert fresh(article).title != "Saved since"
