"""What became of some of the demo's spaces: one was archived, one has been quiet until its leads are asked about it."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.demo.files import read
from spaces.services import dormancy, lifecycle, provision


def write_lives(spaces, people):
    """By the acts of the site itself; an archive is then dated as the demo's pages are, some time ago."""
    for row in read("spaces.toml")["space"]:
        space = spaces[row["code"]]
        if "archived_days_ago" in row and not space.archived_at:
            lifecycle.archive(space=space, by=people[row["leads"][0]])
            space.archived_at = timezone.now() - timedelta(days=row["archived_days_ago"])
            space.save(update_fields=["archived_at"])
            ModelLogEntry.objects.for_instance(space).update(timestamp=space.archived_at)
    provision.settle_all()  # nobody writes any more where it is archived
    dormancy.ask()
