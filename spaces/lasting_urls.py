"""The lasting address of a page, outside the language prefixes: it leads to the reader's own language."""

from django.urls import path

from spaces.views import pages

urlpatterns = [path("<int:pk>/", pages.lasting, name="lasting")]
