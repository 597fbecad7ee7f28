"""Facts and the pages that put words on them."""

from spaces.models.agendas import AgendaTemplate, Part, TemplateLine
from spaces.models.announcements import Acknowledgement, Announcement, AnnouncementPage
from spaces.models.articles import Article, ArticleKind, ArticlePage, Channel, Cost, Maturity, Scale, Unit
from spaces.models.calendars import Cancellation
from spaces.models.calls import Call, CallKind
from spaces.models.deliveries import (
    Delivery,
    DeliveryChannel,
    DeliveryState,
    Dispatch,
    DispatchState,
    Occasion,
    Reason,
)
from spaces.models.facts import Fact, FactPage
from spaces.models.feeds import FeedKey
from spaces.models.groups import SpaceGroup
from spaces.models.imports import ImportedRecord
from spaces.models.invitees import Invitee
from spaces.models.joining import Invitation, JoinRequest, State
from spaces.models.jurisdictions import Jurisdiction, Order
from spaces.models.labels import Addressed, Labelled, in_order, sort_key
from spaces.models.meetings import Languages, Meeting, MeetingKind, MeetingLevel, MeetingPage, SignLanguages
from spaces.models.members import CommunityRole, Duty, Level, Membership, Profile, Role
from spaces.models.minutes import Attendance, Frozen, Minutes, Roll
from spaces.models.promotions import Promotion
from spaces.models.proposals import Proposal, ProposalAct, ProposalState, ProposalStep, Vote
from spaces.models.records import RUNNING, Action, ActionReminder, ActionState, ActionStep, Decision, Note
from spaces.models.replies import Answer, Reply
from spaces.models.series import Cadence, Ordinal, Plan, Series, SeriesAct, SeriesActKind
from spaces.models.spaces import RESERVED_CODES, Deliverable, Joining, Space, SpaceKind, SpacePage
from spaces.models.speakers import Speaker, Talk
from spaces.models.subscriptions import FollowLevel, Frequency, Reader, Subscription
from spaces.models.terms import day_of, running, today
from spaces.models.topics import Topic

__all__ = [
    "RESERVED_CODES",
    "RUNNING",
    "Acknowledgement",
    "Action",
    "ActionReminder",
    "ActionState",
    "ActionStep",
    "Addressed",
    "AgendaTemplate",
    "Announcement",
    "AnnouncementPage",
    "Answer",
    "Article",
    "ArticleKind",
    "ArticlePage",
    "Attendance",
    "Cadence",
    "Call",
    "CallKind",
    "Cancellation",
    "Channel",
    "CommunityRole",
    "Cost",
    "Decision",
    "Deliverable",
    "Delivery",
    "DeliveryChannel",
    "DeliveryState",
    "Dispatch",
    "DispatchState",
    "Duty",
    "Fact",
    "FactPage",
    "FeedKey",
    "FollowLevel",
    "Frequency",
    "Frozen",
    "ImportedRecord",
    "Invitation",
    "Invitee",
    "JoinRequest",
    "Joining",
    "Jurisdiction",
    "Labelled",
    "Languages",
    "Level",
    "Maturity",
    "Meeting",
    "MeetingKind",
    "MeetingLevel",
    "MeetingPage",
    "Membership",
    "Minutes",
    "Note",
    "Occasion",
    "Order",
    "Ordinal",
    "Part",
    "Plan",
    "Profile",
    "Promotion",
    "Proposal",
    "ProposalAct",
    "ProposalState",
    "ProposalStep",
    "Reader",
    "Reason",
    "Reply",
    "Role",
    "Roll",
    "Scale",
    "Series",
    "SeriesAct",
    "SeriesActKind",
    "SignLanguages",
    "Space",
    "SpaceGroup",
    "SpaceKind",
    "SpacePage",
    "Speaker",
    "State",
    "Subscription",
    "Talk",
    "TemplateLine",
    "Topic",
    "Unit",
    "Vote",
    "day_of",
    "in_order",
    "running",
    "sort_key",
    "today",
]
