"""Commands refuse in one clear sentence, and do only what is missing."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

from cms.management.commands import setup

ROOT = Path(__file__).resolve().parents[2]


def test_a_mistyped_port_in_the_environment_is_refused_in_one_sentence(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "VAR_DIR": str(tmp_path), "PORT": "81a"},
    )  # fmt: skip
    sentence = "CommandError: “81a” is not a port: choose one from 1 to 65535, for instance PORT=8123 make run.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "abc", "", "80.5", 0])
def test_what_is_not_a_port_is_refused(port):
    with pytest.raises(CommandError, match=f"^“{port}” is not a port: choose one from 1 to 65535"):
        call_command("serve", port=port)


def test_a_port_in_use_is_refused_and_another_is_suggested():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            CommandError, match=f"^Port {port} is already in use; choose another: PORT={port + 1} make run.$"
        ):
            call_command("serve", port=str(port), host="127.0.0.1")


def test_an_address_this_machine_does_not_have_is_refused():
    with pytest.raises(CommandError, match=r"^Port 8123 cannot be opened on 192\.0\.2\.1 \("):
        call_command("serve", port="8123", host="192.0.2.1")


def catalog(folder, *entries):
    """A locale folder with one French catalog of these entries."""
    path = folder / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    file.extend(polib.POEntry(**entry) for entry in entries)
    file.save(str(path))
    return path


WHOLE = {"msgid": "Home", "msgstr": "Accueil"}


def test_a_whole_catalog_passes_the_check_and_is_compiled(tmp_path, settings):
    path = catalog(tmp_path, WHOLE, {"msgid": "Gone", "obsolete": True})
    settings.LOCALE_PATHS = [tmp_path]
    call_command("catalogs", check=True)
    assert [(entry.msgid, entry.msgstr) for entry in polib.mofile(str(path.with_suffix(".mo")))] == [
        ("Home", "Accueil")
    ]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"msgid": "Spaces", "msgstr": ""}, "fr: missing: Spaces\n"),
        ({"msgid": "Spaces", "msgstr": "Espaces", "flags": ["fuzzy"]}, "fr: fuzzy: Spaces\n"),
        (
            {"msgid": "%(n)s day", "msgid_plural": "%(n)s days", "msgstr_plural": {0: "%(n)s jour", 1: ""}},
            "fr: missing: %(n)s day\n",
        ),
    ],
)
def test_a_missing_or_doubtful_message_fails_the_check_and_is_named(tmp_path, settings, capsys, entry, said):
    path = catalog(tmp_path, WHOLE, entry)
    settings.LOCALE_PATHS = [tmp_path]
    with pytest.raises(CommandError, match=r"^Messages of django\.po not translated: 1\.$"):
        call_command("catalogs", check=True)
    assert capsys.readouterr().err == said
    assert not path.with_suffix(".mo").exists()


def test_without_the_check_an_unfinished_catalog_is_compiled(tmp_path, settings):
    path = catalog(tmp_path, WHOLE, {"msgid": "Spaces", "msgstr": ""})
    settings.LOCALE_PATHS = [tmp_path]
    call_command("catalogs")
    assert [entry.msgid for entry in polib.mofile(str(path.with_suffix(".mo")))] == ["Home"]


def test_a_compiled_catalog_is_made_again_only_when_its_source_is_newer(tmp_path, settings):
    path = catalog(tmp_path, WHOLE)
    settings.LOCALE_PATHS = [tmp_path]
    call_command("catalogs")
    compiled = path.with_suffix(".mo")
    compiled.write_bytes(b"as it was")
    call_command("catalogs")
    assert compiled.read_bytes() == b"as it was"
    later = compiled.stat().st_mtime + 5
    os.utime(path, (later, later))
    call_command("catalogs")
    assert polib.mofile(str(compiled))[0].msgstr == "Accueil"


def test_a_missing_secret_is_one_sentence():
    environ = {
        name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "DJANGO_SETTINGS_MODULE"}
    }
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, env={**environ, "DEBUG": "0"}, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr.strip()) == (1, "SECRET_KEY must be set when DEBUG is 0.")


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [("http://localhost:8123", "localhost", 8123), ("https://intranet.example.org", "intranet.example.org", 443)],
)
def test_the_row_of_the_site_follows_the_address_people_use(db, settings, address, host, port):
    """Wagtail makes links of it in what it writes itself."""
    settings.BASE_URL = address
    setup.site_at_base_url()
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port, site.root_url) == (host, port, address)
