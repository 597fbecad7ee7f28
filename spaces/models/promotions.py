"""Documents a space gave to the whole community: it stays their home, and its leads keep them up to date."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cms.models import File
from spaces.models.spaces import Space


class Promotion(models.Model):
    """From which space a document came to the community library, when, and by whom. Its collection says whether it is
    there still."""

    file = models.OneToOneField(File, on_delete=models.CASCADE, related_name="promotion")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="promotions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True  # where a document is used does not say which space it came from
    changes = "pages"

    def __str__(self):
        return f"{self.file} · {self.space}"
