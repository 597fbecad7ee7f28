"""Who may translate what: by role and direction, never across a closed door; rows and people say the same."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cms.bilingual.models import Confirmation, Pair
from cms.models import User
from spaces import access_pairs
from spaces.models import Membership, Role, Space
from spaces.services.provision import settle_all
from tests import factories
from tests.spaces import many
from tests.spaces.team import OTHER, fresh, pair_of, rewrite, team, translators, written

pytestmark = pytest.mark.django_db


def holds(user, page):
    return access_pairs.translatable(fresh(user), Pair.objects.filter(pk=page.translation_key)).exists()


def either(space, source, has_twin):
    """A page written in `source`, with its translation or without."""
    page = factories.article(space, **{source: "Un", **({OTHER[source]: "One"} if has_twin else {})}).made[source]
    Pair.objects.filter(pk=page.translation_key).update(source=source)
    return page


@pytest.mark.parametrize("has_twin", [False, True])
def test_one_translates_into_ones_language_and_no_other(quality, people, source, has_twin, chantal, denis):
    page = either(quality, source, has_twin)
    mine, other, wrong = translators(people, source)
    held = {name: holds(user, page) for name, user in vars(people).items()} | {
        "co-chair with rights": holds(chantal, page), "editor of all": holds(denis, page)
    }  # fmt: skip
    into = {name for name, user in vars(people).items() if user in {mine, other}}
    assert {name for name, is_held in held.items() if is_held} == {
        *into, "editor", "lead", "co-chair with rights", "editor of all"
    }  # fmt: skip
    assert not holds(wrong, page)


@pytest.mark.parametrize("has_twin", [False, True])
def test_the_people_one_may_ask_are_those_who_may(quality, people, source, has_twin, chantal, denis, alice):
    page = either(quality, source, has_twin)
    everybody = [*vars(people).values(), chantal, denis, alice]
    assert set(access_pairs.translators(pair_of(page))) == {user for user in everybody if holds(user, page)}


def test_a_closed_space_is_closed_to_those_who_edit_everything(source, denis, chantal):
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False)
    page = written(closed, source)
    inside = team(closed, "inner")
    assert holds(inside.editor, page)
    assert [holds(user, page) for user in (denis, chantal, inside.outsider)] == [False] * 3
    assert not set(access_pairs.translators(pair_of(page))) & {denis, chantal}
    Space.objects.filter(pk=closed.pk).update(is_open=True)
    assert holds(denis, page)


@pytest.mark.database
def test_a_role_that_is_over_and_an_archived_space_give_nothing(quality, people, source):
    page = written(quality, source)
    mine, _other, _wrong = translators(people, source)
    Space.objects.filter(pk=quality.pk).update(archived_at=timezone.now())
    settle_all()
    assert not holds(mine, page)
    assert mine not in access_pairs.translators(pair_of(page))
    Space.objects.filter(pk=quality.pk).update(archived_at=None)
    settle_all()
    assert holds(mine, page)
    Membership.objects.filter(user=mine).exclude(role=Role.MEMBER).delete()
    assert not holds(mine, page)


def test_a_translator_of_one_space_has_nothing_in_another(quality, people, source):
    page = written(factories.space("other", fr="Autre", en="Other"), source)
    assert [name for name, user in vars(people).items() if holds(user, page)] == []


@pytest.mark.database
def test_a_page_of_no_space_is_for_those_who_edit_it(people, alice):
    made = factories.ordinary()
    user = factories.person("Ordinary")
    group = Group.objects.create(name="ordinary")
    permission = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=made["en"], permission=permission)
    user.groups.add(group)
    pair = pair_of(made["fr"])
    Pair.objects.filter(pk=pair.pk).update(source="fr")
    assert holds(user, made["fr"])
    assert not holds(people.editor, made["fr"])
    assert user in access_pairs.translators(pair_of(made["fr"]))
    Pair.objects.filter(pk=pair.pk).update(source="en")
    assert not holds(user, made["fr"]), "the French page is not theirs to write"


@pytest.mark.database
def test_an_administrator_may_and_is_asked_by_nobody(quality, source):
    page = written(quality, source)
    root = User.objects.create_superuser("root@example.org", "password")
    assert holds(root, page)
    assert root not in access_pairs.translators(pair_of(page))


def test_a_disabled_account_may_nothing(quality, people, source):
    page = written(quality, source)
    User.objects.filter(pk=people.editor.pk).update(is_active=False)
    assert not holds(people.editor, page)
    assert people.editor not in access_pairs.translators(pair_of(page))


def test_who_translates_somewhere_knows_the_way(quality, people, denis):
    known = {name: access_pairs.may_translate_somewhere(fresh(user)) for name, user in vars(people).items()}
    assert known == {name: name not in {"member", "outsider"} for name in known}
    assert access_pairs.may_translate_somewhere(fresh(denis))


@pytest.mark.database
def test_words_of_a_closed_space_are_quoted_to_its_own_people_only(quality, people):
    closed = factories.space("closed", fr="Fermé", en="Closed", is_open=False, members=[people.member])
    page = factories.article(closed, fr="Secret", en="Secret too").made["fr"]
    rows = Confirmation.objects.filter(pair=page.translation_key)
    assert rows.count() == 3
    for user, count in ((people.member, 3), (people.lead, 0), (people.outsider, 0)):
        assert access_pairs.quotable(fresh(user), rows).count() == count
        assert access_pairs.in_print(fresh(user), rows).count() == count
    page.unpublish()
    assert access_pairs.quotable(fresh(people.member), rows).count() == 3
    assert access_pairs.in_print(fresh(people.member), rows).count() == 0


@pytest.mark.database
def test_those_who_may_publish_are_told_apart(quality, people, denis, chantal):
    page = rewrite(written(quality, "fr"), title="Autre")
    found = set(access_pairs.publishers(page))
    assert found >= {people.lead, people.into_french, chantal}
    assert not found & {people.editor, people.into_english, denis, people.member}


@pytest.mark.database
@pytest.mark.parametrize("count", [1, 5, 50])
def test_rows_cost_the_same_whatever_there_is(quality, people, count, django_assert_num_queries):
    many.waiting(quality, [f"Article {number}" for number in range(count)])
    user = fresh(people.into_english)
    with django_assert_num_queries(3):  # rights by role, rights by group, rows
        assert access_pairs.translatable(user, Pair.objects.behind()).count() == count
