"""Every door of the leak matrix: those of each module here whose name ends in «_doors» are registered on import."""

from importlib import import_module
from pathlib import Path

from tests.contract.leaks import DOORS

for file in sorted(Path(__file__).parent.glob("*_doors.py")):
    import_module(f"{__package__}.{file.stem}")

__all__ = ["DOORS"]
