"""tests.promises.boeken: P25, P26 and P28. A hostile book does no harm, a damaged index is rebuilt and not believed, and only models that were
checked are loaded. The files and the ways to spoil them are those of the tests of the readers.
"""

from __future__ import annotations

import contextlib
import io
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.adapters import sentence_embedder as models
from assistant.adapters.documents_in import LimitedReader
from assistant.adapters.documents_in.limited import WALL_SECONDS
from assistant.adapters.index_folder import IndexFolder
from assistant.errors import AssistantError, DocumentUnreadable, EmbedderUnavailable
from tests.assistant.adapters.documents_in.test_reading import hostile
from tests.assistant.adapters.test_guidance_adapters import model_folder
from tests.assistant.engine.test_guiding import Place
from tests.assistant.engine.test_index_damage import spoil
from tests.promises.kit import Outcome, Promise, swapped, temp_folder
from tests.promises.venster import slowness

SECRET = "GEHEIMBESTAND"
MAX_MIB = 1024


# -- P25 -----------------------------------------------------------------------------------------


class _Trusting:
    """The fault: a reader without a gate and without a process of its own, as a parser reads by itself."""

    def read(self, path: str) -> str:
        from lxml import etree

        with zipfile.ZipFile(path) as archive:
            data = archive.read("word/document.xml")
        parser = etree.XMLParser(resolve_entities=True, load_dtd=True, no_network=False)
        return "".join(etree.parse(io.BytesIO(data), parser).getroot().itertext())


def _small_first(names: list[str]) -> list[str]:
    quick = ["xxe.docx", "laughs.docx", "late.docx", "up.epub", "link.epub", "half.docx", "name.pdf", "empty.txt", "old.docx", "wrong.docx"]
    return [n for n in quick if n in names] + [n for n in names if n not in quick]


def p25_boek(size: int, fault: str) -> Outcome:
    """`size` hostile files: refused or contained in fifteen seconds, this process alive and no bigger, a good file still read after each."""
    refused = contained = bad = 0
    slowest = 0.0
    with temp_folder() as folder:
        expected = hostile(folder)
        (folder / "goed.txt").write_text("De begeleider vraagt wat vandaag gelukt is. " * 20, encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        names = _small_first(list(expected))[:size]
        for name in names:
            begin = time.monotonic()
            text, known = "", True
            try:
                text = _Trusting().read(str(folder / name)) if fault else LimitedReader().read(str(folder / name)).tekst
                contained += 1
                known = expected[name] == ""
            except DocumentUnreadable as error:
                refused += 1
                known = expected[name] in ("", error.details) and bool(error.hint)
            except Exception:  # noqa: BLE001 - the fault: a parser that trusts what it reads
                known = False
            took = time.monotonic() - begin
            slowest = max(slowest, took)
            bad += SECRET in text or not known or took > (WALL_SECONDS + 2) * slowness()
        alive = fault or len(LimitedReader().read(str(folder / "goed.txt")).tekst) > 100
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        bad += (not alive) + (grown > MAX_MIB)
    return Outcome(
        len(names),
        bad,
        f"{len(names)} hostile files, {refused} refused, {contained} read in their own small process, slowest {slowest:.0f} s, "
        f"this process {grown:.0f} MiB bigger",
    )


# -- P26 -----------------------------------------------------------------------------------------

QUESTIONS = (("ecogram tekenen", "netwerk"), ("praten over schulden", "geld"), ("stil na een vraag", "stilte"))


def p26_index(size: int, fault: str) -> Outcome:
    """`size` ways to damage the index: noticed, answered rightly all the same, rebuilt."""
    noticed = right = rebuilt = 0
    with temp_folder() as base, contextlib.ExitStack() as stack:
        Place(base, chroma=True).indexer.ensure()
        if fault:  # nobody compares the files with the manifest
            stack.enter_context(swapped(IndexFolder, "damaged", lambda self, folder, manifest: ()))
        for seed in range(size):
            place = Place(base, chroma=True)
            folder = place.folder.current()
            assert folder is not None
            spoil(folder, seed)
            try:
                noticed += not place.indexer.fresh()
                found = [(place.desk.zoek({"vraag": q})["passages"] or [{"document": ""}])[0]["document"] for q, _ in QUESTIONS]
                right += found == [document for _, document in QUESTIONS]
                place.live.close()
                place.indexer.ensure()
                rebuilt += place.indexer.fresh()
            except (AssistantError, OSError, ValueError, KeyError, IndexError):
                pass
    bad = (size - noticed) + (size - right) + (size - rebuilt)
    return Outcome(size, bad, f"{size} damaged indexes, {noticed} noticed, {right} answered rightly all the same, {rebuilt} made anew")


# -- P28 -----------------------------------------------------------------------------------------

Spoil = Callable[[Path], Any]
SPOILS: tuple[Spoil, ...] = (
    lambda d: (d / "pytorch_model.bin").write_bytes(b"\x80\x02"),
    lambda d: (d / "extra.pkl").write_bytes(b"\x80\x04"),
    lambda d: (d / "weights.pt").write_bytes(b"PK"),
    lambda d: (d / "modeling_own.py").write_text("import os", encoding="utf-8"),
    lambda d: (d / "config.json").write_text('{"auto_map": {"AutoModel": "x.Y"}}', encoding="utf-8"),
    lambda d: (d / "modules.json").write_text('[{"type": "kwaad.Module"}]', encoding="utf-8"),
    lambda d: (d / "model.safetensors").write_bytes(b"\x80\x04geen safetensors"),
    lambda d: (d / "model.safetensors").unlink(),
    lambda d: (d / "SHA256SUMS").write_text("0" * 64 + "  model.safetensors\n", encoding="utf-8"),
    lambda d: (d / "buiten.json").symlink_to("/etc/passwd"),
    lambda d: (d / "config.json").write_text("{geen json", encoding="utf-8"),
)


def p28_modellen(size: int, fault: str) -> Outcome:
    """`size` model folders that could run code or were changed, and one good one."""
    refused = bad = 0
    with temp_folder() as base, contextlib.ExitStack() as stack:
        if fault:
            stack.enter_context(swapped(models, "check_model_folder", lambda folder: "0" * 16))
        good = model_folder(base / "goed")
        models.sentence_embedder("map", str(good), fetch=False)
        for n in range(size):
            folder = model_folder(base / f"m{n}")
            SPOILS[n % len(SPOILS)](folder)
            try:
                models.sentence_embedder("map", str(folder), fetch=False)
            except EmbedderUnavailable:
                refused += 1
        bad = size - refused
    return Outcome(
        size,
        bad,
        f"{size} model folders that could run code or were changed, {refused} refused before anything was loaded, a good one accepted",
    )


PROMISES = [
    Promise("P25", "een kwaadaardig boek schaadt niets", p25_boek, 10, 17, {"vertrouwend": "een lezer zonder poort en grenzen"}, 3),
    Promise("P26", "een kapotte index wordt herbouwd", p26_index, 4, 40, {"geen-manifest": "het manifest niet nagekeken"}),
    Promise("P28", "alleen gecontroleerde modellen", p28_modellen, 11, 11, {"geen-controle": "de controle van de map weg"}),
]
