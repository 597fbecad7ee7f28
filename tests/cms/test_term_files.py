"""Files of terms: what comes out goes back in unchanged, what is wrong is said with its line, nothing is removed."""

import csv
import io

import pytest
from defusedxml import ElementTree
from django.utils import translation

from cms.bilingual import term_csv, term_import, term_seed, term_tbx, term_writing
from cms.bilingual.files import Unreadable
from cms.bilingual.term_import import Outcome
from cms.models import Concept, Standing, Term
from tests import factories

pytestmark = pytest.mark.django_db

FORMATS = {"csv": term_csv, "tbx": term_tbx}
HEADER = "Concept,Language,Term,Standing,Why or when,Definition in French,Topics\n"
TBX3 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
{}
</body></text></tbx>"""


def state():
    """All that the base says."""
    concepts = Concept.objects.order_by("code").values_list("code", *Concept.FACTS)
    terms = Term.objects.order_by("concept__code", "language", "folded")
    return list(concepts), list(
        terms.values_list("concept__code", "language", "text", "standing", "note", *Term.CONDITIONS)
    )


def planned(text, kind="csv", **given):
    return term_import.plan(FORMATS[kind].read(text.encode()), **given)


def outcomes(plan):
    return [(row.line.number, str(row.outcome.value)) for row in plan.rows]


def odd():
    """Concepts whose words try a file: quotes, formulas, tags, commas, several topics, conditions."""
    factories.concept(
        "odd", fr=({"text": "terme « cité », avec virgule", "note": '"guillemets" & <balises>'}, "=SOMME(A1)", "-tiret"),
        en=("it’s; quoted", "'=already quoted", "@handle"), definition_fr="Une ligne;\tet la suite.", note_en="+1",
        source="OQLF", topics=["chat", "callback"],
        avoid_fr=({"text": "éviter", "only_after": "les, ^", "never_after": "#", "never_before": "de la"},),
    )  # fmt: skip


# -- round trips


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_exported_changes_nothing_when_it_comes_back(kind, language):
    term_seed.seed()
    odd()
    before = state()
    with translation.override(language):
        text = FORMATS[kind].write(language)
    plan = term_import.plan(FORMATS[kind].read(text.encode()), topics=set())
    assert {row.outcome for row in plan.rows} == {Outcome.SAME}
    assert [row.said for row in plan.rows if row.said] == []
    assert (plan.new, plan.changed, len(plan.rows)) == ([], [], Term.objects.count())
    assert term_import.apply(plan) == []
    assert state() == before


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_base_becomes_the_one_that_was_exported(kind):
    term_seed.seed()
    odd()
    before, text = state(), FORMATS[kind].write("fr")
    Concept.objects.all().delete()
    plan = planned(text, kind)
    assert {row.outcome for row in plan.rows} == {Outcome.ADD}
    term_import.apply(plan)
    assert state() == before


def test_a_table_is_named_in_its_language_and_harmless_to_spreadsheets():
    odd()
    with translation.override("fr"):
        rows = list(csv.reader(io.StringIO(term_csv.write("fr").removeprefix("\ufeff"))))
    assert rows[0][:8] == [
        "Notion", "Langue", "Terme", "Statut", "Pourquoi ou quand", "Seulement après", "Jamais après", "Jamais devant",
    ]  # fmt: skip
    assert [row[3] for row in rows[1:]] == [
        *["Privilégié", "Accepté", "Accepté", "À éviter"],
        *["Privilégié", "Accepté", "Accepté"],
    ]
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    assert [row[-1] for row in rows[1:]] == ["chat callback", *[""] * 6]  # of the concept, once


def test_tbx_is_that_of_the_standard():
    odd()
    root = ElementTree.fromstring(term_tbx.write("en"))
    space = "{urn:iso:std:iso:30042:ed-2}"
    assert (root.tag, root.get("type"), root.get("style")) == (f"{space}tbx", "TBX-Basic", "dca")
    (entry,) = root.iter(f"{space}conceptEntry")
    sections = {
        found.get("{http://www.w3.org/XML/1998/namespace}lang"): found for found in entry.iter(f"{space}langSec")
    }
    statuses = [
        note.text for note in sections["fr"].iter(f"{space}termNote") if note.get("type") == "administrativeStatus"
    ]
    assert (entry.get("id"), list(sections)) == ("c-odd", ["fr", "en"])
    assert statuses == [
        "preferredTerm-admn-sts",
        "admittedTerm-admn-sts",
        "admittedTerm-admn-sts",
        "deprecatedTerm-admn-sts",
    ]


# -- what a table would do


def test_lines_are_told_one_by_one():
    factories.concept("email", fr=("courriel",), en=("email",), topics=["chat"])
    factories.concept("queue", fr=("file d’attente",), en=("queue",))
    plan = planned(
        HEADER
        + "email,fr,courriel,Préféré,,,\n"  # 2
        + "email,fr,Courriel,privilégié,Le mot du Québec,Message.,chat web\n"  # 3
        + "email,français,mail,À éviter,,,\n"  # 4
        + "email,en,email,preferred,,,\n"  # 5
        + "email,en,E-MAIL,accepted,,,\n"  # 6
        + "email,en,e-mail,to avoid,,,\n"  # 7
        + "email,de,Post,preferred,,,\n"  # 8
        + ",fr,orphelin,preferred,,,\n"  # 9
        + "email,fr,?!,accepted,,,\n"  # 10
        + "\n"
        + "waiting line,fr,file d'attente,preferred,,,\n"  # 12
        + "waiting line,en,queue,preferred,,,\n"  # 13
        + "half,en,half,preferred,,,\n"  # 14
        + "both,en,one,preferred,,,\nboth,en,two,preferred,,,\nboth,fr,un,preferred,,,\n"  # 15-17
        + "new one,en,brand new,preferred,,,\nnew one,fr,tout neuf,preferred,,Pas vieux.,\n",  # 18-19
        topics={"chat"},
    )
    assert outcomes(plan) == [
        (2, "unknown"), (3, "change"), (4, "add"), (5, "same"), (6, "add"), (7, "duplicate"), (8, "unknown"), (9, "refused"),
        (10, "refused"), (12, "duplicate"), (13, "duplicate"), (14, "refused"), (15, "refused"), (16, "refused"),
        (17, "refused"), (18, "add"), (19, "add"),
    ]  # fmt: skip
    said = {row.line.number: " ".join(row.said) for row in plan.rows}
    assert said[2] == "The standing “Préféré” is not known: preferred, accepted or to avoid."
    assert said[3] == ("Changes: term, why, or when. Changes: definition in French. Unknown topics are left out: web.")
    assert said[7] == "The same term stands at line 6 already."
    assert said[8] == "The language “de” is neither French nor English."
    assert said[12] == "The term base has this concept already: queue."
    assert said[14] == "The concept has no preferred term in French."
    assert said[15] == "The concept has several preferred terms in English: one, two."
    assert dict(plan.counts()) == {
        Outcome.ADD: 4, Outcome.CHANGE: 1, Outcome.SAME: 1, Outcome.DUPLICATE: 3, Outcome.UNKNOWN: 2, Outcome.REFUSED: 6,
    }  # fmt: skip
    before = Concept.objects.count()
    assert [concept.code for concept in term_import.apply(plan)] == ["new-one", "email"]
    assert Concept.objects.count() == before + 1
    email = Concept.objects.get(code="email")
    assert (email.definition_fr, email.topics) == ("Message.", ["chat"])
    assert sorted(email.terms.values_list("language", "text", "standing")) == [
        ("en", "E-MAIL", "accepted"), ("en", "email", "preferred"), ("fr", "Courriel", "preferred"), ("fr", "mail", "avoid"),
    ]  # fmt: skip


def test_an_import_never_removes_and_an_empty_cell_leaves_what_is_there():
    factories.concept("email", fr=({"text": "courriel", "note": "Oui."}, "courrier électronique"), en=("email",),
                      definition_fr="Message.", topics=["chat"])  # fmt: skip
    before = state()
    plan = planned(HEADER + "email,fr,courriel,preferred,,,\n")
    assert outcomes(plan) == [(2, "same")]
    term_import.apply(plan)
    assert state() == before


def test_the_preferred_term_changes_when_the_file_says_what_becomes_of_the_other():
    factories.concept("email", fr=("courrier électronique", "courriel"), en=("email",))
    plan = planned(HEADER + "email,fr,courriel,preferred,,,\n")
    assert (outcomes(plan), plan.changed) == ([(2, "refused")], [])
    plan = planned(HEADER + "email,fr,courriel,preferred,,,\nemail,fr,courrier électronique,accepted,,,\n")
    assert outcomes(plan) == [(2, "change"), (3, "change")]
    term_import.apply(plan)
    assert Concept.objects.get().terms.get(language="fr", standing=Standing.PREFERRED).text == "courriel"


@pytest.mark.parametrize("long", ["term", "note", "definition"])
def test_what_is_too_long_is_refused(long):
    word = "mot " * 200
    cells = {
        "term": f"x,fr,{word},preferred,,,",
        "note": f"x,fr,mot,preferred,{word},,",
        "definition": f"x,fr,mot,preferred,,{word},",
    }
    plan = planned(HEADER + cells[long] + "\nx,en,word,preferred,,,\n")
    if long == "definition":
        assert plan.rows[0].said == ["Too long: definition in French, 600 characters at most."]
        assert outcomes(plan) == [(2, "add"), (3, "add")]
    else:
        assert [outcome for _number, outcome in outcomes(plan)] == ["refused", "refused"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_any_spreadsheet_are_read(delimiter):
    lines = HEADER + 'a,fr,un mot,privilégié,,"Sur deux\nlignes",\na,en,a word,preferred,,,\n'
    plan = planned("\ufeff" + lines.replace(",", delimiter).replace("\n", "\r\n"))
    assert outcomes(plan) == [(2, "add"), (4, "add")]
    term_import.apply(plan)
    assert Concept.objects.get().definition_fr == "Sur deux lignes"


@pytest.mark.parametrize("code", ["c", "d", "l", "n-1"])
def test_what_a_file_calls_a_concept_is_read_as_it_is(code):
    """Letters that are elided articles elsewhere."""
    plan = planned(HEADER + f"{code},fr,mot,preferred,,,\n{code},en,word,preferred,,,\n")
    assert outcomes(plan) == [(2, "add"), (3, "add")]
    (concept,) = term_import.apply(plan)
    assert concept.code == code


# -- files that cannot be read


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("csv", HEADER.encode() + "x,fr,été,preferred".encode("cp1252"), "Line 2 is not in UTF-8. Save the table as “CSV UTF-8”, then send it again."),
        ("csv", HEADER.encode("utf-16"), "Line 1 is not in UTF-8. Save the table as “CSV UTF-8”, then send it again."),
        ("csv", b"", "These columns are missing from the first line: Concept, Language, Term, Standing."),
        ("csv", b"Term,Concept,Language\nx,y,fr\n", "These columns are missing from the first line: Standing."),
        ("csv", HEADER.encode() + b'x,fr,"open,preferred\n', "The table cannot be read at line 2: a quotation mark is left open, or a cell is too long."),
        ("csv", HEADER.encode() + b"x,fr," + b"a" * 140_000 + b",preferred\n", "The table cannot be read at line 2: a quotation mark is left open, or a cell is too long."),
        ("tbx", b"<tbx><text>\n<body>\n</text></tbx>", "The XML is broken at line 3."),
        ("tbx", b"", "The XML is broken at line 1."),
        ("tbx", b"<html><body/></html>", "No entry was found: is this a TBX file?"),
        ("tbx", b'<?xml version="1.0" encoding="klingon"?><tbx/>', "The encoding this file declares is not known. Save it in UTF-8."),
        ("tbx", b'<?xml version="1.0" encoding="utf-8"?>\n<tbx>\xff</tbx>', "The XML is broken at line 2."),
        ("tbx", b'<!DOCTYPE x [<!ENTITY a "aa">]><tbx>&a;</tbx>', "The file declares entities or draws on other files, which is not accepted."),
        ("tbx", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><tbx>&a;</tbx>', "The file declares entities or draws on other files, which is not accepted."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(kind, content, said):
    with pytest.raises(Unreadable) as refused:
        FORMATS[kind].read(content)
    assert str(refused.value) == said


# -- TBX of other software


def test_tbx_of_the_second_edition_is_read():
    old = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body><termEntry id="eid-1">
<descrip type="subjectField">chat</descrip>
<langSet xml:lang="en-CA"><descripGrp><descrip type="definition">Talk in <hi>writing</hi>.</descrip></descripGrp>
<ntig><termGrp><term>chat</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig></langSet>
<langSet xml:lang="fr"><tig><term>clavardage</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
<tig><term>tchat</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote><note>Graphie.</note></tig></langSet>
<langSet xml:lang="de"><tig><term>Chat</term></tig></langSet>
</termEntry></body></text></martif>"""
    plan = planned(old, "tbx")
    assert outcomes(plan) == [(6, "add"), (7, "add"), (8, "add"), (9, "unknown")]
    (concept,) = term_import.apply(plan)
    assert (concept.code, concept.definition_en, concept.topics) == ("eid-1", "Talk in writing.", ["chat"])
    assert Term.objects.get(text="tchat").note == "Graphie."


