"""Words beside a figure agree with how many there are, in French: none and one alike, then many."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from cms.bilingual import exchange, term_import
from spaces.models import DeliveryState
from spaces.templatetags.deliveries import states_words
from tests.spaces.side_by_side import words

FEW = ("Personne convoquée {n} Convocation remise {n}", "Réponse reçue {n} Sans réponse {n}")
MANY = ("Personnes convoquées {n} Convocations remises {n}", "Réponses reçues {n} Sans réponse {n}")
PARTS = {
    1: "Convocation en route 1 Convocation non remise 1",
    2: "Convocations en route 2 Convocations non remises 2",
}


@pytest.mark.parametrize(("number", "said"), [(0, FEW), (1, FEW), (2, MANY)])
def test_the_figures_of_a_notice_name_what_is_counted(number, said):
    shown = dict.fromkeys(("people", "given", "waiting", "failed", "answered", "unanswered"), number)
    with translation.override("fr"):
        html = render_to_string("spaces/meetings/notice_figures.html", {"figures": shown})
    first, last = (part.format(n=number) for part in said)
    assert words(BeautifulSoup(html, "html.parser")) == " ".join(filter(None, (first, PARTS.get(number), last)))


@pytest.mark.parametrize(
    ("one", "many", "counted"),
    [
        ("Envoyé", "Envoyés", lambda number: states_words(DeliveryState.SENT, number)),
        ("En attente", "En attente", lambda number: states_words("queued", number)),
        ("N’est plus à envoyer", "Ne sont plus à envoyer", lambda number: states_words("withdrawn", number)),
        ("Inchangée", "Inchangées", term_import.Outcome.SAME.counted),
        ("Refus", "Refus", term_import.Outcome.REFUSED.counted),
        ("Inchangé", "Inchangés", exchange.Outcome.SAME.counted),
        ("Original modifié", "Originaux modifiés", exchange.Outcome.CHANGED.counted),
    ],
)
def test_states_and_outcomes_agree(one, many, counted):
    with translation.override("fr"):
        assert [str(counted(number)) for number in (0, 1, 2)] == [one, one, many]
