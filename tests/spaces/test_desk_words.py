"""The editors' desk speaks the language of the editor, where Wagtail and wagtail-localize leave words in English."""

import json
import re
from html import unescape

import polib
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page, Task, Workflow

from cms.bilingual.pairs import tie
from cms.bilingual.words import IN_DESK, IN_SCRIPTS, OVERRIDDEN
from spaces.models import ArticlePage, CommunityRole, Jurisdiction, Membership, Profile, Role, Space, Topic
from tests import factories
from tests.contract import sources
from tests.spaces import desk

pytestmark = pytest.mark.indexed

NEW_ITEMS = "(%(number)s new items in this menu)"


@pytest.fixture
def root(db):
    """Someone who may do everything, French-speaking."""
    return factories.person("Racine", language="fr", is_superuser=True, is_staff=True)


def add_form(client, model):
    html = client.get(reverse(model.snippet_viewset.get_url_name("add"))).content.decode()
    return unescape(html).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("model", "french", "english"),
    [
        (CommunityRole, ["Membre", "Fonction"], ["Member", "Duty"]),
        (Profile, ["Membre", "Administration", "Choisir : administration"], ["Member", "Jurisdiction"]),
        (Jurisdiction, ["Choisir : administration"], ["Choose jurisdiction"]),
    ],
)
def test_forms_of_facts_name_their_relations_in_the_language_of_each_request(model, french, english, root, as_user):
    client = as_user(root)
    for language, words in (("fr", french), ("en", english), ("fr", french)):
        client.get(f"/language/{language}/")
        html = add_form(client, model)
        assert [word for word in words if not re.search(rf">\s*{word}\s*<", html)] == []


def test_topics_of_a_space_stand_in_the_order_of_the_editors_language(root, as_user):
    for code, fr, en in (("a", "Écoute", "Wait"), ("b", "Zone", "Area"), ("c", "Délai", "Éclair")):
        factories.topic(code, fr, en)
    client, shown = as_user(root), {}
    address = reverse(Space.snippet_viewset.get_url_name("edit"), args=[factories.space().pk])
    for language in ("fr", "en"):
        client.get(f"/language/{language}/")
        form = client.get(address).context["form"]
        shown[language] = [label for _pk, label in form.fields["topics"].choices if label in
                           {"Écoute", "Zone", "Délai", "Wait", "Area", "Éclair"}]  # fmt: skip
    assert shown == {"fr": ["Délai", "Écoute", "Zone"], "en": ["Area", "Éclair", "Wait"]}


@pytest.mark.django_db
def test_what_wagtail_names_in_the_database_is_named_in_both_languages():
    assert (Workflow.objects.get().name, Task.objects.get().name) == ("Approbation / Approval",) * 2
    assert Page.objects.get(depth=1).title == "Racine / Root"


def test_the_translation_editor_says_in_which_language_it_publishes(denis, as_user):
    client = as_user(denis)
    script = client.get(reverse("wagtail_localize:javascript_catalog")).content.decode()
    assert '"Publish in ": "Publier en "' in script
    assert '"Save": "Enregistrer"' in script
    client.get("/language/en/")
    assert "Publier" not in client.get(reverse("wagtail_localize:javascript_catalog")).content.decode()


@pytest.mark.parametrize(
    ("language", "detach", "items"),
    [
        ("fr", "Détacher cette page de son original", "(%(number)s nouveaux éléments dans ce menu)"),
        ("en", "Detach this page from its original", None),
    ],
)
def test_scripts_of_the_desk_say_our_words(denis, as_user, language, detach, items):
    client = as_user(denis)
    client.get(f"/language/{language}/")
    editor, desk_own = (
        client.get(reverse(name), headers={"accept": "application/json"}).content.decode()
        for name in ("wagtail_localize:javascript_catalog", "wagtailadmin_javascript_catalog")
    )
    assert f'"Stop Synced translation": {json.dumps(detach)}' in editor
    assert f'"{NEW_ITEMS}": {json.dumps(items)}' in desk_own if items else NEW_ITEMS not in desk_own


@pytest.mark.parametrize(
    ("language", "heading", "target"),
    [
        ("fr", "Traduction du français vers l’anglais", "anglais"),
        ("en", "Translation from French to English", "English"),
    ],
)
def test_editors_meet_neither_synchronisation_nor_alias(quality, chantal, as_user, language, heading, target):
    pages = factories.article(quality, fr="Rappel", en="Callback").made
    tie(pages["fr"], pages["en"])
    client = as_user(chantal)
    client.get(f"/language/{language}/")
    addresses = [
        desk.edit_url(pages["fr"]),
        desk.edit_url(pages["en"]),
        reverse("wagtailadmin_pages:copy", args=[pages["fr"].pk]),
    ]
    original, twin, copy = (unescape(client.get(address).content.decode()) for address in addresses)
    for html in (original, twin, copy):
        assert not re.search(r">[^<>{]*(?<![-\w])(alias|sync)", html, re.IGNORECASE)
    props = client.get(addresses[1]).content.decode().partition('data-props="')[2].partition('"')[0]
    told = json.loads(unescape(props))
    assert told["links"]["convertToAliasUrl"] is None
    assert told["locale"]["displayName"] == target
    assert heading in twin


#: What the package and Wagtail call things, in either language, and nobody who writes here does.
JARGON = re.compile(r"\b(?:alias(?:es)?|sync\w*|segments?|locales?|régions?|paramètres? région\w+)\b", re.IGNORECASE)

