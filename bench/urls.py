"""The site's addresses, and one more where stock Wagtail serves the empty page."""

from django.urls import re_path
from wagtail.views import serve

from cms.urls import urlpatterns as site

urlpatterns = [re_path(r"^stock/((?:[\w\-]+/)*)$", serve), *site]
