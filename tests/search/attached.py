"""Documents with words in them, and pages that lead to them."""

import hashlib
import json

from search import documents
from search.models import FileText, State
from tests import factories, papers

FILE = "11111111-1111-4111-8111-111111111112"


def body(*documents, words="Texte"):
    """A body that leads to documents: one chosen as a file, the others by a link in its text."""
    chosen, *linked = documents
    links = "".join(f'<a linktype="document" id="{one.pk}">lien</a>' for one in linked)
    return json.dumps([
        {"type": "file", "value": {"document": chosen.pk, "title": "Annexe"}, "id": FILE},
        {"type": "text", "value": f"<p>{words} {links}</p>", "id": FILE[:-1] + "3"},
    ])  # fmt: skip


def attached(row, *documents, **said):
    """An article of a space that leads to documents."""
    return factories.article(row, **({"fr": "Guide"} | said), raw=body(*documents))


def let_go(fact, code="fr"):
    """Its page leads to no document any more."""
    page = fact.made[code]
    page.body = factories.text("Texte")
    page.save_revision().publish()


def key_of(fact):
    return str(fact.made[next(iter(fact.made))].translation_key)


def document(words="Le filigrane.", name="annexe.docx", **fields):
    return factories.document(name, papers.docx(words), title="Annexe", **fields)


def known(words="Le filigrane.", **fields):
    """A document whose words were read before, wherever they lay: no process is started to read it."""
    made = document(words, **fields)
    know(made.file, words)
    return made


def know(file, words):
    """The words of a .docx, as if they had been read."""
    with file.open() as kept:
        digest = hashlib.sha256(b"docx" + kept.read()).hexdigest()
    read = {"state": State.READ, "text": words, "characters": len(words)}
    FileText.objects.get_or_create(digest=digest, defaults=read)


def sides(fact):
    """{language: what its files say} of a concept."""
    key = key_of(fact)
    built = {one.key: one for one in documents.build([key])}[key]
    return {code: [file.text for file in text.files] for code, text in built.texts.items() if text.files}
