"""Every template in English, desktop and phone, light and dark: axe finds nothing. A file a language: each has a process."""

import pytest

from tests.browser.audits import walk

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("who", ["member", "lead", "support", "stranger"])
def test_axe_finds_nothing(visitor, places, who):
    assert walk(visitor, places, who, "en") == {}
