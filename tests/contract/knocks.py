"""One person asking at every address of numbers.py, and what the answers say of X or did to it."""

import re
from collections import defaultdict

from django.db import transaction
from django.test import Client

from tests.contract.leaks import SYLLABLES, word
from tests.contract.numbers import CHAIR, FOREIGN, pointing, snapshot, writes

#: Names a form may give to an id, whether or not the page it came from shows them. (Those of the page something is to
#: stand under are refused before anything else, thus would hide the rest: they are tried in the forms that have them.)
NAMES = (
    "id", "page", "parent_page_id", "chooser", "collection",
    "collection_id", "destination", "task", "workflow", "user", "owner", "edited_by", "locked_by", "requested_by",
    "space", "image", "document", "translation", "locales", "childOf", "revision", "revision_id", "person",
    "task_state_id", "workflow_state_id",
)  # fmt: skip
STUFFED = {"next": "/admin/", **dict.fromkeys(NAMES, FOREIGN)}
#: The words of X, also cut short. Of «quor» alone there is one in a token of a form now and then.
WORDS = re.compile(f"quor(?:{'|'.join(SYLLABLES.values())})[a-z]*")
PERSON = word("membership list", "fr")
DESK = {"spaces_space", "spaces_membership", "spaces_joinrequest", "spaces_invitation", "spaces_deliverable"}
#: What may be met of a closed space by who may not read it: (persona or None for all, start of the names of addresses)
#: -> (words, tables, why).
MAY = {
    (None, "space_join"): (set(), {"spaces_joinrequest"}, "whoever knows of a space may ask its leads to be let in"),
    (None, "wagtailadmin_pages:edit"): ({PERSON}, set(), "the contact of a practice is anybody of the community"),
    (None, "wagtailadmin_pages:revisions_revert"): ({PERSON}, set(), "the same of a version one had before"),
    (None, "wagtailadmin_pages:add"): ({PERSON}, set(), "the contact of a practice is anybody of the community"),
    (None, "wagtailsnippetchoosers_spaces_profile:"): ({PERSON}, set(), "profiles are of people, not of spaces"),
    (CHAIR, "desk_"): ({PERSON}, DESK, "those who oversee run any desk, and read nothing of what is inside"),
    (CHAIR, "wagtailusers_users:"): ({PERSON}, set(), "accounts are of people, not of spaces"),
    (CHAIR, "wagtailsnippets_spaces_profile:"): ({PERSON}, set(), "profiles are of people, not of spaces"),
    (CHAIR, "wagtailsnippets_spaces_communityrole:"): ({PERSON}, set(), "a duty is given to anybody of the community"),
    (CHAIR, "wagtail_bulk_action"): ({PERSON}, set(), "the accounts and profiles an act on several is refused for"),
    (CHAIR, "speaker_remove"): (set(), {"spaces_talk", "spaces_speaker"}, "who asks to be forgotten is, talks at closed meetings included"),
    (CHAIR, "space_new"): ({PERSON}, set(), "whoever sets up a space names its leads among all members"),
}  # fmt: skip


class Knock:
    """Asks as one person; `found` is {name of the address: [(method, address, what it says or touches)]}."""

    def __init__(self, worlds, persona):
        self.client, self.found, self.persona = Client(), defaultdict(list), persona
        self.client.force_login(worlds.people[persona], backend="cms.people.MemberBackend")
        self.client.get("/")  # notes that they came today, which each request would write anew: what it does is undone
        self.before = snapshot()
        self.met = set()  # the entries of MAY that served

    def ask(self, way, address, method, data):
        with transaction.atomic():
            with writes() as tables:
                response = getattr(self.client, method)(address, data)
            said, touched = told(response, address), self.touched() if tables else set()
            transaction.set_rollback(True)
        for key, (words, kinds, _why) in MAY.items():
            if key[0] in {None, self.persona} and way.name.startswith(key[1]) and (said & words or touched):
                self.met.add(key)
                said, touched = said - words, {row for row in touched if row[0] not in kinds}
        if said or touched:
            self.found[way.name].append((method, address, data, sorted(said), sorted(map(str, touched))))
        return response

    def touched(self):
        after = snapshot()
        return {key for key, row in self.before.items() if after.get(key) != row} | pointing()


def told(response, address):
    """Words of X in an answer or on the way to it, but for those one asked with."""
    said = b"".join(response.streaming_content) if response.streaming else response.content
    messages = getattr(response.wsgi_request, "_messages", ())  # said on the page one is led to
    text = said.decode("utf-8", "replace") + str(response.headers) + " ".join(map(str, messages))
    for asked in re.findall(r"quor[a-z]+", address):
        text = text.replace(asked, "")
    return set(WORDS.findall(text.lower()))
