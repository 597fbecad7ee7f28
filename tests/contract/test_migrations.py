"""The models and the migrations say the same."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.contract import sources

pytestmark = pytest.mark.database


def test_no_migration_is_missing(db):
    out = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=out)
    assert out.getvalue() == "No changes detected\n"


def test_every_migration_of_the_site_can_be_undone_and_has_one_successor(db):  # one of wagtail-localize reads it
    loader = MigrationLoader(None)
    assert loader.detect_conflicts() == {}
    stuck = [
        f"{label}.{name}"
        for (label, name), migration in loader.disk_migrations.items()
        if label in sources.PACKAGES and not all(operation.reversible for operation in migration.operations)
    ]
    assert stuck == []
