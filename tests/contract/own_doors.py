"""The doors of the leak matrix behind which somebody's own choices stand."""

from tests.contract.leak_doors import PAGES
from tests.contract.leaks import door


@door("preferences")
def preferences(visit):
    return visit.get(visit.site("preferences"))


@door("subscriptions", shows=PAGES)
def subscriptions(visit):
    """Everything was followed while it could be."""
    for pages in visit.world.pages.values() if visit.user else ():
        visit.user.subscriptions.get_or_create(key=next(iter(pages.values())).translation_key)
    return visit.get(visit.site("subscriptions"))