def test_tbx_whose_elements_are_named_for_their_category_is_read():
    entry = """<conceptEntry id="c1" xmlns:min="m" xmlns:basic="b"><min:subjectField>chat</min:subjectField>
<langSec xml:lang="fr"><basic:definition>Parler.</basic:definition><termSec><term>clavardage</term>
<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec></langSec>
<langSec xml:lang="en"><termSec><term>chat</term><min:administrativeStatus>oddTerm</min:administrativeStatus></termSec></langSec></conceptEntry>"""
    plan = planned(TBX3.format(entry), "tbx")
    assert outcomes(plan) == [(4, "refused"), (6, "unknown")]
    assert plan.rows[1].said == ["The standing “oddTerm” is not known: preferred, accepted or to avoid."]


def test_words_no_file_may_hold_are_not_kept():
    concept = factories.concept("x", fr=("un\x0bmot",), en=("a\x00 word",), definition_fr="Une\nligne\x08.")
    assert (concept.definition_fr, sorted(concept.terms.values_list("text", flat=True))) == (
        "Une ligne .",
        ["a word", "un mot"],
    )
    assert outcomes(planned(term_tbx.write("fr"), "tbx")) == [(15, "same"), (21, "same")]
    assert term_writing.tidy("\ud800a\uffff") == "a"
