"""One URL per verb."""

from django.urls import path

from pekppp.accounts.views import (
    account,
    activation,
    delegations,
    imports,
    instansi,
    invitation,
    me,
    people,
    people_list,
    registers,
    unit,
    working_regions,
)

app_name = "accounts"

mine = [
    path("peran/bertindak/", me.switch, name="switch"),
    path("profil/", me.profile, name="profile"),
    path("profil/surel/", me.address, name="address"),
    path("profil/surel/<str:token>/", me.prove_address, name="prove_address"),
    path("profil/jejak/", me.trail, name="my_trail"),
    path("pemberitahuan/", me.notices, name="notices"),
    path("pemberitahuan/dibaca/", me.read_all_notices, name="read_all_notices"),
    path("pemberitahuan/<uuid:uuid>/buka/", me.open_notice, name="open_notice"),
    path("pemberitahuan/<uuid:uuid>/dibaca/", me.read_notice, name="read_notice"),
]

places = [
    path("instansi/", registers.instansi_list, name="instansi_list"),
    path("instansi/xlsx/", registers.instansi_xlsx, name="instansi_xlsx"),
    path("instansi/tambah/", instansi.add_instansi, name="add_instansi"),
    path("wilayah-kerja/", working_regions.working_regions, name="working_regions"),
    path("wilayah-kerja/tambah/", working_regions.new_working_region, name="new_working_region"),
    path("wilayah-kerja/<uuid:uuid>/", working_regions.working_region, name="working_region"),
    path(
        "wilayah-kerja/<uuid:uuid>/hapus/",
        working_regions.delete_working_region,
        name="delete_working_region",
    ),
    path("instansi/<uuid:uuid>/", instansi.instansi, name="instansi"),
    path("instansi/<uuid:uuid>/ubah/", instansi.edit_instansi, name="edit_instansi"),
    path("instansi/<uuid:uuid>/unit/tambah/", unit.create_unit, name="create_unit"),
    path("unit/", registers.units, name="units"),
    path("unit/xlsx/", registers.units_xlsx, name="units_xlsx"),
    path("unit/<uuid:uuid>/", unit.unit, name="unit"),
    path("unit/<uuid:uuid>/ubah/", unit.edit_unit, name="edit_unit"),
    path("unit/<uuid:uuid>/layanan/", unit.unit_offers, name="unit_offers"),
    path("unit/<uuid:uuid>/pembaca/", unit.unit_readers, name="unit_readers"),
    path(
        "unit/<uuid:uuid>/pembaca/<uuid:instansi>/hapus/",
        unit.remove_reader,
        name="remove_reader",
    ),
    path("unit/<uuid:uuid>/buka-kembali/", unit.reopen_unit, name="reopen_unit"),
]

roles = [
    path("instansi/<uuid:uuid>/undang/", people.invite, name="invite"),
    path("undangan/<uuid:uuid>/kirim-ulang/", people.resend_invitation, name="resend_invitation"),
    path("undangan/<uuid:uuid>/cabut/", people.revoke_invitation, name="revoke_invitation"),
    path("peran/<uuid:uuid>/ubah/", people.change_role, name="change_role"),
    path("peran/<uuid:uuid>/akhiri/", people.end_membership, name="end_membership"),
    path("peran-menunggu/<uuid:uuid>/", people.waiting_roles, name="waiting_roles"),
    path("peran-menunggu/<uuid:uuid>/konfirmasi/", people.confirm_roles, name="confirm_roles"),
    path("peran-menunggu/<uuid:uuid>/tolak/", people.refuse_roles, name="refuse_roles"),
    path("peran/<uuid:uuid>/akun/", account.account, name="account"),
    path("peran/<uuid:uuid>/akun/nonaktifkan/", account.disable, name="disable_account"),
    path("peran/<uuid:uuid>/akun/aktifkan/", account.enable, name="enable_account"),
    path(
        "peran/<uuid:uuid>/akun/dua-langkah/",
        account.reset_second_factor,
        name="reset_second_factor",
    ),
    path("peran/<uuid:uuid>/akun/akses/", account.give_access, name="give_access"),
    path("peran/<uuid:uuid>/akun/akses/cabut/", account.revoke_access, name="revoke_access"),
    path("peran/<uuid:uuid>/akun/telepon/", account.set_phone, name="set_phone"),
    path("peran/<uuid:uuid>/identitas/", people.change_identity, name="change_identity"),
    path("identitas/<uuid:uuid>/setujui/", people.accept_identity, name="accept_identity"),
    path("identitas/<uuid:uuid>/tolak/", people.refuse_identity, name="refuse_identity"),
    path("undangan/<str:token>/", invitation.invitation, name="invitation"),
    path("undangan/<str:token>/terima/", invitation.accept_invitation, name="accept_invitation"),
]

handed_over = [
    path("instansi/<uuid:uuid>/pelimpahan/", delegations.delegation_list, name="delegations"),
    path("peran/<uuid:uuid>/limpahkan/", delegations.delegate, name="delegate"),
    path("pelimpahan/<uuid:uuid>/", delegations.delegation, name="delegation"),
    path("pelimpahan/<uuid:uuid>/akhiri/", delegations.end_delegation, name="end_delegation"),
    path(
        "pelimpahan/<uuid:uuid>/konfirmasi/",
        delegations.confirm_delegation,
        name="confirm_delegation",
    ),
    path("pelimpahan/<uuid:uuid>/surat/", delegations.delegation_letter, name="delegation_letter"),
]

master_data = [
    path("impor-data/", imports.imports, name="imports"),
    path("impor-data/contoh/", imports.import_sample, name="import_sample"),
    path("impor-data/unggah/", imports.import_upload, name="import_upload"),
    path("impor-data/<uuid:uuid>/", imports.import_page, name="import"),
    path("impor-data/<uuid:uuid>/kemajuan/", imports.import_progress, name="import_progress"),
    path("impor-data/<uuid:uuid>/terapkan/", imports.import_apply, name="import_apply"),
    path("impor-data/<uuid:uuid>/hasil/", imports.import_result, name="import_result"),
]

directory = [
    path("orang/", people_list.people, name="people"),
    path("orang/belum-masuk/", people_list.never_in, name="never_in"),
    path("orang/data.xlsx", people_list.people_xlsx, name="people_xlsx"),
    path("orang/akses/", people_list.ways, name="ways"),
    path("orang/akses/data.xlsx", people_list.ways_xlsx, name="ways_xlsx"),
    path("orang/akses/beri/", people_list.give, name="give_ways"),
    path("masuk/aktivasi/", activation.by_code, name="activation_code"),
    path("masuk/aktivasi/<str:token>/", activation.activation, name="activation"),
]

urlpatterns = [*mine, *places, *roles, *handed_over, *directory, *master_data]
