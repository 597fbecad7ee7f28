"""Addresses of the editors' admin: what lists, and what names a thing by its id. Shared by the tests of its doors."""

from django.urls import reverse

WORD = "zanzibar"  # in the title, body, address, tag, file name and alternative text of what must not be seen

LISTS = [
    "/admin/",
    "/admin/pages/",
    f"/admin/pages/search/?q={WORD}",
    f"/admin/pages/search/results/?q={WORD}",
    "/admin/pages/usage/spaces/articlepage/",
    "/admin/choose-page/",
    f"/admin/choose-page/search/?q={WORD}",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/locked/",
    "/admin/reports/page-types-usage/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/localize/reports/translations/",
    "/admin/localize/reports/translations/results/",
    "/admin/images/",
    f"/admin/images/?q={WORD}",
    f"/admin/images/results/?q={WORD}",
    "/admin/images/chooser/",
    f"/admin/images/chooser/results/?q={WORD}",
    "/admin/documents/",
    f"/admin/documents/results/?q={WORD}",
    "/admin/documents/chooser/",
    f"/admin/documents/chooser/results/?q={WORD}",
    "/admin/tag-autocomplete/?term=zan",
    "/admin/snippets/choose/spaces/space/",
    "/admin/snippets/choose/spaces/membership/",
    "/admin/users/",
    "/admin/groups/",
]

PAGE_VIEWS = [
    "edit", "preview_on_edit", "view_draft", "delete", "unpublish", "copy", "move", "history", "usage", "lock",
    "unlock", "revisions_index", "workflow_history", "set_privacy", "convert_alias", "history_results",
]  # fmt: skip


def of_page(page):
    """Addresses that name a page by its id."""
    made = [reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in PAGE_VIEWS]
    revision = page.get_latest_revision()
    made += [
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk]),
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk]),
        reverse("wagtailadmin_pages:add_subpage", args=[page.pk]),
        reverse("wagtailadmin_explore", args=[page.pk]),
        reverse("wagtailadmin_choose_page_child", args=[page.pk]),
        reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={page.pk}",
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        reverse("page_terms", args=[page.pk]),
    ]
    for action in ("publish", "unpublish", "delete", "move"):
        made.append(
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}&next=/admin/"
        )
    return made


def of_files(picture, file):
    """Addresses that name a picture or a document by its id."""
    made = [reverse(f"wagtailimages:{name}", args=[picture.pk]) for name in ("edit", "delete", "url_generator")]
    made += [reverse("wagtailimages:preview", args=[picture.pk, "max-165x165"])]
    made += [reverse("wagtailimages:image_usage", args=[picture.pk])]
    made += [reverse("wagtailimages_chooser:chosen", args=[picture.pk])]
    made += [reverse("wagtailimages_chooser:select_format", args=[picture.pk])]
    made += [reverse(f"wagtaildocs:{name}", args=[file.pk]) for name in ("edit", "delete", "document_usage")]
    made += [reverse("wagtaildocs_chooser:chosen", args=[file.pk])]
    for model, pk in (("picture", picture.pk), ("file", file.pk)):
        made.append(reverse("wagtail_bulk_action", args=["cms", model, "delete"]) + f"?id={pk}&next=/admin/")
    return made
