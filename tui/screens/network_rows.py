"""tui.screens.network_rows: contacts and proposals as lines of a list, and as nodes of the drawing. Pure: values in, Content out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from textual.content import Content

from assistant.domain.netwerk import Contact, Verschil
from assistant.engine.netwerk import Getoond, Voorstel
from tui.texts import t
from tui.widgets.choice_list import Line
from tui.widgets.ecogram import SIGNS, Node


def node(contact: Contact) -> Node:
    letters = "".join(t(f"netwerk.letter.{s.value}") for s in contact.steun)
    return Node(contact.naam, contact.soort.value, contact.aard.value, letters, contact.richting.value, contact.kwaliteit.value)


def about(contact: Contact) -> str:
    """Everything noted about a contact, in words."""
    words = [contact.groep] if contact.groep else [t(f"netwerk.aard.{contact.aard.value}")]
    if contact.richting:
        words.append(t(f"netwerk.richting.{contact.richting.value}"))
    words += [t(f"netwerk.steun.{s.value}") for s in contact.steun]
    if contact.kwaliteit:
        words.append(t(f"netwerk.kwaliteit.{contact.kwaliteit.value}"))
    return " · ".join(words)


def contact_lines(shown: Iterable[Getoond]) -> list[Line]:
    out = []
    for item in shown:
        c = item.contact
        if item.gevaar:
            parts: list[Any] = [("! ", "bold $error"), (c.naam, "bold $error"), (f"  {t('netwerk.niet_benaderen')}", "$error")]
        else:
            parts = [(f"{SIGNS[c.soort.value]} ", "$accent"), (c.naam, "bold"), (f"  {about(c)}", "$text-muted")]
        if item.citaat:
            text = " ".join(item.citaat.split())
            parts.append((f"\n  “{text if len(text) <= 90 else text[:89] + '…'}”", "$accent"))
        out.append(Line(c.id, Content.assemble(*parts)))
    return out


def proposal_line(item: Voorstel) -> Line:
    where = item.groep or t(f"netwerk.aard.{item.aard.value}")
    return Line(
        f"voorstel:{item.id}",
        Content.assemble(("? ", "bold $primary"), (item.naam, "bold"), (f"  {where}", "$text-muted"), (f"\n  “{item.citaat}”", "$accent")),
    )


def list_lines(shown: Sequence[Getoond], proposals: Sequence[Voorstel]) -> list[Line]:
    lines: list[Line] = []
    if proposals:
        lines.append(Line(None, Content.styled(t("netwerk.gehoord"), "bold $primary")))
        lines += [proposal_line(p) for p in proposals]
    safe, danger = [g for g in shown if not g.gevaar], [g for g in shown if g.gevaar]
    if safe:
        lines.append(Line(None, Content.styled(t("netwerk.op_de_kaart"), "bold $primary")))
        lines += contact_lines(safe)
    if danger:
        lines.append(Line(None, Content.styled(t("netwerk.afstand"), "bold $error")))
        lines += contact_lines(danger)
    return lines


def changes_text(changes: Sequence[tuple[datetime, datetime, Verschil]]) -> Content:
    """What changed, day by day. Names only; no counts."""
    parts: list[Any] = []
    for _, tot, verschil in changes:
        parts.append((f"{tot.astimezone():%d-%m-%Y}\n", "bold $primary"))
        parts += [f"  {t('netwerk.erbij', naam=c.naam)}\n" for c in verschil.erbij]
        parts += [f"  {t('netwerk.weg', naam=c.naam)}\n" for c in verschil.weg]
        for was, now in verschil.anders:
            parts.append(f"  {t('netwerk.anders', naam=now.naam, eerst=_state(was), nu=_state(now))}\n")
        parts.append("\n")
    return Content.assemble(*parts) if parts else Content(t("netwerk.geen_verloop"))


def _state(contact: Contact) -> str:
    return t("netwerk.niet_benaderen") if contact.niet_benaderen else about(contact)
