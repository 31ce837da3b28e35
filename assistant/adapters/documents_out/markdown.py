"""assistant.adapters.documents_out.markdown: the sheet as CommonMark. Words are escaped: what looked like markup stays what was said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Blok = Mapping[str, Any]
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&$])")
_START = re.compile(r"^(\s*)([+=-]|\d+[.)])", re.MULTILINE)


def escape(text: str) -> str:
    """CommonMark that renders as exactly `text`; a line end becomes a hard break."""
    text = _SIGNS.sub(r"\\\1", text)
    text = _START.sub(lambda m: m[1] + re.sub(r"([+=.)-])", r"\\\1", m[2]), text)
    lines = [line.strip() for line in text.split("\n")]
    return "\\\n".join(line or "&nbsp;" for line in lines) if len(lines) > 1 else text.strip()


class MarkdownWriter:
    form = "md"

    def write(self, blad: Mapping[str, Any]) -> bytes:
        out = [f"# {escape(blad['titel'])}", " · ".join(escape(x) for x in (blad["naam"], blad["datum"]) if x)]
        level = 2
        for block in blad["blokken"]:
            if text := _BLOCKS[block["soort"]](block, level):
                out.append(text)
            if block["soort"] in ("kop", "doel", "lijst", "ideeen"):
                level = 3
        out += ["---", " · ".join(escape(x) for x in (blad["voet"], blad["kenmerk"]) if x)]
        return ("\n\n".join(out) + "\n").encode("utf-8", "replace")


def _head(level: int, text: str) -> str:
    return f"{'#' * level} {escape(' '.join(text.split()))}"


def _bullets(items: list[str]) -> str:
    return "\n".join(f"- {item.replace(chr(10), chr(10) + '  ')}" for item in items)


def _maybe(empty: bool, text: str) -> str:
    return f"({escape(text)})" if empty else escape(text)


def _tekst(b: Blok, level: int) -> str:
    return _maybe(b["stijl"] == "leeg", b["tekst"])


def _citaten(b: Blok, level: int) -> str:
    body = _bullets([f"‘{escape(i['tekst'])}’" + (f" ({escape(i['bij'])})" if i["bij"] else "") for i in b["items"]])
    return f"{_head(level, b['kop'])}\n\n{body}" if b["kop"] else body


def _tijden(b: Blok, level: int) -> str:
    parts = []
    for column in b["kolommen"]:
        items = [f"{'○ ' if i['omgeving'] else ''}{escape(i['stam'])}: ‘{escape(i['tekst'])}’" for i in column["items"]]
        parts.append(f"**{escape(column['kop'])}**\n\n{_bullets(items or ['–'])}")
    return "\n\n".join(parts)


def _label(kop: str) -> str:
    """The bold word before a line; nothing where a line has none."""
    return f"**{escape(kop)}** " if kop else ""


def _fields(rows: list[Blok]) -> str:
    return _bullets([f"{_label(r['kop'])}{_maybe(r['leeg'], r['tekst'])}" for r in rows])


def _under(groups: list[Blok]) -> str:
    return "\n\n".join(f"**{escape(g['kop'])}**\n\n{_bullets([escape(i) for i in g['items']])}" for g in groups)


def _doel(b: Blok, level: int) -> str:
    parts = [_head(2, b["kop"]), f"**{escape(b['tekst'])}**", f"{escape(b['waarom_kop'])}: {_maybe(b['waarom_leeg'], b['waarom'])}"]
    return "\n\n".join(p for p in (*parts, _fields(b["velden"]), _under(b["onder"])) if p)


def _stap(b: Blok, level: int) -> str:
    choose = f"{escape(b['keuze_vraag'])} " + " ".join(f"☐ {escape(k)}" for k in b["keuzes"]) if b["keuzes"] else ""
    parts = [
        _head(level, b["kop"]),
        f"{'☑' if b['gedaan'] else '☐'} **{escape(b['tekst'])}**",
        _fields(b["regels"]),
        choose,
        _under(b["onder"]),
    ]
    return "\n\n".join(p for p in parts if p)


def _vakken(b: Blok, level: int) -> str:
    parts = []
    for box in b["items"]:
        parts.append(f"{_head(2, box['kop'])}\n\n{escape(box['vraag'])}")
        parts.append(_bullets([f"‘{escape(r)}’" for r in box["regels"]]) if box["regels"] else "\\_\\_\\_\\_\\_\\_\\_\\_")
    return "\n\n".join(parts)


def _eenstap(b: Blok, level: int) -> str:
    return f"{_head(2, b['kop'])}\n\n☐ {_maybe(b['leeg'], b['tekst'])}\n\n" + _bullets(
        [f"{_label(r['kop'])}{escape(r['tekst'])}".rstrip() for r in b["regels"]]
    )


def _ideeen(b: Blok, level: int) -> str:
    lines = [f"{n}. {escape(i['tekst'])}" + (f" **({escape(i['bij'])})**" if i["bij"] else "") for n, i in enumerate(b["items"], 1)]
    lines += [f"{n}. \\_\\_\\_\\_" for n in range(len(b["items"]) + 1, len(b["items"]) + b["lege"] + 1)]
    return f"{_head(2, b['kop'])}\n\n{escape(b['uitleg'])}\n\n" + "\n".join(lines)


def _schrijf(b: Blok, level: int) -> str:
    lines = "\n\n".join(["\\_" * 24] * b["aantal"])
    return f"{_head(level, b['kop'])}\n\n{lines}" if b["kop"] else lines


_BLOCKS: dict[str, Callable[[Blok, int], str]] = {
    "kop": lambda b, level: _head(3 if b.get("onder") else 2, b["tekst"]),
    "tekst": _tekst,
    "citaten": _citaten,
    "tijden": _tijden,
    "doel": _doel,
    "stap": _stap,
    "lijst": lambda b, level: (f"{_head(2, b['kop'])}\n\n" if b["kop"] else "") + _bullets([escape(i) for i in b["items"]]),
    "vakken": _vakken,
    "eenstap": _eenstap,
    "fotos": lambda b, level: f"{_head(2, b['kop'])}\n\n" + _bullets([f"({escape(f['alt'])})" for f in b["items"]]),  # words only
    "net": lambda b, level: "",  # the same names stand in the lists that follow
    "velden": lambda b, level: _fields(b["items"]),
    "ideeen": _ideeen,
    "schrijf": _schrijf,
    "ruimte": lambda b, level: f"({escape(b['tekst'])})",
    "akkoord": lambda b, level: "\n\n".join(f"☐ {escape(i)}   {escape(b['datum'])} \\_\\_\\_\\_\\_\\_" for i in b["items"]),
}
