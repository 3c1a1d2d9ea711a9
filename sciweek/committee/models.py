from django.db import models
from django.utils.functional import cached_property

from sciweek.base import clock, retention
from sciweek.base.ids import new_uid
from sciweek.base.sealing import SealedTextField
from sciweek.base.text import searchable
from sciweek.committee.states import UNIT_ROLES, Role, UnitKind
from sciweek.people.models import Person
from sciweek.week.models import Week
from sciweek.week.owned import Named, RegionOwned, Versioned, WeekOwned


class Unit(Named, Versioned, RegionOwned):
    """A street, department, school, base … in the region's tree; lasts from edition to edition."""

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=12, choices=UnitKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    # Names by which notices call posts inside the unit: 科技服务站, 宣传科, 科协.
    posts = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    sort_key = models.CharField(max_length=40, editable=False)
    search_text = models.TextField(editable=False)

    class Meta(RegionOwned.Meta):
        ordering = ("sort_key", "id")
        constraints = (
            models.UniqueConstraint(fields=("region", "name"), name="committee_unit_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=UnitKind.values), name="committee_unit_known_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="committee_unit_not_own_parent"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name that fits a narrow column."""
        return self.short_name or self.name

    def derive(self) -> list[str]:
        """Bring the derived columns up to date; returns their names."""
        self.sort_key = f"{UnitKind.values.index(self.kind):02d}-{self.position:06d}"
        self.search_text = searchable(self.name, self.short_name, *self.posts)
        return ["sort_key", "search_text"]


class Participation(Versioned, WeekOwned):
    """A unit taking part in one edition: this year's people and the name it had then."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations")
    unit_name = models.CharField(max_length=120)
    # Order in the notice's line of addressees.
    position = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta(WeekOwned.Meta):
        ordering = ("unit__sort_key", "id")
        constraints = (models.UniqueConstraint(fields=("week", "unit"), name="committee_participation_once"),)

    def __str__(self) -> str:
        return self.unit_name


class Membership(RegionOwned):
    """A role of a person: over a region, or at one unit of it. `ended_at` closes it; nothing is deleted."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role)
    since = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(RegionOwned.Meta):
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "region", "role"),
                condition=models.Q(ended_at__isnull=True, unit__isnull=True),
                name="committee_membership_once",
            ),
            models.UniqueConstraint(
                fields=("person", "unit", "role"),
                condition=models.Q(ended_at__isnull=True, unit__isnull=False),
                name="committee_membership_once_at_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) | ~models.Q(role__in=[str(r) for r in UNIT_ROLES]),
                name="committee_membership_unit_roles_have_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=True) | models.Q(role__in=[str(r) for r in UNIT_ROLES]),
                name="committee_membership_region_roles_have_none",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"

    @property
    def log_name(self) -> str:
        return f"{self.get_role_display()} {self.unit or ''}".strip()


class Invitation(Versioned, RegionOwned):
    """A link, fit for a chat group, by which people take up a role.

    Without a unit, a role that is held at a unit lets each comer pick one that still has nobody. The token is
    reckoned from `uid` with the key file, so that the office can show the link again while the database alone
    cannot give it away.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="invitations")
    role = models.CharField(max_length=16, choices=Role)
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(default=1)
    invited_by = models.CharField(max_length=60, blank=True)
    # For whom it is meant and where it can be sent, when a list of units said so; never shown behind the link.
    for_name = SealedTextField()
    for_phone = SealedTextField()
    email = SealedTextField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(RegionOwned.Meta):
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.unit or ''}".strip()


class PersonalLink(WeekOwned):
    """A link by which one liaison acts for one unit in one edition without an account."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    participation = models.ForeignKey(Participation, models.CASCADE, related_name="links")
    name = models.CharField(max_length=60)
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(WeekOwned.Meta):
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.name}（{self.participation}）"

    @property
    def log_name(self) -> str:
        return str(self.participation)


class ApiToken(RegionOwned):
    """A key by which a program acts as a person: never with more than the person may do now.

    The secret is shown once; the database holds its digest. `week` ties it to one edition, None lets it see all of
    the region's.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    week = models.ForeignKey(Week, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=60)
    # Rights as `sciweek.base.rest` names them: activities:read …
    scopes = models.JSONField(default=list)
    # The first signs of the secret, by which people know it again in a list.
    prefix = models.CharField(max_length=12)
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(RegionOwned.Meta):
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class CommitteeBody(WeekOwned):
    """One of the bodies that run the edition: any number, any names (many bureaus were merged after 2023)."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(WeekOwned.Meta):
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("week", "position"), name="committee_body_one_per_position"),
            models.UniqueConstraint(fields=("week", "name"), name="committee_body_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class ContactPoint(Versioned, WeekOwned):
    """A line of 联系方式: office, person, phone, e-mail. Shown to the public only when the office says so."""

    position = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=120, blank=True)
    person = SealedTextField()
    phone = SealedTextField()
    email = models.EmailField(blank=True)
    is_public = models.BooleanField(default=False)

    class Meta(WeekOwned.Meta):
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("week", "position"), name="committee_contact_one_per_position"),
        )

    def __str__(self) -> str:
        return self.office

    @cached_property
    def is_empty(self) -> bool:
        return not (self.phone or self.email)


NAMES_KEPT = 365  # days
retention.keep(PersonalLink, ("name",), since="the link expires", days=NAMES_KEPT)
retention.keep(Invitation, ("invited_by",), since="the invitation expires", days=NAMES_KEPT)
ADDRESSEES_KEPT = 30  # days
retention.keep(
    Invitation, ("for_name", "for_phone", "email"), since="the invitation expires", days=ADDRESSEES_KEPT
)
retention.keep(
    ContactPoint,
    ("person", "phone", "email"),
    since="the office takes the line out; an archived edition keeps its contacts as the notice printed them",
)
