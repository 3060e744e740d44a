"""The fixed words of the public survey in other languages, by their Indonesian text.

A table rather than gettext: a hundred sentences, no compiled catalogues, and a test that none is
missing. What is not in it is shown in Indonesian. Pure.
"""

from collections.abc import Collection

ASLI = "id"
NAMA = {"id": "Bahasa Indonesia", "en": "English"}

_EN = {
    # The frame
    "Survei layanan": "Service survey",
    "Survei {unit}": "Survey of {unit}",
    "Survei pelayanan publik": "Public service survey",
    "Layar penuh": "Full screen",
    "Survei pengguna layanan (F03), bagian dari Pemantauan dan Evaluasi Kinerja Penyelenggaraan "
    "Pelayanan Publik.": "Survey of service users (F03), part of Indonesia's monitoring and "
    "evaluation of public service performance (PEKPPP).",
    "Punya keluhan atau laporan? Sampaikan melalui": "A complaint or a report? Send it through",
    "atau SMS ke 1708.": "or by SMS to 1708.",
    # The form
    "Bagaimana layanan kami?": "How is our service?",
    "Survei latihan: jawaban tidak dihitung.": "Practice survey: answers are not counted.",
    "Beri nilai {rendah} (sangat tidak setuju) sampai {tinggi} (sangat setuju). Butir yang tidak "
    "Anda ketahui boleh dilewati.": "Give {rendah} (strongly disagree) to {tinggi} (strongly "
    "agree). You may skip what you do not know.",
    "Kami tidak meminta dan tidak menyimpan nama, nomor telepon, atau alamat Anda. Jawaban dipakai "
    "hanya untuk menilai dan memperbaiki layanan, dan diumumkan sebagai rata-rata dan jumlah "
    "orang, tidak pernah per orang. Untuk mengenali pengisian berulang, asal jaringan dan "
    "perangkat disimpan dalam bentuk teracak yang berganti setiap hari dan dihapus setelah "
    "evaluasi selesai.": "We neither ask for nor keep your name, phone number, or address. Answers "
    "are used only to rate and improve the service, and are published as averages and numbers of "
    "people, never person by person. To notice repeated answers, your network and device are kept "
    "in a scrambled form that changes every day and is deleted after the evaluation.",
    "Galat:": "Error:",
    "Jawaban belum terkirim.": "Your answer has not been sent.",
    "Perbaiki isian yang ditandai, lalu kirim lagi.": "Correct what is marked, then send again.",
    "Sangat tidak setuju": "Strongly disagree",
    "Sangat setuju": "Strongly agree",
    "Tidak tahu / tidak memakai": "Don't know / did not use",
    "Tentang Anda (boleh dilewati)": "About you (optional)",
    "Paling banyak 2.000 karakter. Jangan menulis nama atau data pribadi siapa pun.": "At most "
    "2,000 characters. Do not write anyone's name or personal data.",
    "Kirim jawaban": "Send answer",
    "Usia": "Age",
    "Jenis kelamin": "Sex",
    "Pendidikan terakhir": "Highest education",
    "Pekerjaan": "Occupation",
    "Layanan yang Anda pakai": "Service you used",
    "Saran atau komentar": "Suggestions or comments",
    "Tidak diisi": "Not stated",
    "Di bawah 20 tahun": "Under 20",
    "20–29 tahun": "20–29",
    "30–39 tahun": "30–39",
    "40–49 tahun": "40–49",
    "50–59 tahun": "50–59",
    "60 tahun atau lebih": "60 or older",
    "Perempuan": "Female",
    "Laki-laki": "Male",
    "SD atau sederajat": "Primary school",
    "SMP atau sederajat": "Junior secondary school",
    "SMA atau sederajat": "Senior secondary school",
    "Diploma (D1–D3)": "Diploma",
    "Sarjana (D4/S1)": "Bachelor's degree",
    "Pascasarjana (S2/S3)": "Master's degree or doctorate",
    "Pelajar atau mahasiswa": "Student",
    "ASN, TNI, atau Polri": "Civil servant, military, or police",
    "Pegawai swasta": "Private employee",
    "Wirausaha": "Self-employed",
    "Petani, nelayan, atau buruh": "Farmer, fisher, or labourer",
    "Mengurus rumah tangga": "Homemaker",
    "Lainnya": "Other",
    # What can be wrong
    "Isian memuat karakter yang tidak dapat disimpan.": "This holds characters that cannot be "
    "saved.",
    "Pilihan ini tidak tersedia.": "This choice is not available.",
    "Halaman ini belum lengkap dimuat. Kirim sekali lagi.": "This page had not loaded completely. "
    "Please send it again.",
    "Jawaban dari halaman ini sudah kami terima, dan isian di bawah ini lain. Kirim sekali lagi "
    "hanya bila ini jawaban orang lain.": "We have received an answer from this page, and what is "
    "below differs. Send it once more only if it is the answer of another person.",
    "Halaman ini sudah lama terbuka. Isian Anda masih ada di bawah; kirim sekali lagi.": "This "
    "page has been open for long. What you entered is still below; please send it once more.",
    "Paling banyak 200 karakter.": "At most 200 characters.",
    "Paling banyak 2000 karakter.": "At most 2000 characters.",
    "Pilih satu jawaban saja.": "Choose one answer only.",
    "Jawaban memuat butir yang tidak ada pada survei ini.": "The answer has a statement that this "
    "survey does not have.",
    "Beri nilai sedikitnya pada satu pernyataan.": "Please rate at least one statement.",
    "Jawaban tidak sesuai dengan butir survei ini.": "The answer does not fit this survey.",
    # Afterwards, and when there is no form
    "Terima kasih": "Thank you",
    "Terima kasih, jawaban Anda sudah kami terima": "Thank you, we have received your answer",
    "Jawaban Anda membantu memperbaiki layanan {unit}. Satu halaman survei dihitung satu kali; "
    "yang berlaku jawaban yang pertama dikirim.": "Your answer helps to improve the service of "
    "{unit}. One survey page counts once; the answer sent first is the one that counts.",
    "Mulai dari awal": "Start again",
    "Isi survei untuk orang lain": "Answer for another person",
    "Survei ditutup": "Survey closed",
    "Survei sudah ditutup, jawaban Anda tidak tersimpan": "The survey has closed; your answer was "
    "not saved",
    "Masa survei berakhir sebelum jawaban dikirim. Kami mohon maaf.": "The survey ended before the "
    "answer was sent. We are sorry.",
    "Unit ini diganti. Yang dievaluasi sekarang:": "This unit has been replaced. Evaluated now:",
    "Unit ini berubah. Layanannya diteruskan oleh:": "This unit has changed. Its services are now "
    "given by:",
    "Isi survei unit penggantinya": "Answer the survey of the unit that replaces it",
    "Saat ini tidak ada survei yang dibuka": "No survey is open at the moment",
    "Survei berikutnya dibuka": "The next survey opens",
    "Hasil terakhir unit ini": "Latest result of this unit",
    "Lihat rinciannya": "See the details",
    "Bagaimana Anda memakai layanan ini?": "How did you use this service?",
    "Datang langsung (tatap muka)": "In person",
    "Secara daring (situs atau aplikasi)": "Online (website or app)",
    "Kode sudah dipakai": "Code already used",
    "Kode ini sudah dipakai": "This code has already been used",
    "Satu kode berlaku untuk satu jawaban yang selesai dikirim. Bila Anda belum menjawab, mintalah "
    "slip baru kepada petugas.": "One code is good for one answer. If you have not answered yet, "
    "ask the staff for a new slip.",
    "Kode tidak berlaku": "Code not valid",
    "Kode ini tidak berlaku": "This code is not valid",
    "Periksa kembali setiap huruf pada slip, lalu tulis sekali lagi. Bila tetap tidak berlaku, "
    "mintalah slip baru kepada petugas.": "Check every letter on the slip and type it once more. "
    "If it still does not work, ask the staff for a new slip.",
    "Tulis kode lagi": "Type the code again",
    "Isi survei dengan kode": "Answer the survey with a code",
    "Tulis dahulu kode pada slip Anda.": "First type the code on your slip.",
    "Kode pada slip antrean": "Code on the queue slip",
    "Dua belas huruf dan angka, misalnya ACDE-FGHJ-KMNP. Garis hubung dan huruf kecil tidak "
    "masalah.": "Twelve letters and digits, such as ACDE-FGHJ-KMNP. Hyphens and small letters do "
    "not matter.",
    "Lanjut": "Continue",
    "Tautan tidak berlaku": "Link not valid",
    "Tautan survei ini tidak berlaku": "This survey link is not valid",
    "Periksa kembali alamatnya, atau pindai ulang kode QR di tempat layanan.": "Check the address, "
    "or scan the QR code at the service counter again.",
    "Terlalu banyak jawaban": "Too many answers",
    "Terlalu banyak jawaban dalam waktu singkat": "Too many answers in a short time",
    "Jawaban Anda belum tersimpan. Tunggu beberapa menit, kembali ke halaman sebelumnya, lalu "
    "kirim lagi; isian Anda masih ada di sana.": "Your answer has not been saved. Wait a few "
    "minutes, go back to the previous page, and send it again; what you entered is still there.",
    "Jawaban terlalu besar": "Answer too large",
    "Jawaban terlalu besar dan tidak tersimpan": "The answer is too large and was not saved",
    "Kembali ke halaman sebelumnya, persingkat komentar, lalu kirim lagi.": "Go back, shorten the "
    "comment, then send again.",
}
TABEL: dict[str, dict[str, str]] = {"en": _EN}


def say(text: str, bahasa: str) -> str:
    return TABEL.get(bahasa, {}).get(text, text)


def language(asked: str, offered: Collection[str]) -> str:
    """The language of a page: the asked one where it is offered, otherwise Indonesian."""
    return asked if asked in offered and asked in TABEL else ASLI
