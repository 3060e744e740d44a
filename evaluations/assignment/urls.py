"""Addresses of assignment."""

from django.urls import URLPattern, path

from evaluations.assignment.views import assignments as assignment_views
from evaluations.assignment.views import decrees as decree_views
from evaluations.assignment.views import handover as handover_views

patterns: list[URLPattern] = [
    path("siklus/<uuid:siklus>/penugasan/", assignment_views.assignments_page, name="assignments"),
    path(
        "siklus/<uuid:siklus>/penugasan/xlsx/",
        assignment_views.assignments_xlsx,
        name="assignments_xlsx",
    ),
    path("siklus/<uuid:siklus>/penugasan/tetapkan/", assignment_views.assign, name="assign"),
    path("siklus/<uuid:siklus>/penugasan/cabut/", assignment_views.unassign, name="unassign"),
    path(
        "siklus/<uuid:siklus>/verifikasi/tiadakan/",
        assignment_views.waive_verification,
        name="waive_verification",
    ),
    path(
        "siklus/<uuid:siklus>/verifikasi/minta/",
        assignment_views.ask_for_verification,
        name="ask_for_verification",
    ),
    path(
        "siklus/<uuid:siklus>/penugasan/templat/",
        assignment_views.assignment_template,
        name="assignment_template",
    ),
    path(
        "siklus/<uuid:siklus>/penugasan/impor/",
        assignment_views.assignment_import,
        name="assignment_import",
    ),
    path(
        "penugasan/impor/<uuid:impor>/", assignment_views.assignment_check, name="assignment_check"
    ),
    path(
        "penugasan/impor/<uuid:impor>/terapkan/",
        assignment_views.assignment_apply,
        name="assignment_apply",
    ),
    path("evaluasi/<uuid:evaluasi>/penugasan/", assignment_views.team, name="team"),
    path("orang/<uuid:peran>/serah-terima/", handover_views.handover, name="handover"),
    path("orang/<uuid:peran>/tugas/", handover_views.duties, name="duties"),
    path("siklus/<uuid:siklus>/sk-tim/", decree_views.team_decrees, name="team_decrees"),
    path(
        "siklus/<uuid:siklus>/sk-tim/xlsx/",
        decree_views.team_decrees_xlsx,
        name="team_decrees_xlsx",
    ),
    path(
        "siklus/<uuid:siklus>/sk-tim/<uuid:instansi>/",
        decree_views.team_decree,
        name="team_decree",
    ),
    path(
        "siklus/<uuid:siklus>/sk-tim/<uuid:instansi>/catat/",
        decree_views.team_decree_new,
        name="team_decree_new",
    ),
    path(
        "siklus/<uuid:siklus>/sk-tim/<uuid:instansi>/tugaskan/",
        decree_views.team_decree_assign,
        name="team_decree_assign",
    ),
    path("sk-tim/<uuid:tim>/berkas/", decree_views.team_decree_file, name="team_decree_file"),
]
