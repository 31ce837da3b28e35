"""tests.prompts.check: `make texts`. Every editable text that a client hears or reads: shape, ids, language level, form of address.

Prints one line per finding (file, id, text, what is wrong) and ends with a count; exit code 1 when there is a finding.
A folder given as argument is laid over our own files, so that an organisation can check its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from assistant.adapters.system import SystemClock
from assistant.adapters.text_files import ContentFiles
from assistant.errors import ContentError
from assistant.judging.tekst import hard_words, niveau, sentences, words

MAX_WORDS = 20
"""Longest sentence a client may be given in one breath. Our own choice; the average is about ten."""

U_WORDS = re.compile(r"\b(u|uw|uzelf|bent u|hebt u)\b", re.IGNORECASE)
JE_WORDS = re.compile(r"\b(je|jij|jou|jouw|jezelf|jullie)\b", re.IGNORECASE)
WHY = re.compile(r"\bwaarom\b", re.IGNORECASE)
FORMAL = re.compile(r"\b(cliënt|client|hulpvraag|zelfredzaamheid|problematiek|krachteninventarisatie|hulpbronnen?)\b", re.IGNORECASE)
SLOT = re.compile(r"\{[a-z_]+\}")
QUOTED = re.compile(r'"[^"]*"')


class Found(NamedTuple):
    file: str
    place: str
    text: str
    what: str


class ClientText(NamedTuple):
    """One text a client hears or reads. `form`: 'je', 'u', 'ik', or '' where no form of address applies."""

    file: str
    place: str
    text: str
    form: str
    question: bool = False


def _pairs(node: Any, place: str) -> Iterator[tuple[str, str, str]]:
    """(place, form, text) for every { je = …, u = … } and every list of strings under a client-facing key."""
    if isinstance(node, dict):
        here = str(node.get("id") or place)
        if isinstance(node.get("je"), str) and isinstance(node.get("u"), str):
            yield here, "je", node["je"]
            yield here, "u", node["u"]
        for key, value in node.items():
            if isinstance(value, dict | list):
                yield from _pairs(value, f"{here}.{key}")
    elif isinstance(node, list):
        for number, item in enumerate(node):
            yield from _pairs(item, f"{place}[{number}]")


def client_texts(source: ContentFiles) -> Iterator[ClientText]:
    for name in (
        "leefgebieden.toml",
        "gesprek.toml",
        "doorvragen.toml",
        "veiligheid/kaarten.toml",
        "netwerk.toml",
        "kompas.toml",
        "tkb.toml",
        *source.names("settings"),
        "vervolg.toml",
        *source.names("vragen"),
    ):
        for place, form, text in _pairs(source.load(name), name):
            yield ClientText(name, place, text, form)
    for name in source.names("stappen"):
        for step in source.load(name)["stappen"]:
            for key in ("actie", "zonder", "als_het_tegenzit", "kleiner"):
                if step.get(key):
                    yield ClientText(name, f"{step['id']}.{key}", str(step[key]), "ik")


def plain(text: str) -> str:
    """The text as it is spoken: a slot becomes an easy word, a quoted slot disappears into one."""
    return SLOT.sub("dit", text)


def check_text(item: ClientText, woorden: dict[str, str]) -> Iterator[Found]:
    said = plain(item.text)
    bare = QUOTED.sub("dit", said)
    if (level := niveau(said, woorden)) not in ("A2", "B1"):
        hard = ", ".join(f"{w} → {b}" if b else w for w, b in hard_words(said, woorden).items())
        yield Found(item.file, item.place, item.text, f"niveau {level}{': ' + hard if hard else ''}")
    for sentence in sentences(said):
        if len(words(sentence)) > MAX_WORDS:
            yield Found(item.file, item.place, item.text, f"zin van {len(words(sentence))} woorden")
    if WHY.search(bare):
        yield Found(item.file, item.place, item.text, "een waaromvraag; vraag: hoe komt het, wat maakt")
    if found := FORMAL.search(bare):
        yield Found(item.file, item.place, item.text, f"vakwoord: {found[0]}")
    if item.form == "je" and (found := U_WORDS.search(bare)):
        yield Found(item.file, item.place, item.text, f"'{found[0]}' in de je-vorm")
    if item.form == "u" and (found := JE_WORDS.search(bare)):
        yield Found(item.file, item.place, item.text, f"'{found[0]}' in de u-vorm")
    if item.form == "ik" and (found := re.search(r"\b(u|uw|jij|jouw|jullie)\b", bare, re.IGNORECASE)):
        yield Found(item.file, item.place, item.text, f"'{found[0]}' in de ik-vorm")


def check_ids(source: ContentFiles) -> Iterator[Found]:
    """Every id once, over all files of its kind."""
    for kind, names, key in (
        ("vragen", source.names("vragen"), "vragen"),
        ("doorvragen", ("doorvragen.toml",), "doorvragen"),
        ("stappen", source.names("stappen"), "stappen"),
    ):
        seen: dict[str, str] = {}
        for name in names:
            for item in source.load(name).get(key, []):
                ident = str(item.get("id", ""))
                if ident in seen:
                    yield Found(name, ident, "", f"deze id staat ook in {seen[ident]} ({kind})")
                seen[ident] = name


def check_shapes(source: ContentFiles) -> Iterator[Found]:
    """Every file against its model, as the program reads it."""
    from assistant.engine import basistaken, kompas, netwerk, setting, teamkracht
    from assistant.engine.composing import load_woordstappen
    from assistant.engine.content import Content
    from assistant.engine.drafting import load_stappen
    from assistant.engine.interviewing import TOON, Luisterwoorden, taal
    from assistant.engine.listening import load_doorvragen
    from assistant.judging.signaal import Woorden, kaarten_verouderd

    content = Content(source)
    for what in (
        lambda: content.leefgebieden,
        lambda: content.vragenlijsten,
        lambda: taal(content),
        lambda: content.load(TOON, Luisterwoorden),
        lambda: load_stappen(content),
        lambda: load_woordstappen(content),
        lambda: load_doorvragen(content),
        lambda: content.load("veiligheid/woorden.toml", Woorden),
        lambda: basistaken.texts(content),
        lambda: kompas.texts(content),
        lambda: netwerk.texts(content),
        lambda: setting.load_settings(content),
        lambda: teamkracht.texts(content),
    ):
        try:
            what()
        except ContentError as error:
            yield Found("", "", "", error.sentence)
    for wrong in kaarten_verouderd(source.load("veiligheid/kaarten.toml"), SystemClock().now().date()):
        yield Found("veiligheid/kaarten.toml", "", "", wrong)


def findings(own: Path | None = None) -> list[Found]:
    """Everything wrong with the texts, in the order of the files. Empty: all good."""
    source = ContentFiles(own)
    woorden = source.load("woordenlijst.toml")["woorden"]
    out = [*check_shapes(source), *check_ids(source)]
    for item in client_texts(source):
        out.extend(check_text(item, woorden))
    return out


def main(argv: list[str]) -> int:
    source = ContentFiles(Path(argv[0]) if argv else None)
    found = findings(Path(argv[0]) if argv else None)
    for item in found:
        sys.stdout.write(f"{item.file} · {item.place}: {item.what}\n    {item.text}\n")
    total = sum(1 for _ in client_texts(source))
    sys.stdout.write(f"{total} teksten nagekeken, {len(found)} opmerkingen.\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
