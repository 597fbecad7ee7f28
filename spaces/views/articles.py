"""Practices: the list with its filters, and the page of one."""

from django.utils.translation import gettext as _

from cms.bilingual.twins import language_state, reading_language
from cms.rendered import body_of
from spaces.models import ArticleKind, ArticlePage, Order, Topic, in_order
from spaces.services import paging, reading
from spaces.views.shown import listed, show

FILTERS = {
    "kind": "kind",
    "order": "jurisdiction__order",
    "jurisdiction": "jurisdiction__code",
    "topic": "topics__code",
    "author": "author_id",
}


def narrowed(articles, query):
    """The list under the filters of the address; an unknown value simply finds nothing."""
    for name, lookup in FILTERS.items():
        value = query.get(name, "").replace("\x00", "")[:60]
        if name == "author" and value and not (value.isdecimal() and len(value) < 19):
            return articles.none()
        if value:
            articles = articles.filter(**{lookup: value})
    return articles


def index(request):
    return listed(request, "spaces/articles/index.html", lambda: index_context(request))


def index_context(request):
    """The list under the filters of the address, and what the filter form offers."""
    language, _locale = reading_language()
    found = paging.keyset(narrowed(reading.articles(request.user), request.GET), request.GET)
    found.rows = reading.show(found.rows, language)
    return {
        "found": found,
        "query": request.GET.dict(),
        "section": "articles",
        "kinds": ArticleKind.choices,
        "orders": Order.choices,
        "topics": in_order(Topic.objects.all()),
        "of_one": of_one(found.rows, request.GET),
        "is_filtered": any(request.GET.get(name) for name in FILTERS),
    }


def of_one(rows, query):
    """The administration, else the person, whose practices alone the list holds, to be followed from there."""
    if not rows:
        return {}
    if query.get("jurisdiction"):
        return {"kind": "jurisdiction", "thing": rows[0].jurisdiction, "name": rows[0].jurisdiction.name}
    if query.get("author") and rows[0].author.is_active:
        return {"kind": "person", "thing": rows[0].author, "name": str(rows[0].author)}
    return {}


def page(request, article_page):
    """One practice or question, with the language bar, its facts and its topics."""
    article = article_page.article
    context = {
        "article": article,
        "section": "articles",
        "state": language_state(article_page),
        "body": body_of(article_page),
        "topics": in_order(article_page.rows_of("topics")),
        "in_short": in_short(article_page),
        "question": question(article_page) if article.kind == ArticleKind.QUESTION else None,
    }
    return show(request, article_page, context, gate=article.space_id)


def in_short(article_page):
    """[(label, words)] of the three things every practice tells, or every question, those that were told."""
    if article_page.article.kind == ArticleKind.QUESTION:
        labels = (_("What one would like to know"), _("What was tried"), _("What it changed"))
    else:
        labels = (_("The problem"), _("What was done"), _("What changed"))
    told = zip(labels, (article_page.problem, article_page.solution, article_page.outcome), strict=True)
    return [(label, words) for label, words in told if words]


def question(article_page):
    """How a question stands: the language of its answer when this page has none of its own, and where it is written."""
    if article_page.answer:
        return {"answer_in": "", "desk_key": ""}
    first = ArticlePage.objects.in_first_language().filter(article=article_page.article_id).first()
    if first is None:  # a preview of a page not yet saved
        return {"answer_in": "", "desk_key": ""}
    is_elsewhere = first.pk != article_page.pk and first.answer
    return {
        "answer_in": first.language if is_elsewhere else "",
        "desk_key": article_page.desk_key and f"{first.pk}:{article_page.article.space_id}",
    }
