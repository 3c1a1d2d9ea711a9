from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from sciweek.base import retention
from sciweek.base.ids import new_uid
from sciweek.base.sealing import SealedTextField
from sciweek.people.phones import shown_phone


class PersonManager(BaseUserManager["Person"]):
    """What Django's sign-in asks of a user model; people are made by `people.actions.add_person`."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(login__iexact=username)


class Person(AbstractBaseUser):
    """Somebody with an account. Units, roles and regions are told by `committee`, above."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    phone = SealedTextField()
    phone_digest = models.CharField(max_length=64, blank=True, db_index=True)
    phone_last4 = models.CharField(max_length=4, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    # The log masks these, as it masks what is sealed.
    PERSONAL = ("name", "email", "phone_digest", "phone_last4")

    class Meta:
        constraints = (models.CheckConstraint(condition=~models.Q(login=""), name="people_person_has_login"),)

    def __str__(self) -> str:
        return self.name

    @property
    def phone_shown(self) -> str:
        return shown_phone(self.phone)

    @property
    def log_name(self) -> str:
        """The log names an account by its login, not by the person's name."""
        return self.login

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def clean(self) -> None:
        self.login = self.normalize_username(self.login)


retention.keep(
    Person,
    ("login", "name", "email", "phone", "phone_digest", "phone_last4"),
    since="the person is erased, by themselves or by an office at their wish",
)
