"""Queries that every request asks, put together once: only their values change.

Django puts a query together anew each time it is asked, which takes many times as long as the database takes to answer
those of who somebody is and what they may read.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from itertools import count

from django.db import connection
from django.db.models import QuerySet

#: kind of a value -> what stands for the value of this number while the query is put together.
STAND_INS: dict[type, Callable] = {
    int: lambda number: 1_900_000_000 + number,
    str: lambda number: f"value {number} of a query",
    date: lambda number: date(1066, 10, 14) + timedelta(number),
}


class Prepared:
    """`make(value, …)` returns the query for values of these kinds, each of which it uses."""

    def __init__(self, make: Callable[..., QuerySet], *kinds: type) -> None:
        self.make, self.kinds = make, kinds

    @cached_property
    def together(self) -> tuple:
        """(the SQL, its parameters, {place among them: number of the value that goes there})."""
        stand_ins = [STAND_INS[kind](number) for kind, number in zip(self.kinds, count())]
        sql, params = self.make(*stand_ins).query.sql_with_params()
        numbers = {adapted(one): number for number, one in enumerate(stand_ins)}
        places = {place: numbers[param] for place, param in enumerate(params) if param in numbers}
        if set(places.values()) != set(numbers.values()):
            raise ValueError("A value is not used by the query.")
        return sql, params, places

    def statement(self, *values) -> tuple:
        """(SQL, parameters) for these values."""
        sql, params, places = self.together
        filled = list(params)
        for place, number in places.items():
            filled[place] = adapted(values[number])
        return sql, filled

    def rows(self, *values) -> list[tuple]:
        """What the database answers, as it keeps it."""
        with connection.cursor() as cursor:
            cursor.execute(*self.statement(*values))
            return cursor.fetchall()


def adapted(value):
    """A value as the database takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
