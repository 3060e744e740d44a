"""U15: every workbook that the application writes is set up to print, its numbers as numbers."""

import io
import re
from pathlib import Path
from typing import Any

import openpyxl  # noqa: TID251  a workbook as somebody else's program opens it
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from evaluations.assignment.services import workbook as assignment_workbook
from evaluations.cycle.services.cycles import LokusRule
from evaluations.history.services import imports as history_imports
from evaluations.models import Evaluasi
from evaluations.publication.services import decree_worker, decrees
from evaluations.rules.visibility import Field
from evaluations.survey.services import codes, paper
from pekppp.accounts.models import ImporInduk
from reports.annex import services as annex_services
from reports.awards import lists as award_lists
from reports.awards import queries as award_queries
from reports.awards import services as award_services
from reports.figures import perhitungan
from reports.figures.annex import annex
from reports.rendering import xlsx
from tests import factories
from tests.accounts.imports import importing as accounts_importing
from tests.evaluations.cycle.lokus import with_rules
from tests.evaluations.errata.test_j10_errata import published, ready
from tests.evaluations.ready import make_validated
from tests.evaluations.recompute.test_d06_recompute import plan

# 12 or 3,62 or 1.234,5 as a text: what a spreadsheet cannot add up.
LOOKS_LIKE_A_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)*")


def books(cast, siklus, scored, as_user) -> dict[str, list[bytes]]:
    """By the module that writes them, one of each workbook, with rows in it."""

    def got(person, name: str, *args: Any, query: str = "") -> bytes:
        response = as_user(person).get(reverse(name, args=args) + query)
        assert response.status_code == 200, name
        return b"".join(response)

    bagian, menpan = cast.bagian, cast.menpan
    with_rules(menpan, siklus, LokusRule("kabupaten", factories.make_kind(), 1))
    factories.make_unit(cast.banjarnegara, "RSUD Kedua")
    unit = factories.make_unit(cast.banjarnegara, "RSUD Baru")
    factories.to_be_verified(factories.make_evaluasi(siklus, unit))
    batch = codes.make_batch(by=bagian, evaluasi=scored, jumlah=3)
    of_office = {"by": bagian, "instansi": cast.banjarnegara}
    told = perhitungan.build(
        scored, scored.hasil, frozenset(Field), nomor="", tanggal=timezone.localdate()
    )
    found = {
        "evaluations/f01/sheet.py": [
            got(cast.operator, "evaluations:f01_sheet_download", scored.uuid)
        ],
        "evaluations/cycle/pages.py": [got(menpan, "evaluations:cycle_open_xlsx", siklus.uuid)],
        "evaluations/history/sheet.py": [
            history_imports.template(**of_office, jenis=history_imports.RESULTS),
            history_imports.template(**of_office, jenis=history_imports.SCORES),
        ],
        "evaluations/assignment/sheet.py": [assignment_workbook.template(by=menpan, siklus=siklus)],
        "pekppp/accounts/sheet.py": [
            *(
                got(menpan, "accounts:import_sample", query=f"?jenis={jenis}")
                for jenis in ("admin", "unit", "orang")
            ),
            got(menpan, "accounts:import_result", imported(menpan).uuid),
        ],
        "evaluations/survey/paper_sheet.py": [paper.sample(by=bagian, evaluasi=scored)],
        "evaluations/survey/views/office.py": [got(bagian, "evaluations:survey_xlsx", scored.uuid)],
        "evaluations/survey/views/codes.py": [
            got(bagian, "evaluations:survey_codes_xlsx", scored.uuid, batch.uuid)
        ],
        "evaluations/province/views.py": [got(cast.biro, "evaluations:province_xlsx", siklus.uuid)],
        "evaluations/monitoring/views.py": [
            got(bagian, "evaluations:monitoring_xlsx"),
            got(menpan, "evaluations:national_xlsx"),
        ],
        "pekppp/accounts/views/exports.py": [
            got(menpan, "accounts:instansi_xlsx"),
            got(menpan, "accounts:units_xlsx"),
            got(bagian, "evaluations:coaching_xlsx"),
            got(bagian, "evaluations:survey_overview_xlsx"),
            got(bagian, "evaluations:performance_xlsx"),
            got(menpan, "evaluations:assignments_xlsx", siklus.uuid),
            got(menpan, "evaluations:team_decrees_xlsx", siklus.uuid),
            got(menpan, "evaluations:validation_xlsx", siklus.uuid),
            got(cast.evaluator, "evaluations:tasks_xlsx"),
        ],
        "evaluations/follow_up/views/follow_ups.py": [got(bagian, "evaluations:follow_ups_xlsx")],
        "pekppp/accounts/views/people_list.py": [
            got(bagian, "accounts:people_xlsx"),
            got(bagian, "accounts:ways_xlsx"),
        ],
        "reports/letters/views.py": [got(bagian, "reports:register_xlsx", siklus.uuid)],
        "reports/rendering/xlsx.py": [xlsx.render(told, kode="LP-1", versi=1)],
    }
    make_validated(cast, siklus, cast.puskesmas)
    frozen = decrees.freeze(by=menpan, siklus=siklus)
    found["reports/annex/services.py"] = [annex_services._workbook(annex(frozen))]
    decrees.enter(by=menpan, publikasi=frozen, nomor="SK 1", tanggal=timezone.localdate())
    decree_worker.publish_next()
    found["evaluations/recompute/views.py"] = [
        got(menpan, "evaluations:recompute_xlsx", siklus.uuid, plan(cast, siklus).uuid)
    ]
    errata = published(cast, siklus.instrumen_a)
    found["evaluations/errata/views.py"] = [
        got(menpan, "evaluations:errata_xlsx", siklus.uuid, ready(cast, siklus, errata).uuid)
    ]
    found["reports/portal/views/downloads.py"] = [
        got(menpan, f"reports:{name}_xlsx", siklus.uuid)
        for name in ("results", "summary", "detail", "offices")
    ]
    settings_of = {"nama": "Terbaik", "penerima": "unit", "pemisahan": "semua", "tempat": 3}
    award_services.save_list(by=menpan, siklus=siklus, **settings_of)
    lists = award_lists.made(siklus, [row.aturan for row in award_queries.lists_of(siklus)])
    award_services.release(by=menpan, siklus=siklus, expected=award_lists.digest(lists))
    found["reports/portal/views/downloads.py"].append(
        got(menpan, "reports:awards_xlsx", siklus.uuid)
    )
    return found


