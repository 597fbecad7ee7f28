"""Translations as files, as translation software sends them back, and what the site says of them."""

import re

import polib
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.spaces.side_by_side import at, soup_of, words


def export(client, page, kind):
    response = client.get(at("translation_export", page.translation_key, kind))
    assert response.status_code == 200
    return response.content


def send(client, page, content, name="file.xlf", *, language="en"):
    """What the file would do, as the page says it."""
    address = at("translation_file", page.translation_key, language=language)
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def bring(client, page, content, name="file.xlf"):
    """The file sent, and its import confirmed."""
    told = soup_of(send(client, page, content, name))
    token = told.select_one("main input[name=token]")
    assert token, words(told.select_one("main"))
    return client.post(at("translation_file", page.translation_key), {"token": token["value"]})


def translated(content, kind, said=lambda text: f"~ {text}"):
    """The same file with a translation for every passage, as translation software leaves it."""
    if kind == "po":
        found = polib.pofile(content.decode())
        for entry in found:
            entry.msgstr, entry.flags = said(entry.msgid), []
        return str(found).encode()
    text = content.decode()
    if kind == "xliff":
        whole = r"<source>(.*?)</source><target[^>]*?(?:/>|>.*?</target>)"
        made = r'<source>{0}</source><target state="translated">{1}</target>'
    else:
        whole = r'<segment state="\w+"><source>(.*?)</source>(?:<target>.*?</target>)?'
        made = r'<segment state="translated"><source>{0}</source><target>{1}</target>'
    return re.sub(whole, lambda found: made.format(found[1], said(found[1])), text, flags=re.S).encode()


def outcomes(response):
    """{outcome: number} of what a report says."""
    chips = [words(chip) for chip in soup_of(response).select("section .chips .chip")]
    return {name.strip(): int(number) for name, number in (chip.rsplit(":", 1) for chip in chips)}


def lines(response):
    """[(outcome, original, translation, why)] of the first table of a report."""
    return [tuple(words(cell) for cell in row.select("td")) for row in soup_of(response).select("tbody tr")]
