"""Unpublished, expired, deleted or moved: official content in both languages at once, an article alone, and said."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, PageLogEntry

from cms.bilingual import withdrawal
from cms.bilingual.gate_models import Ending, Exemption, Waiting
from cms.models import User
from spaces.models import Membership, Role
from tests import factories
from tests.spaces.desk import edit_url, words_of
from tests.spaces.team import official

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people, as_user):
    User.objects.filter(pk=people.lead.pk).update(language="en")
    return as_user(people.lead)


@pytest.fixture(scope="module")
def made_pages(made_quality, made_people):
    """Official content and an article, live in both languages."""
    return factories.announcement(made_quality).made, factories.article(made_quality, fr="Rappel", en="Callback").made


@pytest.fixture
def news(quality, made_pages):
    return deepcopy(made_pages[0])


@pytest.fixture
def practice(quality, made_pages):
    return deepcopy(made_pages[1])


def live(pages):
    return {code: Page.objects.filter(pk=page.pk, live=True).exists() for code, page in pages.items()}


def there(pages):
    return {code for code, page in pages.items() if Page.objects.filter(pk=page.pk).exists()}


def by_page(act):
    def way(client, page):
        return client.post(reverse(f"wagtailadmin_pages:{act}", args=[page.pk]), follow=True)

    return way


def in_bulk(act):
    def way(client, page):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act], query={"id": page.pk})
        return client.post(address, follow=True)

    return way


def by_the_clock(client, page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")


def by_code(act):
    return lambda client, page: getattr(Page.objects.get(pk=page.pk).specific, act)()


WAYS = [by_page("unpublish"), in_bulk("unpublish"), by_the_clock, by_code("unpublish")]


@pytest.mark.parametrize("code", ["fr", "en"])
@pytest.mark.parametrize("way", WAYS, ids=["page", "bulk", "clock", "code"])
def test_official_content_is_withdrawn_in_both_languages_whatever_the_way(client, news, way, code):
    way(client, news[code])
    assert live(news) == {"fr": False, "en": False}
    assert {Page.objects.get(pk=page.pk).expired for page in news.values()} == {way is by_the_clock}
    assert PageLogEntry.objects.filter(action__startswith="wagtail.unpublish").count() == 2


@pytest.mark.parametrize("way", WAYS, ids=["page", "bulk", "clock", "code"])
def test_an_article_is_withdrawn_alone_whatever_the_way(client, practice, way):
    way(client, practice["fr"])
    assert live(practice) == {"fr": False, "en": True}


def test_both_expire_in_one_run_once(client, news):
    Page.objects.filter(pk__in=[page.pk for page in news.values()]).update(
        expire_at=timezone.now() - timedelta(hours=1)
    )
    call_command("publish_scheduled")
    assert live(news) == {"fr": False, "en": False}
    assert PageLogEntry.objects.filter(action="wagtail.unpublish.scheduled").count() == 2


@pytest.mark.parametrize("way", [by_page("delete"), in_bulk("delete"), by_code("delete")], ids=["page", "bulk", "code"])
def test_official_content_is_deleted_in_both_languages_and_an_article_in_one(client, news, practice, way):
    way(client, news["fr"])
    way(client, practice["fr"])
    assert (there(news), there(practice)) == (set(), {"en"})


@pytest.mark.parametrize("act", ["unpublish", "delete"])
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("news", {"unpublish": "Its English page is unpublished with it.", "delete": "Its English page is deleted with it."}),
        ("practice", {"unpublish": "Its English page stays live, and is shown in its place.",
                      "delete": "Its English page stays, without its other language."}),
    ],
)  # fmt: skip
def test_what_happens_to_the_other_language_is_said_before_it_is_done(request, client, kind, act, said):
    page = request.getfixturevalue(kind)["fr"]
    for address in (
        reverse(f"wagtailadmin_pages:{act}", args=[page.pk]),
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", act], query={"id": page.pk}),
    ):
        assert said[act] in client.get(address).content.decode()
    assert live(request.getfixturevalue(kind)) == {"fr": True, "en": True}


def french_only(user, pages):
    group = Group.objects.create(name="French pages")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in ("change_page", "publish_page", "lock_page"):
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=name)
        GroupPagePermission.objects.create(group=group, page=pages["fr"].get_parent(), permission=right)
    user.groups.add(group)
    User.objects.filter(pk=user.pk).update(language="en")
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_whoever_may_withdraw_only_one_language_is_refused_in_words(people, news, practice, as_user, act):
    """An administrator gave rights on the French pages of the space, and none on the English ones."""
    client = as_user(french_only(people.member, news))
    if act == "unpublish":
        response = by_page(act)(client, news["fr"])
        assert "leaves together with its English page, which is not yours to withdraw." in response.content.decode()
    in_bulk(act)(client, news["fr"])
    assert live(news) == {"fr": True, "en": True}
    if act == "unpublish":
        by_page(act)(client, practice["fr"])
        assert live(practice) == {"fr": False, "en": True}


@pytest.mark.parametrize("way", [by_page("unpublish"), in_bulk("unpublish"), by_page("delete"), in_bulk("delete")])
def test_a_translator_who_may_publish_withdraws_nothing(people, news, practice, as_user, way):
    client = as_user(people.into_french)
    for page in (news["fr"], practice["fr"]):
        way(client, page)
    assert live(news) == live(practice) == {"fr": True, "en": True}


def test_nothing_waits_and_no_exception_stays_open_once_all_is_withdrawn(news, people):
    factories.excepted(news["fr"], owner=people.lead)
    news["en"].unpublish()
    assert live(news) == {"fr": True, "en": False}, "the exception lets the French page be read alone"
    assert Exemption.objects.open().exists()
    Page.objects.get(pk=news["fr"].pk).specific.unpublish(user=people.lead)
    assert Exemption.objects.get().ending == Ending.WITHDRAWN


def test_a_version_that_waited_is_forgotten_when_its_page_is_withdrawn(news, people):
    page = news["fr"]
    page.title = "Autrement"
    page.save_revision(user=people.lead).publish(user=people.lead)
    assert Waiting.objects.count() == 1
    page.unpublish()
    assert not Waiting.objects.exists()


# -- moving


@pytest.fixture(scope="module")
def made_elsewhere(made_pages, made_people):
    """Another space of the same lead."""
    row = factories.space("elsewhere", fr="Ailleurs", en="Elsewhere", members=[made_people.lead])
    Membership.objects.create(user=made_people.lead, space=row, role=Role.LEAD)
    return row


@pytest.fixture
def elsewhere(made_elsewhere):
    return deepcopy(made_elsewhere)


def move(client, page, place):
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk])
    return client.post(address, follow=True)


def move_in_bulk(client, page, place):
    address = reverse(
        "wagtail_bulk_action", args=["wagtailcore", "page", "move"], query={"id": page.pk, "next": "/admin/"}
    )
    return client.post(address, {"chooser": place.pk}, follow=True)


def counted(response, said):
    return any(said in text for text in words_of(response.content))


@pytest.mark.parametrize(("act", "done"), [("unpublish", "unpublished"), ("delete", "deleted")])
def test_withdrawing_several_counts_both_languages(client, quality, news, practice, act, done):
    """Of an article, one language leaves alone; of two pages chosen in both languages, none is counted twice."""
    both = factories.announcement(quality, fr="Deux", en="Two").made
    ids = [news["fr"].pk, practice["fr"].pk, both["fr"].pk, both["en"].pk]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act], query={"id": ids, "next": "/admin/"})
    response = client.post(address, follow=True)
    assert counted(response, f"4 pages have been {done}. So was 1 page in the other language.")


def parents_of(pages):
    return {code: Page.objects.get(pk=page.pk).get_parent().pk for code, page in pages.items()}


MOVES = [move, move_in_bulk]


@pytest.mark.parametrize("way", MOVES)
@pytest.mark.parametrize("kind", ["news", "practice"])
def test_a_page_moves_with_its_other_language(request, client, elsewhere, kind, way):
    pages, places = request.getfixturevalue(kind), factories.parents(elsewhere)
    way(client, pages["fr"], places["fr"])
    assert parents_of(pages) == {code: place.pk for code, place in places.items()}


@pytest.mark.parametrize("way", MOVES)
def test_a_page_does_not_move_where_its_other_language_has_no_place(client, news, elsewhere, way):
    places, before = factories.parents(elsewhere), parents_of(news)
    Page.objects.get(pk=places["en"].pk).delete()
    response = way(client, news["fr"], places["fr"])
    assert parents_of(news) == before
    assert "cannot be moved there: “Ailleurs” has no page in the other language." in response.content.decode()


@pytest.mark.parametrize("way", MOVES)
def test_a_page_does_not_move_where_the_address_of_its_other_language_is_taken(client, news, elsewhere, way):
    places, before = factories.parents(elsewhere), parents_of(news)
    factories.announcement(elsewhere, fr="Autre", en="Announcement")
    response = way(client, news["fr"], places["fr"])
    assert parents_of(news) == before
    assert "its other language would have an address taken in “Ailleurs”." in response.content.decode()


def test_moving_several_says_that_their_other_language_moves_along(client, news, practice, elsewhere):
    ids = {"id": [news["fr"].pk, practice["fr"].pk], "next": "/admin/"}
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"], query=ids)
    asked = words_of(client.get(address).content)
    assert sum("Its page in the other language moves along." in text for text in asked) == 2
    response = client.post(address, {"chooser": factories.parents(elsewhere)["fr"].pk}, follow=True)
    assert counted(response, "2 pages have been moved. So were 2 pages in the other language.")


@pytest.mark.parametrize("way", MOVES)
def test_a_place_in_the_other_language_is_said_to_be(client, news, elsewhere, way):
    before = parents_of(news)
    response = way(client, news["en"], factories.parents(elsewhere)["fr"])
    assert parents_of(news) == before
    said = f"“{news['en'].title}” cannot be moved there: it is in English and “Ailleurs” is in French."
    assert counted(response, said)
    assert not counted(response, "you do not have permission")


def test_an_ordinary_page_moves_with_its_other_language_too(db):
    above, below = factories.ordinary(), factories.ordinary("Portée", "Scope")
    below["fr"].move(above["fr"], pos="last-child")
    assert parents_of(below) == {code: page.pk for code, page in above.items()}


# -- copying


def test_a_copy_of_official_content_is_a_draft(client, news, practice):
    """Wagtail would put a copy live without publishing it."""
    for page, is_live in ((news["fr"], False), (practice["fr"], True)):
        parent = page.get_parent()
        fields = {
            "new_title": "Copie", "new_slug": f"copie-{page.pk}", "new_parent_page": parent.pk, "publish_copies": "on",
        }  # fmt: skip
        client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), fields)
        assert Page.objects.get(slug=f"copie-{page.pk}").live == is_live


def test_a_new_official_page_is_never_live_before_it_is_published(quality):
    page = official(quality)
    assert (page.live, withdrawal.other_page(page), edit_url(page) != "") == (False, None, True)
