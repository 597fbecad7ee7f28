"""One row of counters that every change of content moves: what was rendered under older ones is not shown again."""

from django.db import models


class ContentVersion(models.Model):
    """`pages` moves with any page, fact or name that pages show; `frame` with what surrounds every page, `terms`
    with the term base."""

    pages = models.BigIntegerField(default=1)
    frame = models.BigIntegerField(default=1)
    terms = models.BigIntegerField(default=1)

    def __str__(self):
        return f"{self.pages}.{self.frame}"
