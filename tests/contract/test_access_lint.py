"""No view, feed or mail reads pages, files or people without asking spaces/access.py, in the same function.

A function that names one of the guarded models must also name `access`, or stand below with the reason why not:
a helper whose rows come filtered, or a door that is about the reader alone. A reason that no longer serves fails too.
"""

import ast

import pytest

from tests.contract.sources import ROOT

GUARDED = {
    "Page", "ArticlePage", "MeetingPage", "AnnouncementPage", "SpacePage", "FactPage", "Article", "Meeting",
    "Announcement", "File", "Picture", "Rendition", "Membership", "Profile", "User", "Space", "Deliverable",
    "Call", "Concept", "Term", "TermDismissal", "Pair", "Confirmation", "TranslationTask", "TaskEntry", "Revision",
    "Translation", "TranslationSource", "StringTranslation", "JoinRequest", "Invitation", "Delivery", "CommunityRole",
    "PageLogEntry", "ModelLogEntry", "Cancellation", "Decision", "Action", "Note", "Minutes", "Attendance", "Comment", "WorkflowState", "TaskState", "Collection",
}  # fmt: skip
DOORS = ["*/views", "*/views.py", "*/bilingual/*views.py", "*/services/digests*.py", "*/services/letters*.py", "*/services/feeds*.py", "*/services/calendars.py", "*/services/call*.py", "*/services/entries.py", "*/services/reminders.py", "*/services/audiences.py",
         "*/services/welcome*.py", "*/services/deliver*.py", "*/services/reach.py", "*/services/dispatches.py", "*/services/sending.py",
         "*/services/lines.py", "*/services/matching.py", "*/services/notices.py", "*/services/reading.py", "*/services/translation*.py", "*/services/inventory.py", "*/services/health.py",
         "*/services/parity.py", "*/services/status_table.py", "*/services/workflow_mail.py", "*/services/logbook.py",
         "*/services/handovers.py", "*/services/repl*.py", "*/services/record*.py", "*/services/minutes*.py", "*/services/action*.py", "*/services/naming.py", "*/wagtail_hooks.py", "*/doors.py", "home/*.py", "search/*.py", "*/templatetags"]  # fmt: skip
READS = {"objects", "_default_manager", "_base_manager"}
ASKED = {
    "access",
    "access_calls",
    "access_meetings",
    "access_pairs",
    "access_planning",
    "access_proposals",
    "access_records",
    "access_status",
}

