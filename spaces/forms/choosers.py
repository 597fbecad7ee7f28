"""Choosers of facts, in words of the language of each request.

Wagtail fills «Choose %(object)s» in when the form is made (wagtail/snippets/widgets.py, 8.0), so that the language
of the first request, or of the start, stays for all.
"""

from django import forms
from django.db.models import Q
from django.http import Http404
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from spaces import access
from spaces.models import Labelled, Profile


def _choose(name):
    return gettext("Choose %(object)s") % {"object": name}


def _choose_another(name):
    return gettext("Choose another %(object)s") % {"object": name}


def _edit(name):
    return gettext("Edit this %(object)s") % {"object": name}


class FactChooser(AdminSnippetChooser):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        name = self.model._meta.verbose_name
        self.choose_one_text = lazy(_choose, str)(name)
        self.choose_another_text = lazy(_choose_another, str)(name)
        self.link_to_chosen_text = lazy(_edit, str)(name)


class NameFilter(BaseFilterForm):
    """Narrows a list to the rows whose names hold every word typed: nobody leafs through two thousand members."""

    q = forms.CharField(label=_("Name"), required=False)
    names: tuple[str, ...] = ()

    def filter(self, objects):
        objects = super().filter(objects)
        for word in self.cleaned_data.get("q", "").split():
            found = Q()
            for name in self.names:
                found |= Q(**{f"{name}__icontains": word})
            objects = objects.filter(found)
        return objects


def names_of(model):
    """The fields a row of the model is found by."""
    if issubclass(model, Profile):
        return ("user__first_name", "user__last_name")
    return ("name_fr", "name_en") if issubclass(model, Labelled) else ()


class OnlyKnown:
    """Lists what the person choosing may know of."""

    def get_object_list(self):
        found = access.choosable(self.request.user, super().get_object_list())
        names = names_of(self.model)
        return found.order_by(*names, "pk") if names else found

    def get_filter_form_class(self):
        names = names_of(self.model)
        return type("Named", (NameFilter,), {"names": names}) if names else super().get_filter_form_class()


class ChooseFact(OnlyKnown, ChooseView):
    pass


class ChooseFactResults(OnlyKnown, ChooseResultsView):
    pass


class ChosenFact(SnippetChosenView):
    def get_object(self, pk):
        found = access.choosable(self.request.user, self.model_class.objects.filter(pk=pk)).first()
        if found is None:
            raise Http404
        return found


class ChosenFacts(SnippetChosenMultipleView):
    def get_objects(self, pks):
        return access.choosable(self.request.user, super().get_objects(pks))


class FactChooserViewSet(SnippetChooserViewSet):
    base_widget_class = FactChooser
    choose_view_class = ChooseFact
    choose_results_view_class = ChooseFactResults
    chosen_view_class = ChosenFact
    chosen_multiple_view_class = ChosenFacts
