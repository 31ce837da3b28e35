"""assistant.adapters.documents_out.webpage: the sheet as one HTML file: no script, nothing from outside, readable by a screen reader."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from html import escape as html_escape
from pathlib import Path
from typing import Any

Blok = Mapping[str, Any]
HERE = Path(__file__).resolve().parent
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BOX = '<span class="hokje" aria-hidden="true"></span>'
DONE = '<span class="hokje" aria-hidden="true">✓</span>'


def esc(text: str) -> str:
    return html_escape(_NOT_XML.sub("", text), quote=True)


def lines(text: str) -> str:
    return esc(text).replace("\n", "<br>")


def _icon(name: str) -> str:
    """The pictogram as inline SVG, hidden for screen readers: the word stands beside it."""
    path = HERE / "pictogrammen" / f"{name}.svg"
    if not name or not re.fullmatch(r"[a-z_]+", name) or not path.is_file():
        return ""
    return str(path.read_text(encoding="utf-8")).strip().replace("<svg ", '<svg class="teken" aria-hidden="true" focusable="false" ', 1)


class WebpageWriter:
    form = "html"

    def write(self, blad: Mapping[str, Any]) -> bytes:
        body, level = [], 2
        for block in blad["blokken"]:
            body.append(_BLOCKS[block["soort"]](block, level))
            if block["soort"] in ("kop", "doel", "lijst", "ideeen"):
                level = 3
        foot = " · ".join(esc(x) for x in (blad["voet"], blad["kenmerk"]) if x)
        css = (HERE / "blad.css").read_text(encoding="utf-8")
        parts = [
            "<!DOCTYPE html>",
            f'<html lang="{esc(blad["taal"])}">',
            "<head>",
            '<meta charset="utf-8">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{esc(blad['titel'])}</title>",
            f"<style>{css}</style>",
            "</head>",
            f'<body class="{esc(blad["voor"])}">',
            "<main>",
            f"<h1>{esc(blad['titel'])}</h1>",
            f'<div class="onder-titel"><strong>{esc(blad["naam"])}</strong><span class="stil">{esc(blad["datum"])}</span></div>',
            *(part for part in body if part),
            "</main>",
            f"<footer>{foot}</footer>",
            "</body>",
            "</html>",
            "",
        ]
        page = "\n".join(parts)
        return page.encode("utf-8", "replace")


def _maybe(empty: bool, text: str) -> str:
    return f'<span class="leeg">({lines(text)})</span>' if empty else lines(text)


def _list(items: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _kop(b: Blok, level: int) -> str:
    picture = f'<span aria-hidden="true">{esc(b["beeld"])}</span> ' if b["beeld"] else ""
    rank = 3 if b.get("onder") else 2
    return f"<h{rank}>{_icon(b['icoon'])}{picture}{esc(b['tekst'])}</h{rank}>"


def _tekst(b: Blok, level: int) -> str:
    kind = {"leeg": ' class="leeg"', "klein": ' class="stil"'}.get(b["stijl"], "")
    return f"<p{kind}>{'(' + lines(b['tekst']) + ')' if b['stijl'] == 'leeg' else lines(b['tekst'])}</p>"


def _citaten(b: Blok, level: int) -> str:
    items = [f"‘{lines(i['tekst'])}’" + (f' <span class="bij">{esc(i["bij"])}</span>' if i["bij"] else "") for i in b["items"]]
    head = f"<h{level}>{_icon(b['icoon'])}{esc(b['kop'])}</h{level}>" if b["kop"] else ""
    return head + _list(items)


def _tijden(b: Blok, level: int) -> str:
    heads = "".join(f'<th scope="col">{esc(k["kop"])}</th>' for k in b["kolommen"])
    cells = "".join(
        "<td>"
        + "".join(
            f'<p>{"○ " if i["omgeving"] else ""}<span class="stil">{esc(i["stam"])}</span> ‘{lines(i["tekst"])}’</p>' for i in k["items"]
        )
        + "</td>"
        for k in b["kolommen"]
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"


def _fields(rows: list[Blok]) -> str:
    return (
        "<dl>"
        + "".join(f"<dt>{_icon(r.get('icoon', ''))}{esc(r['kop'])}</dt><dd>{_maybe(r['leeg'], r['tekst'])}</dd>" for r in rows)
        + "</dl>"
        if rows
        else ""
    )


def _under(groups: list[Blok]) -> str:
    return "".join(f"<p><strong>{esc(g['kop'])}</strong></p>{_list([lines(i) for i in g['items']])}" for g in groups)


def _doel(b: Blok, level: int) -> str:
    why = f'<p><span class="stil">{esc(b["waarom_kop"])}</span><br>{_maybe(b["waarom_leeg"], b["waarom"])}</p>'
    head = f'<h2>{_icon("wens")}{esc(b["kop"])}</h2><p class="groot">{lines(b["tekst"])}</p>'
    return f'<section class="doel">{head}{why}{_fields(b["velden"])}{_under(b["onder"])}</section>'


def _stap(b: Blok, level: int) -> str:
    choose = (
        f"<p><strong>{esc(b['keuze_vraag'])}</strong> " + " ".join(f"{BOX}{esc(k)}" for k in b["keuzes"]) + "</p>" if b["keuzes"] else ""
    )
    return (
        f'<section class="stap"><h{level}>{esc(b["kop"])}</h{level}><p class="groot">{DONE if b["gedaan"] else BOX}{lines(b["tekst"])}</p>'
        f"{_fields(b['regels'])}{choose}{_under(b['onder'])}</section>"
    )


def _vakken(b: Blok, level: int) -> str:
    boxes = "".join(
        f'<section class="vak"><h2>{_icon(v["icoon"])}{esc(v["kop"])}</h2><p class="stil">{esc(v["vraag"])}</p>'
        + "".join(f"<p>‘{lines(r)}’</p>" for r in v["regels"])
        + "</section>"
        for v in b["items"]
    )
    return f'<div class="vakken">{boxes}</div>'


def _fotos(b: Blok, level: int) -> str:
    parts = "".join(
        f'<figure><img alt="{esc(f["alt"])}" src="data:image/{f["vorm"]};base64,{f["data"]}"><figcaption>{esc(f["tekst"])}</figcaption></figure>'
        for f in b["items"]
    )
    return f'<h2>{esc(b["kop"])}</h2><div class="fotos">{parts}</div>'


def _eenstap(b: Blok, level: int) -> str:
    text = f'<p class="leeg">{lines(b["tekst"])}</p><div class="lijn"></div>' if b["leeg"] else f'<p class="groot">{lines(b["tekst"])}</p>'
    rows = "".join(f"<dt>{_icon(r['icoon'])}{esc(r['kop'])}</dt><dd>{lines(r['tekst'])}</dd>" for r in b["regels"])
    return f'<section class="eenstap"><h2>{_icon("stap")}{esc(b["kop"])}</h2>{text}<dl>{rows}</dl></section>'


def _net(b: Blok, level: int) -> str:
    """The network as a picture; the lists that follow hold the same names, so it is one image with one alternative text."""
    n, parts = len(b["items"]), []
    for k, item in enumerate(sorted(b["items"], key=lambda i: i["kring"])):
        angle = -math.pi / 2 + 2 * math.pi * k / n
        reach = (0.74, 0.88, 1.0)[item["kring"]]
        x, y = 340 + math.cos(angle) * reach * 250, 230 + math.sin(angle) * reach * 195
        dash = ' stroke-dasharray="7 5"' if item["gespannen"] else ""
        parts.append(
            f'<line x1="340" y1="230" x2="{x:.0f}" y2="{y:.0f}" stroke="#000" stroke-width="{1 if item["kring"] == 2 else 2}"{dash}/>'
        )
        edge = ' stroke-dasharray="2 3"' if item["kring"] == 2 else ""
        wide = 24 + 8 * len(item["kort"])
        parts.append(f'<rect x="{x - wide / 2:.0f}" y="{y - 16:.0f}" width="{wide}" height="32" rx="9" fill="#fff" stroke="#000"{edge}/>')
        parts.append(f'<text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle" font-size="15">{esc(item["kort"])}</text>')
    middle = '<circle cx="340" cy="230" r="36" stroke="#fff" stroke-width="4"/>'
    me = f'<text x="340" y="237" text-anchor="middle" font-size="20" font-weight="700" fill="#fff">{esc(b["midden"])}</text>'
    return f'<svg class="net" viewBox="0 0 680 460" role="img" aria-label="{esc(b["alt"])}">{"".join(parts)}{middle}{me}</svg>'


def _ideeen(b: Blok, level: int) -> str:
    items = [lines(i["tekst"]) + (f" <strong>✓ {esc(i['bij'])}</strong>" if i["bij"] else "") for i in b["items"]] + [
        '<div class="lijn"></div>'
    ] * b["lege"]
    return f'<h2>{esc(b["kop"])}</h2><p class="stil">{esc(b["uitleg"])}</p><ol>' + "".join(f"<li>{i}</li>" for i in items) + "</ol>"


def _schrijf(b: Blok, level: int) -> str:
    head = f"<h{level}>{esc(b['kop'])}</h{level}>" if b["kop"] else ""
    return head + '<div class="lijn"></div>' * int(b["aantal"])


_BLOCKS: dict[str, Callable[[Blok, int], str]] = {
    "kop": _kop,
    "tekst": _tekst,
    "citaten": _citaten,
    "tijden": _tijden,
    "doel": _doel,
    "stap": _stap,
    "lijst": lambda b, level: (f"<h2>{esc(b['kop'])}</h2>" if b["kop"] else "") + _list([lines(i) for i in b["items"]]),
    "vakken": _vakken,
    "eenstap": _eenstap,
    "fotos": _fotos,
    "net": _net,
    "velden": lambda b, level: _fields(b["items"]),
    "ideeen": _ideeen,
    "schrijf": _schrijf,
    "ruimte": lambda b, level: f'<div class="ruimte stil">{esc(b["tekst"])}</div>',
    "akkoord": lambda b, level: "".join(
        f"<p>{BOX}{esc(i)} <span class='stil'>{esc(b['datum'])} ______________</span></p>" for i in b["items"]
    ),
}
