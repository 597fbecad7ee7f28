"""The admin and the members who have no part in it."""

import pytest


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/pages/", "/admin/pages/1/edit/", "/admin/snippets/spaces/space/"]
)
def test_a_member_is_told_no_and_not_sent_round_in_circles(as_user, alice, address):
    answer = as_user(alice).get(address)
    assert answer.status_code == 403
    assert "This is not open to you" in answer.content.decode() or answer.templates[0].name == "403.html"


def test_a_member_who_signs_in_on_the_way_to_the_admin_ends_there(as_user, alice):
    answer = as_user(alice).get("/en/accounts/login/?next=/admin/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1


def test_editors_and_strangers_are_answered_as_before(as_user, denis, client):
    assert as_user(denis).get("/admin/").status_code == 200
    assert "/accounts/login/" in client.get("/admin/")["Location"]
