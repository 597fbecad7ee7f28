"""What tests of the publish gate share: the language of an original, and official content in it."""

import pytest

from tests.spaces.team import official


@pytest.fixture
def source():
    """The language of the original, where one direction says it all."""
    return "fr"


@pytest.fixture
def page(quality, source):
    """Official content in one language, a draft."""
    return official(quality, source)
