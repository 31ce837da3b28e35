"""tui.screens.rows: domain values as lines of a list. Pure: values in, Content out; data is never read as markup."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from textual.content import Content

from assistant.domain.dossier import Dossier
from assistant.domain.guidance import Passage
from assistant.domain.values import KrachtVorm
from assistant.engine.content import Content as Inhoud
from assistant.engine.interviewing import Gehoord, Optie
from tui.texts import t
from tui.widgets.choice_list import Line

EXCERPT = 220
"""Characters of a passage shown in a list; the whole passage is one key away."""


def emoji_fits() -> bool:
    """True when the terminal is likely to draw emoji; the text console and non-UTF-8 places get letters."""
    lang = (os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or "").upper()
    return os.environ.get("TERM") not in ("linux", "vt100", "dumb") and ("UTF" in lang or os.name == "nt")


def rail_lines(opties: Sequence[Optie], *, short: bool = False) -> list[Line]:
    """The leefgebieden: sign, name, what the client wants with it (a short word when `short`). No numbers."""
    emoji = emoji_fits()
    width = max([len(item.kort) for item in opties] or [0])
    lines = []
    for item in opties:
        sign = f"{item.icoon} " if emoji and item.icoon else f"{item.ascii} "
        mark = (
            t(f"rail.kort.{item.keuze}" if short else f"rail.{item.keuze}")
            if item.keuze
            else (t("rail.besproken") if item.besproken else "")
        )
        style = {"praten": "bold $success", "liever_niet": "$text-muted", "later": "$text-muted"}.get(item.keuze or "", "$text-muted")
        here = ("▸", "bold $primary") if item.nu else (" ", "")
        name = (f"{item.kort:<{width}} ", "bold $primary" if item.nu else "")
        lines.append(Line(item.id, Content.assemble(here, sign, name, (mark, style))))
    return lines


def quote(text: str) -> str:
    return f"“{text}”"


def story_line(line_id: str, areas: Sequence[str]) -> Line:
    """A story that may be divided: over which leefgebieden."""
    return Line(
        line_id,
        Content.assemble(
            (t("gehoord.verhaal", namen=", ".join(areas)), "bold $primary"), (f"\n{t('gehoord.verhaal_toets')}\n", "$text-muted")
        ),
    )


def card_line(line_id: str) -> Line:
    """An answer of which nothing was proposed because of the safety card: the begeleider may say that the card was wrong."""
    return Line(line_id, Content.assemble((t("gehoord.kaart"), "bold $warning"), (f"\n{t('gehoord.kaart_toets')}\n", "$text-muted")))


def heard_line(item: Gehoord, state: str | None, area: str = "") -> Line:
    """One proposal: what it may be, the client's words, and what was done with it. `area`: the leefgebied, where it is another one."""
    if item.soort == "kracht":
        head = f"{t(f'vorm.{item.vorm.value}')} · {t(f'tijd.{item.tijd.value}')}"
    else:
        head = f"{t('hulpbron.kop')} · {t(f'hulpbron.{item.hulpbron.value}')} · {t(f'aard.{item.aard.value}')}"
    if area:
        head += f" · {area}"
    done = {"genoteerd": (f"  {t('gehoord.genoteerd')}", "bold $success"), "weg": (f"  {t('gehoord.weg')}", "$text-muted")}.get(state or "")
    parts: list[Any] = [(head, "$text-muted" if state == "weg" else "bold $primary")]
    if done:
        parts.append(done)
    parts.append((f"\n{quote(item.citaat)}", "$text-muted" if state == "weg" else "$accent"))
    return Line(item.id, Content.assemble(*parts, "\n"))


def inventory_lines(dossier: Dossier, content: Inhoud) -> list[Line]:
    """Krachten by stem, hulpbronnen under it; each with the client's words, the leefgebied and the time."""
    lines: list[Line] = []
    labels = {item.id: item.kort for item in content.leefgebieden.leefgebieden}
    for vorm in KrachtVorm:
        group = [k for k in dossier.krachten if k.vorm is vorm]
        if group:
            lines.append(Line(None, Content.styled(t(f"vorm.{vorm.value}"), "bold $primary")))
        for kracht in group:
            where = f"\n  {labels.get(kracht.leefgebied, kracht.leefgebied)} · {t(f'tijd.{kracht.tijd.value}')}"
            lines.append(Line(kracht.id, Content.assemble((quote(kracht.citaat.tekst), "$accent"), (where, "$text-muted"))))
    if dossier.hulpbronnen:
        lines.append(Line(None, Content.styled(t("hulpbron.koppen"), "bold $primary")))
    for hulp in dossier.hulpbronnen:
        where = f"\n  {t(f'hulpbron.{hulp.soort.value}')} · {t(f'aard.{hulp.aard.value}')} · {labels.get(hulp.leefgebied, hulp.leefgebied)}"
        if hulp.niet_benaderen:
            where += f" · {t('hulpbron.niet_benaderen')}"
        lines.append(Line(hulp.id, Content.assemble((quote(hulp.citaat.tekst), "$accent"), (where, "$text-muted"))))
    return lines


def source(passage: Passage) -> str:
    """Title, headings and page: where it stands."""
    parts = [passage.titel, *[k for k in passage.kop if k and k != passage.titel]]
    where = " › ".join(dict.fromkeys(parts))
    return f"{where}, {t('bron.pagina', pagina=passage.pagina)}" if passage.pagina else where


def source_lines(passages: Sequence[Passage], *, short: bool) -> list[Line]:
    """Passages with their source above them; an excerpt when `short`."""
    lines = []
    for passage in passages:
        text = " ".join(passage.tekst.split())
        if short and len(text) > EXCERPT:
            text = text[:EXCERPT].rsplit(" ", 1)[0] + " …"
        lines.append(Line(passage.id, Content.assemble((source(passage), "bold $primary"), f"\n{text}\n")))
    return lines
