"""What a PostgreSQL database holds, as SQL, and the way into an empty one (cms/fresh.py).

Written by pg_dump. What it says of the session and of whose the tables are is left out: that is for the new database.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")  # where its versions stand side by side, off the path
OPTIONS = ["--inserts", "--no-owner", "--no-privileges", "--no-comments"]
#: Lines between statements, and those about the session of whoever reads the file.
LEFT_OUT = re.compile(r"--|SET |SELECT pg_catalog\.set_config|\\(un)?restrict|$")
MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00'")


def run(connection, sql):
    """Returns whether it was done: the file names the schema PostgreSQL begins with, and suits no other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        if is_usual := cursor.fetchone() == ("public",):
            cursor.execute(sql)  # all of it or nothing: statements sent together are one transaction
    return is_usual


def script(connection):
    connection.ensure_connection()
    yield from statements(connection.connection.info)


def statements(info):
    """The same of the database a connection of psycopg is with, of which this is the `info`."""
    for line in dump(info).splitlines():
        if not LEFT_OUT.match(line):
            yield MOMENT.sub("now()", line)


def dump(info):
    where = {"HOST": info.host, "PORT": str(info.port), "USER": info.user, "DATABASE": info.dbname}
    known = {f"PG{name}": value for name, value in {**where, "PASSWORD": info.password, "TZ": "UTC"}.items()}
    environment = {**os.environ, **known}
    done = subprocess.run([program(), *OPTIONS], env=environment, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603  our own words
    return done.stdout


def program():
    """The pg_dump on the path, or the newest of Debian's. FileNotFoundError where there is none."""
    debian = sorted(DEBIAN.glob("*/bin/pg_dump"), key=lambda path: int(path.parts[-3]))
    if found := shutil.which("pg_dump") or (str(debian[-1]) if debian else None):
        return found
    raise FileNotFoundError("pg_dump, which comes with PostgreSQL, is not installed.")
