"""The map of tiles: every province has a place of its own, and an equal step has an equal shade."""

from decimal import Decimal

import pytest

from evaluations.rules.places import plain
from reports.rules.tiles import HEIGHT, NOTHING, SHADES, SIZE, TILES, WIDTH, tiles


def test_every_tile_has_a_place_of_its_own_inside_the_map():
    made, unknown = tiles({})
    assert (len(made), unknown) == (len(TILES), [])
    assert len({(tile.x, tile.y) for tile in made}) == len(made)
    assert all(tile.x + SIZE <= WIDTH and tile.y + SIZE <= HEIGHT for tile in made)
    assert {(tile.value, tile.fill, tile.ink, tile.row) for tile in made} == {
        (None, *NOTHING, None)
    }


@pytest.mark.parametrize(
    ("value", "shade"),
    [("0", 0), ("2.5", 0), ("2.99", 0), ("3", 1), ("3.5", 2), ("4.49", 3), ("4.5", 4), ("5", 4)],
)
def test_shades_are_equal_steps_over_the_upper_half(value, shade):
    made, _ = tiles({"Bali": (Decimal(value), "Provinsi Bali")})
    (bali,) = [tile for tile in made if tile.row]
    assert (bali.name, bali.short, bali.value) == ("Bali", "Bali", Decimal(value))
    assert (bali.fill, bali.ink) == SHADES[shade]


def test_a_province_without_a_figure_is_blank_and_one_without_a_tile_is_named():
    made, unknown = tiles({"Bali": (None, "x"), "Timor Timur": (Decimal(3), "y")}, maximum=4)
    assert unknown == ["Timor Timur"]
    assert next(tile.fill for tile in made if tile.name == "Bali") == NOTHING[0]


@pytest.mark.parametrize(
    "name", ["Jawa Tengah", "Provinsi Jawa Tengah", "Pemerintah Provinsi Jawa Tengah"]
)
def test_a_province_is_known_by_its_plain_name(name):
    assert plain(name) == "Jawa Tengah" and plain(name) in TILES
