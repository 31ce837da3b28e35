"""assistant.engine.setting: small extras per setting and per listener, as data: notes for the begeleider, reminders, questions held back or
worded otherwise.

In:    Dossier (setting, luisteraar, geheime_locatie), prompts/settings/*.toml.   Out: Extras.
Never: forbids a question: what is held back is not offered by itself; a begeleider may still put it.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from assistant.domain.dossier import Change, Dossier
from assistant.domain.events import Event
from assistant.domain.leefgebied import Tekst, Vraag
from assistant.domain.values import Frozen, Luisteraar, replace
from assistant.engine.content import Content

FOLDER = "settings"


class Moment(StrEnum):
    BEGIN = "begin"
    """When a talk is opened."""
    PAPIER = "papier"
    """Before something is printed."""
    ALTIJD = "altijd"


class Herinnering(Frozen):
    id: str
    tekst: str
    moment: Moment = Moment.BEGIN


class Vervanging(Frozen):
    """Other words for a voorbeeldvraag; the question keeps its id."""

    vraag: str
    tekst: Tekst
    eenvoudig: Tekst


class SettingTekst(Frozen):
    """One file of prompts/settings."""

    versie: int = 1
    naam: str
    bron: str
    settings: tuple[str, ...] = ()
    luisteraars: tuple[Luisteraar, ...] = ()
    geheime_locatie: bool = False
    """True: also for every dossier with a secret place, whatever its setting."""
    notities: tuple[str, ...] = ()
    herinneringen: tuple[Herinnering, ...] = ()
    houd_achter: tuple[str, ...] = ()
    """Ids of voorbeeldvragen that are not offered by themselves."""
    houd_families_achter: tuple[str, ...] = ()
    """The same for all questions of a family ('wonder', 'schaal' …), follow-ups too."""
    vervang: tuple[Vervanging, ...] = ()

    def fits(self, dossier: Dossier) -> bool:
        hidden = self.geheime_locatie and dossier.geheime_locatie
        return dossier.setting in self.settings or dossier.luisteraar in self.luisteraars or hidden


class Extras(Frozen):
    """What holds for one dossier, from every file that fits."""

    namen: tuple[str, ...] = ()
    notities: tuple[str, ...] = ()
    herinneringen: tuple[Herinnering, ...] = ()
    houd_achter: frozenset[str] = frozenset()
    houd_families_achter: frozenset[str] = frozenset()
    vervang: dict[str, Vervanging] = Field(default_factory=dict)

    def held_back(self, vraag: Vraag) -> bool:
        return vraag.id in self.houd_achter or vraag.familie in self.houd_families_achter

    def wording(self, vraag: Vraag, dossier: Dossier) -> str:
        """The question as it is put here."""
        other = self.vervang.get(vraag.id)
        if other is None:
            return vraag.voor(dossier.aanspreekvorm, dossier.luisteraar)
        simple = dossier.luisteraar in (Luisteraar.TWEEDE_TAAL, Luisteraar.LVB)
        return (other.eenvoudig if simple else other.tekst).voor(dossier.aanspreekvorm)

    def reminders(self, moment: Moment) -> tuple[str, ...]:
        return tuple(h.tekst for h in self.herinneringen if h.moment in (moment, Moment.ALTIJD))


def load_settings(content: Content) -> tuple[SettingTekst, ...]:
    """Every file of prompts/settings. Raises ContentError with file and key."""
    return tuple(content.load(name, SettingTekst) for name in content.source.names(FOLDER))


def extras(dossier: Dossier, content: Content) -> Extras:
    """What holds for this dossier. Nothing fits: an empty value."""
    fits = [s for s in load_settings(content) if s.fits(dossier)]
    if not fits:
        return Extras()
    return Extras(
        namen=tuple(s.naam for s in fits),
        notities=tuple(dict.fromkeys(n for s in fits for n in s.notities)),
        herinneringen=tuple({h.id: h for s in fits for h in s.herinneringen}.values()),
        houd_achter=frozenset(v for s in fits for v in s.houd_achter),
        houd_families_achter=frozenset(f for s in fits for f in s.houd_families_achter),
        vervang={v.vraag: v for s in fits for v in s.vervang},
    )


def change_setting(dossier: Dossier, *, setting: str, luisteraar: Luisteraar | str, geheime_locatie: bool) -> Change:
    """Another setting or listener. A place that is secret stays secret until somebody says otherwise here."""
    new = replace(dossier, setting=setting, luisteraar=Luisteraar(luisteraar), geheime_locatie=geheime_locatie)
    return (dossier, ()) if new == dossier else (new, (Event(soort="setting_gewijzigd", object=setting),))
