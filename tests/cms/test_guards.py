"""The package's translation views ask for the right on the page they touch; an alias is refused to everyone."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import Translation, TranslationSource

from cms.bilingual.pairs import tie
from cms.models import User
from spaces.models import ArticlePage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def quality_editor(quality):
    """May edit and publish one space in both languages, and may use the translation views."""
    user = factories.person("Edith")
    group = Group.objects.create(name="quality")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    for page in factories.parents(quality).values():
        for codename in ("add_page", "change_page", "publish_page"):
            permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def elsewhere():
    """A space the editor of «quality» has no right on."""
    return factories.space("workforce", fr="Effectifs", en="Workforce")


def submit(client, page, language):
    locale = factories.homes()[language].locale
    return client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [locale.pk]})


def test_a_page_one_may_edit_is_submitted(quality, quality_editor, as_user):
    page = factories.article(quality, fr="Rappel").made["fr"]
    assert submit(as_user(quality_editor), page, "en").status_code == 302
    assert Translation.objects.get().target_locale.language_code == "en"
    assert ArticlePage.objects.filter(translation_key=page.translation_key).count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_one_may_not_edit_is_not_submitted(elsewhere, quality_editor, as_user, method):
    page = factories.article(elsewhere, fr="Rappel").made["fr"]
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    response = getattr(as_user(quality_editor), method)(url, {"locales": [factories.homes()["en"].locale.pk]})
    assert refused(response)
    assert "Rappel" not in response.content.decode()
    assert not Translation.objects.exists()
    assert ArticlePage.objects.count() == 1


def refused(response):
    """What one may not work on is not there; what nobody may do is forbidden; Wagtail leads back to its first page."""
    return response.status_code in {403, 404} or (response.status_code == 302 and response["Location"] == "/admin/")


def tied(space):
    pages = factories.article(space, fr="Rappel", en="Callback").made
    translation = tie(pages["fr"], pages["en"])
    pages["fr"].title = "Rappel revu"
    pages["fr"].save_revision().publish()
    return translation, reverse("wagtail_localize:update_translations", args=[translation.source.pk])


def test_the_strings_follow_their_original_without_anybody_asking(quality):
    translation, _address = tied(quality)
    assert TranslationSource.objects.get().stringsegment_set.get(context__path="title").string.data == "Rappel revu"
    assert translation.get_progress()[0] == translation.get_progress()[1] + 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_carries_an_original_over_its_translation_by_hand(quality, quality_editor, chantal, as_user, method):
    _translation, address = tied(quality)
    for user in (quality_editor, chantal, User.objects.create_superuser("root@example.org", "password")):
        response = getattr(as_user(user), method)(address, {"publish_translations": "on"})
        assert refused(response)
        assert "Rappel" not in response.content.decode()
    assert ArticlePage.objects.get(locale__language_code="en").title == "Callback"


def test_the_button_for_it_is_not_offered(quality, chantal, as_user):
    translation, address = tied(quality)
    page = ArticlePage.objects.get(locale__language_code="fr")
    for shown in (reverse("wagtailadmin_pages:edit", args=[page.pk]),
                  reverse("wagtailadmin_explore", args=[page.get_parent().pk])):  # fmt: skip
        assert address not in as_user(chantal).get(shown).content.decode()
    assert translation.enabled


@pytest.mark.parametrize("key", ["localize-restart-translation", "localize-convert-to-alias"])
def test_the_buttons_that_lose_work_are_refused_and_not_offered(quality, chantal, as_user, key):
    translation, _address = tied(quality)
    page = ArticlePage.objects.get(locale__language_code="en")
    client, edit = as_user(chantal), reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert refused(client.post(edit, {key: "yes"}))
    assert key not in client.get(edit).content.decode()
    translation.enabled = False
    translation.save()
    assert key not in client.get(edit).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_makes_a_page_an_alias(quality, chantal, as_user, method):
    tied(quality)
    page = ArticlePage.objects.get(locale__language_code="en")
    admin = User.objects.create_superuser("admin@example.org", "password")
    for user in (chantal, admin):
        address = reverse("wagtail_localize:convert_to_alias", args=[page.pk])
        assert refused(getattr(as_user(user), method)(address))
    assert not Page.objects.filter(alias_of__isnull=False).exists()


@pytest.mark.parametrize("said", ["on", "true", "1"])
def test_a_copy_is_never_an_alias(quality, chantal, as_user, said):
    page = factories.article(quality, fr="Rappel").made["fr"]
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": page.get_parent().pk}
    client, address = as_user(chantal), reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert refused(client.post(address, {**form, "alias": said}))
    assert ArticlePage.objects.count() == 1
    client.post(address, form)
    assert list(ArticlePage.objects.exclude(pk=page.pk).values_list("title", "alias_of")) == [("Copie", None)]


def test_a_member_reaches_no_translation_view(quality, alice, as_user):
    translation, address = tied(quality)
    client = as_user(alice)
    page = ArticlePage.objects.get(locale__language_code="fr")
    for url in (address, reverse("wagtail_localize:submit_page_translation", args=[page.pk])):
        assert client.get(url).status_code in {302, 403}
    submit(client, page, "en")
    assert Translation.objects.get() == translation
