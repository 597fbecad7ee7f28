"""The files of the repository, and the messages they hold, read without git or gettext."""

import ast
import re
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("cms", "home", "spaces", "search")
CATALOG = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
#: What a translation may not lose: %(name)s, %s, {name}, {{ name }}, <a href="…">, </a>
HELD = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\{[^}]*\}\}|\{\w*\}|</?\w+[^>]*>")
#: name of the function -> positions of (context, singular, plural) among its arguments
FUNCTIONS = {
    "_": (None, 0, None), "gettext": (None, 0, None), "ngettext": (None, 0, 1), "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}  # fmt: skip
FUNCTIONS |= {f"{name}_lazy": places for name, places in FUNCTIONS.items() if name != "_"}
FUNCTIONS["gettext_noop"] = FUNCTIONS["gettext"]
_STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(n?p?gettext|_)\(({_STRING}(?:\s*,\s*{_STRING})*)")


def ignored():
    """Folders and endings .gitignore names."""
    lines = [line.strip() for line in (ROOT / ".gitignore").read_text().splitlines()]
    folders = {line.rstrip("/") for line in lines if line.endswith("/")} | {".git"}
    return folders, tuple(line.removeprefix("*") for line in lines if line.startswith("*."))


def files(*endings, under=()):
    """Every file of the repository with one of these endings (all of them when none is given), in order."""
    folders, left_out = ignored()
    starts = [ROOT / name for name in under] or [ROOT]
    found = []
    for start in starts:
        for path in start.rglob("*"):
            parts = path.relative_to(ROOT).parts
            if not folders & set(parts) and path.is_file() and not path.name.endswith(left_out):
                found.append(path)
    return sorted(path for path in found if not endings or path.suffix in endings)


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def messages():
    """{(context, msgid, plural)} of the code and the templates, as makemessages would gather them."""
    found = set()
    for path in files(".py", under=PACKAGES):
        found |= in_code(ast.parse(path.read_text(encoding="utf-8")))
    for path in files(".html", ".txt", under=PACKAGES):
        found |= in_template(templatize(path.read_text(encoding="utf-8"), origin=str(path)))
    return found


def in_code(tree):
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        places = FUNCTIONS.get(name)
        if places:
            words = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
            message = tuple(words[place] if place is not None else None for place in places)
            if isinstance(message[1], str) and message[1]:
                found.add(message)
    return found


def in_template(code):
    """`code` is what templatize makes: calls among blanked-out markup."""
    found = set()
    for name, arguments in _CALL.findall(code):
        words = ast.literal_eval(f"[{arguments}]")
        places = FUNCTIONS[name]
        found.add(tuple(words[place] if place is not None else None for place in places))
    return found