def imported(by) -> ImporInduk:
    return accounts_importing.done(
        by, "unit", {"instansi": "Kabupaten Banjarnegara", "nama": "Baru", "jenis": "RSUD"}
    )


def test_u15_every_workbook_has_numbers_as_numbers_and_a_print_set_up(
    cast, siklus, scored, as_user
):
    scored = Evaluasi.objects.get(pk=scored.pk)
    found = books(cast, siklus, scored, as_user)
    writers = {
        str(path.relative_to(settings.BASE_DIR))
        for folder in ("pekppp", "instruments", "evaluations", "reports")
        for path in Path(settings.BASE_DIR, folder).rglob("*.py")
        if re.search(r"(?<!def )\bwrite_workbook\(", path.read_text())
    }
    assert writers == set(found)  # who writes one more has to be visited here
    for writer, contents in found.items():
        for content in contents:
            for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
                where = f"{writer}, {sheet.title}"
                page = sheet.page_setup
                assert (page.orientation, int(page.paperSize)) == ("landscape", 9), where
                assert sheet.sheet_properties.pageSetUpPr.fitToPage, where
                assert (int(page.fitToWidth), int(page.fitToHeight)) == (1, 0), where
                assert "&P" in sheet.oddFooter.right.text, where
                heading = re.fullmatch(r"\$?(\d+):\$?(\d+)", sheet.print_title_rows)
                assert heading and heading[1] == heading[2], where
                if sheet.auto_filter.ref:  # of a table: its titles, wherever they stand
                    first = int(re.match(r"\$?[A-Z]+\$?(\d+)", sheet.auto_filter.ref)[1])
                    assert int(heading[1]) == first, where
                cells = [cell for row in sheet.iter_rows() for cell in row]
                said = [c.value for c in cells if isinstance(c.value, str)]
                texts = [text for text in said if LOOKS_LIKE_A_NUMBER.fullmatch(text)]
                assert texts == [], where
