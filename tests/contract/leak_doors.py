"""The doors of the leak matrix. A new page, feed, mail or list of the admin is registered here the day it is made."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation

from spaces.models import Reader
from spaces.services import digests
from tests.contract.leaks import CURRENT, SHELF, WORKING, door, word

PAGES = ("article", "meeting", "announcement")
FILES = {"document", "image"}
OTHER = {"fr": "en", "en": "fr"}


def each_word(visit, kinds, name, **data):
    """The answers of an address asked for each of the words."""
    return " ".join(visit.get(visit.site(name), q=said, **data) for said in visit.words(kinds))


def of_pages(visit, language, address):
    """The answers of an address of every page there is in a language."""
    return " ".join(visit.get(address(pages[language])) for pages in visit.world.pages.values())


@door("page by address", shows={"space page", *PAGES})
def pages_by_address(visit):
    return of_pages(visit, visit.language, lambda page: page.url)


@door("page by lasting address", shows={"space page", *PAGES})
def pages_by_id(visit):
    return of_pages(visit, visit.language, lambda page: f"/page/{page.pk}/")


@door("twin by address")
def twins(visit):
    return of_pages(visit, OTHER[visit.language], lambda page: page.url)


@door("page in the other language only", shows={"exception"})
def untranslated(visit):
    alone = visit.world.alone[OTHER[visit.language]]
    said = visit.get(visit.site("untranslated", alone.pk, alone.slug))
    return said + of_pages(visit, OTHER[visit.language], lambda page: visit.site("untranslated", page.pk, page.slug))


@door("home", shows={"meeting"})
def home(visit):
    return visit.get(f"/{visit.language}/")


@door("lists of everything", shows=set(PAGES))
def lists(visit):
    return " ".join(visit.get(visit.site(name)) for name in ("articles", "meetings", "announcements", "spaces"))


@door("lists of the space", shows={*PAGES, "document", "membership list"})
def tabs(visit):
    names = ("space_practices", "space_meetings", "space_announcements", "space_documents", "space_members")
    return " ".join(visit.get(visit.site(name, code)) for name in names for code in ("closed", "gone"))


@door("way in, library of all")
def way_in(visit):
    return visit.get(visit.site("space_join", "closed")) + visit.get(visit.site("library"))


@door("spaces to restore", shows={"removed space"}, rights={"co-chair"})
def spaces_to_restore(visit):
    return visit.get(visit.site("spaces_removed"))


@door("topic", shows={"article"})
def topic(visit):
    return visit.get(visit.site("topic", "secret")) + visit.get(visit.site("topics"))


@door("file by address", shows={"image", "document"})
def files(visit):
    picture, file = visit.world.picture, visit.world.file
    addresses = [f"/media/{picture.file.name}", f"/media/{file.file.name}", visit.site("document", file.pk),
                 visit.site("wagtaildocs_serve", file.pk, file.filename)]  # fmt: skip
    return " ".join(visit.get(address) for address in addresses)


@door("rendition by address", shows={"rendition"})
def rendition(visit):
    """Its bytes hold no word, nor does its address: that it comes at all stands for one."""
    response = visit.fetch(visit.world.rendition.url)
    came = response.streaming and b"".join(response.streaming_content).startswith(b"\x89PNG")
    return word("rendition", visit.language) if came else ""


@door("search hit", shows={*PAGES, *SHELF})
def hits(visit):
    return each_word(visit, [*visit.world.pages, *SHELF], "search")


@door("suggestions", shows={*PAGES, "document"})
def suggestions(visit):
    return each_word(visit, [*visit.world.pages, *SHELF], "suggestions")


@door("search, nearly the word")
def did_you_mean(visit):
    words = visit.words([*visit.world.pages, *SHELF, "file text"])
    return " ".join(visit.get(visit.site("search"), q=f"{said[:-1]}q{said[-1]}") for said in words)


@door("search, what files say", shows={"file text"})
def file_texts(visit):
    return each_word(visit, ["file text"], "search")


@door("files not read", shows={"document"}, rights={"lead of X"})
def files_not_read(visit):
    return visit.get(visit.site("files_not_read"))


@door("searches kept")
def saved_searches(visit):
    return visit.get(visit.site("saved_searches"))


@door("answers put first", shows={"article"})
def promoted(visit):
    return visit.get(visit.site("search"), q="sesame")


@door("similar", shows=set(PAGES))
def similar(visit):
    return of_pages(visit, visit.language, lambda page: visit.site("similar", page.translation_key))


@door("search, looked after")
def insights(visit):
    return " ".join(visit.get(visit.site(f"search_{name}")) for name in ("insights", "insights_export", "promote"))


@door("search in the space", shows={*PAGES, *SHELF, "file text"})
def search_in_space(visit):
    return each_word(visit, [*PAGES, *SHELF, "file text"], "search", space="closed")


@door("address that does not exist")
def not_found(visit):
    return visit.get(f"/{visit.language}/nowhere/") + visit.get(visit.site("space_join", "nowhere"))


@door("digest", shows={"article", "announcement"})
def mail_at_send_time(visit):
    if not visit.user:
        return ""
    Reader.objects.open([visit.user.pk])
    Reader.objects.filter(user=visit.user).update(covered_until=timezone.now() - timedelta(days=40))
    with translation.override(visit.language):
        previews = digests.preview(visit.user)
    items = [line for _at, groups in previews for _heading, found in groups for line, _why in found]
    said = " ".join(f"{item.title} {item.summary} {item.url}" for item in items) + visit.get(visit.site("digest"))
    return said if visit.language == visit.user.language else said + "".join(
        f" {word(kind, visit.language)}" for kind in ("article", "announcement") if visit.persona in CURRENT and items
    )  # fmt: skip


@door("desk", shows={"membership list"}, rights={"lead of X", "co-chair"})
def desk(visit):
    names = ("desk_members", "desk_requests", "desk_settings", "desk_export", "desk_invite", "desk_health")
    return " ".join(visit.get(visit.site(name, "closed")) for name in names)


@door("desk: one person, one request", shows={"membership list"}, rights={"lead of X", "co-chair"})
def desk_people(visit):
    person = visit.world.space.memberships.first().user_id
    addresses = [
        visit.site("desk_member", "closed", person),
        visit.site("desk_request", "closed", visit.world.request.pk),
    ]
    return " ".join(map(visit.get, addresses))


@door("desk: life", shows={"membership list"}, rights={"lead of X", "co-chair"})
def desk_life(visit):
    addresses = [visit.site("desk_life", "closed"), visit.site("desk_handover", "closed")]
    deliverable = visit.site("desk_deliverable", "closed", visit.world.deliverable.pk)
    return " ".join(map(visit.get, [*addresses, deliverable]))


@door("desk: documents", shows={"document"}, rights={"lead of X"})
def desk_documents(visit):
    """Those who oversee run the desk without this part."""
    file, acts = visit.world.file, ("desk_document", "desk_document_remove", "desk_document_promote")
    addresses = [visit.site(name, "closed") for name in ("desk_documents", "desk_document_add")]
    return " ".join(map(visit.get, [*addresses, *(visit.site(act, "closed", file.pk) for act in acts)]))


@door("desk: pages", shows={*PAGES, "draft", "scheduled", "expired", "unpublished"}, rights={"lead of X"})
def desk_pages(visit):
    states = ("", "behind", "old", "draft", "scheduled", "withdrawn", "missing")
    return " ".join(visit.get(visit.site("desk_pages", "closed"), state=state) for state in states)


@door("desk: deliveries", shows={"article", "announcement", "membership list"}, rights={"lead of X"})
def deliveries(visit):
    keys = [pages[visit.language].translation_key for pages in visit.world.pages.values()]
    return visit.get(visit.site("desk_deliveries", "closed")) + " ".join(
        visit.get(visit.site("desk_delivery", code, key)) for key in keys for code in ("closed", "other")
    )


@door("status of translations", shows={*PAGES, "draft", "scheduled", "unpublished"}, rights=WORKING)
def translation_status(visit):
    names = ("translation_status", "translation_status_export", "translation_parity")
    return " ".join(visit.get(visit.site(name)) for name in names)


def admin(visit, *addresses):
    return " ".join(visit.get(address) for address in addresses)


@door("admin: explorer", shows={*PAGES, "draft", "scheduled", "expired", "unpublished"}, rights=WORKING)
def explorer(visit):
    page = visit.world.pages["space page"][visit.language]
    return admin(visit, "/admin/", "/admin/pages/", f"/admin/pages/{page.pk}/")


@door("admin: search", shows={*PAGES, "draft", "scheduled", "unpublished"}, rights=WORKING)
def admin_search(visit):
    words = visit.words(visit.world.pages)
    return " ".join(visit.get("/admin/pages/search/results/", q=said) for said in words)


@door("admin: page chooser", shows={*PAGES, "draft", "unpublished"}, rights=WORKING)
def page_chooser(visit):
    words = visit.words(visit.world.pages)
    return " ".join(visit.get("/admin/choose-page/search/", q=said) for said in words)


@door("admin: choosers of files", shows=FILES, rights=WORKING)
def file_choosers(visit):
    return admin(visit, "/admin/images/chooser/", "/admin/documents/chooser/", "/admin/documents/", "/admin/images/")


@door("admin: choosers of facts")
def fact_choosers(visit):
    names = ("space", "membership")
    return admin(visit, *(f"/admin/snippets/choose/spaces/{name}/" for name in names))


@door("admin: page by id", shows={*PAGES, "draft", "scheduled", "expired", "unpublished"}, rights=WORKING)
def edit(visit):
    return of_pages(visit, visit.language, lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]))


@door("admin: history and comparison", shows={*PAGES, "draft", "old revision"}, rights=WORKING)
def history(visit):
    views = [
        lambda page: reverse("wagtailadmin_pages:history", args=[page.pk]),
        lambda page: reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]),
        lambda page: reverse("wagtailadmin_pages:usage", args=[page.pk]),
    ]
    return " ".join(of_pages(visit, visit.language, view) for view in views)


@door("admin: preview of a draft", shows={"draft"}, rights=WORKING)
def preview(visit):
    return of_pages(visit, visit.language, lambda page: reverse("wagtailadmin_pages:view_draft", args=[page.pk]))


@door("admin: reports", shows={"article"}, rights=WORKING)
def reports(visit):
    names = ("site-history", "aging-pages", "locked", "workflow", "workflow_tasks", "page-types-usage")
    return admin(visit, *(f"/admin/reports/{name}/" for name in names), "/admin/localize/reports/translations/")


@door("admin: exports", shows={"article"}, rights={"lead of X"})
def exports(visit):
    return admin(visit, "/admin/reports/aging-pages/?export=csv", "/admin/reports/site-history/?export=csv")


@door("admin: files by id", shows=FILES, rights=WORKING)
def files_by_id(visit):
    picture, file = visit.world.picture, visit.world.file
    return admin(visit, f"/admin/images/{picture.pk}/", f"/admin/documents/edit/{file.pk}/",
                 f"/admin/images/usage/{picture.pk}/", f"/admin/images/chooser/{picture.pk}/")  # fmt: skip


@door("admin: terms to look at", shows={*PAGES, "draft", "scheduled", "expired", "unpublished"}, rights=WORKING)
def terms_of_a_page(visit):
    return of_pages(visit, visit.language, lambda page: reverse("page_terms", args=[page.pk]))


@door("term base")
def term_base(visit):
    names = ("terms", "terms_changes", "terms_import")
    said = each_word(visit, visit.world.pages, "terms") + " ".join(visit.get(visit.site(name)) for name in names)
    return said + visit.get(visit.site("terms_export", "csv")) + visit.get(visit.site("terms_export", "tbx"))
