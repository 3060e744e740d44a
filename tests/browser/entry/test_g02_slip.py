"""G2: from a made account to the first login by a slip, on a phone, without mail."""

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from pekppp.accounts.models import Notice, User
from pekppp.accounts.roles import Role
from pekppp.accounts.services.invitations import new_user
from tests import factories
from tests.browser.axe import faults
from tests.browser.conftest import PHONE, sideways

OWN = "kebun-teh-88-x"


def test_g02_from_a_slip_to_the_first_login_on_a_phone(cast, page_as, as_user, settings):
    settings.MAIL_WORKS = False
    person = new_user(username="197501012000032002", email="", password=None, nama="Siti Aminah")
    factories.member(person, Role.OPERATOR, cast.rsud)

    # The admin sees who has never been here, and gives them a way in.
    desk = page_as(cast.bagian, PHONE)
    desk.goto("/beranda/")
    expect(desk.get_by_text("1 orang belum pernah masuk", exact=True)).to_be_visible()
    desk.goto("/orang/belum-masuk/")
    desk.get_by_role("button", name="Centang semua").click()
    desk.get_by_role("button", name="Beri akses kepada yang dicentang").click()
    desk.get_by_role("button", name="Beri akses kepada 1 orang").click()
    expect(desk.get_by_role("heading", name="Tautan dan slip")).to_be_visible()
    assert faults(desk) == [] and sideways(desk) <= 0
    slip = desk.get_by_role("link", name="Slip 1 sampai 1").get_attribute("href")

    # What is printed is all that the person gets.
    answer = as_user(cast.bagian).get(f"/orang/akses/slip.pdf{slip.partition('.pdf')[2]}")
    assert "no-store" in answer["Cache-Control"]
    printed = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert person.username in printed and "Sekali pakai" in printed
    code = re.search(r"\w{4}-\w{4}-\w{4}", printed)[0]

    def typed(page):
        page.goto("/akun/login/")
        page.get_by_role("link", name="Menerima slip atau kode?").click()
        page.get_by_label("Nama pengguna").fill(person.username)
        page.get_by_label("Kode", exact=True).fill(code.upper())
        page.get_by_role("button", name="Lanjut").click()

    phone = page_as(None, PHONE)
    typed(phone)
    expect(phone.get_by_text("Operator unit, RSUD Hj. Anna Lasmanah")).to_be_visible()
    assert faults(phone) == [] and sideways(phone) <= 0
    phone.get_by_label("Kata sandi baru", exact=True).fill(OWN)
    phone.get_by_label("Kata sandi baru (sekali lagi)").fill(OWN)
    phone.get_by_role("button", name="Simpan dan masuk").click()
    phone.wait_for_url("**/beranda/")
    assert User.objects.get(pk=person.pk).last_login
    assert Notice.objects.filter(user=cast.bagian, subject__endswith="mengaktifkan akunnya")

    again = page_as(None, PHONE)
    typed(again)
    expect(again.get_by_text("Akses ini sudah dipakai")).to_be_visible()
