"""Codes of rows that have a name in each language: made of its words, unique, and fit for an address."""

from functools import reduce
from operator import or_

from django.db.models import Q

from cms.bilingual.addresses import slug_words


def base_of(model, name, *, empty):
    """The words of a name as a code, with room for a number behind them; `empty` when it has none."""
    return slug_words(name, empty=empty)[: model._meta.get_field("code").max_length - 4].strip("-")


def free(model, base, *, fields=("code",), reserved=frozenset()):
    """The code itself, or with the first number behind it that makes it one no row of the model has in these fields."""
    begins = reduce(or_, (Q(**{f"{name}__startswith": base}) for name in fields))
    taken = reserved.union(*model.objects.filter(begins).values_list(*fields))
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code
