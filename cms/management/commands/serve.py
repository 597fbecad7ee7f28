"""Run the site: web server, task worker and schedule, in one group that starts and stops together."""

import errno
import os
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.management.utils import get_random_secret_key

from cms.processes import Group, Part, manage


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")))

    def handle(self, *, port, host, workers, **options):
        port = self.port_number(port)
        self.check_port(host, port)
        if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
            self.say("Gathering static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
        web = [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"{host}:{port}"]
        web += ["--workers", str(workers), "--threads", "4", "--worker-class", "gthread", "--timeout", "60"]
        web += ["--max-requests", "20000", "--max-requests-jitter", "2000"]
        web += ["--no-control-socket", "--log-level", "warning"]
        env = self.laptop() if settings.DEBUG else {}
        worker = manage("db_worker", "--interval", "1", "--no-reload", "--no-startup-delay", "--verbosity", "0")
        parts = [
            Part("web server", web, env),
            Part("task worker", worker, env),
            Part("schedule", manage("tick", "--loop"), env),
        ]
        group = Group(parts, self.say)
        self.welcome(host, port)
        group.run()
        self.say("Stopped.")

    def port_number(self, text):
        number = int(text) if str(text).isdecimal() else 0
        if not 0 < number < 65536:
            raise CommandError(f"“{text}” is not a port: choose one from 1 to 65535, for instance PORT=8123 make run.")
        return number

    def laptop(self):
        """On a laptop the site is served as in production, with a secret made at the first run."""
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        secret = settings.VAR / "secret-key"
        if not secret.exists():
            secret.touch(mode=0o600)
            secret.write_text(get_random_secret_key())
        return {
            "DEBUG": "0",
            "DEMO": "1" if settings.DEMO else "0",
            "SECRET_KEY": secret.read_text(),
            "STATIC_FINDERS": "1",
        }

    def check_port(self, host, port):
        """One sentence now rather than a trace from the web server later."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                taken = error.errno == errno.EADDRINUSE
                why = "is already in use" if taken else f"cannot be opened on {host} ({error.strerror})"
                raise CommandError(f"Port {port} {why}; choose another: PORT=8123 make run.") from error

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()

    def welcome(self, host, port):
        name = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104  compared, not bound
        self.say(f"\n  Carrefour is at http://{name}:{port}/  (Ctrl-C stops it)\n")
        if settings.DEMO:
            call_command("demo_accounts", stdout=self.stdout)
