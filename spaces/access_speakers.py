"""Who keeps the catalogue of speakers, and who may know what of it."""

from django.db.models import Q

from spaces import access


def may_keep_speakers(user):
    """May this user add speakers and change what is said of them? Who looks after the community, and the leads."""
    return access.is_member(user) and (access.oversees(user) or bool(access.led_by(user)))


def may_forget_speakers(user):
    """May this user take somebody out, with talks at meetings this user may not read? Who looks after the community."""
    return access.oversees(user)


def may_reach(user, speaker):
    """May this user know how to reach a speaker? Members, once the speaker agreed; else who keeps the catalogue."""
    return access.is_member(user) and (bool(speaker.contact_agreed_on) or may_keep_speakers(user))


def talks_open_to(user, talks):
    """Those of a queryset of talks this user may know of: given elsewhere, or at a meeting this user may read."""
    return talks.filter(Q(meeting=None) | Q(meeting__space__in=access.space_ids(user)))
