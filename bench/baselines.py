"""What other engines reach on the same questions: MRR@10 by the name of the file of questions."""

GROUPS = ("all", "en", "fr", "exact-title", "keywords", "inflected", "accentless", "elided", "typo", "prefix",
          "cross-language")  # fmt: skip
BASELINES = {
    "dev-queries": {
        "SQLite FTS5, Porter stems, any word": (0.648, 0.585, 0.711, 0.81, 0.78, 0.79, 0.89, 0.90, 0.48, 0.53, 0.09),
        "tantivy, stems, slips, prefixes": (0.768, 0.744, 0.793, 0.95, 0.85, 0.73, 0.93, 0.95, 0.89, 0.82, 0.09),
        "the same, across languages": (0.856, 0.846, 0.866, 0.95, 0.85, 0.73, 0.93, 0.95, 0.89, 0.82, 0.85),
        "Elasticsearch, usual recipe": (0.531, 0.512, 0.551, 0.99, 0.65, 0.57, 0.58, 0.47, 0.43, 0.41, 0.09),
        "Elasticsearch, two steps": (0.871, 0.852, 0.890, 0.99, 0.91, 0.75, 0.96, 0.94, 0.91, 0.68, 0.89),
    },
    "ca-dev-queries": {
        "SQLite FTS5, Porter stems, any word": (0.677, 0.626, 0.728, 0.93, 0.85, 0.76, 0.84, 0.83, 0.58, 0.55, 0.08),
        "tantivy, stems, slips, prefixes": (0.763, 0.745, 0.780, 0.99, 0.90, 0.70, 0.92, 0.85, 0.90, 0.70, 0.13),
        "the same, across languages": (0.844, 0.827, 0.862, 0.99, 0.90, 0.70, 0.92, 0.85, 0.90, 0.70, 0.83),
        "Elasticsearch, usual recipe": (0.575, 0.538, 0.612, 1.00, 0.65, 0.62, 0.66, 0.67, 0.48, 0.47, 0.10),
        "Elasticsearch, two steps": (0.850, 0.827, 0.872, 1.00, 0.90, 0.71, 0.93, 0.91, 0.93, 0.58, 0.87),
    },
}  # fmt: skip


def beside(queries):
    """[(name of an engine, {group: MRR@10})] for a file of questions, none for one nobody measured."""
    known = BASELINES.get(queries.name.partition(".")[0], {})
    return [(name, dict(zip(GROUPS, scores, strict=True))) for name, scores in known.items()]
