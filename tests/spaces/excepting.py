"""The forms and lists of exceptions."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from spaces.models import today
from spaces.services import exceptions

REASON = "Une panne touche toutes les lignes."


def again(page):
    return type(page).objects.get(pk=page.pk)


def at(name, *args, language="en"):
    with translation.override(language):
        return reverse(name, args=args)


def filled(owner, **more):
    return {"reason": REASON, "owner": owner.pk, "due_on": (today() + timedelta(days=7)).isoformat(), **more}


def alone(page, by, **more):
    """Recorded, and the page live by it."""
    given = {"reason": REASON, "owner": by, "due_on": today() + timedelta(days=7), **more}
    return exceptions.record(page=page, by=by, **given)[0]


def soup(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def titles(client, language="en"):
    found = soup(client, at("exceptions", language=language)).select("main li.feed h2")
    return [title.get_text() for title in found]
