"""What the script of the translation editor is told."""

import json

import pytest

from cms.templatetags.desk import editor_props


@pytest.mark.parametrize(("publishes", "deletes"), [(True, True), (False, False)])
def test_who_may_not_publish_is_offered_no_deletion_in_its_place(publishes, deletes):
    locale = {"code": "fr", "displayName": "Français"}
    props = {"links": {"convertToAliasUrl": "/x/"}, "sourceLocale": locale, "locale": {**locale, "code": "en"}}
    told = json.loads(editor_props(json.dumps({**props, "perms": {"canPublish": publishes, "canDelete": True}})))
    assert told["perms"] == {"canPublish": publishes, "canDelete": deletes}
    assert told["links"] == {"convertToAliasUrl": None}
    assert [told[name]["displayName"] for name in ("sourceLocale", "locale")] == ["French", "English"]