LEDGER = "the ledger of mail: the one who reads its rows is its own reader, or its lead, whom run() let in"
INSIDE = "the pages of one space, for its desk, whose run() or enter() has asked"
RECORD = "of the record of one meeting: allow(), or the view that asks for it, has asked access_records"
LETTER = "names what a letter is about; each of its readers is asked about as it goes"
#: module:function -> why it may read without asking.
REASONS = {
    **dict.fromkeys(
        (
            f"spaces/services/deliveries.py:{name}"
            for name in ("moved", "write", "withdraw_all", "withdraw_from_closed")
        ),
        LEDGER,
    ),
    **dict.fromkeys(
        (f"spaces/services/delivery_log.py:{name}" for name in ("count", "people", "told_of_translation")), LEDGER
    ),
    "spaces/services/reach.py:reach": LEDGER,
    "spaces/services/call_log.py:reminded": LEDGER,
    "spaces/services/reminders.py:told_of_change": LEDGER,
    "spaces/services/calling.py:told": LEDGER,
    "spaces/services/call_mail.py:keep_told": LEDGER,
    **dict.fromkeys(
        (
            f"spaces/services/minutes.py:{name}"
            for name in ("draft_of", "draft", "begun", "correct", "give_up", "settle")
        ),
        RECORD,
    ),
    **dict.fromkeys((f"spaces/services/records.py:{name}" for name in ("is_frozen", "hold", "attended")), RECORD),
    "spaces/services/record_lists.py:about": "a condition only: meetings() and lines() ask for the rows it is laid on",
    "spaces/services/record_lists.py:decisions": "adds the administrations of rows that lines() asked access_records for",
    "spaces/services/minutes.py:adopted": "what all who read the meeting read, of which its views have asked",
    "spaces/services/action_reminders.py:read_today": "leaves out meetings nobody reads, and shows nothing of them",
    "search/documents.py:with_facts": "builds what the index holds, of which searching asks access",
    **dict.fromkeys(
        (f"spaces/services/dispatches.py:{name}" for name in ("queue_digests", "take", "give", "settle", "put_back")),
        "rows of the ledger and their mails, of which sending asks access as each goes",
    ),
    "spaces/services/sending.py:contents": "rows of the ledger: entitled() asks access of each item in them",
    "spaces/services/digests.py:missing": "matching.readers() asks access who may read each space",
    "spaces/services/sending.py:entitled": "matching.readers() asks access who may read each space",
    "spaces/services/digests.py:ahead": "meetings of all spaces: missing() asks access who may know of each",
    "spaces/services/digests.py:preview": "rows of one’s own: entitled() asks access of each item in them",
    "spaces/services/matching.py:people": "what people asked for, and where they belong; ways() asks access who may read",
    **dict.fromkeys(
        (f"spaces/services/notices.py:{name}" for name in ("mark", "opened", "return_to")),
        "rows of one’s own that say what is read, of which of() asks access before any is shown or counted",
    ),
    **dict.fromkeys(
        (f"spaces/services/notices.py:{name}" for name in ("note", "count_up", "count_anew")),
        "keeps the number beside the person, which of() has counted or will at their next page",
    ),
    "search/saved.py:forget": "takes back rows of the ledger of the owner of a search",
    **dict.fromkeys(
        (
            f"spaces/services/inventory.py:{name}"
            for name in ("of", "with_state", "older", "behind", "concepts", "narrowed", "tops")
        ),
        INSIDE,
    ),
    **dict.fromkeys(
        (
            f"spaces/services/letters.py:{name}"
            for name in ("join_request", "answer", "invitation", "role_given", "role_over")
        ),
        LETTER,
    ),
    **dict.fromkeys(
        (f"spaces/services/letters_on_translations.py:{name}" for name in ("open_task", "sent_back")), LETTER
    ),
    "spaces/views/admin_workflows.py:get_context_data": "the space of the page one edits, which the admin let one open",
    "spaces/doors.py:pages": "asks the policy of Wagtail’s explorer, which asks access (spaces/services/policies.py)",
    "spaces/doors.py:approvals": "compares an approval with the page named beside it, which pages() asked about",
    "spaces/services/logbook.py:entries": "what was done to one space, for its desk, whose run() has asked",
    "spaces/services/logbook.py:since": "what was done to one space, for its desk and its clocks",
    "spaces/services/translation_drafts.py:ask": "holds a pair the view has asked access_pairs for",
    "spaces/services/translation_queue.py:narrowed": "narrows pairs that waiting() asked access_pairs for",
    "spaces/services/translation_queue.py:offered": "names the spaces of pairs that waiting() asked access_pairs for",
    "spaces/services/translation_queue.py:dress": "adds tasks and spaces to pairs that waiting() asked access_pairs for",
    "spaces/services/translation_status.py:places": "the spaces of a Scope, which access_status made for its reader",
    "spaces/services/translations.py:locked": "holds a task whose pair the view has asked access_pairs for",
    "spaces/services/workflow_mail.py:still_at_work": "asks the policy of each person’s rights, which asks access",
    "spaces/views/admin_lists.py:people": "of ids that its callers take from pages their reader finds",
    "spaces/views/admin_lists.py:editors": "of the pages found_by() the reader, whose policy asks access",
    "spaces/views/admin_lists.py:askers": "of the pages found_by() the reader, whose policy asks access",
    "spaces/views/articles.py:question": "names the language of an answer, on a page serve() has asked about",
    "spaces/views/desk.py:members": "run() has asked, and the invitations are those of the space",
    "spaces/views/desk.py:join_request": "run() has asked, and the request is one to the space",
    "spaces/views/desk.py:take_back": "run() has asked, and the invitation is one of the space",
    "spaces/services/call_mail.py:load": "meetings of rows that entitled() then asks access about, one by one",
    **dict.fromkeys(
        (f"spaces/services/calling.py:{name}" for name in ("note", "note_off", "write", "write_left")),
        "what there is to tell of a meeting; whom it is told, ROWS and call_mail ask access",
    ),
    "spaces/services/letters_on_delegates.py:was_off": "what was told of a meeting before, by a call delegate_moved asked about",
    "spaces/services/letters_on_delegates.py:delegate_moved": "standing() asks access of who sends the delegate",
    "spaces/services/letters_on_delegates.py:delegate_over": "to somebody who was told of the meeting, that they need not come",
    "spaces/services/reminders.py:send_due": "meetings of all spaces: write() asks access who may read each",
    "spaces/services/replies.py:seat_left": "gives seats that are free, and shows nothing to anybody",
    "spaces/services/replies.py:locked": "answer() asks access in the next line, and nothing of it is shown",
    "spaces/views/replies.py:meeting_of": "fills the holes of a page of the meeting, which serve() has asked about",
    "spaces/views/translation_files.py:of_the_desk": "reach() asks access_pairs about the pair of the translation",
    "spaces/views/translation_steps.py:stop": "reach() asks access_pairs about the pair of the translation",
    "spaces/wagtail_hooks.py:ways_to_translate": "says whether a page one already reads has another language",
    "cms/bilingual/term_views.py:page_terms": "asks settings.BILINGUAL_POLICY, which is access.may_translate",
    "cms/bilingual/views.py:original": "asks Wagtail's policies for both pages, which let nobody into a closed space",
    "search/outbox.py:space_saving": "keeps what a space was a moment ago, for the index, and shows nothing to anybody",
    "search/outbox.py:page_changed": "names what to index again and shows nothing to anybody",
    "search/queries.py:gates_of": "reads the gates that find() then asks access about",
    "spaces/services/letters.py:welcome": "written to somebody who has just been let in",
    "spaces/services/letters_on_duties.py:duty_given": "written to whoever has the duty, about it alone",
    "spaces/services/letters_on_duties.py:duty_over": "written to whoever had the duty, about it alone",
    "spaces/services/letters.py:appointed": "written to the leads of the new space themselves",
    "spaces/services/letters.py:living": "skips letters about spaces that are gone",
    "search/forms.py:clean_address": "looks at an address, and asks queries.openable of what stands there",
    "search/queries.py:like": "openable() has asked, and a key that is not there ends it",
    "spaces/services/letters_on_minutes.py:by_approval": "finds those who were told of a minute, to tell them it is over",
    "spaces/services/letters_on_minutes.py:was_set": "looks at dates of the log, and shows nothing of it",
    "spaces/views/exceptions.py:twin_in_print": "the other language of a page whose reader has just been asked about",
    "spaces/services/workflow_mail.py:outcome": "written to those who take part in the approval of the page",
    "spaces/views/admin_lists.py:get_success_message": "counts pages that have just been published by who asks",
    "search/promoted.py:read": "reads the gates that of() then asks access about",
    "search/files.py:unread": "names what is to be read for the index, and shows nothing to anybody",
    "search/files.py:read": "names what to index again and shows nothing to anybody",
    "search/files.py:forget_gone": "forgets what files said that are no more",
    "search/shelf.py:places_of": "says which files are documents of their own, and shows nothing to anybody",
    "search/unread.py:rows": "names the spaces of files that files() asked access for",
    "search/filters.py:every_space": "each of its callers asks access of every row",
    "spaces/services/letters.py:named": "the name of a space, for a letter about it to its own people",
    "spaces/services/letters_on_gate.py:held": LETTER,
    "spaces/services/reading.py:show": "the facts come from access.open_to, in each of its callers",
    "spaces/views/admin_start.py:places": "asks Wagtail's policy, which lets nobody into a closed space",
    "spaces/views/desk.py:member": "run() has asked, and the person has a term in the space",
    "spaces/views/pages.py:find": "serve() asks access.can_see of what it finds",
    "spaces/views/termbase.py:edit": "editable() has asked, and answered 404 to others",
    "spaces/views/termbase.py:index": "every member reads the whole term base",
    "spaces/views/termbase.py:remove": "editable() has asked, and answered 404 to others",
    "spaces/views/spaces.py:counted": "the frame of a space is drawn for those who may enter it",
    "spaces/views/spaces.py:overview_url": "the address of a space that the caller's view has asked about",
}


