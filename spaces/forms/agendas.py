"""In the editors' form of a meeting: whether its agenda fits between its hours."""

from wagtail.admin.panels import Panel


class AgendaPanel(Panel):
    """Adds up the durations of the agenda as it was last saved, and compares them with the meeting."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "spaces/panels/agenda.html"

        def is_shown(self):
            return self.form is not None and self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context=None):
            fact = self.form.fact
            minutes = sum(block.value.get("minutes") or 0 for block in self.instance.agenda)
            length = fact.length if fact.starts_at and fact.ends_at else 0
            context = {"minutes": minutes, "length": length, "overrun": max(0, minutes - length)}
            return super().get_context_data(parent_context) | context
