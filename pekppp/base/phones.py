"""Telephone numbers as people type them, and as a link to WhatsApp wants them."""

import re

HELP = "Misalnya 0812 3456 7890. Dipakai untuk mengirim pesan dengan tangan; boleh kosong."
WRONG = "Tulis nomor telepon lengkap, misalnya 0812 3456 7890."
_TYPED = re.compile(r"\+?[0-9 ().-]*")


def whatsapp(typed: str) -> str:
    """Digits with the country's 62 in front: 0812-3456-7890 -> 6281234567890; "" if it is none."""
    text = typed.strip()
    if not _TYPED.fullmatch(text):
        return ""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("0"):
        digits = f"62{digits[1:]}"
    elif digits.startswith("8") and not text.startswith("+"):
        digits = f"62{digits}"
    return digits if 10 <= len(digits) <= 15 else ""