def modules():
    """Source files that stand at a door."""
    found = set()
    for pattern in DOORS:
        for path in ROOT.glob(pattern):
            found |= set(path.rglob("*.py")) if path.is_dir() else {path}
    kept = {path for path in found if path.parts[len(ROOT.parts)] in {"cms", "home", "spaces", "search"}}
    return sorted(path for path in kept if "migrations" not in path.parts and "management" not in path.parts)


def reads(function):
    """Guarded models whose rows this function asks for."""
    named = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr in READS and isinstance(node.value, ast.Name):
            named.add(node.value.id)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("get_object_or_404"):
            named |= {arg.id for arg in node.args if isinstance(arg, ast.Name)}
    return named & GUARDED


def asks(function):
    """Whether it names access, or goes through the door of the desk, which asks."""
    return any(isinstance(node, ast.Name) and node.id in ASKED for node in ast.walk(function))


def silent():
    """{module:function: models} of those that read and do not ask."""
    found = {}
    for path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for function in [node, *getattr(node, "body", [])] if isinstance(node, ast.ClassDef) else [node]:
                is_function = isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
                if is_function and reads(function) and not asks(function):
                    found[f"{path.relative_to(ROOT)}:{function.name}"] = sorted(reads(function))
    return found


def test_every_door_asks():
    unasked = {name: models for name, models in silent().items() if name not in REASONS}
    assert not unasked


def test_every_reason_still_serves():
    assert set(REASONS) <= set(silent())
    assert all(len(reason.split()) > 3 for reason in REASONS.values())


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def view(request):\n    return ArticlePage.objects.filter(live=True)", {"ArticlePage"}),
        ("def view(request):\n    return get_object_or_404(File, pk=1)", {"File"}),
        ("def view(request):\n    return Pair.objects.get(pk=1).task", {"Pair"}),
        ("def view(request):\n    return Topic.objects.all()", set()),
    ],
)
def test_the_lint_sees_what_it_looks_for(source, found):
    function = ast.parse(source).body[0]
    assert reads(function) == found
    assert not asks(function)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_each_part_of_access_counts_as_asking(name):
    assert asks(ast.parse(f"def view(request):\n    return {name}.within(request.user, Pair.objects.all())").body[0])


def test_the_lint_looks_somewhere():
    names = {str(path.relative_to(ROOT)) for path in modules()}
    assert {"spaces/views/articles.py", "spaces/views/desk.py", "search/views.py", "cms/views.py", "spaces/wagtail_hooks.py",
            "spaces/services/translation_desk.py", "spaces/services/inventory.py", "spaces/services/health.py",
            "spaces/services/parity.py", "spaces/services/status_table.py"} <= names  # fmt: skip
