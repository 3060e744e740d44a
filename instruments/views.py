"""Pages of instruments: everyone reads what was published, the ministry makes it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from instruments import importers, queries, services, terms
from instruments.compare import Perbedaan, differences
from instruments.forms import AlasanForm, BandingkanForm, RalatForm, YamlForm
from instruments.models import VersiInstrumen
from instruments.rules import bila_in_words
from instruments.spec import JENIS_PERTANYAAN, METODE_ASPEK, METODE_SURVEI, SUMBER, Aspek
from pekppp.accounts.request import UserRequest
from pekppp.accounts.roles import Permission
from pekppp.accounts.views.common import download

MANAGE, VIEW = Permission.MANAGE_INSTRUMEN, Permission.VIEW_INSTRUMEN


@require_safe
def daftar(request: UserRequest) -> HttpResponse:
    context = {
        "versions": queries.list_versions(request.user),
        "may_manage": queries.may_manage(request.user),
    }
    return render(request, "instruments/list.html", context)


@require_safe
def baca(request: UserRequest, versi: UUID) -> HttpResponse:
    """Weights, survey, categories, and the way into each aspect."""
    version = queries.get_version(request.user, versi, VIEW)
    spec = version.instrumen
    context = {
        "versi": version,
        "spec": spec,
        "metode_aspek": METODE_ASPEK[spec.metode_aspek],
        "metode_survei": METODE_SURVEI[spec.survei.metode] if spec.survei else "",
        "komponen": [(k, SUMBER[k.sumber]) for k in spec.komponen],
        "sebelumnya": queries.previous_version(request.user, version),
        "may_manage": queries.may_manage(request.user),
    }
    return render(request, "instruments/read.html", context)


@require_safe
def aspek(request: UserRequest, versi: UUID, aspek: str) -> HttpResponse:
    """One aspect as a unit will see it, with what decides the suggested level."""
    version = queries.get_version(request.user, versi, VIEW)
    try:
        found = version.instrumen.aspek(aspek)
    except KeyError:
        raise Http404 from None
    context = {
        "versi": version,
        "spec": version.instrumen,
        "aspek": found,
        "indikator": _as_asked(found),
        "glosarium": terms.used(version.instrumen, found.indikator),
    }
    return render(request, "instruments/aspect.html", context)


@cache_control(private=True, max_age=3600)
@require_safe
def bantuan(request: UserRequest, versi: UUID, nomor: int) -> HttpResponse:
    """What one indicator means, as a fragment: read when somebody asks, not with every page."""
    spec = queries.get_version(request.user, versi, VIEW).instrumen
    try:
        indikator = spec.indikator(nomor)
    except KeyError:
        raise Http404 from None
    context = {"indikator": indikator, "istilah": terms.used(spec, [indikator])}
    return render(request, "instruments/_help.html", context)


def _as_asked(found: Aspek) -> list[tuple[object, list[dict[str, object]]]]:
    return [
        (
            indikator,
            [
                {
                    "pertanyaan": p,
                    "jenis": JENIS_PERTANYAAN[p.jenis],
                    "bila": bila_in_words(indikator, p.bila) if p.bila else "",
                }
                for p in indikator.pertanyaan
            ],
        )
        for indikator in found.indikator
    ]


@require_safe
def unduh(request: UserRequest, versi: UUID) -> HttpResponse:
    version = queries.get_version(request.user, versi, VIEW)
    name = f"{version.kode}-versi-{version.versi}.yaml"
    return download(importers.dump(version.instrumen), name)


@require_safe
def bandingkan(request: UserRequest) -> HttpResponse:
    versions = queries.visible_versions(request.user)
    form = BandingkanForm(request.GET or None, versions=versions)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        dari, ke = form.cleaned_data["dari"], form.cleaned_data["ke"]
        found = differences(dari.instrumen, ke.instrumen)
        context |= {"dari": dari, "ke": ke, "perbedaan": found}
    return render(request, "instruments/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def baru(request: UserRequest) -> HttpResponse:
    """A new instrument from YAML; posting here only checks it."""
    _require_manager(request)
    if request.method != "POST":
        return _editor(request, YamlForm(), None)
    form = YamlForm(request.POST, request.FILES)
    form.is_valid()
    return _editor(request, form, None)


@require_POST
def simpan(request: UserRequest) -> HttpResponse:
    _require_manager(request)
    form = YamlForm(request.POST, request.FILES)
    if not form.is_valid() or form.bacaan is None or form.bacaan.instrumen is None:
        return _editor(request, form, None, status=400)
    version, created = services.import_version(by=request.user, spec=form.bacaan.instrumen)
    if created:
        messages.success(
            request, f"{version} disimpan sebagai draf. Baca sekali lagi, lalu terbitkan."
        )
    else:
        messages.info(request, f"Instrumen dengan isi yang sama sudah tersimpan: {version}.")
    return redirect("instruments:baca", version.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def ubah(request: UserRequest, versi: UUID) -> HttpResponse:
    """The YAML of a draft; posting here only checks it and shows what would change."""
    version = _draft(request, versi)
    if request.method != "POST":
        first = {"teks": importers.dump(version.instrumen), "dasar": version.digest}
        return _editor(request, YamlForm(initial=first), version)
    form = YamlForm(request.POST, request.FILES)
    form.is_valid()
    return _editor(request, form, version)


@require_POST
def terapkan(request: UserRequest, versi: UUID) -> HttpResponse:
    version = _draft(request, versi)
    form = YamlForm(request.POST, request.FILES)
    if not form.is_valid() or form.bacaan is None or form.bacaan.instrumen is None:
        return _editor(request, form, version, status=400)
    try:
        version = services.replace_draft(
            by=request.user,
            versi=version,
            spec=form.bacaan.instrumen,
            based_on=form.cleaned_data["dasar"],
        )
    except services.InstrumentError as error:
        messages.error(request, str(error))
        version.refresh_from_db()
        return _editor(request, form, version, status=409, dasar=version.digest)
    messages.success(request, f"{version} diperbarui.")
    return redirect("instruments:baca", version.uuid)


def _editor(
    request: UserRequest,
    form: YamlForm,
    version: VersiInstrumen | None,
    *,
    status: int = 200,
    dasar: str = "",
) -> HttpResponse:
    """The YAML with its problems; an uploaded file has become the text, so nothing is lost."""
    bacaan = form.bacaan
    perbedaan: tuple[Perbedaan, ...] = ()
    if bacaan and bacaan.instrumen and version:
        perbedaan = differences(version.instrumen, bacaan.instrumen)
    shown = form
    if bacaan is not None:
        dasar = dasar or form.cleaned_data.get("dasar", "")
        shown = YamlForm(initial={"teks": form.isi, "dasar": dasar})
    context = {"form": shown, "bacaan": bacaan, "versi": version, "perbedaan": perbedaan}
    return render(request, "instruments/edit.html", context, status=status)


@require_POST
def salin(request: UserRequest, versi: UUID) -> HttpResponse:
    version = queries.get_version(request.user, versi, MANAGE)
    draft = services.clone(by=request.user, versi=version)
    messages.success(request, f"{version} disalin menjadi draf versi {draft.versi}.")
    return redirect("instruments:baca", draft.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def ralat(request: UserRequest, versi: UUID) -> HttpResponse:
    """A published version that is wrong somewhere: why, and by which letter it is mended."""
    version = queries.get_version(request.user, versi, MANAGE)
    if version.is_draft:
        raise Http404
    form = RalatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        draft = services.start_errata(
            by=request.user, versi=version, reason=data["alasan"], letter=data["surat"]
        )
        messages.success(
            request, f"Draf ralat versi {draft.versi} dibuat. Perbaiki isinya di sini."
        )
        return redirect("instruments:ubah", draft.uuid)
    return render(request, "instruments/errata.html", {"versi": version, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def terbitkan(request: UserRequest, versi: UUID) -> HttpResponse:
    version = _draft(request, versi)
    if request.method == "POST":
        try:
            version = services.publish(by=request.user, versi=version)
        except services.InstrumentError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{version} terbit dan tidak dapat diubah lagi.")
            return redirect("instruments:baca", version.uuid)
    before = queries.previous_version(request.user, version)
    context = {
        "versi": version,
        "spec": version.instrumen,
        "masalah": services.checks_of(version),
        "bukan_ralat": services.errata_refusals(version),
        "sebelumnya": before,
        "perbedaan": differences(before.instrumen, version.instrumen) if before else None,
    }
    return render(request, "instruments/publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tarik(request: UserRequest, versi: UUID) -> HttpResponse:
    version = queries.get_version(request.user, versi, MANAGE)
    form = AlasanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(by=request.user, versi=version, reason=form.cleaned_data["alasan"])
        except services.InstrumentError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{version} ditarik.")
        return redirect("instruments:baca", version.uuid)
    return render(request, "instruments/withdraw.html", {"versi": version, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def hapus(request: UserRequest, versi: UUID) -> HttpResponse:
    version = _draft(request, versi)
    if request.method == "POST":
        try:
            services.delete_draft(by=request.user, versi=version)
        except services.InstrumentError as error:
            messages.error(request, str(error))
            return redirect("instruments:baca", version.uuid)
        messages.success(request, f"{version} dihapus.")
        return redirect("instruments:daftar")
    return render(request, "instruments/delete.html", {"versi": version})


def _require_manager(request: UserRequest) -> None:
    if not queries.may_manage(request.user):
        raise PermissionDenied


def _draft(request: UserRequest, versi: UUID) -> VersiInstrumen:
    """A draft to work on; what is published has no such page."""
    version = queries.get_version(request.user, versi, MANAGE)
    if not version.is_draft:
        raise Http404
    return version
