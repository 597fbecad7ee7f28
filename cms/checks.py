"""House rules as system checks: what must hold whoever writes the next page type."""

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.models import Count
from wagtail_localize.machine_translators import get_machine_translator


@register()
def every_page_is_a_base_page(app_configs, **kwargs):
    """Page types share BasePage, name where they may stand, and never offer page privacy."""
    from wagtail.models import Page  # noqa: PLC0415  models are loaded only when checks run

    from cms.models import BasePage  # noqa: PLC0415

    found = []
    for model in apps.get_models():
        if not issubclass(model, Page) or model is Page:
            continue
        if not issubclass(model, BasePage):
            found.append(Error(f"{model.__name__} does not derive from BasePage.", obj=model, id="cms.E001"))
        if model.private_page_options:
            found.append(Error(f"{model.__name__} offers page privacy; access is by space.", obj=model, id="cms.E002"))
        said = {name for kind in model.__mro__ if kind is not Page and issubclass(kind, Page) for name in vars(kind)}
        if not {"parent_page_types", "subpage_types"} <= said:
            found.append(Error(f"{model.__name__} does not say where it may stand.", obj=model, id="cms.E003"))
    return found


@register()
def drafts_have_their_maker(app_configs, **kwargs):
    """What MACHINE_TRANSLATOR names can be made: a translator would only meet the error."""
    try:
        get_machine_translator()
    except Exception as error:  # noqa: BLE001  whatever a class makes of its options
        return [Error(f"MACHINE_TRANSLATOR cannot be used: {error}", id="cms.E007")]
    return []


@register(Tags.database)
def no_one_way_translation(app_configs, databases, **kwargs):
    """No locale synchronisation, alias or two-way translation: they put one language's words in the other's place."""
    from wagtail.models import Page  # noqa: PLC0415
    from wagtail_localize.models import LocaleSynchronization, Translation  # noqa: PLC0415

    if not databases or "wagtailcore_page" not in connections["default"].introspection.table_names():
        return []
    found = []
    if LocaleSynchronization.objects.exists():
        found.append(Error("A locale synchronisation exists; remove it: both languages are sources.", id="cms.E004"))
    if Page.objects.filter(alias_of__isnull=False).exists():
        found.append(Error("An alias page exists; an alias shows one language for the other.", id="cms.E005"))
    running = Translation.objects.filter(enabled=True).values("source__object_id").annotate(n=Count("pk"))
    if running.filter(n__gt=1).exists():
        found.append(Error("A page is translated in both directions at once; stop one of them.", id="cms.E006"))
    return found
