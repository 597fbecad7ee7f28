"""Links to pages and documents: kept by id, shown as a lasting address that says nothing of what it leads to.

A title or a file name in the address would be read by those who may not open it.
"""

from django.urls import reverse
from django.utils.html import escape
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.documents import get_document_model
from wagtail.documents.rich_text.contentstate import DocumentLinkElementHandler
from wagtail.models import Page
from wagtail.rich_text import LinkHandler

from cms.choosers import unnamed
from cms.references import may_name


class LastingLink(LinkHandler):
    """<a linktype="page" id="12"> becomes <a href="/page/12/">: no query to show, nothing to go stale."""

    address = ""  # the name of the address that takes the id

    @classmethod
    def expand_db_attributes(cls, attrs):
        return f'<a href="{escape(reverse(cls.address, args=[int(attrs["id"])]))}">'

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        return [cls.expand_db_attributes(attrs) for attrs in attrs_list]

    @classmethod
    def extract_references(cls, attrs):
        yield cls.get_model(), attrs["id"], "", ""


class LastingPageLink(LastingLink):
    identifier = "page"
    address = "lasting"

    @staticmethod
    def get_model():
        return Page


class LastingDocumentLink(LastingLink):
    identifier = "document"
    address = "document"

    @staticmethod
    def get_model():
        return get_document_model()


class PageLinkInForm(PageLinkElementHandler):
    """A link inside a text, as the editors' form shows it: without a name for whoever may not read what it leads to."""

    def get_attribute_data(self, attrs):
        if may_name(Page, attrs["id"]):
            return super().get_attribute_data(attrs)
        return {"id": int(attrs["id"]), "url": reverse("lasting", args=[attrs["id"]]), "parentId": None}


class DocumentLinkInForm(DocumentLinkElementHandler):
    def get_attribute_data(self, attrs):
        if may_name(get_document_model(), attrs["id"]):
            return super().get_attribute_data(attrs)
        return {"id": int(attrs["id"]), "url": reverse("document", args=[attrs["id"]]), "filename": unnamed()}


def register(features):
    """Take the places of Wagtail's own, once it has registered them."""
    features.register_link_type(LastingPageLink)
    features.register_link_type(LastingDocumentLink)
    rules = features.converter_rules_by_converter["contentstate"]
    rules["link"]["from_database_format"]['a[linktype="page"]'] = PageLinkInForm("LINK")
    rules["document-link"]["from_database_format"]['a[linktype="document"]'] = DocumentLinkInForm("DOCUMENT")
