"""A page moved in one language: its fact and its twin follow, and so does who may read it."""

import pytest
from wagtail.models import Page

from spaces import access
from spaces.models import Article, ArticlePage, SpacePage
from tests import factories

pytestmark = pytest.mark.django_db


def under(page):
    return SpacePage.objects.get(pk=ArticlePage.objects.get(pk=page.pk).get_parent().pk)


def test_the_fact_and_the_twin_follow_a_page_to_its_new_space(quality, identity, bob, as_user):
    article = factories.article(quality, fr="Rappel", en="Callback")
    assert "Callback" in as_user(bob).get("/en/practices/").content.decode()
    target = factories.parents(identity)["fr"]

    ArticlePage.objects.get(pk=article.made["fr"].pk).move(Page.objects.get(pk=target.pk), pos="last-child")

    assert Article.objects.get(pk=article.pk).space == identity
    assert {under(page).space for page in article.made.values()} == {identity}
    assert [under(article.made[code]).language for code in ("fr", "en")] == ["fr", "en"]
    assert Page.find_problems() == ([], [], [], [], [])
    assert not access.can_see(bob, ArticlePage.objects.get(pk=article.made["en"].pk))
    assert "Callback" not in as_user(bob).get("/en/practices/").content.decode()


def test_a_page_without_a_twin_moves_alone(quality, identity):
    article = factories.article(quality, en="Callback")
    target = factories.parents(identity)["en"]
    ArticlePage.objects.get(pk=article.made["en"].pk).move(Page.objects.get(pk=target.pk), pos="last-child")
    assert Article.objects.get(pk=article.pk).space == identity


def test_a_move_inside_the_same_space_changes_nothing(quality):
    article = factories.article(quality, fr="Rappel", en="Callback")
    home = factories.parents(quality)["fr"]
    ArticlePage.objects.get(pk=article.made["fr"].pk).move(Page.objects.get(pk=home.pk), pos="first-child")
    assert Article.objects.get(pk=article.pk).space == quality
    assert under(article.made["en"]).language == "en"
