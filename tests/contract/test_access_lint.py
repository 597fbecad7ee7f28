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
    "Concept", "Term", "TermDismissal",
}  # fmt: skip
DOORS = ["*/views", "*/views.py", "*/bilingual/*views.py", "*/services/digests*.py", "*/services/letters*.py", "*/services/feeds*.py",
         "*/services/welcome*.py", "*/services/deliver*.py", "*/services/reach.py", "*/services/reading.py", "home/*.py", "search/*.py", "*/templatetags"]  # fmt: skip
READS = {"objects", "_default_manager", "_base_manager"}

#: module:function -> why it may read without asking.
REASONS = {
    "cms/bilingual/term_views.py:page_terms": "asks settings.BILINGUAL_POLICY, which is access.may_translate",
    "cms/bilingual/views.py:original": "asks Wagtail's policies for both pages, which let nobody into a closed space",
    "search/outbox.py:page_changed": "names what to index again and shows nothing to anybody",
    "search/queries.py:gates_of": "reads the gates that find() then asks access about",
    "spaces/services/digests.py:space_news": "names one's own spaces to news_of, which asks access for every fact",
    "spaces/services/letters.py:welcome": "written to somebody who has just been let in",
    "spaces/services/letters.py:appointed": "written to the leads of the new space themselves",
    "spaces/services/letters.py:living": "skips letters about spaces that are gone",
    "spaces/services/letters.py:chairs": "finds those who oversee every space, to write to them",
    "spaces/services/letters.py:named": "the name of a space, for a letter about it to its own people",
    "spaces/services/letters_on_gate.py:owners": "each reader is asked about by access_pairs.may_follow",
    "spaces/services/letters_on_translations.py:approved": "names who approved; each reader is asked about by access_pairs",
    "spaces/services/letters_on_translations.py:space_of": "where a page stands, for a letter whose readers are asked about",
    "spaces/services/reading.py:show": "the facts come from access.open_to, in each of its callers",
    "spaces/views/admin_start.py:places": "asks Wagtail's policy, which lets nobody into a closed space",
    "spaces/views/desk.py:member": "run() has asked, and the person has a term in the space",
    "spaces/views/exceptions.py:new": "asks access_pairs.may_except of the page, and answers 404 to others",
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
    return any(isinstance(node, ast.Name) and node.id == "access" for node in ast.walk(function))


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
        ("def view(request):\n    return Topic.objects.all()", set()),
    ],
)
def test_the_lint_sees_what_it_looks_for(source, found):
    function = ast.parse(source).body[0]
    assert reads(function) == found
    assert not asks(function)


def test_the_lint_looks_somewhere():
    names = {str(path.relative_to(ROOT)) for path in modules()}
    assert {"spaces/views/articles.py", "spaces/views/desk.py", "search/views.py", "cms/views.py"} <= names
