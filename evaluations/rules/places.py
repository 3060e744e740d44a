"""What a province is called: the government with units of its own, or the region with all offices
in it. Pure.

"Provinsi Jawa Tengah" is the first, an instansi beside others; "wilayah Jawa Tengah" the second.
"""

WILAYAH = "Wilayah provinsi"


def plain(name: str) -> str:
    """ "Provinsi Jawa Tengah" and "Pemerintah Provinsi Jawa Tengah" are both Jawa Tengah."""
    return name.removeprefix("Pemerintah ").removeprefix("Provinsi ").strip()


def region(name: str) -> str:
    """The region of a province, by the name of its government; of nothing, nothing."""
    return f"Wilayah {plain(name)}" if name else ""