HEARD = ("aria-label", "title", "placeholder", "alt")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_editors_meet_no_word_of_the_software(quality, chantal, as_user, language):
    pages = factories.article(quality, fr="Rappel", en="Callback").made
    tie(pages["fr"], pages["en"])
    alone = factories.article(quality, fr="Seul").made["fr"]
    client, parent = as_user(chantal), factories.parents(quality)[language]
    client.get(f"/language/{language}/")
    of_page = ("edit", "history", "delete", "unpublish", "move", "copy", "usage")
    addresses = [
        reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for page in (*pages.values(), alone) for name in of_page
    ]
    addresses += [
        reverse("wagtailadmin_home"), reverse("wagtailadmin_explore", args=[parent.pk]),
        reverse("wagtailadmin_pages:search"), reverse("wagtailadmin_reports:site_history"),
        desk.add_url(ArticlePage, parent), reverse("make_original", args=[pages["en"].pk]),
    ]  # fmt: skip
    with translation.override(language):
        addresses += [
            reverse("translation", args=[pages["fr"].translation_key]),
            reverse("translation_ask", args=[alone.pk]),
        ]
        addresses += [reverse("translations"), reverse("translation_status")]
    met = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        tags = BeautifulSoup(response.content, "html.parser").find_all(True)
        labels = [tag[name] for tag in tags for name in HEARD if tag.has_attr(name)]
        if found := [words for words in (*desk.words_of(response.content), *labels) if JARGON.search(words)]:
            met[address] = found
    assert met == {}


def test_english_words_of_other_packages_are_among_those_we_say_better():
    catalog = polib.pofile(str(sources.ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    assert {entry.msgid for entry in catalog} - {*OVERRIDDEN, *IN_SCRIPTS, *IN_DESK} == set()
    assert [entry.msgid for entry in catalog if not entry.translated() or entry.fuzzy] == []


def test_a_form_of_our_pages_says_what_each_field_is_for(chantal, as_user, quality):
    parent = factories.parents(quality)["fr"]
    html = as_user(chantal).get(desk.add_url(ArticlePage, parent)).content.decode()
    assert "Soumettre à Qualité" in html


#: «un(e)», «ce(tte)», «Home», «True», a straight apostrophe of ours: what an agreement or a forgotten word leaves.
ODD = re.compile(r"\w\((?:e|es|tte|le|elle)\)|^(?:Home|True|False)$|entête|headline")


#: What the admin does not do to them leads away, and shows nothing: tests/spaces/test_creation.py, test_duties.py.
REFUSED = {Space: {"add", "delete"}, Membership: {"add", "edit", "delete", "history", "usage"}}


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (model, name)
        for model in (Space, Membership, Profile, Topic)
        for name in ("list", "add", "edit", "delete", "history", "usage")
        if name not in REFUSED.get(model, ())
    ],
)
def test_lists_and_forms_of_facts_are_in_french_without_brackets(model, name, root, quality, as_user):
    Membership.objects.create(user=root, space=quality)
    factories.topic()
    client = as_user(root)
    client.get("/language/fr/")
    args = [] if name in {"list", "add"} else [model.objects.first().pk]
    response = client.get(reverse(model.snippet_viewset.get_url_name(name), args=args))
    assert response.status_code == 200
    html = response.content
    assert [words for words in desk.words_of(html) if ODD.search(words)] == []


@pytest.mark.parametrize(
    ("language", "shown"),
    [("fr", "Le nom de la page : il figure"), ("en", "What the page is called: it stands")],
)
def test_a_form_of_a_page_explains_its_title_and_description_in_our_words(language, shown, chantal, as_user, quality):
    page = factories.article(quality, fr="Rappel", en="Callback").made[language]
    client = as_user(chantal)
    client.get(f"/language/{language}/")
    words = desk.words_of(client.get(desk.edit_url(page)).content)
    assert [one for one in words if one.startswith(shown)]
    assert [one for one in words if re.search("entête|headline|you'd like|les lecteurs le verront", one)] == []


@pytest.mark.parametrize(("language", "yes", "no"), [("fr", "Oui", "Non"), ("en", "Yes", "No")])
def test_the_list_of_spaces_says_yes_and_no(language, yes, no, root, as_user):
    factories.space("hidden", is_open=False, is_listed=True)
    client = as_user(root)
    client.get(f"/language/{language}/")
    words = desk.words_of(client.get(reverse(Space.snippet_viewset.get_url_name("list"))).content)
    assert words[words.index(no) + 1] == yes


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "L’adresse « annonce » est déjà prise à cet endroit"), ("en", "“annonce” is already taken in that place")],
)
def test_an_address_that_is_taken_is_called_an_address(as_user, quality, identity, language, said):
    """Wagtail speaks of a slug, and of moderation where pages are approved."""
    lead = factories.person("Lea", language=language)
    for space in (quality, identity):
        for role in (Role.MEMBER, Role.LEAD):
            Membership.objects.create(user=lead, space=space, role=role)
    page = factories.announcement(quality, fr="Annonce").made["fr"]
    factories.announcement(identity, fr="Annonce")
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, factories.parents(identity)["fr"].pk])
    html = as_user(lead).get(address, follow=True).content.decode().replace("\u00a0", " ")
    assert said in html
    with translation.override(language):
        assert "oderation" not in gettext("In Moderation") + gettext("live + in moderation")
