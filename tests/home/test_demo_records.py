"""The demo's records tell all that a record may tell. That they are written at all, test_seed_demo.py counts."""

from home.demo.files import read
from spaces.models import ActionState


def test_minutes_are_adopted_one_is_corrected_one_is_a_draft_and_actions_are_in_every_state_one_late():
    found = read("records")
    lines = [line for item in found for line in item["line"]]
    assert sum("correction" in item for item in found) == 1
    assert sum("adopted_at" not in item and "adopted_days_ago" not in item for item in found) == 1
    assert {line.get("state", "open") for line in lines if line["kind"] == "action"} == set(ActionState.values)
    running = [
        line for line in lines if line["kind"] == "action" and line.get("state", "open") in {"open", "under_way"}
    ]
    assert [line["owner"] for line in running if line["due"] < 0] == ["martha.reid"]


def test_only_the_draft_lacks_words_of_a_language():
    lacking = {item["meeting"] for item in read("records") for line in item["line"] if not (line["fr"] and line["en"])}
    assert lacking == {"Un appel, neuf oreilles : séance d’écoute commune"}
