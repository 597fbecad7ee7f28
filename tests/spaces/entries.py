"""The term base as a test uses it: its form as a browser posts it, its pages as they are read."""

from bs4 import BeautifulSoup

from cms.models import Term
from tests import factories

ROWS = ("text", "standing", "note", "only_after", "never_after", "never_before")


def page(response):
    return BeautifulSoup(response.content, "html.parser")


def words(response):
    return " ".join(page(response).main.get_text(" ").replace("\u00a0", " ").split())


def filled(concept=None, *, fr=(), en=(), remove=(), **facts):
    """The form of an entry as a browser posts it: rows are (text, standing) or {…}; those there stand first."""
    data = {"topics": [], "seen": concept.updated_at.isoformat() if concept else "", **facts}
    for language, more in (("fr", fr), ("en", en)):
        rows = []
        if concept:
            for term in Term.objects.filter(concept=concept, language=language).in_order():
                row = {"pk": term.pk, **{name: getattr(term, name) for name in ROWS}}
                rows.append(row | ({"DELETE": "on"} if term.text in remove else {}))
        kept = len(rows)
        rows += [row if isinstance(row, dict) else {"text": row[0], "standing": row[1]} for row in more]
        rows.append({"standing": "accepted"})  # one blank row, as they are offered
        data |= {f"{language}-TOTAL_FORMS": len(rows), f"{language}-INITIAL_FORMS": kept}
        for number, row in enumerate(rows):
            data |= {f"{language}-{number}-{name}": value for name, value in row.items()}
    for name in ("definition_fr", "definition_en", "note_fr", "note_en", "source"):
        data.setdefault(name, getattr(concept, name) if concept else "")
    return data


def made():
    """An entry with all there is to an entry; no topic has its second code."""
    return factories.concept(
        fr=("pratique exemplaire",), en=("best practice", "leading practice"), definition_fr="Ce qui marche.",
        definition_en="What works.", topics=["callback", "gone"],
        avoid_fr=({"text": "meilleure pratique", "note": "Calque.", "only_after": "la, les"},),
    )  # fmt: skip
