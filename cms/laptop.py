"""What `serve` runs with where the environment says nothing: as in production, on a laptop."""

import secrets
from pathlib import Path

OFF = {"0", "false", "f", "no", "n", "off", ""}


def as_in_production(environ, base):
    """Fill in `environ` before settings are read: no debug pages, the demo, and a secret made at the first run.

    Does nothing where DEBUG is off, that is, where the environment describes a production of its own. `base` is the
    checkout's folder. Raises OSError when its var/ cannot be written to.
    """
    if environ.get("DEBUG", "1").strip().lower() in OFF:
        return
    var = Path(environ.get("VAR_DIR") or base / "var")
    secret = var / "secret-key"
    if not secret.exists():
        var.mkdir(parents=True, exist_ok=True)
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(50))
    environ["DEBUG"] = "0"
    for name, value in {"DEMO": "1", "SECRET_KEY": secret.read_text(), "STATIC_FINDERS": "1"}.items():
        environ.setdefault(name, value)
