"""Numbers out of bounds: one larger than the database holds is that of no row, wherever it is asked for.

Django says so of one number in a column of numbers (IntegerFieldOverflow, 5.2). Of several, or of one that points at
another table, it asks all the same, and the library of the database fails on it.
"""

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db.models import ForeignKey, IntegerField
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import In
from wagtail.admin.views import workflows
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.models import Page

DIGITS = 15  # of the furthest place in a list one may ask for


class Bounded:
    """A lookup that knows which numbers its column may hold."""

    def holds(self, value, connection):
        field = self.lhs.output_field
        while field.remote_field:  # the key of a type of page is itself one of a page
            field = field.target_field
        if not isinstance(value, int) or not isinstance(field, IntegerField):
            return True
        least, most = connection.ops.integer_field_range(field.get_internal_type())
        return least <= value <= most


class Several(Bounded):
    def process_rhs(self, compiler, connection):
        if self.rhs_is_direct_value():
            self.rhs = [value for value in self.rhs if self.holds(value, connection)]
        return super().process_rhs(compiler, connection)


class NumberIn(Several, In):
    pass


class KeyIn(Several, RelatedIn):
    pass


class KeyExact(Bounded, RelatedExact):
    def process_rhs(self, compiler, connection):
        if not self.holds(self.rhs, connection):
            raise EmptyResultSet
        return super().process_rhs(compiler, connection)


class Slices(WagtailPagination):
    """Of the interface for scripts."""

    def paginate_queryset(self, queryset, request, view=None):
        if len(request.GET.get("offset", "")) > DIGITS:
            raise BadRequestError("offset is too large")
        return super().paginate_queryset(queryset, request, view)


def pages_of_workflow(view):
    """Beside the form of a workflow: a place past the end is the last one, as in every other list."""
    pages = Page.objects.filter(workflowpage__workflow=view.get_object()).order_by("path")
    return Paginator(pages, view.MAX_PAGES).get_page(view.request.GET.get("p"))


def keep():
    """Called once, when the application is ready."""
    IntegerField.register_lookup(NumberIn)
    ForeignKey.register_lookup(KeyIn)
    ForeignKey.register_lookup(KeyExact)
    BaseAPIViewSet.pagination_class = Slices
    workflows.Edit.get_paginated_pages = pages_of_workflow
