"""The addresses of search."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from search import views

urlpatterns = [
    path(_("search/"), views.results, name="search"),
    path(_("search/suggestions/"), views.suggestions, name="suggestions"),
    path(_("search/files-not-read/"), views.files_not_read, name="files_not_read"),
]
