"""Cells of spreadsheets: what is written to them is never taken for a formula, and comes back as it was."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def harmless(cell):
    """A cell no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_written(cell):
    """The cell before `harmless`, without the blanks around it."""
    return (cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell).strip()
