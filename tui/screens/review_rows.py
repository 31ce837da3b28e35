"""tui.screens.review_rows: a plan, its findings and remarks, and the client's words, as lines of lists. Pure: values in, Content out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from assistant.domain.beoordeling import HELE_PLAN, Beoordeling, Bevinding, Opmerking, PlanRegel, Soort, Stand
from assistant.domain.values import Uiting
from assistant.engine.reviewing import Spoor
from tui.texts import t
from tui.widgets.choice_list import Line

FINDING, REMARK, WISH = "bevinding:", "opmerking:", "wens:"
"""Begins of the ids of lines that are no plan line themselves."""


def mark_of(number: int) -> str:
    """The sign of an uiting beside the plan: A, B, … Z, A2, B2 …"""
    return chr(65 + number % 26) + (str(number // 26 + 1) if number >= 26 else "")


def sure(certainty: float) -> str:
    """How sure the program is of its reading, in words."""
    return t("beoordeel.zeker" if certainty >= 0.8 else "beoordeel.vrij_zeker" if certainty >= 0.6 else "beoordeel.twijfel")


def underlined(text: str, stretches: Iterable[tuple[int, int]], style: str, base: str = "") -> Content:
    """`text` with the stretches in `style`; overlapping stretches are joined."""
    parts: list[Any] = []
    at = 0
    for begin, end in sorted(set(stretches)):
        if end <= at:
            continue
        begin = max(begin, at)
        parts += [(text[at:begin], base), (text[begin:end], style)]
        at = end
    parts.append((text[at:], base))
    return Content.assemble(*[p for p in parts if p[0]])


def hang(content: Content, indent: int, width: int) -> Content:
    """`content` wrapped to `width`, every row `indent` further in. A width of 0 (not laid out yet) leaves the wrapping to the list."""
    if width <= indent + 8:
        return content
    pad = " " * indent
    return Content("\n").join(Content.assemble(pad, row) for row in content.wrap(width - indent))


def plan_rows(review: Beoordeling, marks: Mapping[str, Sequence[str]], *, answers: bool, width: int = 0) -> list[Line]:
    """The plan with, under each line, what the program and the reviewer remarked.

    Args:
        marks: line id -> signs of the uitingen it rests on.
        answers: show the begeleider's answers and what still waits for one.
    """
    out: list[Line] = []
    findings = review.lezing.bevindingen if review.lezing else ()
    for regel in review.regels:
        mine = [b for b in findings if b.plek == regel.id]
        deep = 0 if regel.soort == "doel" else 2
        out.append(Line(regel.id, hang(_plan_line(regel, mine, marks.get(regel.id, ())), deep, width)))
        for bevinding in mine:
            out.append(Line(FINDING + bevinding.id, hang(_finding(bevinding, review.over(bevinding.id), answers), 4, width)))
        out += _remarks(review, regel.id, answers, width)
    whole = _remarks(review, HELE_PLAN, answers, width)
    out.append(Line(HELE_PLAN, Content.styled(t("beoordeel.hele_plan"), "bold $primary")))
    out += whole
    return out


def _plan_line(regel: PlanRegel, findings: Sequence[Bevinding], marks: Sequence[str]) -> Content:
    stretches = [(at, at + len(b.woorden)) for b in findings if b.woorden and (at := regel.tekst.find(b.woorden)) >= 0]
    sign = t("beoordeel.doel") if regel.soort == "doel" else t("beoordeel.actie")
    base = "bold" if regel.soort == "doel" else ""
    parts: list[Any] = [(f"{sign} ", "bold $primary"), underlined(regel.tekst, stretches, f"{base} underline $warning".strip(), base)]
    facts = [x for x in (regel.wie, regel.wanneer) if x]
    if facts:
        parts.append((f"  ({' · '.join(facts)})", "$text-muted"))
    if regel.herkomst == "concept":
        parts.append((f"  {t('beoordeel.concept')}", "$warning"))
    if marks:
        parts.append((f"  {t('beoordeel.rust_op', tekens=' '.join(marks))}", "$accent"))
    else:
        parts.append((f"  {t('beoordeel.rust_nergens')}", "$warning"))
    return Content.assemble(*parts)


def _finding(b: Bevinding, said: Opmerking | None, answers: bool) -> Content:
    parts: list[Any] = [(f"▲ {b.naam}", "bold $warning"), (f" · {sure(b.zekerheid)}\n", "$text-muted"), b.uitleg]
    if b.suggestie:
        parts.append((f"\n{t('beoordeel.suggestie')} {b.suggestie}", "$text-muted"))
    if said is not None:
        style = "bold $success" if said.soort is Soort.EENS else "bold $primary"
        parts.append((f"\n{t(f'beoordeel.gezegd.{said.soort.value}')}", style))
        if said.tekst:
            parts.append(f": {said.tekst}")
        parts += _answer(said, answers)
    return Content.assemble(*parts)


def _remarks(review: Beoordeling, plek: str, answers: bool, width: int) -> list[Line]:
    return [Line(REMARK + o.id, hang(_remark(o, answers), 4, width)) for o in review.bij(plek) if o.bevinding is None]


def _remark(o: Opmerking, answers: bool) -> Content:
    return Content.assemble((f"✎ {t(f'beoordeel.gezegd.{o.soort.value}')}: ", "bold $primary"), o.tekst, *_answer(o, answers))


def _answer(o: Opmerking, answers: bool) -> list[Any]:
    if o.antwoord is not None:
        said = f": {o.antwoord.tekst}" if o.antwoord.tekst else ""
        return [(f"\n↳ {o.antwoord.door}, {t(f'antwoord.{o.antwoord.hoe.value}')}{said}", "$success")]
    return [(f"\n↳ {t('antwoord.open')}", "$warning")] if answers and o.vraagt_antwoord else []


def remark_about(review: Beoordeling, o: Opmerking) -> str:
    """What a remark is about, and what was said: the plan line, the finding it answers to, and the reviewer's words."""
    regel = review.regel(o.plek)
    finding = next((b for b in (review.lezing.bevindingen if review.lezing else ()) if b.id == o.bevinding), None)
    said = t(f"beoordeel.gezegd.{o.soort.value}")
    parts = [
        regel.tekst if regel else "",
        f"{finding.naam}: {finding.uitleg}" if finding else "",
        f"{said}: {o.tekst}" if o.tekst else said,
    ]
    return "\n".join(part for part in parts if part)


