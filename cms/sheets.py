"""Cells of spreadsheets: what is written to them is never taken for a formula, and comes back as it was."""

import csv
import re

from django.http import HttpResponse
from django.utils import timezone

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def harmless(cell):
    """A cell no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_written(cell):
    """The cell before `harmless`, without the blanks around it."""
    return (cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell).strip()


def table(name, lines):
    """The response that brings lines of cells as a file of that name and today's date, for any spreadsheet."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # they need the mark for accents
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.csv"'
    csv.writer(response).writerows([harmless(str(cell)) for cell in line] for line in lines)
    return response
