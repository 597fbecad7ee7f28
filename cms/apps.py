"""The layer every other package stands on: people, base page, blocks, mail, tasks."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self):
        from cms import bounds, checks, desk, groups, holes, media, versions  # noqa: F401, PLC0415  importing the checks registers them
        from cms.bilingual import extraction, gate, listeners, withdrawal  # noqa: PLC0415

        bounds.keep()
        versions.listen()
        media.listen()
        desk.furnish()
        extraction.quicken()
        listeners.listen()
        gate.take_place()
        withdrawal.take_place()
        post_migrate.connect(groups.ensure, sender=self, dispatch_uid="groups")
        post_migrate.connect(listeners.catch_up, sender=self, dispatch_uid="ledger")
