"""Terms in real sentences of both languages: found in their forms, advised against where they are wrong, nowhere else."""

import pytest

from cms.bilingual import term_base, term_seed, terms
from cms.models import Concept, Standing, Term
from tests import factories
from tests.once import begin_with, taken_back

pytestmark = pytest.mark.django_db

#: Sentences and what is advised against in them, with the starting term base.
FRENCH = [
    ("Voici nos meilleures pratiques.", ["meilleures pratiques"]),
    ("La meilleure pratique reste l’écoute.", ["meilleure pratique"]),
    ("Les pratiques exemplaires des provinces", []),
    ("C’est la meilleure. Pratique aussi.", []),
    # a record of a meeting is one thing, time another
    ("Les minutes de la dernière réunion sont adoptées.", ["minutes"]),
    ("L’adoption des minutes de la réunion du 3 mai", ["minutes de la réunion"]),
    ("Nos minutes sont en ligne.", ["minutes"]),
    ("Minutes du 3 mai 2026", ["Minutes"]),
    ("Le délai moyen est de 12 minutes.", []),
    ("On répond en deux minutes, parfois quelques minutes de plus.", []),
    ("Les minutes d’attente comptent double.", []),
    ("Les minutes qui suivent sont décisives.", []),
    ("Les dix dernières minutes de la réunion servent au suivi.", []),
    ("Une réunion de 30 minutes de réunion en réunion", []),
    ("Le procès-verbal tient en une minute de lecture.", []),
    # agenda
    ("L’agenda de la rencontre est prêt.", ["agenda"]),
    ("Inscrire un point aux agendas des comités", ["agendas"]),
    ("Notez-le dans votre agenda électronique.", []),
    ("L’ordre du jour est affiché.", []),
    # forms, capitals, apostrophes, hyphens
    ("Écrivez un e-mail, des Emails ou un mail.", ["e-mail", "Emails", "mail"]),
    ("Le CALL CENTER de l’aéroport", ["CALL CENTER"]),
    ("l'agenda, l’agenda, l‘agenda", ["agenda"] * 3),
    ("Il a adressé un problème de routage.", ["adressé un problème"]),
    ("Adressez une lettre au problème.", []),
    ("On ne rencontre pas les objectifs.", []),
    ("Nous avons rencontré les objectifs.", ["rencontré les objectifs"]),
    ("Un co-président et une coprésidente", ["co-président"]),
    # acronyms are in capitals, and words are not acronyms
    ("L’AI au service des gens", ["AI"]),
    ("J’ai appelé. Ai-je bien fait?", []),
    ("Les handicapés; les personnes handicapées", ["handicapés"]),
    # what has a name of its own holds nothing else
    ("Un robot conversationnel n’est pas un chat en ligne.", ["chat en ligne"]),
    # neither addresses nor file names nor tags
    ("Voir https://example.org/agenda/minutes, agenda.pdf et /fr/agenda/mail/.", []),
    ("Écrivez à agenda@example.org ou sur www.agenda.ca.", []),
    ('<a id="agenda">Le lien</a> et <b>les meilleures</b> <i>pratiques</i>', ["meilleures pratiques"]),
    ("l&#x27;agenda &amp; la suite", ["agenda"]),
    ("Les meilleures</p><p>pratiques", []),
    ("temps d’attente", []),
]
ENGLISH = [
    ("The call center answers; the contact centres too.", ["call center"]),
    ("We animate a meeting every month.", ["animate a meeting"]),
    ("Best practices and the minutes of the meeting", []),
    ("Parking for the disabled; handicapped access", ["the disabled", "handicapped"]),
    ("People with disabilities", []),
    ("Our agenda", []),
]


def pytest_generate_tests(metafunc):
    begin_with(metafunc, "seeded", languages=None)


@pytest.fixture(autouse=True, scope="module")
def made(once, request):
    with taken_back():
        yield request.param and term_seed.seed()


