"""The words of spaces and topics: how they are made, that they stay, and how each process comes to know them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import resolve
from django.utils import translation

from cms.models import User
from spaces.models import Space, Topic
from spaces.services import spaces
from spaces.words import OldWord, SpaceWords, TopicWords
from tests import factories


@pytest.fixture
def topic(db):
    return Topic.objects.create(code="callback", code_fr="rappel", name_fr="Rappel", name_en="Callback")


@pytest.fixture
def space(db):
    return factories.space("self-service", fr="Libre-service", en="Self-service", code_fr="libre-service")


def test_each_language_looks_at_its_own_word_first(db, alice, as_user):
    chat = Topic.objects.create(code="chat", code_fr="clavardage", name_fr="Clavardage", name_en="Chat")
    cat = Topic.objects.create(code="cat", code_fr="chat", name_fr="Chat", name_en="Cat")
    client = as_user(alice)
    for address, topic in (
        ("/fr/themes/chat/", cat),
        ("/en/topics/chat/", chat),
        ("/fr/themes/clavardage/", chat),
        ("/en/topics/cat/", cat),
    ):
        assert client.get(address).context["topic"] == topic
    assert client.get("/fr/themes/cat/")["Location"] == "/fr/themes/chat/"
    assert client.get("/en/topics/clavardage/")["Location"] == "/en/topics/chat/"


def test_what_another_process_has_made_is_found(topic):
    here = TopicWords()
    with translation.override("fr"):
        assert here.to_python("rappel") == "callback"
        Topic.objects.create(code="chat", code_fr="clavardage", name_fr="Clavardage", name_en="Chat")
        assert (here.to_python("clavardage"), here.to_url("chat")) == ("chat", "clavardage")
        Topic.objects.create(code="greeting", code_fr="callback", name_fr="Accueil", name_en="Greeting")
        assert here.to_python("callback") == "greeting", "it was the code of a topic known here"


def test_a_word_given_again_is_read_in_time(topic):
    here = TopicWords()
    with translation.override("fr"):
        assert here.to_url("callback") == "rappel"
        topic.delete()
        Topic.objects.create(code="callback", code_fr="retour-d-appel", name_fr="Retour d’appel", name_en="Callback")
        here.until = 0.0  # five minutes later
        assert here.to_url("callback") == "retour-d-appel"
        assert here.to_python("rappel") == "rappel"


def test_known_words_cost_nothing_and_the_others_one_query(space, django_assert_num_queries):
    words = SpaceWords()
    with translation.override("fr"):
        for asked, said, queries in (
            ("unknown", "unknown", 1),
            ("libre-service", "self-service", 0),
            ("self-service", "self-service", 1),
            ("unknown", "unknown", 1),
        ):
            with django_assert_num_queries(queries):
                assert words.to_python(asked) == said
        assert isinstance(words.to_python("self-service"), OldWord)
        assert not isinstance(words.to_python("libre-service"), OldWord)
        with django_assert_num_queries(0):
            assert words.to_url("self-service") == "libre-service"
    with translation.override("en"), django_assert_num_queries(0):
        assert (words.to_python("self-service"), words.to_url("any")) == ("self-service", "any")
    with translation.override("fr"), django_assert_num_queries(1):
        assert resolve("/fr/espaces/unknown/bureau/").kwargs == {"code": "unknown"}


def made(nadia, fr, en):
    leads = [factories.person(f"{name}{Space.objects.count()}") for name in ("Ann", "Ben")]
    facts = {"name_fr": fr, "name_en": en, "mandate_fr": "M", "mandate_en": "M"}
    row = spaces.create(by=nadia, facts=facts, leads=leads)
    return row.code, row.code_fr


def test_a_new_space_has_words_made_of_its_names_that_no_other_has(nadia):
    assert made(nadia, "L’appel", "Callback") == ("callback", "l-appel")
    assert made(nadia, "L’appel", "Calling") == ("calling", "l-appel-2")
    assert made(nadia, "Calling", "Nouveau") == ("nouveau-2", "calling-2")
    assert made(nadia, "Retirés", "L appel") == ("l-appel-3", "retires-2")
    assert made(nadia, "Équipe", "Équipe") == ("equipe", "equipe")
    assert made(nadia, "—", "…") == ("space", "espace")


def test_a_row_nobody_gave_a_word_has_its_code(db):
    assert Topic.objects.create(code="chat", name_fr="Clavardage", name_en="Chat").code_fr == "chat"
    Topic.objects.bulk_create(Topic(code=code, name_fr=code, name_en=code) for code in ("a", "b"))
    assert set(Topic.objects.values_list("code_fr", flat=True)) == {"chat", "a", "b"}


def test_the_word_of_a_topic_is_made_or_typed_and_then_stays(topic, as_user):
    client = as_user(User.objects.create_superuser("root@example.org", "password", language="en"))
    typed = {"name_fr": "Rappel", "name_en": "Chat", "description_fr": "", "description_en": ""}
    add, rows = "/admin/snippets/spaces/topic/add/", Topic.objects.exclude(pk=topic.pk)
    client.post(add, {**typed, "code": "chat", "code_fr": ""})
    assert rows.get().code_fr == "rappel-2", "that of the name is taken"
    client.post(
        f"/admin/snippets/spaces/topic/edit/{rows.get().pk}/", {**typed, "code": "x", "code_fr": "y"} | {"name_fr": "Y"}
    )
    assert rows.values_list("code", "code_fr", "name_fr").get() == ("chat", "rappel-2", "Y")
    client.post(add, {**typed, "code": "letters", "code_fr": "courrier"})
    assert rows.get(code="letters").code_fr == "courrier"
    for code, word in (("other", "courrier"), ("other", "deux mots"), ("", "")):
        assert client.post(add, {**typed, "code": code, "code_fr": word}).context["form"].errors
    assert rows.count() == 2


def test_rows_that_were_there_before_get_words_of_their_french_names(space, topic):
    fill = import_module("spaces.migrations.0017_words_of_addresses").fill
    for code, fr in (("chat", "L’accueil"), ("greeting", "L’accueil"), ("letters", "Chat"), ("dots", "…")):
        Topic.objects.create(code=code, name_fr=fr, name_en=code)
    named = factories.space("new-comers", fr="Nouveau", en="New-comers")
    fill(apps, None)
    assert dict(Topic.objects.values_list("code", "code_fr")) == {
        "callback": "rappel", "chat": "l-accueil", "greeting": "greeting", "letters": "letters", "dots": "dots",
    }  # fmt: skip
    assert Space.objects.get(pk=named.pk).code_fr == "new-comers"
