"""Nothing is left out of the leak matrix: addresses of the site, letters, sections of the digest, types of pages.

Each is behind a door or a kind of the matrix, or stands here with the reason why not; a reason that no longer serves
fails too. (The admin’s addresses are all asked for in test_every_id.py.)
"""

import pytest
from django.apps import apps
from django.conf import settings
from django.http import HttpResponse
from django.urls import resolve
from django.utils import translation

from cms.models import BasePage
from spaces import tasks  # noqa: F401  brings every letter to the registry
from spaces.services import letters
from tests.contract import (  # noqa: F401  register the doors
    addresses_by_id,
    call_doors,
    leak_doors,
    notice_doors,
    own_doors,
    reply_doors,
    speaker_doors,
    translation_doors,
)
from tests.contract.leaks import DOORS, LANGUAGES, Visit

pytestmark = pytest.mark.django_db
ACCOUNT = "one’s own account: no words of any space"
FORM = "a form that takes a POST and shows no list; what it does to another space is tried in test_every_id.py"
#: name of an address -> why no door of the matrix is there.
EXEMPT = {
    "front": "leads to the home of one’s language, which is a door",
    "health": "counts for those who run the site, without a word of any space",
    "favicon": "leads to a public picture, the same for everybody",
    "space_new": "for those who oversee all spaces, about one that does not exist yet",
    "space_restore": FORM, "space_withdraw": FORM, "space_leave": FORM, "topic_follow": FORM, "desk_end_role": FORM,
    "desk_take_back": FORM, "desk_goes_on": FORM, "desk_archive": FORM, "desk_reopen": FORM, "desk_remove": FORM,
    "translation_passage": FORM, "translation_term": FORM, "translation_task": FORM, "translation_step": FORM,
    "exception": FORM, "exception_take_back": FORM, "translation_wish": FORM, "saved_search": FORM,
    "search_asked": "counts a question by a token the site signed, and shows nothing",
    "search_promoted": FORM, "follow_item": FORM, "follow_person": FORM, "follow_jurisdiction": FORM,
    "follow_space": FORM, "announcement_read": FORM, "desk_remind": FORM,
    "bounces": "takes reports of mail servers with a secret, and names members by number only",
    "mail_again": "one’s own address: a form that takes a POST and shows nothing",
    "notices_read": FORM, "notice_read": FORM,
    "unsubscribe": "a signed link from one’s own mail, about one’s own digest",
    "less": "a signed link from one’s own mail; what its owner may not see is tried in tests/spaces/test_less.py",
    "speaker_new": "the form of a speaker, whom every member reads",
    "speaker_edit": "the form of a speaker, whom every member reads",
    "speaker_remove": "asks about a speaker whom every member reads",
    "invitation": "a signed link, opened by a stranger who is told the name of the space that invites him",
    "term_new": "the form of a term, which every member reads", "term": "a term, which every member reads",
    "term_edit": "the form of a term, which every member reads", "term_remove": "asks about a term every member reads",
}  # fmt: skip
EXEMPT |= {
    f"account_{name}": ACCOUNT
    for name in ("login", "logout", "signup", "inactive", "reauthenticate", "change_password", "set_password",
                 "reset_password", "reset_password_done", "reset_password_from_key", "reset_password_from_key_done")
}  # fmt: skip
ABOUT_SPACE = "of the name of a space and its people, to its leads or to those who come in, asked about as it goes"
ABOUT_DUTY = "of a duty for the whole community, to whoever has it: no words of any space"
ABOUT_TRANSLATION = "each reader is asked about as it goes: tests/spaces/test_translation_letters.py takes rights away"
ABOUT_GATE = "each reader is asked about as it goes: tests/spaces/test_gate_letters.py takes rights away"
ABOUT_READING = "each reader is asked about as it goes: tests/spaces/test_must_read.py takes rights away"
ABOUT_DELEGATE = (
    "of a meeting its sender may read, who is asked about as it goes; what it says: tests/spaces/test_delegates.py"
)
ABOUT_SEAT = "its reader is asked about as it goes: tests/spaces/test_reply_letters.py takes rights away"
#: kind of letter -> why no door of the matrix reads it.
LETTERS = dict.fromkeys(
    ("join_request", "answer", "welcome", "invitation", "appointed", "role_given", "role_over", "dormant", "quiet", "mandate_soon", "mandate_over"),
    ABOUT_SPACE,
) | dict.fromkeys((f"translation_{act}" for act in ("asked", "assigned", "ready", "sent_back", "approved", "to_publish", "changed", "changed_by_hand", "original")),
    ABOUT_TRANSLATION) | dict.fromkeys(("exception_yours", "exception_due", "held", "minute_taken_back", "wish"), ABOUT_GATE) | dict.fromkeys(("duty_given", "duty_over"), ABOUT_DUTY) | {"must_read": ABOUT_READING, "seat": ABOUT_SEAT} | dict.fromkeys(("delegate", "delegate_moved", "delegate_off", "delegate_over"), ABOUT_DELEGATE)  # fmt: skip
#: type of page -> the kind of the matrix, or why it holds nothing of a space.
TYPES = {
    "SpacePage": "space page", "ArticlePage": "article", "MeetingPage": "meeting", "AnnouncementPage": "announcement",
    "HomePage": "the home of a language, which is a door", "StandardPage": "stands outside of every space by its type",
}  # fmt: skip


class Round(Visit):
    """Goes from door to door, and notes which addresses it would ask for: the answers are the matrix’s matter."""

    def __init__(self, *args):
        super().__init__(*args)
        self.names = set()

    def fetch(self, address, **data):
        start = address.split("/")[1]
        with translation.override(start if start in LANGUAGES else self.language):
            self.names.add(resolve(address.partition("?")[0]).view_name)
        return HttpResponse()


@pytest.fixture
def visited(world):
    names = {"choose_language"}  # each visit begins there
    for language in LANGUAGES:
        visit = Round(world, "member of X", language)
        for door in DOORS:
            door.ask(visit)
        names |= visit.names
    return names


def test_every_address_of_the_site_has_a_door(visited):
    names = {way.name for way in addresses_by_id.ways() if not way.text.startswith(("/admin/", "/django-admin/"))}
    names -= {""}  # closed ways of signing in, walked in tests/cms/test_doors.py
    assert names - visited == set(EXEMPT)
    assert all(len(reason.split()) > 3 for reason in EXEMPT.values())


def test_every_letter_and_section_of_the_digest_is_told():
    assert set(letters.KINDS) == set(LETTERS)
    assert settings.DIGEST_SECTIONS == ["search.alerts"]  # beside topics and spaces: searches one saves
    assert "digest" in {door.name for door in DOORS}


def test_every_type_of_page_is_a_kind():
    found = {model.__name__ for model in apps.get_models() if issubclass(model, BasePage)}
    assert found == set(TYPES)
