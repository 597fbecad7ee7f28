"""Choosers of facts, in words of the language of each request.

Wagtail fills «Choose %(object)s» in when the form is made (wagtail/snippets/widgets.py, 8.0), so that the language
of the first request, or of the start, stays for all.
"""

from django.utils.functional import lazy
from django.utils.translation import gettext
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.widgets import AdminSnippetChooser


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


class FactChooserViewSet(SnippetChooserViewSet):
    base_widget_class = FactChooser
