"""assistant.engine.debriefing: what a practice talk did, line by line, for the trainee alone.

In:    Persona, Oefenstof, the Beurten of a talk, and (by choice) what the trainee wrote down.   Out: Nabespreking.
Pure: the same talk gives the same debriefing. Every count carries the lines behind it.
Never: a mark, a comparison with others, a sentence about the client that is not in the persona file.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from textwrap import shorten

from assistant.domain.oefenstof import Doel, Oefenstof
from assistant.domain.persona import Feit, Persona, Stand
from assistant.domain.values import Frozen
from assistant.engine.practising import WEGINGEN, Beurt, Reden

MAX_GOED, MAX_PROBEER = 3, 2


class Teruglezen(Frozen):
    """One line of the talk with what went on inside."""

    regel: int
    zeg: str
    antwoord: str
    reactie: str
    innerlijk: str
    feiten: tuple[str, ...]
    vertrouwen: float
    stand: Stand
    verschil: float
    waardoor: tuple[Reden, ...]
    alternatief: str = ""
    uitleg: str = ""


class Kans(Frozen):
    """A line at which something could have been found, and why."""

    regel: int
    zeg: str
    waarom: str
    """'gevraagd' (the line asked about it, but trust was not there yet) or 'vlakbij' (the client told something next to it)."""


class Vondst(Frozen):
    feit: str
    tekst: str
    regel: int
    woorden: str
    """How the client said it."""


class Gemist(Frozen):
    feit: str
    tekst: str
    vanaf: Stand
    kansen: tuple[Kans, ...]


class Oogst(Frozen):
    """One kind of thing to discover."""

    gevonden: tuple[Vondst, ...] = ()
    gemist: tuple[Gemist, ...] = ()


class Telling(Frozen):
    gedrag: str
    naam: str
    aantal: int
    regels: tuple[int, ...]


class Punt(Frozen):
    """One thing that went well or one thing to try, with the lines it rests on."""

    tekst: str
    regels: tuple[int, ...] = ()


class Naast(Frozen):
    """What the trainee wrote down beside what there is: by words in common, to talk about, not to mark."""

    opgeschreven: tuple[str, ...]
    bij: tuple[tuple[str, ...], ...] = ()
    """Per line of `opgeschreven` the fact ids that seem to stand in it."""
    herkend: tuple[str, ...]
    """Those of all lines together."""
    niet_opgeschreven: tuple[str, ...]
    """Found in the talk, not written down."""


class Nabespreking(Frozen):
    persona: str
    beurten: int
    regels: tuple[Teruglezen, ...]
    krachten: Oogst
    hulpbronnen: Oogst
    wensen: Oogst
    vertrouwen: tuple[float, ...]
    """Trust after each line, the start first."""
    geteld: tuple[Telling, ...]
    ging_goed: tuple[Punt, ...]
    probeer: tuple[Punt, ...]
    doel: str = ""
    inventaris: Naast | None = None
    bij_doel: tuple[Telling, ...] = ()
    """What the goal of this practice is about, counted, nought included. Empty: no goal."""
    verteld: tuple[str, ...] = ()
    """Facts the client has told, in earlier talks and now: what a next talk may build on."""


def bespreek(
    persona: Persona, stof: Oefenstof, beurten: Sequence[Beurt], *, begin: float, doel: Doel | None = None, opgeschreven: Sequence[str] = (),
    herken: Mapping[str, Sequence[str]] | None = None, eerder: Sequence[str] = (),
) -> Nabespreking:  # fmt: skip
    """The debriefing of a talk.

    Args:
        begin: trust before the first line.
        doel: the goal of this practice; its behaviours come first in what to try.
        opgeschreven: lines of the inventory the trainee filled in. Empty: none was.
        herken: fact ids for each of those lines (see practise_room); None: nothing is compared.
        eerder: facts told in an earlier talk; they are neither found now nor missed.
    """
    counts = _count(beurten)
    krachten = _oogst(persona, beurten, persona.krachten, eerder)
    return Nabespreking(
        persona=persona.id,
        beurten=len(beurten),
        regels=tuple(_lees(stof, beurt) for beurt in beurten),
        krachten=krachten,
        hulpbronnen=_oogst(persona, beurten, persona.hulpbronnen, eerder),
        wensen=_oogst(persona, beurten, persona.wensen, eerder),
        verteld=tuple(dict.fromkeys((*eerder, *(item for beurt in beurten for item in beurt.feiten)))),
        vertrouwen=(round(begin, 4), *(beurt.getal for beurt in beurten)),
        geteld=tuple(
            Telling(gedrag=naam, naam=stof.geteld[naam].naam, aantal=len(lines), regels=tuple(lines))
            for naam, lines in counts.items()
            if naam in stof.geteld
        ),
        ging_goed=_went_well(persona, stof, beurten, counts, krachten, begin),
        probeer=_to_try(stof, beurten, counts, krachten, doel),
        doel=doel.id if doel else "",
        inventaris=_beside(persona, beurten, opgeschreven, herken) if opgeschreven else None,
        bij_doel=tuple(
            Telling(gedrag=naam, naam=stof.geteld[naam].naam, aantal=len(counts.get(naam, ())), regels=tuple(counts.get(naam, ())))
            for naam in ((*doel.meer, *doel.minder) if doel else ())
        ),
    )


def _lees(stof: Oefenstof, beurt: Beurt) -> Teruglezen:
    strongest = max(beurt.redenen, key=lambda reden: abs(WEGINGEN.get(reden.gedrag, 0.0)), default=Reden(gedrag="gewoon", effect=0.0))
    thoughts = stof.innerlijk.get(strongest.gedrag) or stof.innerlijk.get("gewoon", ("",))
    return Teruglezen(
        regel=beurt.nr,
        zeg=beurt.zeg,
        antwoord=beurt.antwoord,
        reactie=beurt.reactie,
        innerlijk=random.Random(f"{beurt.nr}|{beurt.zeg}").choice(thoughts),
        feiten=beurt.feiten,
        vertrouwen=beurt.getal,
        stand=beurt.vertrouwen,
        verschil=beurt.verschil,
        waardoor=beurt.redenen,
        alternatief=beurt.alternatief,
        uitleg=beurt.uitleg,
    )


def _count(beurten: Sequence[Beurt]) -> dict[str, list[int]]:
    """Behaviour -> numbers of the lines in which it was heard, in the order of first hearing."""
    out: dict[str, list[int]] = {}

    def add(naam: str, nr: int) -> None:
        lines = out.setdefault(naam, [])
        if nr not in lines:
            lines.append(nr)

    for beurt in beurten:
        if beurt.labels.get("vorm") in ("open", "gesloten") and "crisis" not in beurt.vlaggen:  # asking straight out is as it should be
            add(str(beurt.labels["vorm"]), beurt.nr)
        if beurt.labels.get("focus") in ("krachtgericht", "probleemgericht") and beurt.labels.get("vorm") != "geen_vraag":
            add(str(beurt.labels["focus"]), beurt.nr)
        for naam in ("suggestief", "dubbel", "reflectie", "advies_zonder_toestemming", "oordelend", "te_moeilijk"):
            if beurt.labels.get(naam):
                add(naam, beurt.nr)
        for reden in beurt.redenen:
            if reden.gedrag not in (
                "open",
                "gesloten",
                "reflectie_los",
                "open_krachtgericht",
                "open_probleem",
                "gesloten_rij",
                "probleemgericht",
            ):
                add(reden.gedrag, beurt.nr)
    return out


def _oogst(persona: Persona, beurten: Sequence[Beurt], ids: Sequence[str], eerder: Sequence[str]) -> Oogst:
    first: dict[str, Beurt] = {}
    for beurt in beurten:
        for item in beurt.feiten:
            first.setdefault(item, beurt)
    found, missed = [], []
    for item in ids:
        feit = persona.feit(item)
        if feit is None:
            continue
        if item in first:
            beurt = first[item]
            words = next((deel.tekst for deel in beurt.delen if deel.sleutel == item), "")
            found.append(Vondst(feit=item, tekst=feit.tekst, regel=beurt.nr, woorden=words))
        elif item not in eerder:
            missed.append(Gemist(feit=item, tekst=feit.tekst, vanaf=feit.vanaf, kansen=_chances(persona, feit, beurten)))
    return Oogst(gevonden=tuple(found), gemist=tuple(missed))


def _chances(persona: Persona, feit: Feit, beurten: Sequence[Beurt]) -> tuple[Kans, ...]:
    """The lines at which this fact lay near: asked about, or next to something the client had just told. At most two."""
    topics = {word.lower() for word in feit.onderwerpen}
    out = []
    for beurt in beurten:
        if feit.id in beurt.dichtbij[:3]:
            locked = beurt.vertrouwen.rang < feit.vanaf.rang  # else trust was there, and the client told something nearer
            out.append(Kans(regel=beurt.nr, zeg=beurt.zeg, waarom="gevraagd" if locked else "vlakbij"))
            continue
        for item in beurt.feiten:
            told = persona.feit(item)
            if told is not None and topics & {word.lower() for word in told.onderwerpen}:
                out.append(Kans(regel=beurt.nr, zeg=beurt.zeg, waarom="vlakbij"))
                break
    return tuple(out[:2])


def _went_well(
    persona: Persona, stof: Oefenstof, beurten: Sequence[Beurt], counts: Mapping[str, list[int]], krachten: Oogst, begin: float
) -> tuple[Punt, ...]:
    """Up to three things, each resting on lines."""
    points: list[tuple[float, Punt]] = []
    hidden = [v for v in krachten.gevonden if (feit := persona.feit(v.feit)) is not None and feit.vanaf is not Stand.LAAG]
    if hidden:
        text = stof.nabespreking["goed_ontdekt"].replace("{aantal}", str(len(hidden)))
        points.append((5.0, Punt(tekst=text, regels=tuple(sorted({v.regel for v in hidden})))))
    if beurten and beurten[-1].getal >= begin + 0.12:
        best = sorted(beurten, key=lambda beurt: -beurt.verschil)[:3]
        points.append((3.0, Punt(tekst=stof.nabespreking["goed_vertrouwen"], regels=tuple(sorted(beurt.nr for beurt in best)))))
    cost = {beurt.nr for beurt in beurten if beurt.verschil < 0}
    for naam, told in counts.items():
        gedrag = stof.geteld.get(naam)
        lines = [nr for nr in told if nr not in cost]  # a line that cost trust is not praised and blamed at once
        if gedrag is not None and gedrag.goed and lines:
            points.append((min(4.0, len(lines) * 12 * max(0.02, WEGINGEN.get(naam, 0.05))), Punt(tekst=gedrag.goed, regels=tuple(lines))))
    straight = tuple(beurt.nr for beurt in beurten if {"crisis", "vraag"} <= set(beurt.vlaggen) and beurt.nr not in cost)
    if straight and "goed_rechtuit" in stof.nabespreking:
        points.append((6.0, Punt(tekst=stof.nabespreking["goed_rechtuit"], regels=straight)))
    if beurten and "vertrek" in beurten[-1].vlaggen:
        points.append((1.0, Punt(tekst=stof.nabespreking["goed_einde"], regels=(beurten[-1].nr,))))
    chosen = [punt for _, punt in sorted(points, key=lambda pair: -pair[0])[:MAX_GOED]]
    return tuple(chosen) or (Punt(tekst=stof.nabespreking["geen_goed"]),)


def _to_try(
    stof: Oefenstof, beurten: Sequence[Beurt], counts: Mapping[str, list[int]], krachten: Oogst, doel: Doel | None
) -> tuple[Punt, ...]:
    """One or two things to try, the heaviest first."""
    points: list[tuple[float, Punt]] = []
    for naam, lines in counts.items():
        gedrag = stof.geteld.get(naam)
        weight = -WEGINGEN.get(naam, 0.0)
        if gedrag is None or not gedrag.probeer or weight <= 0:
            continue
        if naam == "gesloten" and len(lines) <= len(counts.get("open", ())):
            continue
        if naam == "probleemgericht" and len(lines) <= len(counts.get("krachtgericht", ())):
            continue
        heavy = weight * len(lines) + (0.5 if doel and naam in doel.minder else 0.0)
        points.append((heavy, Punt(tekst=gedrag.probeer, regels=tuple(lines))))
    if doel is not None:
        ordinary = sum("crisis" not in beurt.vlaggen for beurt in beurten)  # asking after wanting to live has another aim
        for naam in doel.meer:
            if naam == "open" and len(counts.get("gesloten", ())) > len(counts.get("open", ())):
                continue  # said already, with the closed lines
            if len(counts.get(naam, ())) * 4 < ordinary and (gedrag := stof.geteld.get(naam)) and gedrag.probeer:
                points.append((0.3, Punt(tekst=gedrag.probeer)))  # no lines: those in which it was done are no lines to change
    for naam in ("reflectie", "krachtgericht", "aansluiting", "stilte"):
        if len(beurten) >= 5 and not counts.get(naam) and (gedrag := stof.geteld.get(naam)) and gedrag.probeer:
            points.append((0.04, Punt(tekst=gedrag.probeer)))
    cost = {beurt.nr for beurt in beurten if beurt.verschil < 0}  # nobody should linger at a line that did harm
    chance = next((kans for gemist in krachten.gemist for kans in gemist.kansen if kans.regel not in cost), None)
    if chance is not None:
        text = (
            stof.nabespreking["probeer_gemist"]
            .replace("{regel}", str(chance.regel))
            .replace("{zeg}", shorten(chance.zeg, 90, placeholder=" …"))
        )
        points.append((0.06, Punt(tekst=text, regels=(chance.regel,))))
    chosen: list[Punt] = []
    for _, punt in sorted(points, key=lambda pair: -pair[0]):
        if all(punt.tekst != other.tekst for other in chosen):
            chosen.append(punt)
    return tuple(chosen[:MAX_PROBEER]) or (Punt(tekst=stof.nabespreking["geen_probeer"]),)


def _beside(persona: Persona, beurten: Sequence[Beurt], lines: Sequence[str], herken: Mapping[str, Sequence[str]] | None) -> Naast:
    wanted = (*persona.krachten, *persona.hulpbronnen, *persona.wensen)
    beside = tuple(tuple(item for item in (herken or {}).get(line, ()) if item in wanted) for line in lines)
    known = {item for found in beside for item in found}
    told = {item for beurt in beurten for item in beurt.feiten}
    return Naast(
        opgeschreven=tuple(lines),
        bij=beside,
        herkend=tuple(item for item in wanted if item in known),
        niet_opgeschreven=tuple(item for item in wanted if item in told and item not in known),
    )
