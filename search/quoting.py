"""What somebody typed, as it stands between the quotation marks of a sentence."""

import re

from cms import dates

_WHOLE = re.compile(r'\s*["«“]\s*([^"«»“”]*[^"«»“”\s])\s*["»”]\s*')
_PART = re.compile(r'["«“]\s*([^"«»“”]*[^"«»“”\s])\s*["»”]')
WITHIN = {True: r"“\1”", False: r"‘\1’"}  # marks of the second level, in French or not


def within_quotes(text):
    """Without the marks around all of it; those around a part of it are of the second level."""
    if whole := _WHOLE.fullmatch(text):
        return whole[1]
    return _PART.sub(WITHIN[dates.is_french()], text)
