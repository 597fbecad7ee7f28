"""What was imported from where: a second run of the same file adds nothing."""

from django.db import models

from spaces.models.articles import Article


class ImportedRecord(models.Model):
    """One record of a file, and the article it became."""

    source_id = models.CharField(max_length=200, unique=True)
    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="imported")

    def __str__(self):
        return self.source_id
