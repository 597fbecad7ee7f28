"""Run the site: web server, task worker and schedule, in one group that starts and stops together."""

import errno
import os
import socket
from functools import partial

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication
from gunicorn.http import message

from cms.processes import Group, Part

LONGEST_LINE = 65_536  # characters of an address: a page of text pasted into the search field is answered, not refused


class Web(BaseApplication):
    """The site under gunicorn. Workers fork from a process that has it loaded."""

    def __init__(self, application, **chosen):
        self.application, self.chosen = application, chosen
        super().__init__()

    def load_config(self):
        message.MAX_REQUEST_LINE = LONGEST_LINE  # what is set above it is cut down to it
        for name, value in self.chosen.items():
            self.cfg.set(name, value)

    def load(self):
        return self.application


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # `setup` has made them

    def add_arguments(self, parser):
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")))
        parser.add_argument("--setup", action="store_true", help="first bring the database and the index up to date")

    def handle(self, *, port, host, workers, setup, **options):
        port = self.port_number(port)
        self.check_port(host, port)
        if setup:
            call_command("setup", stdout=self.stdout)
        if not settings.WHITENOISE_USE_FINDERS and not (settings.STATIC_ROOT / "staticfiles.json").exists():
            self.say("Gathering static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        self.welcome(host, port)
        application = get_wsgi_application()
        get_resolver().url_patterns  # noqa: B018  loads every view, once for all the parts
        group = Group(self.parts(application, f"{host}:{port}", workers), self.say)
        connections.close_all()  # a connection must not be used on both sides of a fork
        group.run()
        self.say("Stopped.")

    def parts(self, application, bind, workers):
        return [
            Part("web server", partial(self.web, application, bind, workers)),
            Part("task worker", self.worker),
            Part("schedule", partial(call_command, "tick", loop=True)),
        ]

    def web(self, application, bind, workers):
        Web(
            application,
            bind=bind,
            workers=workers,
            threads=4,
            worker_class="gthread",
            timeout=60,
            limit_request_line=LONGEST_LINE,
            limit_request_field_size=LONGEST_LINE,  # the page one comes from is named in a field
            max_requests=20000,
            max_requests_jitter=2000,
            preload_app=True,
            control_socket_disable=True,
            loglevel="warning",
        ).run()

    def worker(self):
        call_command("db_worker", interval=1, reload=False, startup_delay=False, verbosity=0)

    def port_number(self, text):
        number = int(text) if str(text).isdecimal() else 0
        if not 0 < number < 65536:
            raise CommandError(f"“{text}” is not a port: choose one from 1 to 65535, for instance PORT=8123 make run.")
        return number

    def check_port(self, host, port):
        """One sentence now rather than a trace from the web server later."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                taken = error.errno == errno.EADDRINUSE
                why = "is already in use" if taken else f"cannot be opened on {host} ({error.strerror})"
                raise CommandError(f"Port {port} {why}; choose another: PORT={port + 1} make run.") from error

    def say(self, line):
        self.stdout.write(line)
        self.stdout.flush()

    def welcome(self, host, port):
        name = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104  compared, not bound
        self.say(f"\n  Carrefour is at http://{name}:{port}/  (Ctrl-C stops it)\n")
        if settings.DEMO:
            call_command("demo_accounts", stdout=self.stdout)
