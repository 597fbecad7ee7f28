"""French spacing: what is added when text is shown, and what is left alone."""

import pytest
from django.template import Context, Template
from django.utils import translation

from cms.templatetags.typo import plain_typo, typo
from cms.typography import NB, french

SPACED = [
    ("Objet : rappel", f"Objet{NB}: rappel"),
    ("Objet  : rappel", f"Objet{NB}: rappel"),
    (f"Objet {NB}: rappel", f"Objet{NB}: rappel"),
    ("« oui »", f"«{NB}oui{NB}»"),
    ("«oui »", f"«{NB}oui{NB}»"),
    (f"«{NB}oui{NB}»", f"«{NB}oui{NB}»"),
    ("« <b>oui</b> »", f"«{NB}<b>oui</b>{NB}»"),
    ("Vraiment ? Oui ! Bien ; merci", "Vraiment? Oui! Bien; merci"),
    (f"Vraiment{NB}?", "Vraiment?"),
    ("34 % des appels", f"34{NB}% des appels"),
    ("12 $ par appel", f"12{NB}$ par appel"),
    ("10 k$ et 2 M$", f"10{NB}k$ et 2{NB}M$"),
    ("à 14 h 30", f"à 14{NB}h{NB}30"),
    ("à 14 h", f"à 14{NB}h"),
    ("45 min, 30 s, 3 Mo, 12 km", f"45{NB}min, 30{NB}s, 3{NB}Mo, 12{NB}km"),
    ("22 points et 1 point", f"22{NB}points et 1{NB}point"),
    ("1 200 appels", f"1{NB}200 appels"),
    ("1 234 567 appels", f"1{NB}234{NB}567 appels"),
    ("1 000 000 $", f"1{NB}000{NB}000{NB}$"),
    ("le 20 novembre 2026", f"le 20{NB}novembre 2026"),
    ("le 1er mai", f"le 1<sup>er</sup>{NB}mai"),
]
ALONE = [
    "le 1er appel",
    "14 heures",
    "3 semaines",
    "les 3 s’entendent",
    "en 2026 200 appels",
    "de 12:30 à 13:30",
    '<a href="https://example.org/a : b ?q=1 ;">Lire</a>',
    '<img alt="34 % : « oui »">',
    "",
]


@pytest.mark.parametrize(("written", "shown"), SPACED)
def test_french_text_gets_the_spaces_of_canadian_usage(written, shown):
    assert french(written) == shown


@pytest.mark.parametrize("written", ALONE)
def test_what_is_not_a_figure_a_unit_or_text_is_left_alone(written):
    assert french(written) == written


@pytest.mark.parametrize("written", [written for written, _shown in SPACED])
def test_spacing_twice_is_spacing_once(written):
    once = french(written)
    assert french(once) == once


def test_text_around_a_tag_is_spaced_and_the_tag_is_not():
    written = '<a title="A : B" href="/x?a=1 ;b">Lire : « tout »</a> <b>34 %</b> ?'
    assert french(written) == f'<a title="A : B" href="/x?a=1 ;b">Lire{NB}: «{NB}tout{NB}»</a> <b>34{NB}%</b>?'


@pytest.mark.parametrize("written", [written for written, _shown in SPACED])
def test_english_text_is_only_escaped(written):
    plain = written.replace("<b>", "").replace("</b>", "")
    with translation.override("en"):
        assert (typo(plain), plain_typo(plain)) == (plain, plain)


def test_the_language_of_the_words_wins_over_that_of_the_page():
    with translation.override("en"):
        assert typo("34 % : oui", "fr") == f"34{NB}%{NB}: oui"
    with translation.override("fr"):
        assert typo("34 % : yes", "en") == "34 % : yes"
        assert typo("34 % : oui") == f"34{NB}%{NB}: oui"


def test_words_are_escaped_before_they_are_spaced():
    with translation.override("fr"):
        assert typo("<script>alert(1)</script> ?") == "&lt;script&gt;alert(1)&lt;/script&gt;?"
        assert typo(None) == ""


def test_where_no_tag_may_stand_there_is_none():
    """A <title>, an attribute and the plain text of a mail show «1er» as it is, and nothing is escaped twice."""
    words = {"words": "R&D, l'appel du 1er mai : oui"}
    in_attribute = Template('<p title="{{ words|plain_typo:"fr" }}">').render(Context(words))
    in_mail = Template('{% autoescape off %}{{ words|typo:"fr" }}{% endautoescape %}').render(Context(words))
    assert in_attribute == f'<p title="R&amp;D, l&#x27;appel du 1er{NB}mai{NB}: oui">'
    assert in_mail == f"R&D, l'appel du 1er{NB}mai{NB}: oui"
