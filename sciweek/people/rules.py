from typing import Any

from django.utils.translation import gettext_lazy as _

from sciweek.base.access import permission
from sciweek.base.actor import Actor


def _is_self(actor: Actor, person: Any) -> bool:
    return person is not None and actor.person_id is not None and actor.person_id == person.pk


@permission("people.add_person", _("开账号"))
def adds_people(actor: Actor, person: Any) -> bool:
    """The installation and an office; an invited person gets an account through the invitation."""
    return actor.has("system", "office")


@permission("people.edit_person", _("改个人资料"))
def edits_person(actor: Actor, person: Any) -> bool:
    """Everybody edits themselves. Accounts may serve several regions, so no single office edits them."""
    return actor.has("system") or _is_self(actor, person)


@permission("people.erase_person", _("删除个人信息"))
def erases_person(actor: Actor, person: Any) -> bool:
    return actor.has("system") or _is_self(actor, person)