@pytest.fixture
def seeded(db, made):
    """The starting term base."""
    assert made == Concept.objects.count()


@pytest.mark.parametrize(("sentence", "advised"), FRENCH)
def test_what_is_advised_against_in_french(sentence, advised, seeded):
    assert [advice.found for advice in terms.advise(sentence, "fr")] == advised


@pytest.mark.parametrize(("sentence", "advised"), ENGLISH)
def test_what_is_advised_against_in_english(sentence, advised, seeded):
    assert [advice.found for advice in terms.advise(sentence, "en")] == advised


@pytest.mark.database
def test_an_advice_says_where_why_and_what_to_write(db):
    concept = factories.concept(
        "minutes", fr=("procès-verbal", "compte rendu"), en=("minutes",),
        avoid_fr=({"text": "minutes", "note": "Ce sont des unités de temps.", "never_after": "#"},),
    )  # fmt: skip
    (advice,) = terms.advise("Adopter les minutes en 12 minutes.", "fr")
    assert (advice.start, advice.end, advice.found) == (12, 19, "minutes")
    assert (advice.suggestions, advice.why) == (("procès-verbal", "compte rendu"), "Ce sont des unités de temps.")
    assert (advice.concept, advice.term) == (concept.pk, concept.terms.get(standing=Standing.AVOID).pk)


@pytest.mark.parametrize(
    ("text", "language", "met"),
    [
        ("rappel automatique", "fr", {"rappel automatique": ("callback", "automatic callback")}),
        ("les rappels automatiques", "fr", {"rappels automatiques": ("callback", "automatic callback")}),
        ("wait time", "en", {"wait time": ("temps d’attente", "délai d’attente", "attente")}),
        ("12 minutes", "en", {}),
        ("the minutes", "en", {"minutes": ("procès-verbal", "compte rendu")}),
        # a term to avoid is understood, and never given
        ("meilleures pratiques", "fr", {"meilleures pratiques": ("best practice", "leading practice")}),
        ("call center", "en", {"call center": ("centre de contact", "centre d’appels")}),
        ("best practices", "en", {"best practices": ("pratique exemplaire",)}),
        ("format et zénith", "fr", {}),
        ("comptes rendus, ordres du jour", "fr",
         {"comptes rendus": ("minutes", "record of meeting", "meeting minutes"), "ordres du jour": ("agenda",)}),
    ],
)  # fmt: skip
def test_the_other_language_s_names(text, language, met, seeded):
    assert {found.found: found.terms for found in terms.equivalents(text, language)} == met


@pytest.mark.database
def test_words_typed_without_capitals_are_acronyms_too_when_one_asks(seeded):
    assert terms.equivalents("la rvi", "fr") == []
    (found,) = terms.equivalents("la rvi", "fr", capitals=False)
    assert (found.found, found.terms[:2]) == ("rvi", ("interactive voice response", "IVR"))


def test_two_concepts_of_one_name_both_answer(db):
    factories.concept("file", fr=("dossier",), en=("file",))
    factories.concept("queue", fr=("file d’attente",), en=("queue", "file"))
    (found,) = terms.equivalents("a file", "en")
    assert (found.terms, len(found.concepts)) == (("dossier", "file d’attente"), 2)


def test_the_longest_term_wins(db):
    factories.concept("wait-time", fr=("temps d’attente",), en=("wait time",), avoid_fr=("attente moyenne", "moyenne"))
    found = terms.find("Le temps d’attente baisse; l’attente moyenne; une moyenne", "fr")
    assert [term.text for term in found] == ["temps d’attente", "attente moyenne", "moyenne"]


