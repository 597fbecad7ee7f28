"""Writing the term base: one form for an entry, refused in words with nothing lost, each act kept in the log."""

import pytest

from cms.bilingual import term_writing
from cms.models import Concept, Standing, Term, TermDismissal, User
from spaces.services import termbase
from tests import factories
from tests.spaces.entries import filled, made, page, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(db):
    return made()


def test_an_entry_is_added_changed_and_removed_and_each_act_is_kept(nadia, as_user):
    factories.topic()
    client = as_user(nadia)
    answer = client.post("/en/terms/new/", filled(
        fr=[("temps d’attente", "preferred"), {"text": "attente", "standing": "avoid", "note": "Trop vague.", "never_before": "de"}],
        en=[("wait time", "preferred")], definition_fr="Le temps.", source="OQLF", topics=["callback"],
    ), follow=True)  # fmt: skip
    concept = Concept.objects.get()
    assert answer.redirect_chain == [(f"/en/terms/{concept.pk}/", 302)]
    assert "The entry is saved" in words(answer)
    assert (concept.code, concept.source, concept.topics, concept.updated_by) == (
        "wait-time",
        "OQLF",
        ["callback"],
        nadia,
    )
    avoid = concept.terms.get(standing=Standing.AVOID)
    assert (avoid.text, avoid.note, avoid.never_before) == ("attente", "Trop vague.", "de")

    TermDismissal.objects.create(
        term=avoid, translation_key="11111111-1111-4111-8111-111111111111", language="fr", found="attente"
    )
    data = filled(
        concept, en=[("waiting time", "accepted")], remove=["temps d’attente"], fr=[("délai d’attente", "preferred")]
    )
    assert client.post(f"/fr/termes/{concept.pk}/modifier/", data).status_code == 302
    assert sorted(concept.terms.values_list("text", flat=True)) == [
        "attente",
        "délai d’attente",
        "wait time",
        "waiting time",
    ]
    assert "laissé tel quel dans 1 contenu" in words(client.get(f"/fr/termes/{concept.pk}/"))
    assert "left 1 time" in words(client.get("/en/terms/"))
    assert "Members left one of its terms as it was in 1 item" in words(client.get(f"/en/terms/{concept.pk}/remove/"))

    assert client.get(f"/en/terms/{concept.pk}/remove/").status_code == 200
    answer = client.post(f"/en/terms/{concept.pk}/remove/", follow=True)
    assert "“wait time” is removed from the term base." in words(answer)
    assert (Concept.objects.count(), TermDismissal.objects.count()) == (0, 0)
    told = [termbase.told(entry) for entry in termbase.history()]
    assert told == [
        "Entry removed: wait time",
        "Entry changed: wait time",
        "Entry added: wait time",
    ]
    changed = termbase.history()[1]
    assert [(str(label), [text for text, _code in terms]) for label, terms in termbase.details(changed)] == [
        ("Added:", ["délai d’attente", "waiting time"]), ("Removed:", ["temps d’attente"]),
    ]  # fmt: skip
    assert changed.message == "Entry changed: wait time; Added: délai d’attente, waiting time; Removed: temps d’attente"
    shown = words(client.get("/fr/termes/modifications/"))
    assert "Fiche retirée : délai d’attente Nadia Test" in shown
    assert "Fiche modifiée : délai d’attente Ajout : délai d’attente , waiting time Retrait : temps d’attente" in shown


def test_terms_keep_their_ids_and_their_counts_when_they_are_reworded(nadia, as_user, practice):
    factories.topic("callback")
    avoid = practice.terms.get(standing=Standing.AVOID)
    data = filled(practice)
    (name,) = [name for name, value in data.items() if value == "meilleure pratique"]
    as_user(nadia).post(f"/en/terms/{practice.pk}/edit/", data | {name: "meilleure façon de faire"})
    assert Term.objects.get(pk=avoid.pk).text == "meilleure façon de faire"
    practice.refresh_from_db()
    assert practice.topics == ["gone"]  # no topic has that code: it may come from a file, and stays


@pytest.mark.parametrize(
    ("fr", "en", "said"),
    [
        ([], [("wait", "preferred")], "Choisissez le terme privilégié en français."),
        ([("attente", "accepted")], [("wait", "preferred")], "Choisissez le terme privilégié en français."),
        ([("attente", "preferred")], [], "Choisissez le terme privilégié en anglais."),
        ([("a", "preferred"), ("b", "preferred")], [("wait", "preferred")], "Un seul terme est privilégié en français"),
        ([("attente", "preferred"), ("Attenté", "accepted")], [("wait", "preferred")], "Ce terme y est deux fois."),
        ([("?!", "preferred")], [("wait", "preferred")], "Un terme a au moins un mot."),
        ([("mot " * 40, "preferred")], [("wait", "preferred")], "120"),
        ([("attente", "roi")], [("wait", "preferred")], "roi"),
    ],
)
def test_what_is_refused_is_said_in_words_and_nothing_typed_is_lost(fr, en, said, nadia, as_user):
    answer = as_user(nadia).post(
        "/fr/termes/nouvelle/", filled(fr=fr, en=en, definition_fr="Mes mots à moi.", topics=[])
    )
    assert (answer.status_code, Concept.objects.count()) == (200, 0)
    assert said in words(answer)
    kept = page(answer)
    assert kept.select_one("#id_definition_fr").get_text().strip() == "Mes mots à moi."
    for language, rows in (("fr", fr), ("en", en)):
        typed = [kept.select_one(f"#id_{language}-{number}-text")["value"] for number in range(len(rows))]
        assert typed == [text for text, _standing in rows]
    wrong = page(answer).select_one(".errors a")
    assert wrong is None or kept.select_one(wrong["href"]) is not None


def test_an_entry_somebody_else_changed_meanwhile_is_not_overwritten_unseen(nadia, as_user, practice):
    client, address = as_user(nadia), f"/en/terms/{practice.pk}/edit/"
    data = filled(practice, definition_en="Mine.")
    term_writing.write(Concept.objects.get(pk=practice.pk), list(practice.terms.all()))
    answer = client.post(address, data)
    assert "Somebody changed this entry while you were writing." in words(answer)
    assert page(answer).select_one("#id_definition_en").get_text().strip() == "Mine."
    assert Concept.objects.get().definition_en == "What works."
    data["seen"] = page(answer).select_one("[name=seen]")["value"]
    assert client.post(address, data).status_code == 302
    assert Concept.objects.get().definition_en == "Mine."


def test_the_history_of_one_entry_is_at_its_foot_for_those_who_write(nadia, alice, as_user):
    client = as_user(nadia)
    client.post("/en/terms/new/", filled(fr=[("attente", "preferred")], en=[("wait", "preferred")]))
    client.post("/en/terms/new/", filled(fr=[("écoute", "preferred")], en=[("listening", "preferred")]))
    entry = Concept.objects.get(code="wait")
    assert "Entry added: wait" in words(client.get(f"/en/terms/{entry.pk}/"))
    assert "Entry added: listening" not in words(client.get(f"/en/terms/{entry.pk}/"))
    assert "Entry added" not in words(as_user(alice).get(f"/en/terms/{entry.pk}/"))


def test_the_admin_s_history_of_the_site_tells_it_too(nadia, as_user):
    as_user(nadia).post("/en/terms/new/", filled(fr=[("attente", "preferred")], en=[("wait", "preferred")]))
    root = User.objects.create_superuser("root@example.org", "password", language="en")
    assert "Entry added: wait" in as_user(root).get("/admin/reports/site-history/").content.decode()
