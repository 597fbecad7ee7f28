"""The catalogue of speakers of the demo: who agreed to be reached and who did not, talks here and elsewhere."""

from datetime import timedelta

from django.utils import timezone

from home.demo.files import read
from spaces.models import MeetingPage, Speaker, Talk, today

WORDS = ("name", "languages", "email", "phone")
PAIRS = ("title", "organization", "about")


def write_speakers(topics):
    """Those already there are left alone."""
    titles = {item["code"]: {code: item[code]["title"] for code in ("fr", "en")} for item in read("meetings")}
    for item in read("speakers.toml")["speakers"]:
        if Speaker.objects.filter(name=item["name"]).exists():
            continue
        names = [*WORDS, *(f"{name}_{code}" for name in PAIRS for code in ("fr", "en"))]
        said = {name: item[name] for name in names if name in item}
        speaker = Speaker.objects.create(**said, contact_agreed_on=ago(item.get("agreed_days_ago")))
        speaker.topics.set(topics[code] for code in item["topics"])
        for talk in item["talks"]:
            write_talk(speaker, talk, titles)


def write_talk(speaker, talk, titles):
    facts = {
        name: talk[name]
        for name in ("title_fr", "title_en", "place_fr", "place_en", "languages", "recording_url")
        if name in talk
    }
    if "meeting" in talk:
        said = titles[talk["meeting"]]
        meeting = MeetingPage.objects.select_related("meeting").get(title=said["fr"]).meeting
        facts = {"title_fr": said["fr"], "title_en": said["en"]} | facts
        facts |= {"meeting": meeting, "given_on": timezone.localdate(meeting.starts_at)}
    else:
        facts["given_on"] = ago(talk["days_ago"])
    Talk.objects.create(speaker=speaker, recording_agreed_on=ago(talk.get("recording_agreed_days_ago")), **facts)


def ago(days):
    return None if days is None else today() - timedelta(days=days)
