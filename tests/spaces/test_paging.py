"""Keyset paging: a walk meets every row once, in order, whatever shares an instant."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from spaces.models import Article
from spaces.services import paging
from tests import factories

pytestmark = pytest.mark.database

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SIZE = 4


@pytest.fixture
def shelf(db):
    """A space of rows without pages: shelf(n) makes n, three sharing each instant."""
    space = factories.Space.objects.create(code="shelf", name_fr="Rayon", name_en="Shelf")

    def fill(count):
        moments = [NOON - timedelta(microseconds=number // 3) for number in range(count)]
        Article.objects.bulk_create([Article(space=space, published_at=moment) for moment in moments])
        return list(Article.objects.order_by("-published_at", "-pk").values_list("pk", flat=True))

    return fill


def page(query=""):
    return paging.keyset(Article.objects.all(), QueryDict(query), size=SIZE)


def ids(found):
    return [row.pk for row in found.rows]


def walk(start, step):
    """The pages met by following one link until it is gone."""
    pages = [page(start)]
    while link := getattr(pages[-1], step):
        pages.append(page(link))
        assert len(pages) < 50
    return pages


COUNTS = [1, 3, 4, 5, 8, 9, 47]


@pytest.mark.parametrize("count", COUNTS)
def test_going_forward_meets_every_row_once_and_in_order(count, shelf):
    rows = shelf(count)
    pages = walk("", "older")
    assert [pk for found in pages for pk in ids(found)] == rows
    assert [len(found.rows) for found in pages[:-1]] == [SIZE] * (len(pages) - 1)
    assert [bool(found.newer) for found in pages] == [False] + [True] * (len(pages) - 1)
    assert {found.total for found in pages} == {count}


@pytest.mark.parametrize("count", COUNTS)
def test_going_back_from_the_last_page_meets_the_same_pages(count, shelf):
    shelf(count)
    forward, backward = walk("", "older"), walk("last=1", "newer")
    assert [ids(found) for found in reversed(backward)] == [ids(found) for found in forward]
    assert [bool(found.older) for found in reversed(backward)] == [bool(found.older) for found in forward]
    assert [bool(found.newer) for found in reversed(backward)] == [bool(found.newer) for found in forward]


def test_one_page_has_no_neighbour(shelf):
    shelf(SIZE)
    assert (page().newer, page().older, page().last) == ("", "", "")
    assert (page("last=1").newer, page("last=1").older) == ("", "")


def test_an_empty_list_is_an_empty_page(shelf):
    shelf(0)
    for query in ("", "last=1", "after=1_1", "before=1_1"):
        assert page(query) == paging.KeysetPage(rows=[], total=0)


def test_each_page_leads_to_the_last_one_at_the_cost_of_the_first(shelf, django_assert_num_queries):
    rows = shelf(47)
    first = page()
    assert ids(page(first.last)) == rows[-3:]
    for query in ("", first.older, first.last, page(first.last).newer):
        with django_assert_num_queries(2):
            page(query)


def test_what_is_published_while_one_reads_shifts_nothing(shelf):
    rows = shelf(12)
    first = page()
    space = factories.Space.objects.get()
    new = Article.objects.create(space=space, published_at=NOON + timedelta(days=1))
    second = page(first.older)
    assert ids(second) == rows[SIZE : 2 * SIZE]
    assert ids(page(second.newer)) == rows[:SIZE]
    assert ids(page(page(second.newer).newer)) == [new.pk]
    Article.objects.filter(pk=rows[SIZE]).delete()
    assert ids(page(first.older)) == rows[SIZE + 1 : 2 * SIZE + 1]


def test_the_filters_of_the_address_are_kept_and_no_other_place_in_the_list(shelf):
    shelf(12)
    found = page("kind=practice&topic=chat&topic=text&page=3")
    cursor = paging.cursor_of(found.rows[-1])
    assert found.older == f"kind=practice&topic=chat&topic=text&after={cursor}"
    assert found.last == "kind=practice&topic=chat&topic=text&last=1"
    second = page(found.older)
    assert second.newer == f"kind=practice&topic=chat&topic=text&before={paging.cursor_of(second.rows[0])}"


@pytest.mark.parametrize(
    "cursor",
    [
        "", "_", "x", "12", "12_", "_12", "a_b", "1.5_2", "99999999999999999999999_1", "-99999999999999999999_1",
        "%00_1", "'; DROP TABLE spaces_article; --", "1" * 5000 + "_1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_crafted_cursor_gets_the_first_page(name, cursor, shelf):
    rows = shelf(6)
    assert ids(page(f"{name}={cursor}")) == rows[:SIZE]


@pytest.mark.parametrize("pk", ["9" * 30, "-" + "9" * 30, "0"])
@pytest.mark.parametrize("name", ["after", "before", "last=1&after", "last=1&before", "after=1_1&before"])
def test_a_cursor_of_no_row_still_leads_to_rows(name, pk, shelf):
    rows = shelf(6)
    found = page(f"{name}=1793620800000000_{pk}")
    assert found.rows
    assert set(ids(found)) <= set(rows)
    assert found.total == 6


def test_a_place_whose_rows_are_gone_leads_to_the_beginning(shelf):
    rows = shelf(6)
    first = page("kind=practice")
    Article.objects.filter(pk__in=rows[SIZE:]).delete()
    found = page(first.older)
    assert (ids(found), found.newer, found.older) == (rows[:SIZE], "", "")


def test_a_cursor_says_the_microsecond_and_the_row(shelf):
    (pk,) = shelf(1)
    cursor = paging.cursor_of(Article.objects.get())
    assert cursor == f"1793620800000000_{pk}"
    assert paging.parse(cursor) == (NOON, pk)
