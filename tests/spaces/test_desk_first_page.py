"""What the editors' desk says to everybody who opens it: in their language, and nothing of spaces they may not read."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.models import User
from spaces.models import Role
from spaces.services import memberships
from tests import factories

pytestmark = pytest.mark.django_db
LINKS = ("external", "anchor", "email", "phone")


@pytest.fixture
def editor(quality):
    person = factories.person("Ines", language="fr")
    memberships.grant(user=person, space=quality, role=Role.EDITOR)
    return person


def test_pages_are_counted_for_administrators_only(editor, identity, as_user):
    factories.article(identity, fr="Fermé", en="Closed")
    root = User.objects.create_superuser("root@example.org", "password")
    for person, count in ((editor, 0), (root, 1)):
        page = BeautifulSoup(as_user(person).get("/admin/").content, "html.parser")
        assert len(page.select(".w-summary__list .icon-doc-empty")) == count


def test_choosers_speak_the_language_of_the_desk(editor, as_user):
    client = as_user(editor)
    for address in ("/admin/images/chooser/", "/admin/documents/chooser/"):
        html = client.get(address).json()["html"]
        assert "Search" not in html
        assert "Rechercher" in html
    said = "".join(client.get(reverse(f"wagtailadmin_choose_page_{name}_link")).json()["html"] for name in LINKS)
    for english in ("Link text", "Email address", "Subject", "Phone number", "Body"):
        assert english not in said
    for french in ("Texte du lien", "Adresse courriel", "Objet", "Numéro de téléphone"):
        assert french in said


def test_a_page_has_no_privacy_of_its_own_to_change(editor, quality, as_user):
    page = factories.article(quality, fr="Rappel").made["fr"]
    html = as_user(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("wagtailadmin_pages:set_privacy", args=[page.pk]) not in html
    assert "confidentialité" not in html