def wish_rows(review: Beoordeling, uitingen: Mapping[str, Uiting], *, answers: bool) -> list[Line]:
    """The client's wishes that are nowhere in the plan, the one put first on top. Empty: none was found."""
    if review.lezing is None:
        return []
    first = review.lezing.belangrijkste
    out = []
    for uid in sorted(review.lezing.weggevallen, key=lambda u: u != first):
        if uid not in uitingen:
            continue  # taken back since
        parts: list[Any] = [(f"“{' '.join(uitingen[uid].tekst.split())}”", "$accent")]
        if uid == first:
            parts.append((f"  {t('beoordeel.voorop')}", "bold $warning"))
        for o in review.bij(uid):
            parts.append((f"\n  ✎ {t(f'beoordeel.gezegd.{o.soort.value}')}: ", "bold $primary"))
            parts.append(o.tekst)
            parts += _answer(o, answers)
        out.append(Line(WISH + uid, Content.assemble(*parts)))
    return out


def client_rows(uitingen: Sequence[Uiting], trail: Mapping[str, Spoor], labels: Mapping[str, str]) -> list[Line]:
    """The client's words, literal and in order; those the chosen plan line rests on stand out.

    Args:
        trail: uiting id -> where the chosen line comes back in it.
    """
    out = []
    for number, u in enumerate(uitingen):
        spoor = trail.get(u.id)
        area = labels.get(u.leefgebied or "", u.leefgebied or "")
        here = "bold $accent" if spoor else "$text-muted"
        sign = f"{mark_of(number)} "
        body = underlined(u.tekst, spoor.plekken, "bold underline $accent", "$accent") if spoor else Content.styled(u.tekst, "$text-muted")
        named = f" · {t('beoordeel.genoemd' if spoor.genoemd else 'beoordeel.gevonden')}" if spoor else ""
        out.append(Line(u.id, Content.assemble((sign, here), (f"{area}{named}\n", "$text-muted"), body)))
    return out


def status_line(review: Beoordeling, room: int = 0) -> str:
    """Who reviewed, when, and where it stands. With `room` (columns) a long name is cut, never where it stands or the day; 0: as long as it is."""
    day = (review.afgerond or review.begonnen).astimezone().strftime("%d-%m-%Y %H:%M")

    def said(naam: str) -> str:
        return t("beoordeel.stand_regel", naam=naam, stand=t(f"stand.{review.stand.value}"), tijd=day)

    naam = review.beoordelaar
    if room and (over := cell_len(said(naam)) - room) > 0:
        naam = f"{set_cell_size(naam, max(1, cell_len(naam) - over - 1)).rstrip()}…"
    return said(naam)


def review_row(review: Beoordeling, *, hidden: bool, current: bool, open_count: int) -> Line:
    """One review in the history."""
    parts: list[Any] = [(status_line(review), "bold")]
    if review.bron:
        parts.append((f"  {t('beoordelingen.bron', bestand=review.bron)}", "$text-muted"))
    if not current:
        parts.append((f"  {t('beoordelingen.ouder')}", "$text-muted"))
    if hidden:
        parts.append((f"\n  {t('beoordelingen.verborgen')}", "$text-muted"))
    else:
        if review.woord:
            parts.append(f"\n  {review.woord}")
        if review.stand is not Stand.OPEN and open_count:
            parts.append((f"\n  {t('beoordelingen.wacht', aantal=open_count)}", "$warning"))
    return Line(review.id, Content.assemble(*parts))
