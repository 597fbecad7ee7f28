"""Wagtail's two first groups may also translate and use images and documents; set after each migration, idempotent."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission

FILES = ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"]


def ensure(**kwargs):
    """Give «Editors» and «Moderators» what bilingual editing needs."""
    translate = Permission.objects.filter(codename="submit_translation")
    root = Collection.get_first_root_node()
    for group in Group.objects.filter(name__in=["Editors", "Moderators"]):
        group.permissions.add(*translate)
        for permission in Permission.objects.filter(codename__in=FILES, content_type__app_label__startswith="wagtail"):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
