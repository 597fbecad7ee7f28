"""The term base a new site starts with (data/terms/*.toml): read once, into an empty base."""

import tomllib
from pathlib import Path

from cms.bilingual import term_writing
from cms.bilingual.term_models import Concept, Standing, Term

FOLDER = Path(__file__).parent / "data" / "terms"
LANGUAGES = ("fr", "en")
CONDITIONS = ("note", *Term.CONDITIONS)


def concepts():
    """Records of the files, in order."""
    for path in sorted(FOLDER.glob("*.toml")):
        yield from tomllib.loads(path.read_text(encoding="utf-8"))["concept"]


def terms_of(record):
    """[Term] of a record, unsaved: its first name in each language is the preferred one."""
    found = []
    for language in LANGUAGES:
        for number, said in enumerate(record[language]):
            facts = {"text": said} if isinstance(said, str) else said
            standing = Standing.ACCEPTED if number else Standing.PREFERRED
            found.append(Term(language=language, standing=standing, **facts))
    for said in record.get("avoid", []):
        (language,) = [code for code in LANGUAGES if code in said]
        facts = {name: said[name] for name in CONDITIONS if name in said}
        found.append(Term(language=language, text=said[language], standing=Standing.AVOID, **facts))
    return found


def seed():
    """Fill the term base when it is empty; returns the number of concepts added. What was edited stays as it is."""
    if Concept.objects.exists():
        return 0
    entries = [
        (
            Concept(code=record["code"], **{name: record[name] for name in Concept.FACTS if name in record}),
            terms_of(record),
        )
        for record in concepts()
    ]
    term_writing.write_new(entries)
    return len(entries)
