"""Terms as a table: one row a term, what is said of the concept on its first row."""

import csv
import io

from django.utils.translation import gettext as _

from cms import dates
from cms.bilingual.files import Unreadable
from cms.bilingual.term_files import CONDITIONS, Line, every_concept
from cms.bilingual.term_models import folded
from cms.bilingual.term_writing import WORDS
from cms.sheets import as_written, harmless

#: column -> its name in each language; a file may use either.
COLUMNS = {
    "concept": {"fr": "Notion", "en": "Concept"},
    "language": {"fr": "Langue", "en": "Language"},
    "term": {"fr": "Terme", "en": "Term"},
    "standing": {"fr": "Statut", "en": "Standing"},
    "note": {"fr": "Pourquoi ou quand", "en": "Why or when"},
    "only_after": {"fr": "Seulement après", "en": "Only after"},
    "never_after": {"fr": "Jamais après", "en": "Never after"},
    "never_before": {"fr": "Jamais devant", "en": "Never before"},
    "definition_fr": {"fr": "Définition en français", "en": "Definition in French"},
    "definition_en": {"fr": "Définition en anglais", "en": "Definition in English"},
    "note_fr": {"fr": "Note en français", "en": "Note in French"},
    "note_en": {"fr": "Note en anglais", "en": "Note in English"},
    "source": {"fr": "Source", "en": "Source"},
    "topics": {"fr": "Thèmes", "en": "Topics"},
}
REQUIRED = ("concept", "language", "term", "standing")
_NAMES = {folded(name): column for column, names in COLUMNS.items() for name in (*names.values(), column)}


def write(language):
    """The whole term base, its columns and standings named in a language; with the mark spreadsheets need."""
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow([names[language] for names in COLUMNS.values()])
    for concept, terms in every_concept():
        facts = [*(getattr(concept, name) for name in WORDS), " ".join(concept.topics)]
        for term in terms:
            row = [concept.code, term.language, term.text, str(term.get_standing_display()), term.note]
            row += [getattr(term, name) for name in CONDITIONS]
            rows.writerow([harmless(cell) for cell in (*row, *facts)])
            facts = [""] * len(facts)
    return "\ufeff" + table.getvalue()


def read(content):
    """[Line] of the bytes of a file; raises Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        said = _("Line %(number)s is not in UTF-8. Save the table as “CSV UTF-8”, then send it again.")
        raise Unreadable(said % {"number": number}) from error
    header = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    try:
        return list(lines(rows))
    except csv.Error as error:
        said = _("The table cannot be read at line %(number)s: a quotation mark is left open, or a cell is too long.")
        raise Unreadable(said % {"number": rows.line_num}) from error


def lines(rows):
    columns = [_NAMES.get(folded(name)) for name in next(rows, [])]
    missing = [COLUMNS[name] for name in REQUIRED if name not in columns]
    if missing:
        named = ", ".join(names["fr" if dates.is_french() else "en"] for names in missing)
        raise Unreadable(_("These columns are missing from the first line: %(columns)s.") % {"columns": named})
    while True:
        number = rows.line_num + 1  # a cell may hold several lines: the number is that of the first
        row = next(rows, None)
        if row is None:
            return
        cells = {name: as_written(cell) for name, cell in zip(columns, row, strict=False) if name}
        if any(cells.values()):
            yield as_line(number, cells)


def as_line(number, cells):
    return Line(
        number=number,
        concept=cells.get("concept", ""),
        language=cells.get("language", ""),
        text=cells.get("term", ""),
        standing=cells.get("standing", ""),
        note=cells.get("note", ""),
        conditions={name: cells.get(name, "") for name in CONDITIONS},
        facts={name: cells.get(name, "") for name in WORDS},
        topics=cells.get("topics", "").replace(",", " ").split(),
    )
