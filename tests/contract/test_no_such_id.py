"""An id no database holds, or that is no number, is answered like that of no row: everywhere, and never by error 500."""

from itertools import product

import pytest
from django.db import transaction
from django.test import Client

from cms.models import Picture, Rendition, User
from spaces import access
from spaces.models import Membership, SpacePage
from tests.contract import addresses_by_id
from tests.contract.filled_forms import forms
from tests.contract.knocks import NAMES
from tests.contract.numbers import Numbered
from tests.contract.reads import is_read, noted  # noqa: F401  a fixture
from tests.contract.test_every_id import ENDS, STARTS

pytestmark = pytest.mark.django_db
HUGE, LONG = int("9" * 30), "9" * 5000  # more than 64 bits; more digits than Python reads
#: What else an address may be asked with that looks an id or a place up.
MORE = ("locale", "offset", "limit", "p", "image_id", "document_id", "page_type", "action", "role", "topics", "group")
STUFFED = dict.fromkeys((*NAMES, *MORE), HUGE) | {"next": "/admin/"}
#: What is asked for alone as well, wherever it is looked up.
ALONE = [("offset", HUGE), ("p", "x"), *(("id", value) for value in (HUGE, LONG, "abc", ""))]
WAYS = [way for way in addresses_by_id.every() if way.name not in ENDS]


@pytest.fixture(scope="module")
def worlds(once):
    worlds = Numbered()
    worlds.root = User.objects.create_superuser("root@example.org", "password", language="en")
    return worlds


class Asker:
    """The administrator, who passes every door; `failed` is what was answered by error 500."""

    def __init__(self, worlds):
        self.client, self.failed, self.statuses = Client(raise_request_exception=False), [], set()
        self.client.force_login(worlds.root, backend="cms.people.MemberBackend")

    def ask(self, way, method, address, data):
        with transaction.atomic():
            response = getattr(self.client, method)(address, data)
            if response.streaming:
                assert b"".join(response.streaming_content)
            transaction.set_rollback(True)
        self.statuses.add(response.status_code)
        if response.status_code >= 500:
            said = {name: str(value)[:40] for name, value in data.items()}
            self.failed.append((way.name, method, address[:200], said if len(said) < 5 else "all"))
        return response


def below(start):
    """The addresses below a start and below no other."""
    others = tuple(other for other in STARTS if other.startswith(start) and other != start)
    return [way for way in WAYS if way.text.startswith(start) and not way.text.startswith(others)]


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_with_such_an_id_leads_nowhere(method, worlds):
    asker, own = Asker(worlds), addresses_by_id.both(worlds)[0]
    for way in WAYS:
        numbers = [name for name in way.ids if addresses_by_id.kind(name) == "number"]
        for chosen in product((own["number"], HUGE), repeat=len(numbers)):
            if HUGE in chosen:
                values = addresses_by_id.of_one(way, own) | dict(zip(numbers, chosen, strict=True))
                for address in way.filled(values):
                    asker.ask(way, method, address, {"next": "/admin/"})
    assert asker.failed == []
    assert 404 in asker.statuses


def test_an_address_that_takes_any_text_wants_a_number(worlds):
    asker, own = Asker(worlds), addresses_by_id.both(worlds)[0]
    for way in WAYS:
        if addresses_by_id.NUMBERS & set(way.ids):
            for number in ("abc", LONG, "-1", "_39"):
                for address in way.filled(addresses_by_id.of_one(way, {**own, "number": number})):
                    asker.ask(way, "get", address, {})
    assert asker.failed == []


@pytest.mark.parametrize("start", STARTS)
def test_no_such_id_asked_for_or_sent_fails(start, worlds):
    """After the question mark under every name there is; then in each field of each form one meets."""
    asker, seen, own = Asker(worlds), set(), addresses_by_id.both(worlds)[0]
    for way in below(start):
        for address in way.filled(addresses_by_id.of_one(way, own)):
            asker.ask(way, "get", address, STUFFED)
            answer = asker.ask(way, "get", address, {})
            for name, value in ALONE:
                if is_read(answer, name):
                    asker.ask(way, "get", address, {name: value})
            for form in forms(answer, address):
                if (form.address, form.method, form.ids) not in seen:
                    seen.add((form.address, form.method, form.ids))
                    for name in form.ids:
                        asker.ask(way, form.method, form.address, form.filled(name, HUGE))
    assert asker.failed == []
    assert 200 in asker.statuses


@pytest.mark.database
def test_rows_are_looked_up_within_the_bounds_of_their_columns(worlds):
    page, picture = worlds.y.pages["article"]["fr"], worlds.y.picture
    for number in (HUGE, -HUGE, 2**63, -(2**63) - 1):
        for model in (User, SpacePage, Picture):
            assert not model.objects.filter(pk=number).exists()
            assert not model.objects.filter(pk__in=[number]).exists()
        assert not Membership.objects.filter(space=number).exists()
        assert not Membership.objects.filter(space_id__in=[number]).exists()
        assert not User.objects.filter(groups=number).exists()
        assert list(Picture.objects.filter(pk__in=[number, picture.pk])) == [picture]
        assert list(type(page).objects.filter(pk__in=[number, page.pk])) == [page]
        assert list(Rendition.objects.filter(image__in=[number, picture.pk])) == list(picture.renditions.all())
        assert Membership.objects.exclude(space__in=[number]).count() == Membership.objects.count()
        assert Membership.objects.exclude(space=number).count() == Membership.objects.count()
    assert list(Picture.objects.filter(pk__in=Picture.objects.filter(pk=picture.pk))) == [picture]
    assert Membership.objects.filter(space__in=[worlds.y.space]).count() == worlds.y.space.memberships.count() > 0
    assert not access.may_refer(worlds.people["member"], {(Picture, str(worlds.x.picture.pk))})
