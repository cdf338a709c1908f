"""Users by e-mail, organisations, devices, and the e-mails that the embedded stack stores."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy

from assessments.kit import clock, ids
from assessments.kit.names import label
from assessments.kit.resources import Resource


class UserManager(BaseUserManager):  # type: ignore[type-arg]
    """Users are found by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)  # type: ignore[no-any-return]

    def create_user(self, email: str, full_name: str, password: str | None = None, **fields: Any) -> User:
        """A new user; without a password they come in through the link of their invitation."""
        user: User = self.model(email=email.lower(), full_name=full_name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class Organisation(Resource):
    """A body that people belong to and that visits are made for."""

    names = models.JSONField(default=list)
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("organisation"), gettext_lazy("organisations")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return label(self.names)


class User(AbstractBaseUser):
    """A person. `code` replaces their name in sealed history; a protected person is displayed by alias everywhere."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    full_name = models.CharField(max_length=200)
    code = models.CharField(max_length=20, unique=True, default=ids.person_code, editable=False)
    is_protected = models.BooleanField(default=False)
    alias = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="people")
    language = models.CharField(max_length=5, default="en")
    digits = models.CharField(max_length=8, default="latn", db_default="latn")
    """The digits in which pages show numbers to this person: a key of `kit.digits.SYSTEMS`."""
    gets_reminders = models.BooleanField(default=True, db_default=True)
    """Whether e-mails remind them of what waits for them."""
    home_seen_at = models.DateTimeField(null=True, blank=True)
    """When they last opened their home."""
    away_since = models.DateTimeField(null=True, blank=True)
    """When they opened it last on the visit before this one."""
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.recorded_now, db_default=Now())

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("person"), gettext_lazy("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="an_email_belongs_to_one_person"),
            models.CheckConstraint(
                condition=models.Q(is_protected=False) | ~models.Q(alias=""), name="a_protected_person_has_an_alias"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name to display: the alias of a protected person, never the real name."""
        return self.alias if self.is_protected else self.full_name

    @property
    def display_email(self) -> str:
        """The e-mail address for lists in the admin site: none for a protected person."""
        return "–" if self.is_protected else self.email

    # Required by Django's admin; the real permission checks are in `ZenobiaAdminSite` and the register's policy.
    is_superuser = False

    @property
    def is_staff(self) -> bool:
        return self.is_active

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Device(models.Model):
    """A client that syncs for a person. knox stores its token hashed; revoking the device deletes the token."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    name = models.CharField(max_length=100)
    token_digest = models.CharField(max_length=128, unique=True, null=True, blank=True)
    """Kept when the device is revoked, so that it can be told to wipe what it holds."""
    client = models.CharField(max_length=100, blank=True, db_default="")
    """The name and version of the program, as it says."""
    last_sync_at = models.DateTimeField(null=True, blank=True)
    waiting = models.PositiveIntegerField(null=True, blank=True)
    """How many operations wait on the device to be sent, as it says; None for a client that does not say."""
    photographs_waiting = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.recorded_now, db_default=Now())
    revoked_at = models.DateTimeField(null=True, blank=True)
    told_to_wipe_at = models.DateTimeField(null=True, blank=True)
    """When the device first asked for something after it was revoked, and was told to wipe what it holds."""

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("device"), gettext_lazy("devices")

    def __str__(self) -> str:
        return self.name


class FailedSignIn(models.Model):
    """A wrong password or code of the last day, or an attempt that is being judged at this moment.

    `account` is the SHA-256 of the e-mail that was typed, since people type passwords there too; `device` is the known
    device that it came from, if one did. Deleted after a day.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="failed_sign_ins")
    account = models.BinaryField()
    address = models.GenericIPAddressField()
    device = models.UUIDField(null=True)
    via = models.CharField(max_length=10)
    is_in_flight = models.BooleanField(default=False)
    at = models.DateTimeField(default=clock.recorded_now, db_default=Now())

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("failed sign-in"), gettext_lazy("failed sign-ins")
        indexes = [
            models.Index(fields=["account", "-at"], name="failed_sign_ins_by_account"),
            models.Index(fields=["address", "-at"], name="failed_sign_ins_by_address"),
            models.Index(fields=["device", "-at"], name="failed_sign_ins_by_device"),
        ]


class StoredEmail(models.Model):
    """An e-mail that the embedded stack did not send, for administrators to read on a page."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    sent_at = models.DateTimeField(default=clock.recorded_now, db_default=Now())

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("stored e-mail"), gettext_lazy("stored e-mails")

    def __str__(self) -> str:
        return self.subject
