"""Members' search: one interface, engines behind it, an outbox in between."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"

    def ready(self):
        from search import files, outbox  # noqa: PLC0415

        outbox.listen()
        files.listen()
