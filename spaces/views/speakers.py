"""The catalogue of speakers: found by topic, language and words; kept by those who look after the community."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms import versions
from cms.bilingual.twins import reading_language
from spaces.access_speakers import may_forget_speakers, may_keep_speakers, may_reach, talks_open_to
from spaces.forms.speakers import SpeakerForm, TalkForm, asked
from spaces.models import Speaker, Talk, Topic, in_order
from spaces.services import speakers

PAGE = 30


def show(request, name, **more):
    context = {
        "section": "meetings",
        "may_keep": may_keep_speakers(request.user),
        "may_forget": may_forget_speakers(request.user),
    }
    return TemplateResponse(request, f"spaces/speakers/{name}.html", context | more)


def index(request):
    """Everybody in the catalogue, by name, under the filters of the address."""
    topics = in_order(versions.under(request, "topics", lambda: list(Topic.objects.all())))
    query = asked(request.GET, topics)
    found = Paginator(speakers.found(request.user, **query), PAGE).get_page(request.GET.get("page"))
    return show(request, "index", found=found, topics=topics, asked=query, is_filtered=any(query.values()))


def detail(request, pk):
    """One speaker: what they speak about, their talks, and how to reach them when that may be known."""
    speaker = get_object_or_404(Speaker.objects.prefetch_related("topics"), pk=pk)
    _language, locale = reading_language()
    talks = speakers.talks_of(request.user, speaker)
    for talk in talks:
        talk.page = speakers.page_of(talk, locale)
    return show(request, "detail", speaker=speaker, talks=talks, topics=in_order(speaker.topics.all()),
                may_reach=may_reach(request.user, speaker))  # fmt: skip


def keeper(request):
    """Only those who keep the catalogue go on."""
    if not may_keep_speakers(request.user):
        raise Http404


def edit(request, pk=None):
    """The form of a speaker, a new one without `pk`; what was typed stays when it is refused."""
    keeper(request)
    speaker = get_object_or_404(Speaker, pk=pk) if pk else Speaker()
    form = SpeakerForm(request.POST or None, instance=speaker)
    if request.method == "POST" and form.is_valid():
        saved = speakers.save(form=form, by=request.user)
        messages.success(request, _("The catalogue says so now."))
        return redirect("speaker", saved.pk)
    return show(request, "edit", form=form, speaker=get_object_or_404(Speaker, pk=pk) if pk else None)


def remove(request, pk):
    """Say what goes, then take the speaker out."""
    if not may_forget_speakers(request.user):
        raise Http404
    speaker = get_object_or_404(Speaker, pk=pk)
    if request.method == "POST":
        name = speaker.name
        speakers.remove(speaker=speaker)
        messages.success(request, _("%(name)s is no longer in the catalogue.") % {"name": name})
        return redirect("speakers")
    count = talks_open_to(request.user, Talk.objects.filter(speaker=speaker)).count()
    return show(request, "remove", speaker=speaker, count=count)


def talk(request, pk, talk=None):
    """The form of a talk of theirs, a new one without `talk`."""
    keeper(request)
    speaker = get_object_or_404(Speaker, pk=pk)
    row = one_talk(request, speaker, talk) if talk else Talk(speaker=speaker)
    form = TalkForm(request.POST or None, instance=row, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The talk is in the catalogue."))
        return redirect("speaker", pk)
    return show(request, "talk", form=form, speaker=speaker, talk=one_talk(request, speaker, talk) if talk else None)


def remove_talk(request, pk, talk):
    """Say which talk goes, then take it out."""
    keeper(request)
    speaker = get_object_or_404(Speaker, pk=pk)
    row = one_talk(request, speaker, talk)
    if request.method == "POST":
        row.delete()
        messages.success(request, _("The talk is removed."))
        return redirect("speaker", pk)
    return show(request, "talk_remove", speaker=speaker, talk=row)


def one_talk(request, speaker, pk):
    return get_object_or_404(talks_open_to(request.user, Talk.objects.filter(speaker=speaker)), pk=pk)
