"""Read one file given on standard input, under limits of this process's own: one JSON line for each piece of it.

Whatever the file does to it, the worker that started it goes on (process.py).
"""

import json
import os
import resource
import sys

from search.reading import formats

MEGABYTE = 1024 * 1024


def bound(limits):
    """No more memory and time than this, and no file bigger than what is said of one. (Some systems know fewer.)"""
    told = limits["characters"] * 12 + 4 * MEGABYTE
    for name, most in (
        ("RLIMIT_AS", limits["memory_mb"] * MEGABYTE),
        ("RLIMIT_CPU", limits["seconds"] + 1),
        ("RLIMIT_FSIZE", told),
        ("RLIMIT_CORE", 0),
    ):
        try:
            resource.setrlimit(getattr(resource, name), (most, most))
        except (AttributeError, ValueError, OSError):
            continue
    os.nice(10)


def tell(**said):
    print(json.dumps(said), flush=True)  # noqa: T201  its answer


def main(extension, limits):
    """The last line says how it ended; when there is none, it was ended."""
    try:
        tell(end=read(extension, limits))
    except formats.Refused as refused:
        tell(end=str(refused))
    except MemoryError:
        tell(end="heavy")
    except Exception as broken:  # noqa: BLE001  libraries raise anything at a broken file
        tell(end="damaged", why=f"{type(broken).__name__}: {broken}"[:300])


def read(extension, limits):
    left = limits["characters"]
    for page, words in formats.pieces(sys.stdin.buffer, extension, limits["pages"]):
        if page == 0:
            tell(of=int(words))
            continue
        said = " ".join(words.split())
        if said or page:
            tell(page=page, words=said[:left])
        left -= len(said) + 1
        if left <= 0:
            return "cut"
    return "read"


if __name__ == "__main__":
    asked = json.loads(sys.argv[2])
    bound(asked)
    main(sys.argv[1], asked)
