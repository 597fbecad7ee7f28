"""What `serve` runs with where the environment says nothing: as in production, on a laptop."""

import secrets
import sys
from pathlib import Path

OFF = {"0", "false", "f", "no", "n", "off", ""}


def as_in_production(environ, base):
    """Fill in `environ` before settings are read: no debug pages, the demo, and a secret made at the first run.

    Does nothing where DEBUG is off, that is, where the environment describes a production of its own. `base` is the
    checkout's folder. Exits with a sentence when the folder of what is kept cannot be written to.
    """
    if environ.get("DEBUG", "1").strip().lower() in OFF:
        return
    var = Path(environ.get("VAR_DIR") or base / "var")
    secret = var / "secret-key"
    try:
        var.mkdir(parents=True, exist_ok=True)
        (var / "writable").touch()
        (var / "writable").unlink()
        if not secret.exists():
            secret.touch(mode=0o600)
            secret.write_text(secrets.token_urlsafe(50))
    except OSError as error:
        sys.exit(f"{var} cannot be written to ({error.strerror}): Carrefour keeps its database and files there.")
    environ["DEBUG"] = "0"
    for name, value in {"DEMO": "1", "SECRET_KEY": secret.read_text(), "STATIC_FINDERS": "1"}.items():
        environ.setdefault(name, value)
