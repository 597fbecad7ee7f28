"""The doors of what reached one, on the site, by a feed and in a calendar."""

from datetime import timedelta

from django.utils import timezone

from spaces.services import feeds
from tests.contract.leak_doors import PAGES
from tests.contract.leaks import door


@door("notices", shows={"article", "announcement"})
def notices(visit):
    return " ".join(visit.get(visit.site("notices"), **query) for query in ({}, {"show": "all"}))


@door("feeds", shows=set(PAGES))
def atom_feeds(visit):
    """By one’s own key, which is asked about whoever is signed in; and the page that lists them."""
    if visit.user and not feeds.key_of(visit.user):
        feeds.renew(visit.user)
    token = feeds.key_of(visit.user).token if visit.user else "x"
    ways = [("topic_feed", "secret"), *(("space_feed", code) for code in ("closed", "gone", "other"))]
    said = " ".join(visit.get(visit.site(name, token, code)) for name, code in ways)
    return said + visit.get(visit.site("feeds"), space="closed")


@door("calendars", shows={"meeting"})
def calendars(visit):
    """The meetings of a month, the file of each, and those in one’s own calendar."""
    if visit.user and not feeds.key_of(visit.user):
        feeds.renew(visit.user)
    token = feeds.key_of(visit.user).token if visit.user else "x"
    months = [f"{timezone.now() + timedelta(days=days):%Y-%m}" for days in (9, 11)]  # it is in ten days
    said = " ".join(visit.get(visit.site("meetings_month"), month=month, space="closed") for month in months)
    files = [visit.site("meeting_file", page.translation_key) for page in visit.world.pages["meeting"].values()]
    return said + " ".join(visit.get(one).replace("\r\n ", "") for one in (*files, visit.site("meetings_feed", token)))
