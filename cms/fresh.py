"""A new SQLite database at once: what all migrations make of nothing, kept as SQL in `fresh.sql`.

Migrating from nothing draws every model hundreds of times over and takes half a minute, for whoever tries the site and
for each process that tests it. The file holds the same tables and rows, the migrations that made them included: those
added since are applied on top, so an older file is never wrong, only slower. `manage.py write_fresh` makes it anew;
its first line says which code of migrations it was made by, and tests hold it to that. PostgreSQL migrates as ever.
"""

import sys
from hashlib import sha256
from pathlib import Path

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

FILE = Path(__file__).with_name("fresh.sql")
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"  # for every moment in a row: that of the new database


def fill(connection):
    """Give an empty SQLite database its tables and first rows. Returns whether it did: never over what is there."""
    if connection.vendor != "sqlite" or not FILE.exists() or connection.introspection.table_names():
        return False
    with connection.constraint_checks_disabled():
        connection.cursor().executescript(FILE.read_text(encoding="utf-8"))
    return True


def made_of(applied):
    """What the file was made by: a digest of the code of migrations, given as (app, name)."""
    known, said = MigrationLoader(None).disk_migrations, sha256()
    for key in sorted(applied):
        said.update(Path(sys.modules[known[key].__module__].__file__).read_bytes())
    return f"-- made of {said.hexdigest()}"


def script(connection):
    """The SQL that makes what this database holds, line by line, always in the same order."""
    yield made_of(MigrationRecorder(connection).applied_migrations())
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        found = [row for row in cursor.fetchall() if not row[1].startswith("sqlite_")]
        virtual = [name for _, name, _, sql in found if sql.startswith("CREATE VIRTUAL TABLE")]
        own = [row for row in found if not any(row[2].startswith(f"{name}_") for name in virtual)]  # they make the rest
        tables = [row for row in own if row[0] == "table"]
        yield "BEGIN;"
        yield from (f"{sql};" for _, _, _, sql in tables)
        for name in sorted(name for _, name, _, _ in tables if name not in virtual):
            yield from rows(cursor, name)
        yield from (f"{row[3]};" for row in own if row[0] != "table")
        yield "COMMIT;"


def rows(cursor, table):
    cursor.execute("SELECT name, type FROM pragma_table_info(%s)", [table])
    columns = cursor.fetchall()
    values = [
        f"CASE WHEN \"{name}\" IS NULL THEN 'NULL' ELSE '{NOW.replace(chr(39), chr(39) * 2)}' END"
        if kind == "datetime"
        else f'quote("{name}")'
        for name, kind in columns
    ]
    cursor.execute(f"""SELECT {" || ', ' || ".join(values)} FROM "{table}" ORDER BY rowid""")  # noqa: S608  names of tables
    for (row,) in cursor.fetchall():
        yield f'INSERT INTO "{table}" VALUES ({row});'  # noqa: S608  quoted by SQLite
