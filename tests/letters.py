"""What holds of every mail, whatever it says."""

import re
from html import unescape

from django.core import mail

from spaces.services import letters

SPACED = re.compile(
    r"(?<=\S)[ \t]+[:»]|«(?!\u00a0)|\d (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b"
)


def wrongs(message):
    """What is wrong in how a message is set: tags in its text, ordinary spaces where French has no-break ones."""
    html = "".join(html for html, kind in message.alternatives if kind == "text/html")
    read = re.sub(r"<style>.*?</style>|<[^>]+>", "", html, flags=re.S)
    said = {"subject": message.subject, "text": message.body, "html": unescape(read)}
    found = [(where, match[0]) for where, text in said.items() for match in SPACED.finditer(text)]
    return found + re.findall(r"</?[a-z][^<>]*>|&#?\w+;", message.subject + message.body)


def written_with(word, kind, keys):
    """{first name of the reader} of a kind of letter: each rightly set, with the word in its subject and its text."""
    mail.outbox.clear()
    letters.write(kind, keys)
    found = [found for message in mail.outbox if (found := wrongs(message))]
    assert found == [], found
    assert all(word in message.subject and word in message.body for message in mail.outbox)
    return {message.to[0].partition("@")[0] for message in mail.outbox}
