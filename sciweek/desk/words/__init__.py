"""What the log's verbs and fields are called on the page. A test holds the list to the verbs that rooms write."""

from django.utils.translation import gettext_lazy as _

from sciweek.desk.words import ceremonies, outings, papers, people, plan, post, seats, shared, work

# What the log tells of. A kind without a word is one that no room has any more.
KINDS = (
    people.KINDS
    | plan.KINDS
    | seats.KINDS
    | outings.KINDS
    | ceremonies.KINDS
    | work.KINDS
    | papers.KINDS
    | post.KINDS
)
VERBS = (
    people.VERBS
    | plan.VERBS
    | seats.VERBS
    | outings.VERBS
    | ceremonies.VERBS
    | work.VERBS
    | papers.VERBS
    | post.VERBS
)
FIELDS = (
    shared.FIELDS
    | people.FIELDS
    | plan.FIELDS
    | seats.FIELDS
    | outings.FIELDS
    | ceremonies.FIELDS
    | work.FIELDS
    | papers.FIELDS
    | post.FIELDS
)

# What an auditor wants to hear of the same day, the gravest first.
UNUSUAL = (
    "erase_person",
    "grant_role",
    "end_role",
    "move_role",
    "open_way_back",
    "give_link",
    "make_token",
    "merge_unit",
    "close_week",
    "take_off_portal",
    "cancel_activity",
    "withdraw_activity",
    "restore_activity",
    "hand_over_activity",
    "show_file",
    "reopen_service",
)

VIAS = {
    "account": _("账号"),
    "link": _("免登录链接"),
    "api": _("程序"),
    "invitation": _("邀请"),
    "booking": _("预约人"),
    "system": _("系统"),
}


# What programs keep for themselves: the log holds it, its page does not tell it.
FOR_PROGRAMS = frozenset({"notice.notice.plan", "notice.notice.reading", "notice.notice.trouble"})


def verb_word(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def kind_word(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def field_word(kind: str, name: str) -> str:
    """A field as the thing's own people call it; one without a word shows its name."""
    return str(FIELDS.get(f"{kind}.{name}") or FIELDS.get(name) or name)
