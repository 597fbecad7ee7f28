"""Nothing of a closed space is shown or changed by naming it: every address, with every id, by GET and by POST."""

import pytest

from cms.models import User
from tests.contract import addresses_by_id
from tests.contract.addresses_by_id import CHOICES, KINDS, NUMBERS, WITHOUT
from tests.contract.filled_forms import forms
from tests.contract.knocks import MAY, STUFFED, Knock
from tests.contract.numbers import CHAIR, FOREIGN, ONCE, Numbered
from tests.contract.reads import is_read, noted  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
#: Who asks, and how.
PEOPLE = {"member": ["get"], ONCE: ["get", "post"], CHAIR: ["get", "post"]}
WAYS, WAYS_BY_ID = addresses_by_id.every(), addresses_by_id.by_id()
STARTS = ("/admin/pages/", "/admin/reports/", "/admin/snippets/", "/admin/", "/")
#: Arguments of addresses that answer GET with no words: they act, or send bytes, or nothing of that kind is made.
SILENT = {
    "collection_id", "doc_id", "filename", "object_id", "overridable_segment_id", "page_pk", "path", "redirect_id",
    "session_id", "string_segment_id", "task_state_id", "translation_source_id", "uploaded_file_id", "workflow_pk",
}  # fmt: skip
#: The number of X as Django reads it too: with blanks or a sign, in other digits, or as the admin quotes a key.
DISGUISED = [f" {FOREIGN}", f"+{FOREIGN}", f"{FOREIGN:,}".replace(",", "_"), "٩٠٠١", f"_39{FOREIGN % 1000:03}"]
#: Addresses that end the walk: one leaves, or the site fails to show how it looks.
ENDS = {"wagtailadmin_logout", "account_logout", "wagtailadmin_error_test"}


@pytest.fixture(scope="module")
def worlds(once):
    worlds = Numbered()
    worlds.reading = {}  # address -> whether it does anything with an «id» after the question mark
    return worlds


@pytest.mark.parametrize("argument", sorted({way.ids[0] for way in WAYS_BY_ID}))
@pytest.mark.parametrize("persona", PEOPLE)
def test_no_address_opens_or_changes_what_its_numbers_name(persona, argument, worlds):
    knock = Knock(worlds, persona)
    own, foreign = addresses_by_id.both(worlds)
    for way in WAYS_BY_ID:
        for values in addresses_by_id.mixtures(way, own, foreign) if way.ids[0] == argument else ():
            for address in way.filled(values):
                for method in PEOPLE[persona]:
                    knock.ask(way, address, method, STUFFED)
    assert dict(knock.found) == {}


@pytest.mark.parametrize("number", DISGUISED)
def test_no_number_in_disguise_opens_anything(number, worlds):
    knock, own, reading = Knock(worlds, ONCE), addresses_by_id.both(worlds)[0], worlds.reading
    for way in WAYS:
        if NUMBERS & set(way.ids):
            for address in way.filled(addresses_by_id.of_one(way, {**own, "number": number})):
                knock.ask(way, address, "get", {})
        if way.text.startswith("/admin/") and way.name not in ENDS:
            for address in way.filled(addresses_by_id.of_one(way, own)):
                if address not in reading:
                    reading[address] = is_read(knock.ask(way, address, "get", {}), "id")
                if reading[address]:
                    knock.ask(way, address, "get", {"id": number})
    assert dict(knock.found) == {}
    assert 20 < sum(reading.values()) < len(reading)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("persona", [ONCE, CHAIR])
def test_no_list_filter_or_form_of_ones_own_reaches_further(persona, start, worlds):
    """Asked with numbers of X under every name there is; then each form found there, with one in each of its fields."""
    knock, seen = Knock(worlds, persona), set()
    for way in walk(persona, start):
        for address in way.filled(addresses_by_id.of_one(way, addresses_by_id.both(worlds)[0])):
            knock.ask(way, address, "get", STUFFED)
            for form in forms(knock.ask(way, address, "get", {}), address) if persona == ONCE else ():
                if (form.address, form.method, form.ids) not in seen:
                    seen.add((form.address, form.method, form.ids))
                    for name in form.ids:
                        knock.ask(way, form.address, form.method, form.filled(name, FOREIGN))
    assert dict(knock.found) == {}


def walk(persona, start):
    """The addresses below a start and below no other; for who has no place of his own, those of lists alone."""
    others = tuple(other for other in STARTS if other.startswith(start) and other != start)
    for way in WAYS:
        is_here = way.text.startswith(start) and not way.text.startswith(others) and way.name not in ENDS
        if is_here and (persona == ONCE or not way.ids):
            yield way


def test_those_with_the_right_find_it_by_the_same_numbers(worlds):
    """What is asked for is there: nothing above passes because a number names nothing."""
    worlds.people["root"] = User.objects.create_superuser("root@example.org", "password")
    knock = Knock(worlds, "root")
    _own, foreign = addresses_by_id.both(worlds)
    for way in WAYS_BY_ID:
        for address in list(way.filled(addresses_by_id.of_one(way, foreign)))[:1]:
            knock.ask(way, address, "get", {"next": "/admin/", "id": FOREIGN})
    found = {argument for way in WAYS_BY_ID for argument in way.ids if way.name in knock.found}
    asked = {argument for way in WAYS_BY_ID for argument in way.ids}
    assert found == asked - SILENT
    assert len(knock.found) > 70


def test_every_argument_of_an_address_is_known_and_every_reason_serves():
    known = {*CHOICES, *(name for names in KINDS for name in names)}
    unknown = {(way.name, name) for way in WAYS for name, is_id in way.arguments if not is_id and name not in known}
    assert unknown == set()
    asked = {name for way in WAYS for name, is_id in way.arguments if not is_id}
    assert known == asked
    every = {way.text for way in addresses_by_id.ways()}
    assert all(any(addresses_by_id.plain(start) in text for text in every) for start in WITHOUT)
    assert all(len(why.split()) > 3 for why in [*WITHOUT.values(), *(why for *_rest, why in MAY.values())])
