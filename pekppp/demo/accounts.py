"""The accounts of the demonstration: `seed_demo` makes them, `make run` prints them."""

# Known to everybody, so an installation with real data refuses it.
PASSWORD = "pekppp-demo"  # noqa: S105  no secret
ACCOUNTS = {
    "kemenpanrb@contoh.id": "KemenPANRB",
    "penetap@contoh.id": "KemenPANRB, penetap: publishes what the first one froze",
    "analis@contoh.id": "KemenPANRB, analis: reads Wilayah II",
    "validator@contoh.id": "KemenPANRB, validator",
    "biro@contoh.id": "Biro Organisasi, Provinsi Jawa Tengah",
    "bagian@contoh.id": "Bagian Organisasi, Kabupaten Banjarnegara",
    "evaluator@contoh.id": "evaluator",
    "operator@contoh.id": "operator of a unit",
    "kepala@contoh.id": "head of the unit",
    "verifikator@contoh.id": "verifikator, Provinsi Jawa Tengah",
    "pimpinan@contoh.id": "pimpinan, read only",
}
