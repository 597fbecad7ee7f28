"""All doors of the leak matrix: they are registered by being imported here."""

from tests.contract import (
    leak_doors,
    notice_doors,
    own_doors,
    record_doors,
    reply_doors,
    speaker_doors,
    translation_doors,
)
from tests.contract.leaks import DOORS

MODULES = (leak_doors, notice_doors, own_doors, record_doors, reply_doors, speaker_doors, translation_doors)
__all__ = ["DOORS", "MODULES"]
