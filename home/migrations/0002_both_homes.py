"""Both homes exist and are live before anything else: a French address must never serve the English tree."""

import uuid

from django.db import migrations
from django.utils import timezone

HOMES = [("en", "home", "Home"), ("fr", "accueil", "Accueil")]


def make_homes(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("home", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")

    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    kind, _ = ContentType.objects.get_or_create(model="homepage", app_label="home")
    root = Page.objects.get(depth=1)
    key, now, homes = uuid.uuid4(), timezone.now(), {}
    for number, (code, slug, title) in enumerate(HOMES, 1):
        locale, _ = Locale.objects.get_or_create(language_code=code)
        homes[code] = HomePage.objects.create(
            title=title, draft_title=title, slug=slug, content_type=kind, locale=locale, translation_key=key,
            path=f"{root.path}{number:04d}", depth=2, numchild=0, url_path=f"/{slug}/", live=True,
            first_published_at=now, last_published_at=now,
        )  # fmt: skip
    root.numchild = len(HOMES)
    root.save()
    Site.objects.create(hostname="localhost", port=80, is_default_site=True, root_page_id=homes["en"].pk)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(make_homes, migrations.RunPython.noop)]
