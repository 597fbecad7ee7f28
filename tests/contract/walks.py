"""Walking through the site as one person, noting every word of the wrong language."""

from django.urls import reverse
from django.utils import translation

from tests.contract.languages import parsed, texts_of

LANGUAGES = ["fr", "en"]
#: Pages of the desk that need no more than the space.
DESK = [
    "desk_members", "desk_invite", "desk_requests", "desk_pages", "desk_documents", "desk_document_add", "desk_settings",
    "desk_life", "desk_health", "desk_handover", "desk_deliveries", "desk_agenda",
]  # fmt: skip


def to(language, name, *args):
    with translation.override(language):
        return reverse(name, args=args)


def wrong(response, language, wordings, *, status=200, with_head=True):
    """What is wrong with the language of a page: its words, its declared language, its status."""
    page = parsed(response.content.decode())
    found = wordings.of_the_wrong_language(texts_of(page, with_head=with_head))
    declared = page.html["lang"]
    if declared != f"{language}-CA":
        found.append(f"<html lang={declared}>")
    if response.get("Content-Language") != language:
        found.append(f"Content-Language: {response.get('Content-Language')}")
    if response.status_code != status:
        found.append(f"status {response.status_code}")
    return found


class Walk:
    """Visits addresses as one person, and notes what is in the wrong language."""

    def __init__(self, client, language, wordings):
        self.client, self.language, self.wordings, self.found, self.seen = client, language, wordings, {}, 0

    def get(self, address, **checks):
        self.note(address, self.client.get(address), **checks)

    def post(self, address, data, **checks):
        response = self.client.post(address, data, follow=True)
        self.note(f"{address} {data}", response, **checks)

    def note(self, address, response, **checks):
        self.seen += 1
        if found := wrong(response, self.language, self.wordings, **checks):
            self.found[address] = found
