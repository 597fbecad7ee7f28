"""Every letter of the site, in both languages, is what its snapshot says: a change of words is seen by whoever makes it.

`make snapshots` writes anew what has changed, and says which.
"""

import difflib
import os
import re
import sys

import pytest

from tests.contract import every_mail, kept_letters
from tests.contract.every_mail import LANGUAGES, LETTERS
from tests.contract.languages import even, parsed, texts_of
from tests.contract.sources import ROOT
from tests.letters import wrongs

pytestmark = pytest.mark.django_db
FOLDER = ROOT / "tests" / "snapshots" / "mail"
IS_RENEWAL = os.environ.get("SNAPSHOTS") == "renew"
IN_BOTH = {"invitation", "mailbox"}  # to those whose language is not known
every_letter = pytest.mark.parametrize(
    ("name", "language"), [(name, language) for name in LETTERS for language in LANGUAGES]
)


@pytest.fixture(scope="module")
def written(once):
    return every_mail.written()


def say(capsys, line):
    with capsys.disabled():
        sys.stdout.write(f"\n{line}")


def test_every_template_is_in_a_letter():
    assert {name.partition("-")[0] for name in LETTERS} == every_mail.templates()


@every_letter
def test_it_says_what_its_snapshot_says(name, language, written, capsys):
    path, now = FOLDER / f"{name}.{language}.txt", kept_letters.shown(written[name, language])
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    if IS_RENEWAL and now != kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, encoding="utf-8")
        say(capsys, f"{'changed' if kept else 'new'}: {path.relative_to(ROOT)}")
    elif now != kept:
        lines = difflib.unified_diff(kept.splitlines(), now.splitlines(), "kept", "written", lineterm="", n=2)
        pytest.fail("\n".join([f"{path.name} (make snapshots writes it anew):", *lines]), pytrace=False)


@every_letter
def test_it_speaks_one_language_and_is_set_as_that_language_is(name, language, written, wordings):
    message = written[name, language]
    (html, _kind) = message.alternatives[0]
    assert wrongs(message) == []
    page = parsed(html)
    assert page.html["lang"] == ("fr-CA" if name in IN_BOTH else f"{language}-CA")
    assert wordings.of_the_wrong_language(texts_of(page)) == []
    if name not in IN_BOTH:
        text = re.sub(r"https?://\S+", "", message.body)
        lines = [even(line) for line in (message.subject, *text.splitlines())]
        assert wordings.of_the_wrong_language({"fr": [], "en": [], language: lines}) == []


def test_no_snapshot_is_left_of_a_letter_that_is_gone(capsys):
    expected = {f"{name}.{language}.txt" for name in LETTERS for language in LANGUAGES}
    stale = {path.name for path in FOLDER.iterdir()} - expected
    if IS_RENEWAL:
        for name in stale:
            (FOLDER / name).unlink()
            say(capsys, f"gone: {name}")
    else:
        assert stale == set()


def test_what_differs_each_time_is_replaced_by_a_word():
    kept = "".join(path.read_text(encoding="utf-8") for path in FOLDER.iterdir())
    assert "/TOKEN/" in kept
    assert "/ID/" in kept
    assert "/UUID/" in kept
