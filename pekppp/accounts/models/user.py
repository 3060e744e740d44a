from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

ZONES = [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username.strip().lower(), **fields)
        user.email = (user.email or "").strip().lower() or None
        user.set_password(password)
        user.save(using=self._db)
        return user


class Words(models.Func):
    """The words a person is looked for by: of name, NIP, username and addresses, without marks."""

    template = (
        "to_tsvector('simple'::regconfig, regexp_replace(lower(%(expressions)s), "
        "'[^a-z0-9]+', ' ', 'g'))"
    )
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()

    def __init__(self) -> None:
        email = models.Func(models.F("email"), template="COALESCE(%(expressions)s, '')")
        super().__init__("nama", "nip", "username", email, "email_claimed")


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What he may do follows from his memberships and assignments alone."""

    username = models.CharField(
        "nama pengguna",
        max_length=150,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9._@+-]+$",
                "Nama pengguna hanya memuat huruf kecil, angka, titik, dan tanda . _ @ + -",
            )
        ],
    )
    # Proved: a link that was sent to it was opened. Whoever looks a person up by address reads this
    # column alone, so that an address that somebody merely typed has no right and blocks nobody.
    # (allauth's EmailAddress falls back to unproved ones, unless it keeps people without a proved
    # one from logging in at all; there are offices without mail.)
    # Optional and unique: two people without one must not collide on "".
    email = models.EmailField("surel", null=True, blank=True)  # noqa: DJ001  see above
    # Typed and not proved: a label.
    email_claimed = models.EmailField("surel yang belum terbukti", blank=True)
    nama = models.CharField("nama lengkap", max_length=200)
    nip = models.CharField("NIP", max_length=30, blank=True)
    jabatan = models.CharField("jabatan", max_length=200, blank=True)
    # For a message by hand to somebody without mail; shown to whoever administers the account.
    telepon = models.CharField("nomor WhatsApp", max_length=40, blank=True)
    zone = models.CharField("zona waktu", max_length=40, choices=ZONES, default="Asia/Jakarta")
    is_active = models.BooleanField("aktif", default=True)
    # Whose way in the person's last password was chosen with, and when.
    password_set_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )
    password_set_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField("akun peragaan", default=False)
    date_joined = models.DateTimeField("bergabung", default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["nama"]

    class Meta:
        verbose_name = "pengguna"
        indexes: ClassVar = [
            GinIndex(Words(), name="user_words"),
            models.Index(
                fields=["nama"], condition=models.Q(last_login__isnull=True), name="user_never_in"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique", condition=models.Q(email__isnull=False)
            ),
            models.CheckConstraint(
                condition=models.Q(is_superuser=False), name="user_never_superuser"
            ),
            models.CheckConstraint(
                condition=models.Q(email__isnull=True) | ~models.Q(email=""),
                name="user_email_null_not_blank",
            ),
            models.CheckConstraint(
                condition=models.Q(password_set_by__isnull=True, password_set_at__isnull=True)
                | models.Q(password_set_by__isnull=False, password_set_at__isnull=False),
                name="user_password_set_by_someone",
            ),
        ]

    # Read once for the life of the object; see `access.memberships_of`.
    _active_memberships: list[Any]

    def __str__(self) -> str:
        return self.nama or self.username

    def get_full_name(self) -> str:
        return self.nama

    def get_short_name(self) -> str:
        """The first word of the name that is no title: "Dra. Ratna Kusuma" is called Ratna."""
        words = (word for word in self.nama.split() if not word.endswith("."))
        return next(words, self.username)
