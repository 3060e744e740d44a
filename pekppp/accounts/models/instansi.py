import uuid
from typing import ClassVar

import pghistory
from django.db import models

from pekppp.accounts.roles import Scope


class Wilayah(models.Model):
    """A region with its official code (Kementerian Dalam Negeri); a place, not an owner."""

    kode = models.CharField(max_length=13, primary_key=True)
    induk = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    jenis = models.CharField(
        max_length=12,
        choices=[("provinsi", "Provinsi"), ("kabupaten", "Kabupaten"), ("kota", "Kota")],
    )
    nama = models.CharField(max_length=100)
    # An administrative kabupaten or kota (DKI Jakarta's) governs nothing of its own.
    otonom = models.BooleanField(default=True)

    class Meta:
        verbose_name = "wilayah"
        ordering: ClassVar = ["kode"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(jenis="provinsi", induk__isnull=True)
                | models.Q(jenis__in=["kabupaten", "kota"], induk__isnull=False),
                name="wilayah_induk_by_jenis",
            )
        ]

    def __str__(self) -> str:
        return self.nama


class JenisInstansi(models.TextChoices):
    NASIONAL = "nasional", "KemenPANRB"
    KL = "kl", "Kementerian/Lembaga"
    PROVINSI = "provinsi", "Provinsi"
    KABUPATEN = "kabupaten", "Kabupaten"
    KOTA = "kota", "Kota"
    BUMN = "bumn", "BUMN"
    BUMD = "bumd", "BUMD"


_GOVERNMENTS = (JenisInstansi.PROVINSI, JenisInstansi.KABUPATEN, JenisInstansi.KOTA)
# Beneath which kinds an instansi of a kind lies; kinds that are not here lie beneath nobody.
PARENTS: dict[str, tuple[JenisInstansi, ...]] = {
    JenisInstansi.KABUPATEN: (JenisInstansi.PROVINSI,),
    JenisInstansi.KOTA: (JenisInstansi.PROVINSI,),
    JenisInstansi.BUMD: _GOVERNMENTS,  # whoever owns it
}


@pghistory.track()
class Instansi(models.Model):
    """A tenant. Holds today's name and parent; the past is in its history and on evaluations."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kode = models.CharField(max_length=40, unique=True)
    nama = models.CharField("nama", max_length=200)
    singkatan = models.CharField("singkatan", max_length=60, blank=True)
    jenis = models.CharField("jenis", max_length=12, choices=JenisInstansi.choices)
    induk = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="bawahan")
    wilayah = models.ForeignKey(Wilayah, models.PROTECT, null=True, blank=True)
    nama_kantor = models.CharField(
        "nama kantor pelaksana",
        max_length=200,
        blank=True,
        help_text="Sebutan kantor pelaksana evaluasi, misalnya Bagian Organisasi.",
    )
    nama_kepala_daerah = models.CharField("sebutan pimpinan", max_length=100, blank=True)
    zone = models.CharField("zona waktu", max_length=40, default="Asia/Jakarta")
    is_demo = models.BooleanField(default=False)
    closed_on = models.DateField("ditutup pada", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        verbose_name = "instansi"
        ordering: ClassVar = ["kode"]
        constraints = [
            models.UniqueConstraint(
                models.F("jenis"),
                condition=models.Q(jenis="nasional"),
                name="instansi_one_national",
            ),
            models.CheckConstraint(
                condition=~models.Q(jenis__in=["nasional", "kl", "provinsi", "bumn"])
                | models.Q(induk__isnull=True),
                name="instansi_top_has_no_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | models.Q(closed_on__isnull=False),
                name="instansi_successor_needs_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def is_national(self) -> bool:
        return self.jenis == JenisInstansi.NASIONAL

    @property
    def kantor(self) -> str:
        """The name its office goes by, or the usual one of its kind."""
        if self.nama_kantor:
            return self.nama_kantor
        usual = {
            JenisInstansi.PROVINSI: "Biro Organisasi",
            JenisInstansi.KABUPATEN: "Bagian Organisasi",
            JenisInstansi.KOTA: "Bagian Organisasi",
            JenisInstansi.NASIONAL: "Kedeputian Bidang Pelayanan Publik",
            JenisInstansi.BUMN: "Sekretariat Perusahaan",
            JenisInstansi.BUMD: "Sekretariat Perusahaan",
        }
        return usual.get(JenisInstansi(self.jenis), "Biro Organisasi")

    @property
    def above(self) -> frozenset[int]:
        """Who reads it from above (ids): its parent, and of what a kabupaten or kota owns also the
        province."""
        found = {self.induk_id, self.province_above_id}
        return frozenset(pk for pk in found if pk is not None)

    @property
    def province_above_id(self) -> int | None:
        """The province in whose region it lies, if it is not that province itself."""
        # Of all others the parent is the province, whose row need not be asked for.
        owner = self.induk if self.jenis == JenisInstansi.BUMD else None
        return owner.induk_id if owner and owner.induk_id else self.induk_id

    @property
    def province_above(self) -> "Instansi | None":
        owner = self.induk
        return owner.induk if owner and owner.induk_id else owner

    @property
    def access_scope(self) -> Scope:
        return Scope(owner=self.pk, above=self.above)
