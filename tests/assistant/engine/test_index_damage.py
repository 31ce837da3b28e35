"""Forty ways to damage an index: every one is noticed, the program lives, and the answers stay right (promise P26)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.assistant.engine.test_guiding import Place


def spoil(folder: Path, seed: int) -> str:
    """Flip, cut, empty or remove one file of the sealed index."""
    rng = random.Random(seed)
    files = sorted(
        p for p in folder.rglob("*") if p.is_file() and p.stat().st_size and not (p.name == "chroma.sqlite3" and p.parent.name == "chroma")
    )
    file = files[seed % len(files)]
    data = bytearray(file.read_bytes())
    how = ("flip", "cut", "gone", "empty")[rng.randrange(4)]
    if how == "gone":
        file.unlink()
    elif how == "empty":
        file.write_bytes(b"")
    elif how == "cut":
        file.write_bytes(bytes(data[: rng.randrange(max(1, len(data)))]))
    else:
        data[rng.randrange(max(1, len(data)))] ^= 1 << rng.randrange(8)
        file.write_bytes(bytes(data))
    return f"{file.name} {how}"


@pytest.mark.slow
def test_forty_damaged_indexes_are_noticed_and_the_answers_stay_right(tmp_path: Path) -> None:
    Place(tmp_path, chroma=True).indexer.ensure()
    for seed in range(40):
        place = Place(tmp_path, chroma=True)
        what = spoil(place.folder.current(), seed)  # type: ignore[arg-type]

        assert not place.indexer.fresh(), what
        found = [
            place.desk.zoek({"vraag": q})["passages"][0]["document"]
            for q in ("ecogram tekenen", "praten over schulden", "stil na een vraag", "ecogram")
        ]
        assert found == ["netwerk", "geld", "stilte", "netwerk"], what
        place.live.close()
        if not place.indexer.fresh():
            place.indexer.ensure()
        assert place.indexer.fresh(), what
