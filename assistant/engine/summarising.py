"""assistant.engine.summarising: the client's own words read back, at the end of a leefgebied or of a conversation.

In:    Dossier, Content.   Out: Samenvatting: a lead-in of the guide and quotes of the client under each.
Extractive: every quote is a verbatim stretch of an uiting that still counts. Order: ik ben, ik kan, ik heb, ik weet, and last what is wished.
Never: rewrites, judges, counts, or fills a stem the client gave no words for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assistant.domain import luisteren
from assistant.domain.actieplan import Actieplan
from assistant.domain.dossier import Dossier
from assistant.domain.kracht import Kracht
from assistant.domain.values import Frozen, KrachtVorm, Uiting
from assistant.engine.content import Content
from assistant.engine.interviewing import Terugblikblok, taal

ORDER = (KrachtVorm.IK_BEN, KrachtVorm.IK_KAN, KrachtVorm.IK_HEB, KrachtVorm.IK_WEET, KrachtVorm.IK_WIL)


class Samenvatting(Frozen):
    """What can be read aloud. `blokken` is empty when nothing was told yet."""

    begin: str = ""
    blokken: tuple[Terugblikblok, ...] = ()
    slot: str = ""

    @property
    def regels(self) -> tuple[str, ...]:
        """As lines to read aloud or to print; quotes stand between double quotation marks."""
        out: list[str] = [self.begin] if self.begin and self.blokken else []
        for blok in self.blokken:
            out += [blok.inleiding, *(f"“{c}”" for c in blok.citaten)]
        return (*out, self.slot) if self.slot and self.blokken else tuple(out)


def summarise(dossier: Dossier, content: Content, leefgebied: str | None = None, *, alles: bool = False) -> Samenvatting:
    """The summary of one leefgebied, or of everything told (None). Quotes that were taken out are left out, unless `alles`.

    Krachten of words that were taken back do not count. Without any kracht the client's words themselves are read back, whole.
    """
    valid = {u.id: u for u in dossier.geldige_uitingen}
    quiet = frozenset() if alles else frozenset(luisteren.load(dossier.rooms).niet_teruglezen)
    krachten = [
        k for k in dossier.krachten if k.citaat.uiting in valid and (leefgebied is None or k.leefgebied == leefgebied) and k.id not in quiet
    ]
    told = [(u.id, words) for u in dossier.geldige_uitingen if u.id not in quiet and (words := _about(dossier, u, leefgebied))]
    blocks = []
    for vorm in ORDER:
        if found := _quotes((k for k in krachten if k.vorm is vorm), list(valid)):
            quotes, ids = tuple(k.citaat.tekst for k in found), tuple(k.id for k in found)
            key = "wens" if vorm is KrachtVorm.IK_WIL and leefgebied is None else vorm.value
            blocks.append(Terugblikblok(inleiding=_line(content, dossier, key), citaten=quotes, ids=ids, leefgebied=leefgebied or ""))
    if not blocks and told and not any(k.id in quiet for k in dossier.krachten):
        blocks = [
            Terugblikblok(
                inleiding=_line(content, dossier, "begin"),
                citaten=tuple(text for _, text in told),
                ids=tuple(uid for uid, _ in told),
                leefgebied=leefgebied or "",
            )
        ]
        return Samenvatting(blokken=tuple(blocks), slot=_line(content, dossier, "slot"))
    if not blocks:
        return Samenvatting()
    return Samenvatting(begin=_line(content, dossier, "begin"), blokken=tuple(blocks), slot=_line(content, dossier, "slot"))


def _quotes(krachten: Iterable[Kracht], order: list[Any]) -> tuple[Kracht, ...]:
    """In the order in which the client said them; the same words once, and words inside other words not again."""
    found = sorted(krachten, key=lambda k: (order.index(k.citaat.uiting), k.citaat.begin))
    out: list[Kracht] = []
    for kracht in found:
        c = kracht.citaat
        inside = any(
            o.citaat.uiting == c.uiting
            and o.citaat.begin <= c.begin
            and c.eind <= o.citaat.eind
            and o is not kracht
            and o.citaat.tekst != c.tekst
            for o in found
        )
        if not inside and all(o.citaat.tekst != c.tekst for o in out):
            out.append(kracht)
    return tuple(out)


def _about(dossier: Dossier, uiting: Uiting, leefgebied: str | None) -> str:
    """The words of an uiting about a leefgebied, verbatim: all of them, or the pieces of a divided story. '' when none."""
    if leefgebied is None:
        return uiting.tekst
    pieces = luisteren.load(dossier.rooms).delen_van(uiting.id)
    if not pieces:
        return uiting.tekst if uiting.leefgebied == leefgebied else ""
    return "".join(uiting.tekst[p.begin : p.eind] for p in pieces if p.leefgebied == leefgebied).strip()


def _line(content: Content, dossier: Dossier, vorm: str) -> str:
    """A lead-in of prompts/gesprek.toml, another one as the conversation goes on. '' when the content has none."""
    fit = [z for z in taal(content).samenvatting if z.vorm == vorm]
    return fit[len(dossier.geldige_uitingen) % len(fit)].voor(dossier.aanspreekvorm) if fit else ""


def only(dossier: Dossier, leefgebied: str) -> Dossier:
    """The same dossier with nothing in it but one leefgebied, to print its summary. Never to be saved."""
    krachten = tuple(k for k in dossier.krachten if k.leefgebied == leefgebied)
    hulpbronnen = tuple(h for h in dossier.hulpbronnen if h.leefgebied == leefgebied)
    quoted = {k.citaat.uiting for k in krachten} | {h.citaat.uiting for h in hulpbronnen}
    uitingen = tuple(u for u in dossier.uitingen if u.id in quoted or leefgebied in dossier.leefgebieden_van(u))
    return dossier.replace(krachten=krachten, hulpbronnen=hulpbronnen, uitingen=uitingen, plan=Actieplan())
