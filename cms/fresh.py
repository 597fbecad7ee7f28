"""A new database at once: what all migrations make of nothing, kept as SQL, a file for each kind of database.

Migrating from nothing draws every model hundreds of times over and takes half a minute, for whoever tries the site or
sets one up and for each process that tests it. A file holds the same tables and rows, the migrations that made them
included: those added since are applied on top, so an older file is never wrong, only slower. `manage.py write_fresh`
makes it anew; its first line says which code of migrations it was made by, and tests hold it to that.
"""

import sys
from hashlib import sha256
from pathlib import Path

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cms import fresh_postgresql, fresh_sqlite

HERE = Path(__file__).parent
KINDS = {"sqlite": fresh_sqlite, "postgresql": fresh_postgresql}


def file_for(connection):
    return HERE / f"fresh_{connection.vendor}.sql"


def fill(connection):
    """Give an empty database its tables and first rows. Returns whether it did: never over what is there."""
    kind, file = KINDS.get(connection.vendor), file_for(connection)
    if kind is None or not file.exists() or connection.introspection.table_names():
        return False
    return kind.run(connection, file.read_text(encoding="utf-8"))


def script(connection):
    """The SQL that makes what this database holds, line by line, always in the same order."""
    yield made_of(MigrationRecorder(connection).applied_migrations())
    yield from KINDS[connection.vendor].script(connection)


def made_of(applied):
    """What a file was made by: a digest of the code of migrations, given as (app, name)."""
    known, said = MigrationLoader(None).disk_migrations, sha256()
    for key in sorted(applied):
        said.update(Path(sys.modules[known[key].__module__].__file__).read_bytes())
    return f"-- made of {said.hexdigest()}"
