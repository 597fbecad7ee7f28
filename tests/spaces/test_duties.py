"""Duties for the whole community are given and ended in the admin, on their days; roles in spaces only at the desk."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.models import User
from spaces import access
from spaces.models import CommunityRole, Duty, Membership, Role, today
from spaces.services import memberships
from tests import factories
from tests.letters import wrongs

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root@example.org", "password", first_name="Ruth", language="en")


def address(model, action, *args):
    return reverse(f"wagtailsnippets_spaces_{model}:{action}", args=args)


def form(user, duty, first, last=None):
    return {"user": user.pk, "duty": duty, "starts_on": first.isoformat(), "ends_on": last.isoformat() if last else ""}


def chairs(user):
    return access.oversees(User.objects.get(pk=user.pk))


def test_a_hand_over_happens_on_its_day_without_a_shell(root, alice, bob, as_user):
    today, client = memberships.today(), as_user(root)
    CommunityRole.objects.create(user=alice, duty=Duty.FEDERAL_CHAIR, starts_on=today - timedelta(days=700))
    role = alice.duties.get()
    yesterday = today - timedelta(days=1)
    client.post(address("communityrole", "edit", role.pk), form(alice, role.duty, role.starts_on, yesterday))
    client.post(address("communityrole", "add"), form(bob, Duty.FEDERAL_CHAIR, today))
    client.post(address("communityrole", "add"), form(alice, Duty.SUPPORT, today + timedelta(days=1)))
    assert (chairs(alice), chairs(bob)) == (False, True)
    assert access.standing(User.objects.get(pk=alice.pk)).get(None) in (None, set())
    assert [row.duty for row in alice.duties.order_by("pk")] == [Duty.FEDERAL_CHAIR, Duty.SUPPORT]


def test_one_has_a_duty_once_at_a_time_and_its_days_are_in_order(root, alice, as_user):
    today, client = memberships.today(), as_user(root)
    CommunityRole.objects.create(user=alice, duty=Duty.SUPPORT)
    again = client.post(address("communityrole", "add"), form(alice, Duty.SUPPORT, today + timedelta(days=9)))
    assert again.context["form"].non_field_errors() == ["This person has the same duty already at that time."]
    at_once = client.post(address("communityrole", "add"), form(alice, Duty.SUPPORT, today))
    assert at_once.context["form"].non_field_errors() == ["This person has the same duty already at that time."]
    wrong = form(alice, Duty.PROVINCIAL_CHAIR, today, today - timedelta(days=1))
    assert (
        "The last day comes before the first." in client.post(address("communityrole", "add"), wrong).content.decode()
    )
    assert alice.duties.count() == 1


def test_what_was_held_is_not_erased(root, alice, quality, as_user):
    client = as_user(root)
    duty = CommunityRole.objects.create(user=alice, duty=Duty.SUPPORT)
    role = Membership.objects.create(user=alice, space=quality, role=Role.LEAD)
    for model, row in (("communityrole", duty), ("membership", role)):
        client.post(address(model, "delete", row.pk))
        client.post(f"/admin/bulk/spaces/{model}/delete/?id={row.pk}")
    client.post(address("membership", "edit", role.pk), {"user": alice.pk, "space": quality.pk, "role": Role.MEMBER})
    client.post(address("membership", "add"), {"user": root.pk, "space": quality.pk, "role": Role.LEAD})
    assert (CommunityRole.objects.count(), Membership.objects.count()) == (1, 1)
    role.refresh_from_db()
    assert role.role == Role.LEAD
    assert "Alice" in client.get(address("membership", "list")).content.decode()


def test_a_duty_that_has_begun_is_ended_and_not_turned_into_another(root, alice, bob, as_user):
    first = today() - timedelta(days=30)
    duty = CommunityRole.objects.create(user=alice, duty=Duty.FEDERAL_CHAIR, starts_on=first)
    client, edit = as_user(root), address("communityrole", "edit", duty.pk)
    for other in (form(bob, Duty.FEDERAL_CHAIR, first), form(alice, Duty.SUPPORT, first),
                  form(alice, Duty.FEDERAL_CHAIR, first + timedelta(days=1))):  # fmt: skip
        assert "This duty has begun" in client.post(edit, other).content.decode()
    client.post(edit, form(alice, Duty.FEDERAL_CHAIR, first, today()))
    duty.refresh_from_db()
    assert (duty.user, duty.duty, duty.starts_on, duty.ends_on) == (alice, Duty.FEDERAL_CHAIR, first, today())


def test_an_act_on_several_that_was_refused_is_not_said_to_be_done(root, alice, as_user):
    duty, client = CommunityRole.objects.create(user=alice, duty=Duty.SUPPORT), as_user(root)
    answer = client.post(f"/admin/bulk/spaces/communityrole/delete/?id={duty.pk}&next=/admin/", follow=True)
    assert (CommunityRole.objects.count(), "Nothing was changed" in answer.content.decode()) == (1, True)
    assert "deleted" not in [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize(("language", "name", "home"), [("fr", "Qualité", "Aller au tableau de bord de la rédaction"),
                                                       ("en", "Quality", "Go to the editors’ desk")])  # fmt: skip
def test_the_admin_speaks_of_a_membership_in_the_language_of_its_reader(
    language, name, home, root, alice, quality, as_user
):
    User.objects.filter(pk=root.pk).update(language=language)
    row, client = Membership.objects.create(user=alice, space=quality, role=Role.LEAD), as_user(root)
    client.get(f"/language/{language}/")
    sheet = BeautifulSoup(client.get(address("membership", "inspect", row.pk)).content, "html.parser")
    assert f"Alice Test · {name} · " in sheet.h1.get_text() + sheet.title.get_text()
    said = [one.get_text(strip=True) for one in sheet.select("dd")]
    assert ("–" in said, "None" in said) == (True, False), "its last day"
    assert home in client.get("/admin/nowhere/").content.decode()


def test_the_co_chairs_themselves_do_not_hand_out_duties(nadia, chantal, as_user):
    for user in (nadia, chantal):
        client = as_user(user)
        assert client.get(address("communityrole", "list")).status_code in (302, 403, 404)
        client.post(address("communityrole", "add"), form(user, Duty.ADMINISTRATOR, memberships.today()))
    assert not CommunityRole.objects.filter(duty=Duty.ADMINISTRATOR).exists()


@pytest.mark.parametrize(
    ("language", "given", "over"),
    [
        ("fr", "Vous avez un rôle dans l’espace « Qualité » : responsable", "« Qualité » est annulé : responsable"),
        ("en", "You have a role in the space “Quality”: lead", "“Quality” is withdrawn: lead"),
    ],
)
def test_whoever_gets_or_loses_a_role_is_told_in_their_language(
    language, given, over, quality, nadia, as_user, posted, mailoutbox
):
    zoe = factories.person("Zoe", language=language)
    memberships.grant(user=zoe, space=quality)
    for name in ("Ann", "Eve"):
        memberships.grant(user=factories.person(name), space=quality, role=Role.LEAD)
    client, desk = as_user(nadia), reverse("desk_member", args=["quality", zoe.pk])
    first = memberships.today() + timedelta(days=30)
    with posted():
        client.post(desk, {"role": "lead", "starts_on": first.isoformat(), "ends_on": ""})
    with posted():
        client.post(desk, {"role": "lead", "starts_on": first.isoformat(), "ends_on": ""})  # nothing new
    with posted():
        client.post(reverse("desk_end_role", args=["quality", zoe.pk]), {"role": "lead"})
    assert [message.to for message in mailoutbox] == [["zoe@example.org"]] * 2
    said = [message.subject.replace("\u00a0", " ") for message in mailoutbox]
    assert said[0] == given
    assert over in said[1]
    assert str(first.year) in mailoutbox[0].body


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Vous n’êtes plus membre de l’espace « Secret »"),
        ("en", "You are no longer a member of the space “Secret”"),
    ],
)
def test_whoever_is_taken_out_of_a_hidden_space_is_told_without_a_way_to_it(
    language, said, nadia, as_user, posted, mailoutbox
):
    zoe = factories.person("Zoe", language=language)
    factories.space("secret", fr="Secret", en="Secret", is_open=False, is_listed=False, members=[zoe])
    with posted():
        as_user(nadia).post(reverse("desk_end_role", args=["secret", zoe.pk]), {"role": "member"})
    (message,) = mailoutbox
    assert (message.to, message.subject.replace("\u00a0", " ")) == (["zoe@example.org"], said)
    assert "http" not in message.body
    assert wrongs(message) == []


def test_a_role_of_a_later_day_in_a_hidden_space_is_told_to_whoever_will_have_it(nadia, as_user, posted, mailoutbox):
    zoe, first = factories.person("Zoe"), memberships.today() + timedelta(days=30)
    space = factories.space("secret", fr="Secret", en="Secret", is_open=False, is_listed=False)
    memberships.grant(user=zoe, space=space, starts_on=first)
    with posted():
        memberships.grant(user=zoe, space=space, role=Role.EDITOR, starts_on=first, by=nadia)
    with posted():
        memberships.end(user=zoe, space=space, role=Role.MEMBER, by=nadia)
    assert [message.subject for message in mailoutbox] == [
        "You have a role in the space “Secret”: editor",
        "The role planned for you in the space “Secret” is withdrawn: member",
    ]
    assert [message.body for message in mailoutbox if "http" in message.body] == []


@pytest.mark.parametrize(
    ("language", "given", "over"),
    [
        ("fr", "Vous avez une fonction pour l’ensemble de la communauté : soutien de la coprésidence",
         "Votre fonction pour l’ensemble de la communauté a pris fin : soutien de la coprésidence"),
        ("en", "You have a duty for the whole community: co-chairs’ support",
         "Your duty for the whole community has ended: co-chairs’ support"),
    ],
)  # fmt: skip
def test_whoever_gets_or_loses_a_duty_is_told_in_their_language(
    language, given, over, root, as_user, posted, mailoutbox
):
    zoe, today, client = factories.person("Zoe", language=language), memberships.today(), as_user(root)
    first = today - timedelta(days=2)

    def send(name, *args, last=None):
        mailoutbox.clear()
        with posted():
            assert (
                client.post(address("communityrole", name, *args), form(zoe, Duty.SUPPORT, first, last)).status_code
                == 302
            )
        assert [wrongs(message) for message in mailoutbox] in ([], [[]])
        assert [message.to for message in mailoutbox] in ([], [["zoe@example.org"]])
        return [message.subject.replace("\u00a0", " ") for message in mailoutbox]

    assert send("add") == [given]
    row = zoe.duties.get()
    assert send("edit", row.pk) == [], "nothing has changed"
    assert send("edit", row.pk, last=today + timedelta(days=9)) == [given], "its last day is known"
    assert send("edit", row.pk, last=today + timedelta(days=9)) == []
    assert send("edit", row.pk, last=today - timedelta(days=1)) == [over]
    assert send("edit", row.pk, last=today - timedelta(days=2)) == [], "it was over"


def test_a_duty_that_passes_to_another_person_is_told_to_both(root, alice, bob, as_user, posted, mailoutbox):
    tomorrow = memberships.today() + timedelta(days=1)
    row = CommunityRole.objects.create(user=alice, duty=Duty.ADMINISTRATOR, starts_on=tomorrow)
    with posted():
        as_user(root).post(address("communityrole", "edit", row.pk), form(bob, Duty.ADMINISTRATOR, tomorrow))
    assert {message.to[0]: message.subject for message in mailoutbox} == {
        "alice@example.org": "The duty planned for you in the whole community is withdrawn: administrator",
        "bob@example.org": "You have a duty for the whole community: administrator",
    }


def test_whoever_gives_themselves_a_duty_is_not_told(root, as_user, posted, mailoutbox):
    with posted():
        as_user(root).post(address("communityrole", "add"), form(root, Duty.ADMINISTRATOR, memberships.today()))
    assert (root.duties.count(), mailoutbox) == (1, [])


def test_members_find_the_documents_of_a_space_and_those_of_all(quality, identity, alice, bob, as_user):
    factories.document(row=quality, title="Gabarit ouvert")
    factories.document(row=identity, title="Gabarit fermé")
    factories.document(title="Guide de tous")
    tab, all_of_them = reverse("space_documents", args=["quality"]), reverse("library")
    assert "Gabarit ouvert" in as_user(bob).get(tab).content.decode()
    seen = as_user(bob).get(all_of_them).content.decode()
    assert ("Guide de tous" in seen, "Gabarit" in seen) == (True, False)
    closed = reverse("space_documents", args=["identity"])
    assert "Gabarit fermé" in as_user(alice).get(closed).content.decode()
    assert as_user(bob).get(closed).status_code == 404


@pytest.mark.parametrize("count", [1, 5, 50])
def test_a_list_of_documents_asks_as_much_for_fifty_as_for_one(count, bob, as_user, django_assert_num_queries):
    for number in range(count):
        factories.document(f"g{number}.txt", title=f"Guide {number}")
    client = as_user(bob)
    client.get(reverse("library"))
    with django_assert_num_queries(8):
        client.get(reverse("library"))
