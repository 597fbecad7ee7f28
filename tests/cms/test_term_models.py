"""What holds of the term base whatever the interface, the term base a site starts with, and writing one."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.bilingual import term_seed, term_writing
from cms.bilingual.term_models import folded
from cms.bilingual.terms import advise
from cms.models import Concept, ContentVersion, Standing, Term, TermDismissal
from tests import factories

pytestmark = pytest.mark.django_db


def refused(make):
    with transaction.atomic(), pytest.raises(IntegrityError):
        make()


def test_one_preferred_term_a_concept_and_language():
    concept = factories.concept()
    refused(lambda: Term.objects.create(concept=concept, language="fr", text="autre", standing=Standing.PREFERRED))
    Term.objects.create(concept=concept, language="fr", text="autre", standing=Standing.ACCEPTED)
    factories.concept("other", fr=("pratique exemplaire",), en=("best practice",))  # another concept may be called so
    assert Term.objects.filter(text="pratique exemplaire").count() == 2


@pytest.mark.parametrize(
    "text", ["Pratique exemplaire", "pratique  exemplaire", "pratiqué exemplaire", "pratique-exemplaire"]
)
def test_a_term_stands_once_in_a_concept_however_it_is_written(text):
    concept = factories.concept()
    refused(lambda: Term.objects.create(concept=concept, language="fr", text=text))
    Term.objects.create(concept=concept, language="en", text=text)


def test_a_term_has_words():
    concept = factories.concept()
    refused(lambda: Term.objects.create(concept=concept, language="fr", text="?!"))
    with pytest.raises(ValidationError):
        Term(concept=concept, language="fr", text="l’").full_clean()


@pytest.mark.parametrize("code", ["", "Wait", "wait_time", "-wait", "wait time", "été"])
def test_a_code_is_of_small_letters_and_hyphens(code):
    with pytest.raises(ValidationError):
        Concept(code=code).full_clean()


def test_terms_may_trade_places_and_keep_their_ids():
    concept = factories.concept(fr=("pratique exemplaire", "bonne pratique"), avoid_fr=("meilleure pratique",))
    first, second, third = Term.objects.filter(concept=concept, language="fr").in_order()
    english = Term.objects.get(concept=concept, language="en")
    first.text, second.text = second.text, first.text
    second.standing, third.standing = Standing.PREFERRED, Standing.PREFERRED
    first.standing = Standing.ACCEPTED
    with pytest.raises(IntegrityError), transaction.atomic():
        term_writing.write(concept, [first, second, third, english])
    third.standing = Standing.AVOID
    term_writing.write(concept, [first, second, third, english, Term(language="en", text="leading practice")])
    kept = {term.pk: (term.text, term.standing) for term in concept.terms.filter(language="fr")}
    assert kept == {
        first.pk: ("bonne pratique", "accepted"),
        second.pk: ("pratique exemplaire", "preferred"),
        third.pk: ("meilleure pratique", "avoid"),
    }
    term_writing.write(concept, [first, english])
    assert Term.objects.filter(concept=concept).count() == 2


def test_dismissals_go_with_their_term_and_stand_once_an_item(alice):
    concept = factories.concept(avoid_fr=("meilleure pratique",))
    term = concept.terms.get(standing=Standing.AVOID)
    facts = {"term": term, "translation_key": "11111111-1111-4111-8111-111111111111", "language": "fr"}
    TermDismissal.objects.create(**facts, found="meilleure pratique", by=alice)
    refused(lambda: TermDismissal.objects.create(**facts, found="meilleures pratiques", by=alice))
    term_writing.remove(concept)
    assert (Concept.objects.count(), Term.objects.count(), TermDismissal.objects.count()) == (0, 0, 0)


def test_a_change_of_terms_moves_their_version_and_no_page_s():
    before = ContentVersion.objects.values_list("pages", "frame", "terms").first() or (1, 1, 1)
    concept = factories.concept()
    concept.source = "usage"
    concept.save()
    after = ContentVersion.objects.values_list("pages", "frame", "terms").first()
    assert after[:2] == before[:2]
    assert after[2] > before[2]


def test_codes_are_made_of_the_words_of_a_term():
    assert term_writing.code_for("Temps d’attente") == "temps-d-attente"
    factories.concept("wait-time")
    assert (term_writing.code_for("wait time"), term_writing.code_for("?")) == ("wait-time-2", "term")
    assert len(term_writing.code_for("mot " * 60)) <= 60


def test_lists_of_concepts():
    factories.concept("wait-time", fr=("temps d’attente",), en=("wait time",), topics=["wait-times"])
    factories.concept("email", fr=("courriel",), en=("email",), avoid_fr=("mail",), topics=["chat", "email"])
    factories.concept("listening", fr=("écoute",), en=("listening",), definition_en="To hear a caller out.")
    every = Concept.objects.with_terms()

    def codes(found):
        return [concept.code for concept in found]

    assert codes(every.in_order("fr")) == ["email", "listening", "wait-time"]
    assert codes(every.in_order("en")) == ["email", "listening", "wait-time"]
    assert codes(every.beginning("e", "fr")) == ["listening"]
    assert codes(every.beginning("e", "en")) == ["email"]
    assert codes(every.beginning("0", "en")) == []
    assert codes(every.about("chat")) == ["email"]
    assert codes(every.about("cha")) == []
    assert codes(every.with_terms_to_avoid()) == ["email"]
    assert codes(every.naming("ATTENTE")) == ["wait-time"]
    assert codes(every.naming("écouté")) == ["listening"]
    assert codes(every.naming("hear a caller")) == ["listening"]
    assert codes(every.naming("?")) == []
    assert Term.objects.letters("fr") == {"c", "e", "t"}


# -- the term base a site starts with


def test_the_starting_base_is_large_sound_and_read_once():
    records = list(term_seed.concepts())
    assert len(records) >= 120
    assert term_seed.seed() == len(records)
    Term.objects.filter(text="courriel").update(text="courrier")
    assert term_seed.seed() == 0
    assert Term.objects.filter(text="courrier").exists()
    for concept in Concept.objects.with_terms():
        concept.full_clean()
        preferred = sorted(term.language for term in concept.terms.all() if term.standing == Standing.PREFERRED)
        assert preferred == ["en", "fr"], concept.code
        assert concept.definition_fr, concept.code
        assert concept.definition_en, concept.code
        for term in concept.terms.all():
            term.full_clean()
            assert term.note or term.standing != Standing.AVOID, term


def test_the_starting_base_follows_its_own_advice():
    term_seed.seed()
    said = {"fr": [], "en": []}
    for concept in Concept.objects.all():
        for language, texts in said.items():
            texts += [concept.said(what, language) for what in ("definition", "note")]
    flagged = {
        (advice.found, text) for language, texts in said.items() for text in texts for advice in advise(text, language)
    }
    assert flagged == set()


def test_the_starting_base_is_typed_as_each_language_is():
    words = [str(record) for record in term_seed.concepts()]
    assert [text for text in words if re.search(r"(?<=\w)'(?=\w)", text)] == []
    french = [
        record[name] for record in term_seed.concepts() for name in ("definition_fr", "note_fr") if name in record
    ]
    assert [text for text in french if re.search(r"\s[;!?]|«(?! )|(?<! )»|[“”]|\S:", text)] == []
    assert [text for text in french if not text.endswith((".", "»"))] == []


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("jurisdiction", "administration"), ("community of practice", "communauté de pratique"),
        ("contact centre", "centre de contact"), ("terms of reference", "mandat"), ("co-chairs", "coprésidence"),
        ("co-chairs’ support", "soutien de la coprésidence"), ("sub-group", "sous-groupe"),
        ("sub-group lead", "responsable de sous-groupe"), ("best practice", "pratique exemplaire"),
        ("lessons learned", "leçons apprises"), ("agenda", "ordre du jour"), ("notice of meeting", "avis de convocation"),
        ("minutes", "procès-verbal"), ("record of decisions", "relevé des décisions"),
        ("recommendation", "recommandation"), ("action item", "mesure de suivi"), ("email", "courriel"),
        ("targeted meeting", "rencontre ciblée"), ("chat", "clavardage"), ("text message", "texto"),
        ("callback", "rappel"), ("self-service", "libre-service"), ("coaching", "accompagnement"),
        ("interactive voice response", "réponse vocale interactive"), ("order of government", "ordre de gouvernement"),
        ("contact person", "personne-ressource"), ("call for partners", "appel à partenaires"),
        ("member directory", "répertoire des membres"), ("announcement", "annonce"), ("teletypewriter", "téléimprimeur"),
    ],
)  # fmt: skip
def test_the_starting_base_says_what_the_interface_says(english, french):
    term_seed.seed()
    named = Term.objects.filter(language="en", folded=folded(english), standing=Standing.PREFERRED)
    assert french in [concept.name_in("fr") for concept in Concept.objects.filter(terms__in=named)]
