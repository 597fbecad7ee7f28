"""What a SQLite database holds, as SQL, and the way into an empty one (cms/fresh.py)."""

NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"  # for every moment in a row: that of the new database


def run(connection, sql):
    """Returns whether it was done."""
    with connection.constraint_checks_disabled():
        connection.cursor().executescript(sql)
    return True


def script(connection):
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
