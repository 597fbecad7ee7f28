"""What readers download, what a colleague reads, what the settings say: each under its bound."""

import gzip
import re

import pytest

from tests.contract import sources

#: What the content security policy refuses: a script or style without a file, an attribute that runs or dresses.
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)


def weight(ending):
    """Bytes of all files of a kind, compressed one by one as they are sent."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in sources.files(ending, under=sources.PACKAGES))


@pytest.mark.parametrize(("ending", "kilobytes"), [(".css", 15), (".js", 10)])
def test_style_and_script_stay_light(ending, kilobytes):
    assert 0 < weight(ending) <= kilobytes * 1024


def test_no_file_of_code_is_too_long_to_read():
    long = {
        sources.name_of(path): lines
        for path in sources.files(".py", ".html", ".css", ".js")
        if "migrations" not in path.parts and (lines := path.read_text(encoding="utf-8").count("\n")) > 300
    }
    assert long == {}


def test_the_settings_are_read_from_top_to_bottom():
    assert (sources.ROOT / "cms" / "settings.py").read_text(encoding="utf-8").count("\n") <= 260


def test_nothing_is_inline_in_templates():
    templates = [path for path in sources.files(".html", under=sources.PACKAGES) if "mail" not in path.parts]
    assert len(templates) > 40
    inline = {sources.name_of(path): INLINE.findall(path.read_text(encoding="utf-8")) for path in templates}
    assert {name: found for name, found in inline.items() if found} == {}


BAD = [
    "<script>x</script>",
    "<script type=module>",
    "<style>",
    '<p style="a">',
    "<a onclick='x'>",
    '<a href="javascript:x">',
]


@pytest.mark.parametrize("bad", BAD)
def test_inline_code_would_be_seen(bad):
    assert INLINE.search(bad)


def test_nothing_is_loaded_from_elsewhere():
    outside = re.compile(
        r"@import|(?:src|rel=\S+ href)=[\"']?(?:https?:)?//|url\(\s*[\"']?(?:https?:)?//|fetch\([^)]*https?:"
    )
    found = sources.files(".html", ".css", ".js", under=sources.PACKAGES)
    assert [sources.name_of(path) for path in found if outside.search(path.read_text(encoding="utf-8"))] == []
