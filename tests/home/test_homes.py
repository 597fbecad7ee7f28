"""Both homes exist and are live before anything else, and each speaks its own language."""

import subprocess
import sys

import pytest
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from tests import factories

pytestmark = pytest.mark.django_db


def test_both_homes_are_there_from_the_first_migration_live_and_twins():
    french, english = factories.homes()["fr"], factories.homes()["en"]
    assert HomePage.objects.count() == 2
    assert (french.live, english.live) == (True, True)
    assert french.translation_key == english.translation_key
    assert (french.title, english.title) == ("Accueil", "Home")
    assert (french.url, english.url) == ("/fr/", "/en/")
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"fr", "en"}


def test_the_tree_is_whole():
    assert Page.find_problems() == ([], [], [], [], [])
    assert Site.objects.get().is_default_site


def test_there_is_no_third_home():
    root = Page.objects.get(depth=1).specific
    assert not HomePage.can_create_at(root)
    assert not HomePage.can_create_at(factories.homes()["fr"])


@pytest.mark.parametrize(
    ("language", "greeting", "menu"),
    [
        ("fr", "Bonjour, Alice", ["Accueil", "Espaces", "Pratiques", "Réunions", "Annonces", "Thèmes"]),
        ("en", "Hello, Alice", ["Home", "Spaces", "Practices", "Meetings", "Announcements", "Topics"]),
    ],
)
def test_each_home_speaks_its_language(alice, as_user, language, greeting, menu):
    html = as_user(alice).get(f"/{language}/").content.decode()
    assert f'<html lang="{language}-CA"' in html
    assert f"<h1>{greeting}</h1>" in html
    places = [html.index(f">{word}</a>") for word in menu]
    assert places == sorted(places)


def test_a_home_never_shows_the_tree_of_the_other_language(alice, as_user, quality):
    factories.ordinary()
    client = as_user(alice)
    assert client.get("/fr/quality/").status_code == 301
    assert client.get("/fr/quality/")["Location"] == "/en/quality/"
    assert client.get("/fr/home/").status_code == 404
    assert client.get("/en/accueil/").status_code == 404


def test_the_frame_is_known_before_the_first_page_is_asked_for():
    """A kept page is rendered without context processors, so what surrounds it must be set when the site starts."""
    program = (
        "import django, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; django.setup(); "
        "from cms import kept; print(kept.frame.__module__, kept.frame.__name__, sorted(kept.fillers))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(
        "home.context shared ['account', 'acknowledgement', 'answer', 'attendance', 'edit', 'follow', 'follow_alone', "
        "'follow_item', 'follow_jurisdiction', 'follow_person', 'hello', 'messages', 'my_spaces', 'news'"
    )
