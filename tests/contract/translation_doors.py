"""The doors of the leak matrix where things are translated, and where one language goes out by exception."""

from tests.contract.leak_doors import PAGES, of_pages
from tests.contract.leaks import WORKING, door

PAIRS = {"space page", *PAGES, "draft", "scheduled", "expired", "unpublished"}


@door("translators’ queue")
def translators_queue(visit):
    filters = ({}, {"space": "closed"}, {"direction": "fr-en"}, {"direction": "en-fr"}, {"step": "none"})
    return " ".join(visit.get(visit.site("translations"), **query) for query in filters)


@door("translation side by side", shows=PAIRS, rights=WORKING)
def side_by_side(visit):
    return of_pages(visit, visit.language, lambda page: visit.site("translation", page.translation_key) + "?show=all")


@door("translation: previews", shows=PAIRS, rights=WORKING)
def translation_previews(visit):
    return " ".join(
        of_pages(
            visit, visit.language, lambda page, code=code: visit.site("translation_preview", page.translation_key, code)
        )
        for code in ("fr", "en")
    )


@door("asking for a translation", shows={"draft"}, rights=WORKING)
def asking(visit):
    return of_pages(visit, visit.language, lambda page: visit.site("translation_ask", page.pk))


@door("translation as a file", shows={"article"}, rights=WORKING)
def translation_as_a_file(visit):
    files = (visit.site("translations_export") + "?kind_of_file=po", visit.site("translation_files"))
    keys = [pages[visit.language].translation_key for pages in visit.world.pages.values()]
    return " ".join(visit.get(address) for address in files) + " ".join(
        visit.get(visit.site("translation_export", key, "po")) + visit.get(visit.site("translation_file", key))
        for key in keys
    )


@door("exceptions", shows={"exception"})
def exceptions(visit):
    return visit.get(visit.site("exceptions"))


@door("recording an exception", shows={"meeting", "announcement"}, rights={"lead of X"})
def recording(visit):
    return of_pages(visit, visit.language, lambda page: visit.site("exception_new", page.pk))
