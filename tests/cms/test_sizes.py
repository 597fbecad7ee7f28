"""The size of a file, as each language writes it."""

import pytest
from django.utils import translation

from cms.sizes import in_words


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (0, "0 octet", "0 bytes"),
        (1, "1 octet", "1 byte"),
        (900, "900 octets", "900 bytes"),
        (66_458, "65 Ko", "65 KB"),
        (1_258_291, "1,2 Mo", "1.2 MB"),
        (3 * 1024**3, "3 Go", "3 GB"),
    ],
)
def test_a_size_is_written_in_its_language(size, french, english):
    for code, words in (("fr", french), ("en", english)):
        with translation.override(code):
            assert in_words(size) == words.replace(" ", "\u00a0")
