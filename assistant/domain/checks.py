"""assistant.domain.checks: what one dossier shows of working as the method means it (domein.md 9.3, our own list).

In:    a dossier, the moment, and where the program read along its remarks on plan lines.   Out: per check an outcome with the evidence found.
Never: a score, a total, an order of people; never a conclusion where the dossier cannot show it (then: niet_te_zien).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from assistant.domain.actieplan import Actie, ActieStatus, Keuze, Langetermijndoel, Verloop, Wie
from assistant.domain.dossier import Dossier
from assistant.domain.kracht import Hulpbron, Kracht
from assistant.domain.values import Aard, Frozen, KrachtVorm, Plek, Tijd


class Uitkomst(StrEnum):
    GEZIEN = "gezien"
    DEELS = "deels"
    NIET_GEZIEN = "niet_gezien"
    NIET_TE_ZIEN = "niet_te_zien"
    """The dossier cannot show it (yet). That is no shortcoming."""


class Controle(Frozen):
    """One check. `bewijs` are ids in the dossier (uitingen, krachten, hulpbronnen, doelen, acties) that a reader can look at."""

    id: str
    uitkomst: Uitkomst
    waarden: dict[str, str] = {}
    """What is filled in into the sentence of this outcome (prompts/zelfcontrole.toml)."""
    bewijs: tuple[str, ...] = ()
    mist: tuple[str, ...] = ()
    """Ids of what the evidence was not found for."""


ENOUGH_AREAS = 3
"""From so many leefgebieden on we call it several: our own choice."""
YOUNG_DAYS = 28
"""A dossier younger than this may still be completed: our own choice."""
GENERIC = frozenset(
    "lief aardig sociaal sterk positief behulpzaam creatief eerlijk vriendelijk gemotiveerd zelfstandig flexibel spontaan rustig vrolijk slim doorzetter doorzettingsvermogen humor optimistisch".split()  # noqa: SIM905
)
"""Adjectives that fit anybody. Said alone they tell nothing of this person (domein.md 9.3: share of generic adjectives)."""
LANGUAGE = frozenset({"dwang_of_voorwaarde", "probleemgericht"})
"""Labels of `toets` that concern threat, condition and labelling."""
OF_THE_HELP = "hulpverlener_doel"
"""Label of `toets` on a goal that is of the help and not of the client: it may hang on words of the client, but comes from no wish."""


def _is_generic(kracht: Kracht) -> bool:
    words = [w.strip(".,!;:").casefold() for w in kracht.citaat.tekst.split()]
    telling = [
        w for w in words if w not in {"ik", "ben", "heel", "erg", "best", "wel", "een", "en", "heb", "kan", "goed", "ook", "altijd", "zo"}
    ]
    return bool(telling) and all(w in GENERIC for w in telling)


def run_checks(dossier: Dossier, *, op: datetime, bevindingen: Mapping[str, Collection[str]] | None = None) -> tuple[Controle, ...]:
    """All checks, in the order they are shown.

    Args:
        op: now.
        bevindingen: plan line id -> labels `toets` found on it; every line that was read must be in it. None: nobody could read along.
    """
    doelen = tuple(d for d in dossier.plan.doelen if d.status is not ActieStatus.GEWEIGERD)
    acties = tuple(a for a in dossier.plan.acties if a.status is not ActieStatus.GEWEIGERD)
    return (
        _areas(dossier),
        _person_and_surroundings(dossier),
        _times(dossier),
        _added_to(dossier, op),
        _goal_from_wish(dossier, doelen, bevindingen),
        _own_words(dossier, doelen),
        _uses_kracht(acties),
        _small_steps(acties, bevindingen),
        _natural_first(dossier, acties),
        _hopeful(doelen, acties, bevindingen),
        _team(dossier, acties),
        _no_and_later(dossier, doelen, acties),
    )


def _of(parts: int, whole: int) -> Uitkomst:
    return Uitkomst.GEZIEN if parts == whole else Uitkomst.NIET_GEZIEN if parts == 0 else Uitkomst.DEELS


def _in_turn(*sides: Sequence[str]) -> tuple[str, ...]:
    """One of each side in turn, every id once: of what is shown first, each side has its share."""
    return tuple(dict.fromkeys(i for row in zip_longest(*sides) for i in row if i is not None))


def _areas(dossier: Dossier) -> Controle:
    if not dossier.geldige_uitingen:
        return Controle(id="leefgebieden", uitkomst=Uitkomst.NIET_TE_ZIEN)
    if not dossier.krachten:
        return Controle(id="leefgebieden", uitkomst=Uitkomst.NIET_GEZIEN)
    general = [k for k in dossier.krachten if _is_generic(k)]
    areas: dict[str, list[str]] = {}
    for kracht in dossier.krachten:
        if kracht not in general:
            areas.setdefault(str(kracht.leefgebied), []).append(kracht.id)
    values = {"aantal": str(len(areas)), "algemeen": str(len(general))}
    evidence = _in_turn(*areas.values())
    many = len(areas) >= ENOUGH_AREAS and len(general) * 2 <= len(dossier.krachten)
    return Controle(
        id="leefgebieden",
        uitkomst=Uitkomst.GEZIEN if many else Uitkomst.DEELS,
        waarden=values,
        bewijs=evidence,
        mist=tuple(k.id for k in general),
    )


def _inventory(dossier: Dossier) -> tuple[tuple[Kracht, ...], tuple[Hulpbron, ...]]:
    return dossier.krachten, dossier.hulpbronnen


def _person_and_surroundings(dossier: Dossier) -> Controle:
    krachten, hulpbronnen = _inventory(dossier)
    if not krachten and not hulpbronnen:
        return Controle(id="persoon_en_omgeving", uitkomst=Uitkomst.NIET_TE_ZIEN)
    person = tuple(k.id for k in krachten if k.plek is Plek.PERSOON and k.vorm is not KrachtVorm.IK_WIL)
    around = (*(k.id for k in krachten if k.plek is Plek.OMGEVING), *(h.id for h in hulpbronnen))
    values = {"persoon": str(len(person)), "omgeving": str(len(around)), "een_kant": "de persoon" if person else "de omgeving"}
    outcome = Uitkomst.GEZIEN if person and around else Uitkomst.DEELS if person or around else Uitkomst.NIET_GEZIEN
    return Controle(id="persoon_en_omgeving", uitkomst=outcome, waarden=values, bewijs=_in_turn(person, around))


_TIME_WORDS = {Tijd.VERLEDEN: "vroeger", Tijd.HEDEN: "nu", Tijd.TOEKOMST: "later"}


def _times(dossier: Dossier) -> Controle:
    if not dossier.krachten:
        return Controle(id="drie_tijden", uitkomst=Uitkomst.NIET_TE_ZIEN)
    seen = [t for t in Tijd if any(k.tijd is t for k in dossier.krachten)]
    firsts = tuple(next(k.id for k in dossier.krachten if k.tijd is t) for t in seen)
    return Controle(
        id="drie_tijden", uitkomst=_of(len(seen), 3), waarden={"tijden": ", ".join(_TIME_WORDS[t] for t in seen)}, bewijs=firsts
    )


def _added_to(dossier: Dossier, op: datetime) -> Controle:
    old = (op - dossier.aangemaakt).days
    values = {"ouderdom": str(max(0, old))}
    noted = sorted([*((k.op, k.id) for k in dossier.krachten), *((h.op, h.id) for h in dossier.hulpbronnen)])
    days = sorted({at.date() for at, _ in noted})
    if len(days) >= 2:
        values |= {"dagen": str(len(days)), "laatst": days[-1].strftime("%d-%m-%Y")}
        return Controle(
            id="aangevuld", uitkomst=Uitkomst.GEZIEN, waarden=values, bewijs=tuple(i for at, i in noted if at.date() != days[0])
        )
    later_words = tuple(u.id for u in dossier.geldige_uitingen if days and u.op.date() > days[0])
    if later_words:
        return Controle(id="aangevuld", uitkomst=Uitkomst.DEELS, waarden=values, bewijs=later_words)
    return Controle(id="aangevuld", uitkomst=Uitkomst.NIET_TE_ZIEN if old < YOUNG_DAYS else Uitkomst.NIET_GEZIEN, waarden=values)


def _goal_from_wish(dossier: Dossier, doelen: tuple[Langetermijndoel, ...], bevindingen: Mapping[str, Collection[str]] | None) -> Controle:
    if not doelen:
        return Controle(id="doel_uit_wens", uitkomst=Uitkomst.NIET_TE_ZIEN)

    def nearest(doel: Langetermijndoel) -> str | None:
        """The wish in the words of this goal that is most like it; None for a goal of the help."""
        if bevindingen and OF_THE_HELP in bevindingen.get(doel.id, ()):
            return None
        said = [k for u in doel.uitingen for k in dossier.wensen if k.citaat.uiting == u]
        best = max(said, key=lambda k: len(_telling(doel.tekst) & _telling(k.citaat.tekst)), default=None)
        return best.id if best else None

    found = {d.id: wish for d in doelen if (wish := nearest(d))}
    return Controle(
        id="doel_uit_wens",
        uitkomst=_of(len(found), len(doelen)),
        waarden={"aantal": str(len(found)), "totaal": str(len(doelen))},
        bewijs=tuple(dict.fromkeys(found.values())),
        mist=tuple(d.id for d in doelen if d.id not in found),
    )


def _telling(text: str) -> set[str]:
    """Words long enough to say something, cut to six letters so that forms of one word meet."""
    return {w.strip(".,!?;:\"'“”‘’()").casefold()[:6] for w in text.split() if len(w.strip(".,!?;:\"'“”‘’()")) > 3}


def _own_words(dossier: Dossier, doelen: tuple[Langetermijndoel, ...]) -> Controle:
    if not doelen:
        return Controle(id="eigen_woorden", uitkomst=Uitkomst.NIET_TE_ZIEN)
    texts = {u.id: u.tekst for u in dossier.uitingen}

    def own(doel: Langetermijndoel) -> bool:
        mine = _telling(doel.tekst)
        said = set().union(*(_telling(texts[u]) for u in doel.uitingen))
        return bool(mine) and len(mine & said) * 2 >= len(mine)

    spoken = [d for d in doelen if own(d)]
    why = [d for d in doelen if d.waarom.strip()]
    both = [d for d in spoken if d in why]
    outcome = Uitkomst.GEZIEN if len(both) == len(doelen) else Uitkomst.DEELS if spoken or why else Uitkomst.NIET_GEZIEN
    return Controle(
        id="eigen_woorden",
        uitkomst=outcome,
        waarden={"woorden": str(len(spoken)), "waarom": str(len(why)), "totaal": str(len(doelen))},
        bewijs=tuple(d.id for d in both),
        mist=tuple(d.id for d in doelen if d not in both),
    )


def _uses_kracht(acties: tuple[Actie, ...]) -> Controle:
    if not acties:
        return Controle(id="actie_met_kracht", uitkomst=Uitkomst.NIET_TE_ZIEN)
    using = [a for a in acties if a.krachten or a.hulpbron]
    return Controle(
        id="actie_met_kracht",
        uitkomst=_of(len(using), len(acties)),
        waarden={"aantal": str(len(using)), "totaal": str(len(acties))},
        bewijs=tuple(a.id for a in using),
        mist=tuple(a.id for a in acties if a not in using),
    )


def _small_steps(acties: tuple[Actie, ...], bevindingen: Mapping[str, Collection[str]] | None) -> Controle:
    if not acties:
        return Controle(id="kleine_stappen", uitkomst=Uitkomst.NIET_TE_ZIEN)
    dated = [a for a in acties if a.wanneer.strip() or a.datum]
    big = [a for a in acties if bevindingen and "te_groot" in bevindingen.get(a.id, ())]
    fine = [a for a in dated if a not in big]
    outcome = Uitkomst.GEZIEN if len(fine) == len(acties) else Uitkomst.NIET_GEZIEN if not dated else Uitkomst.DEELS
    return Controle(
        id="kleine_stappen",
        uitkomst=outcome,
        waarden={"aantal": str(len(dated)), "totaal": str(len(acties)), "groot": str(len(big))},
        bewijs=tuple(a.id for a in fine),
        mist=tuple(a.id for a in acties if a not in fine),
    )


def _natural_first(dossier: Dossier, acties: tuple[Actie, ...]) -> Controle:
    kinds = {h.id: h.aard for h in dossier.hulpbronnen}
    natural = [a for a in acties if (a.hulpbron and kinds.get(a.hulpbron) is Aard.NATUURLIJK) or a.wie in (Wie.SAMEN_NAASTE, Wie.NAASTE)]
    professional = [
        a for a in acties if a not in natural and ((a.hulpbron and kinds.get(a.hulpbron) is Aard.PROFESSIONEEL) or a.wie is Wie.BEGELEIDER)
    ]
    available = any(h.aard is Aard.NATUURLIJK and not h.niet_benaderen for h in dossier.hulpbronnen)
    values = {"natuurlijk": str(len(natural)), "professioneel": str(len(professional))}
    if not natural and not professional:
        outcome = Uitkomst.NIET_TE_ZIEN
    elif natural and len(natural) >= len(professional):
        outcome = Uitkomst.GEZIEN
    elif natural:
        outcome = Uitkomst.DEELS
    else:
        outcome = Uitkomst.NIET_GEZIEN if available else Uitkomst.NIET_TE_ZIEN
    return Controle(
        id="natuurlijk_eerst", uitkomst=outcome, waarden=values, bewijs=tuple(a.id for a in natural), mist=tuple(a.id for a in professional)
    )


def _hopeful(
    doelen: tuple[Langetermijndoel, ...], acties: tuple[Actie, ...], bevindingen: Mapping[str, Collection[str]] | None
) -> Controle:
    lines = [*(d.id for d in doelen), *(a.id for a in acties)]
    if bevindingen is None or not lines:
        return Controle(id="hoopvolle_taal", uitkomst=Uitkomst.NIET_TE_ZIEN)
    found = [line for line in lines if LANGUAGE & set(bevindingen.get(line, ()))]
    outcome = Uitkomst.GEZIEN if not found else Uitkomst.NIET_GEZIEN if len(found) * 2 > len(lines) else Uitkomst.DEELS
    return Controle(
        id="hoopvolle_taal",
        uitkomst=outcome,
        waarden={"aantal": str(len(found)), "totaal": str(len(lines))},
        bewijs=tuple(line for line in lines if line not in found),
        mist=tuple(found),
    )


def _team(dossier: Dossier, acties: tuple[Actie, ...]) -> Controle:
    room: Any = dossier.rooms.get("tkb") or dossier.rooms.get("teamkrachtbespreking")
    if room:
        sessions = room.get("besprekingen") or [room]
        held = any(s.get("ideeen") or s.get("terugblik") for s in sessions if isinstance(s, Mapping))
        return Controle(id="teamkrachtbespreking", uitkomst=Uitkomst.GEZIEN if held else Uitkomst.DEELS)
    stuck = tuple(a.id for a in acties if sum(t.verloop in (Verloop.NOG_NIET, Verloop.DEELS) for t in a.terugblikken) >= 2)
    return Controle(id="teamkrachtbespreking", uitkomst=Uitkomst.NIET_GEZIEN if stuck else Uitkomst.NIET_TE_ZIEN, mist=stuck)


def _no_and_later(dossier: Dossier, doelen: tuple[Langetermijndoel, ...], acties: tuple[Actie, ...]) -> Controle:
    closed = {str(k.leefgebied): k.keuze for k in dossier.keuzes if dossier.keuze(k.leefgebied) in ("liever_niet", "later")}
    if not closed:
        return Controle(id="nee_en_later", uitkomst=Uitkomst.NIET_TE_ZIEN)
    meant = [(d.id, {str(x) for x in d.leefgebieden}) for d in doelen]
    # what the client chose afterwards was opened again by the client
    meant += [(a.id, {str(a.leefgebied)}) for a in acties if a.leefgebied and not (a.keuze and a.keuze.keuze is Keuze.GEKOZEN)]
    no = [i for i, areas in meant if any(dossier.keuze(x) == "liever_niet" for x in areas & set(closed))]
    later = [i for i, areas in meant if any(dossier.keuze(x) == "later" for x in areas & set(closed))]
    outcome = Uitkomst.NIET_GEZIEN if no else Uitkomst.DEELS if later else Uitkomst.GEZIEN
    return Controle(id="nee_en_later", uitkomst=outcome, mist=tuple(dict.fromkeys((*no, *later))))
