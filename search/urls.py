"""The addresses of search."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from search import saved_views, support_views, views

urlpatterns = [
    path(_("search/"), views.results, name="search"),
    path(_("search/suggestions/"), views.suggestions, name="suggestions"),
    path(_("search/saved/"), saved_views.index, name="saved_searches"),
    path(_("search/saved/<int:pk>/"), saved_views.change, name="saved_search"),
    path(_("search/similar/<uuid:key>/"), views.similar, name="similar"),
    path(_("search/asked/"), support_views.asked, name="search_asked"),
    path(_("search/insights/"), support_views.index, name="search_insights"),
    path(_("search/insights/export/"), support_views.export, name="search_insights_export"),
    path(_("search/promoted/"), support_views.promote, name="search_promote"),
    path(_("search/promoted/<int:pk>/"), support_views.promote, name="search_promoted"),
    path(_("search/files-not-read/"), views.files_not_read, name="files_not_read"),
]
