"""Every door of the leak matrix: a module that registers doors is named here, and nowhere else."""

from tests.contract import (
    leak_doors,
    notice_doors,
    own_doors,
    proposal_doors,
    reply_doors,
    speaker_doors,
    translation_doors,
)
from tests.contract.leaks import DOORS

MODULES = (leak_doors, notice_doors, own_doors, proposal_doors, reply_doors, speaker_doors, translation_doors)

__all__ = ["DOORS", "MODULES"]
