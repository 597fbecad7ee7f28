"""Notices on the site: what reached a person, by mail or not, and how much of it they have not read."""

from collections import Counter

from django.db.models import F

from cms.models import User


def count_up(users):
    """These people (their ids, once for each) have something new to read."""
    for number, ids in grouped(Counter(users)).items():
        User.objects.filter(pk__in=ids).update(unread=F("unread") + number)


def grouped(counts):
    """{number: [ids]}: nearly everybody has one more."""
    found = {}
    for pk, number in counts.items():
        found.setdefault(number, []).append(pk)
    return found