@pytest.mark.parametrize(
    ("conditions", "flagged"),
    [
        ({}, ["les", "12", "deux", "début", "nos"]),
        ({"never_after": "#"}, ["les", "début", "nos"]),
        ({"only_after": "les"}, ["les"]),
        ({"only_after": "les, ^"}, ["les", "début"]),
        ({"only_after": "les, nos", "never_before": "de la réunion"}, ["nos"]),
        ({"never_after": "nos, dans les"}, ["12", "deux", "début"]),
    ],
)
def test_a_term_counts_where_its_conditions_say(conditions, flagged, db):
    factories.concept("minutes", fr=("procès-verbal",), en=("minutes",), avoid_fr=({"text": "minutes", **conditions},))
    sentences = {
        "les": "Dans les minutes de la réunion", "12": "En 12 minutes", "deux": "Attendre deux minutes",
        "début": "Fin. « Minutes » du 3 mai", "nos": "Relire nos minutes",
    }  # fmt: skip
    assert [name for name, sentence in sentences.items() if terms.advise(sentence, "fr")] == flagged


@pytest.mark.database
def test_the_base_is_compiled_once_a_change(db, django_assert_num_queries):
    concept = factories.concept(avoid_fr=("meilleure pratique",))
    with django_assert_num_queries(2):
        assert len(terms.advise("la meilleure pratique", "fr")) == 1
    with django_assert_num_queries(1):
        assert len(terms.advise("une meilleure pratique", "fr")) == 1
    concept.terms.filter(standing=Standing.AVOID).first().delete()
    with django_assert_num_queries(2):
        assert terms.advise("la meilleure pratique", "fr") == []
    Term.objects.create(concept=concept, language="fr", text="pratique", standing=Standing.AVOID)
    assert len(terms.advise("la meilleure pratique", "fr")) == 1


@pytest.mark.database
def test_an_article_alone_names_nothing(db):
    concept = factories.concept(fr=("l’",), en=("best practice",))
    assert (terms.find("l’écoute", "fr"), concept.terms.count()) == ([], 2)


def test_an_empty_base_and_an_empty_text_say_nothing(db):
    assert (terms.find("un texte", "fr"), terms.find("", "en")) == ([], [])


@pytest.mark.parametrize(
    ("own", "word", "language", "same"),
    [
        ("agenda", "agendas", "fr", True), ("rendu", "rendus", "fr", True), ("canal", "canaux", "fr", True),
        ("regional", "regionales", "fr", True), ("formation", "format", "fr", False), ("appel", "appeler", "fr", False),
        ("norme", "normale", "fr", False), ("adresser", "adressee", "fr", True), ("policy", "policies", "en", True),
        ("training", "train", "en", False), ("queue", "queues", "en", True), ("centre", "central", "fr", False),
    ],
)  # fmt: skip
def test_forms_of_a_word(own, word, language, same):
    shares = term_base.key_of(own, language) == term_base.key_of(word, language)
    assert (shares and term_base.is_form(word, own, language)) is same


#: A term, a word of a text, and whether that is one of its forms.
FORMS = [
    ("demande", "demandes", True), ("demande", "demandée", False), ("demande", "demandé", False),
    ("demande", "DEMANDÉES", False), ("appel", "appelé", False), ("appel", "appels", True),
    ("demander", "demandée", True), ("employé", "employées", True), ("délégué", "déléguée", True),
    ("santé", "SANTE", True), ("client", "cliente", True), ("traite\u0301", "traités", True),
]  # fmt: skip


@pytest.mark.parametrize(("term", "word", "is_met"), FORMS)
def test_a_noun_is_not_met_by_the_participle_of_a_verb(term, word, is_met, db):
    factories.concept(fr=(term,), en=("request",))
    found = terms.equivalents(f"Une réponse {word} hier.", "fr")
    assert [(one.found, one.terms) for one in found] == ([(word, ("request",))] if is_met else [])


def test_what_is_typed_in_a_hurry_has_no_accents_to_tell_them_apart(db):
    factories.concept(fr=("demande",), en=("request",))
    assert [one.found for one in terms.equivalents("demandée", "fr", capitals=False)] == ["demandée"]
