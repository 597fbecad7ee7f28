"""Links between pages: kept by id, shown as a lasting address that leads to the reader's own language."""

from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text import LinkHandler


class LastingPageLink(LinkHandler):
    """<a linktype="page" id="12"> becomes <a href="/page/12/">: no query to show, nothing to go stale."""

    identifier = "page"

    @staticmethod
    def get_model():
        return Page

    @classmethod
    def expand_db_attributes(cls, attrs):
        return f'<a href="{escape(reverse("lasting", args=[int(attrs["id"])]))}">'

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        return [cls.expand_db_attributes(attrs) for attrs in attrs_list]

    @classmethod
    def extract_references(cls, attrs):
        yield cls.get_model(), attrs["id"], "", ""
