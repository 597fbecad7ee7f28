"""A copied page is about a thing of its own; a space has one page a language."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from spaces.models import Article, ArticlePage, MeetingPage, SpacePage
from spaces.services import memberships
from tests import factories
from tests.spaces import desk


def copy(client, page, parent, **fields):
    """Copy through the admin's own form; returns the new page, or None."""
    before = set(type(page).objects.values_list("pk", flat=True))
    words = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": parent.pk, **fields}
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), words)
    return type(page).objects.exclude(pk__in=before).first()


@pytest.fixture(autouse=True)
def chantal_in_both(chantal, identity):
    """She copies between the two spaces: she is in the closed one as well."""
    memberships.grant(user=chantal, space=identity)


@pytest.fixture
def article(quality, identity):
    return factories.article(quality, fr="Accueil vocal", en="Voice greeting", topics=[factories.topic()])


@pytest.mark.parametrize("published", [False, True])
def test_a_copy_has_its_own_facts(article, quality, as_user, chantal, published):
    page = copy(
        as_user(chantal), article.made["fr"], factories.parents(quality)["fr"], publish_copies="on" if published else ""
    )
    assert page.live is published
    assert page.article_id != article.pk
    assert page.get_latest_revision_as_object().article_id == page.article_id
    assert [topic.code for topic in page.article.topics.all()] == ["callback"]
    assert (page.article.published_at is not None) is published
    desk.edit(as_user(chantal), page, title="Copie", kind="lesson", **desk.PUBLISH)
    assert Article.objects.get(pk=article.pk).kind == "practice"
    assert Article.objects.get(pk=page.article_id).kind == "lesson"


def test_a_copy_belongs_to_the_space_it_lands_in(article, identity, as_user, alice, bob, chantal):
    page = copy(as_user(chantal), article.made["fr"], factories.parents(identity)["fr"], publish_copies="on")
    assert page.article.space == identity
    assert as_user(bob).get(page.url).status_code == 404
    assert as_user(alice).get(page.url).status_code == 200
    assert as_user(bob).get(article.made["fr"].url).status_code == 200


def test_a_copy_of_what_is_closed_stays_apart_from_it(quality, identity, as_user, bob, chantal):
    secret = factories.meeting(identity, fr="Réunion close", en="Closed meeting")
    page = copy(as_user(chantal), secret.made["fr"], factories.parents(quality)["fr"], publish_copies="on")
    assert page.meeting.space == quality
    assert as_user(bob).get(secret.made["fr"].url).status_code == 404
    page.move(factories.parents(identity)["fr"], pos="last-child")
    assert as_user(bob).get(MeetingPage.objects.get(pk=page.pk).url).status_code == 404


def test_a_translation_is_no_copy(quality):
    fact = factories.article(quality, fr="Accueil vocal", en="Voice greeting")
    assert {page.article_id for page in ArticlePage.objects.all()} == {fact.pk}


def test_a_space_keeps_one_page_a_language(quality, as_user, chantal):
    homes = factories.homes()
    client = as_user(chantal)
    words = {"title": "Qualité bis", "space": str(quality.pk), "introduction": "null"}
    response = client.post(desk.add_url(SpacePage, homes["fr"]), words | {"slug": "bis"})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["space"]
    copy(client, factories.parents(quality)["fr"], homes["fr"])
    assert SpacePage.objects.filter(space=quality).count() == 2


@pytest.mark.parametrize("published", [False, True])
def test_a_copy_is_published_when_it_is_and_not_when_its_model_was(article, quality, as_user, chantal, published):
    long_ago = timezone.now() - timedelta(days=376)
    ArticlePage.objects.update(first_published_at=long_ago, last_published_at=long_ago)
    source = ArticlePage.objects.get(pk=article.made["fr"].pk)
    page = copy(as_user(chantal), source, factories.parents(quality)["fr"], publish_copies="on" if published else "")
    if not published:
        assert (page.first_published_at, page.last_published_at) == (None, None)
        page.get_latest_revision().publish(user=chantal)
    page = ArticlePage.objects.get(pk=page.pk)
    recent = timezone.now() - timedelta(minutes=5)
    assert min(page.first_published_at, page.last_published_at, page.article.published_at) > recent
