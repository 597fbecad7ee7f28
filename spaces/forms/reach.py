"""Before posting: whom an item would reach, in the editors' form and at the leads' desk."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from spaces.forms.facts import sort_choices
from spaces.models import Topic
from spaces.services.reach import reach


class TopicsForm(forms.Form):
    """The topics an item would have."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(), label=_("topics"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sort_choices(self.fields["topics"])

    def chosen(self):
        """The topics ticked; none when the address was made up."""
        return list(self.cleaned_data["topics"]) if self.is_valid() else []


class ReachPanel(Panel):
    """Says above the buttons how many people the page would reach, with the topics of its form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "spaces/panels/reach.html"

        def is_shown(self):
            return self.form is not None and super().is_shown()

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            fact = self.form.fact
            if self.instance.first_published_at or (fact.pk and fact.published_at):
                return context | {"is_posted": True}
            return context | {"reach": reach(fact, self.topics())}

        def topics(self):
            """Those ticked in the form as it stands: typed and refused, waiting in the draft, or saved."""
            if self.form.is_bound:
                return self.form.cleaned_data.get("topics", [])
            return self.form["topics"].value() or []
