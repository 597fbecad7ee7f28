"""A query put together once answers as it would each time, whatever the values."""

from datetime import date

import pytest
from django.db.models import Q

from cms.models import User
from cms.people import MemberBackend
from cms.prepared import Prepared
from spaces.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db


def rows(user_id, role, day, *more):
    """Those of one or of more people, in a role that has begun."""
    found = Membership.objects.filter(Q(user=user_id) | Q(user__in=[user_id, *more]), role=role, starts_on__lte=day)
    return found.order_by("pk").values_list("user_id", "role")


@pytest.mark.database
def test_it_answers_as_the_query_does_and_is_put_together_once(quality, people):
    made = []
    asked = Prepared(lambda *values: made.append(values) or rows(*values), int, str, date, int)
    for values in (
        (people.lead.pk, "member", date(2999, 1, 1), people.editor.pk),
        (people.editor.pk, "lead", date(2999, 1, 1), people.lead.pk),
        (people.lead.pk, "lead", date(1999, 1, 1), people.lead.pk),
        (0, "member", date(2999, 1, 1), -1),
    ):
        assert asked.rows(*values) == list(rows(*values)), values
    assert asked.rows(people.lead.pk, "lead", date(2999, 1, 1), 0) == [(people.lead.pk, "lead")]
    assert len(made) == 1


def test_a_value_the_query_leaves_out_is_not_taken_for_one_it_asks():
    with pytest.raises(ValueError, match="not used"):
        Prepared(lambda user_id, day: rows(user_id, "lead", date(2026, 1, 1)), int, date).rows(1, date(2026, 1, 1))


def test_whoever_signs_in_is_loaded_whole_in_one_query(django_assert_num_queries):
    """As any other query loads them."""
    alice, chantal = factories.person("Alice", zone="America/Halifax"), factories.moderator("Chantal")
    MemberBackend().get_user(alice.pk)
    for user, is_editor in ((alice, False), (chantal, True)):
        with django_assert_num_queries(1):
            found = MemberBackend().get_user(user.pk)
            told = {field.attname: getattr(found, field.attname) for field in User._meta.concrete_fields}
        whole = User.objects.get(pk=user.pk)
        assert told == {name: getattr(whole, name) for name in told}
        assert (found, found.is_editor, found.mail_refusal) == (user, is_editor, None)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert [MemberBackend().get_user(pk) for pk in (alice.pk, 987_654)] == [None, None]
