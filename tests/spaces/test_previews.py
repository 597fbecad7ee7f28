"""A preview shows what is typed, facts and words, to the one who types it; it writes nothing and is kept for nobody."""

import pytest
from django.urls import reverse
from wagtail.models import Revision
from wagtail.test.utils.form_data import streamfield

from home.models import StandardPage
from spaces.models import Announcement, AnnouncementPage, Article, ArticlePage, Meeting, MeetingPage
from tests import factories
from tests.spaces import desk


def preview(client, page, **fields):
    """What the preview panel shows of a page being edited."""
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    return shown(client, address, desk.filled(type(page), **fields))


def preview_new(client, model, parent, **fields):
    names = [model._meta.app_label, model._meta.model_name, parent.pk]
    return shown(client, reverse("wagtailadmin_pages:preview_on_add", args=names), desk.filled(model, **fields))


def shown(client, address, form):
    assert client.post(address, form).json() == {"is_valid": True, "is_available": True}
    return client.get(address).content.decode()


def written():
    facts = (Article, Meeting, Announcement)
    pages = (ArticlePage, MeetingPage, AnnouncementPage, StandardPage)
    rows = [list(model.objects.order_by("pk").values()) for model in (*facts, *pages)]
    return [*rows, list(Article.topics.through.objects.values_list("article_id", "topic_id")), Revision.objects.count()]


def test_an_article_is_previewed_with_its_unsaved_facts(quality, as_user, alice, denis):
    topics = [factories.topic(), factories.topic("chat", "Clavardage", "Chat")]
    fact = factories.article(quality, fr="Accueil", en="Greeting", topics=topics[:1])
    before = written()
    html = preview(
        as_user(denis), fact.made["fr"], title="Accueil vocal", kind="lesson", topics=str(topics[1].pk),
        result_after="12", result_unit="percent", body=streamfield([("heading", "Ce qui a changé")]),
    )  # fmt: skip
    assert "<h1>Accueil vocal</h1>" in html
    assert "Leçon apprise" in html
    assert "12\u00a0%" in html
    assert '<h2 id="ce-qui-a-change">Ce qui a changé</h2>' in html
    assert 'href="/fr/themes/chat/"' in html
    assert 'href="/fr/themes/callback/"' not in html
    assert written() == before
    english = as_user(alice).get(fact.made["en"].url).content.decode()
    assert "Lesson learned" not in english
    assert "12%" not in english


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_new_page_is_previewed_before_anything_of_it_exists(language, quality, as_user, denis):
    client, parents = as_user(denis), factories.parents(quality)
    topic = factories.topic()
    article = preview_new(
        client, ArticlePage, parents[language], title="Rien encore", kind="innovation", topics=str(topic.pk)
    )  # fmt: skip
    assert "<h1>Rien encore</h1>" in article
    assert "Innovation" in article
    assert topic.name_in(language) in article
    meeting = preview_new(client, MeetingPage, parents[language], title="Visite", time_zone="America/Vancouver")
    # set at 1 p.m. in Vancouver, read by someone in Ottawa
    assert {"fr": "de 15\u00a0h à 17\u00a0h\u00a0(HE)", "en": "3 to 5\u00a0p.m.\u00a0(ET)"}[language] in meeting
    announcement = preview_new(client, AnnouncementPage, parents[language], title="Avis", is_must_read="on")
    assert '<span class="chip warn">' in announcement
    standard = preview_new(client, StandardPage, factories.homes()[language], title="Mandat")
    assert "<h1>Mandat</h1>" in standard
    assert written() == [[], [], [], [], [], [], [], [], 2]  # the two pages of the space


def test_a_meeting_moved_in_a_preview_does_not_move(quality, as_user, alice, denis):
    fact = factories.meeting(quality)
    before = written()
    html = preview(as_user(denis), fact.made["en"], starts_at="2027-01-15 09:30", ends_at="2027-01-15 10:00")
    assert "Friday, January 15, 2027, 9:30 to 10 a.m. (ET)" in html.replace("\u00a0", " ")
    assert written() == before
    assert "January\u00a015, 2027" not in as_user(alice).get(fact.made["en"].url).content.decode()


@pytest.mark.parametrize("kind", ["article", "meeting", "announcement", "ordinary"])
def test_what_was_previewed_is_not_what_readers_get(kind, quality, as_user, alice, denis):
    made = factories.ordinary() if kind == "ordinary" else getattr(factories, kind)(quality, fr="Mandat").made
    page = made["fr"]
    html = preview(as_user(denis), page, title="Mandat revu", body=streamfield([("heading", "Brouillon")]))
    assert "Mandat revu" in html
    assert "Brouillon" in html
    read = as_user(alice).get(page.url).content.decode()
    assert "Mandat" in read
    assert "Mandat revu" not in read
    assert "Brouillon" not in read
    page.title = "Mandat en attente"
    page.save_revision()
    assert "Mandat en attente" in as_user(denis).get(
        reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    ).content.decode()  # fmt: skip
    assert "Mandat en attente" not in as_user(alice).get(page.url).content.decode()


def test_a_preview_that_cannot_be_shown_says_so(quality, as_user, denis):
    page = factories.meeting(quality).made["fr"]
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = desk.filled(MeetingPage, ends_at="2026-12-10 12:00")
    assert as_user(denis).post(address, form).json() == {"is_valid": False, "is_available": False}


def test_the_page_of_a_space_is_previewed_with_its_space_around_it(quality, as_user, chantal):
    page = factories.parents(quality)["fr"]
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    introduction = '{"blocks": [{"key": "a", "text": "Bienvenue ici", "type": "unstyled"}], "entityMap": {}}'
    form = {"title": "Autre nom", "space": quality.pk, "introduction": introduction}
    html = shown(as_user(chantal), address, form)
    for words in ("<h1>Qualité</h1>", "Mandat Qualité", "Bienvenue ici"):
        assert words in html
    page.introduction = "<p>Une ébauche</p>"
    page.save_revision()
    draft = as_user(chantal).get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert ("<h1>Qualité</h1>" in draft, "Une ébauche" in draft) == (True, True)
