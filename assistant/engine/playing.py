"""assistant.engine.playing: a conversation from a script. Each line is a thing a begeleider does; the answer is what the screen shows.

In:    one dict per line (docs/speel.md), or the sample of prompts/demo.toml.   Out: one dict per line.
Ports: through Conversation and Assistant, exactly as the screen uses them.
Never: stops at a bad line; the answer is then {"fout": …} and nothing has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import Field

from assistant.domain.actieplan import TERUGBLIK_VELDEN, Actie, ActieStatus, Keuze, Wie
from assistant.domain.dossier import Dossier
from assistant.domain.values import Aanspreekvorm, Aard, Frozen, HulpbronSoort, KrachtVorm, LeefgebiedId, Luisteraar, Tijd, Uiting
from assistant.engine import interviewing as guide
from assistant.engine.assistant import Assistant
from assistant.engine.conversing import Beurt, Concept, Conversation, Gids, read_wie
from assistant.engine.playing_after import AfterVerbs
from assistant.engine.playing_tools import ToolVerbs
from assistant.errors import AssistantError, NotThere, RuleError


class Paper(Protocol):
    """What makes sheets: see engine.exporting.SheetMaker."""

    def write(self, dossier: Dossier, *, blad: str, vorm: str, folder: Path, voor: Literal["client", "dossier"] = "client") -> Path: ...


class Player(AfterVerbs, ToolVerbs):
    """Plays lines on one Assistant. `conversation` is None until a dossier is made or opened."""

    def __init__(self, assistant: Assistant, *, paper: Paper | None = None) -> None:
        self.assistant = assistant
        self.paper = paper
        self.conversation: Conversation | None = None
        self._beurt: Beurt | None = None
        self._drafts: tuple[Concept, ...] = ()

    def play(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out one line. Always answers; `fout` says why nothing happened."""
        what = str(line.get("doe") or "")
        do = getattr(self, f"_doe_{what}", None)
        out: dict[str, Any] = {"doe": what}
        if "id" in line and what in ("", "antwoord"):
            out["id"] = line["id"]
        try:
            if do is None:
                raise NotThere(f"De opdracht {what!r} bestaat niet.", hint="Zie docs/speel.md.")
            out |= do(line)
        except AssistantError as error:
            out["fout"] = error.sentence
        except (ValueError, TypeError, KeyError) as error:
            out["fout"] = f"Deze regel klopt niet ({type(error).__name__})."
        if self.conversation is not None:
            out["bewaard"] = self.conversation.dossier.version
        return out

    # -- helpers ---------------------------------------------------------------------------------

    @property
    def _talk(self) -> Conversation:
        if self.conversation is None:
            raise RuleError("Er is nog geen dossier.", hint='Begin met {"doe": "nieuw"}.')
        return self.conversation

    def _screen(self, say: tuple[str, ...] = (), *, back: bool = False) -> dict[str, Any]:
        """The step on the screen, after what the guide says on the way."""
        stap = self._talk.step(back=back)
        self._beurt = None
        return {
            "gids": [*say, *stap.zeg],
            "stap": stap.soort,
            "vraag": {
                "id": stap.vraag_id,
                "tekst": stap.vraag,
                "leefgebied": stap.leefgebied,
                "waarom": stap.waarom,
                "gevoelig": stap.gevoelig,
            },
        }

    def _uiting(self, line: Mapping[str, Any]) -> Uiting:
        """By id, by number (1 is the first answer that counts), or the last one."""
        dossier = self._talk.dossier
        if line.get("uiting"):
            return dossier.uiting(str(line["uiting"]))
        answers = dossier.geldige_uitingen
        number = int(line.get("nummer") or len(answers))
        if not 0 < number <= len(answers):
            raise NotThere("Dit antwoord is er niet.")
        return answers[number - 1]

    def _numbered(self, items: tuple[Any, ...], line: Mapping[str, Any], what: str) -> Any:
        number = int(line.get("nummer") or 1)
        if not 0 < number <= len(items):
            raise NotThere(f"Er is geen {what} {number}.")
        return items[number - 1]

    def _actie(self, line: Mapping[str, Any]) -> str:
        """By id, by number within the plan, or the last confirmed one."""
        plan = self._talk.dossier.plan
        if line.get("actie"):
            return str(line["actie"])
        if not plan.bevestigd:
            raise NotThere("Er staat nog niets in het plan.")
        number = int(line.get("nummer") or len(plan.bevestigd))
        if not 0 < number <= len(plan.bevestigd):
            raise NotThere(f"Er is geen actie {number} in het plan.")
        return plan.bevestigd[number - 1].id

    def _inventory(self) -> dict[str, Any]:
        dossier = self._talk.dossier
        return {
            "krachten": [
                {"id": k.id, "vorm": k.vorm.value, "citaat": k.citaat.tekst, "tijd": k.tijd.value, "leefgebied": k.leefgebied}
                for k in dossier.krachten
            ],
            "hulpbronnen": [
                {"id": h.id, "citaat": h.citaat.tekst, "soort": h.soort.value, "aard": h.aard.value, "leefgebied": h.leefgebied}
                for h in dossier.hulpbronnen
            ],
        }

    def _plan(self) -> dict[str, Any]:
        dossier = self._talk.dossier
        doelen = {d.id: d.tekst for d in dossier.plan.doelen}
        return {
            "plan": [
                {
                    "id": a.id,
                    "doel": doelen.get(a.doel or "", ""),
                    "actie": a.tekst,
                    "wie": a.wie.value,
                    "wie_naam": a.wie_naam,
                    "wanneer": a.wanneer,
                    "datum": a.datum.isoformat() if a.datum else None,
                    "uitingen": list(a.uitingen),
                    "vorige": a.vorige,
                    "bevestigd_door": a.bevestiging.door if a.bevestiging else None,
                    "keuze": a.keuze.keuze.value if a.keuze else None,
                    "vertrouwen": a.keuze.vertrouwen if a.keuze else None,
                    "terugblik": [b.verloop.value for b in a.terugblikken],
                }
                for a in dossier.plan.bevestigd
            ],
            "voorstellen_bewaard": sum(1 for a in dossier.plan.acties if a.status is ActieStatus.CONCEPT),
        }

    # -- dossier ---------------------------------------------------------------------------------

    def _doe_nieuw(self, line: Mapping[str, Any]) -> dict[str, Any]:
        dossier = self.assistant.new_dossier(
            code=str(line.get("code") or ""),
            setting=str(line.get("setting") or ""),
            aanspreekvorm=Aanspreekvorm(line.get("aanspreekvorm") or "je"),
            luisteraar=Luisteraar(line.get("luisteraar") or "standaard"),
        )
        self.conversation = Conversation(self.assistant, dossier)
        return {"dossier": dossier.id, "code": dossier.code, **self._screen()}

    def _doe_open(self, line: Mapping[str, Any]) -> dict[str, Any]:
        dossier = self.assistant.open(str(line.get("dossier") or (self.conversation.dossier.id if self.conversation else "")))
        self.conversation = Conversation(self.assistant, dossier)
        return {"dossier": dossier.id, "code": dossier.code, **self._screen(back=bool(dossier.uitingen))}

    # -- the conversation ------------------------------------------------------------------------

    def _doe_leefgebied(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return self._screen(self._talk.choose(str(line.get("id") or line.get("leefgebied") or "")))

    def _doe_praten(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return self._mark(line, "praten")

    def _doe_liever_niet(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return self._mark(line, "liever_niet") if line.get("id") or line.get("leefgebied") else self._screen(self._talk.skip("liever_niet"))

    def _doe_later(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return self._mark(line, "later") if line.get("id") or line.get("leefgebied") else self._screen(self._talk.skip("later"))

    def _mark(self, line: Mapping[str, Any], keuze: str) -> dict[str, Any]:
        self._talk.mark(str(line.get("id") or line.get("leefgebied") or ""), keuze)
        return {"leefgebieden": {o.id: o.keuze for o in guide.options(self._talk.dossier, self.assistant.content) if o.keuze}}

    def _doe_antwoord(self, line: Mapping[str, Any]) -> dict[str, Any]:
        uiting = self._talk.answer(str(line.get("tekst") or ""), uiting_id=line.get("uiting"))
        beurt = self._talk.listen(uiting, timeout_s=60.0)
        self._beurt = beurt
        return {
            "uiting": uiting.id,
            "gids": [s for s in (beurt.erkenning, beurt.rustpunt) if s],
            "gehoord": [_heard_json(n, g) for n, g in enumerate(beurt.gehoord, 1)],
            "doorvragen": [
                {"nummer": n, "tekst": d.tekst, "reden": d.reden, "haakt_aan": d.haakt_aan} for n, d in enumerate(beurt.doorvragen, 1)
            ],
            "signaal": beurt.signaal,
            **({"zonder_hulp": beurt.zonder_hulp} if beurt.zonder_hulp else {}),
        }

    def _doe_overslaan(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return self._screen(self._talk.skip("overslaan"))

    def _doe_volgende(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return self._screen(self._talk.onward())

    def _doe_kiezen(self, line: Mapping[str, Any]) -> dict[str, Any]:
        self._talk.to_choosing()
        return self._screen()

    def _doe_doorvraag(self, line: Mapping[str, Any]) -> dict[str, Any]:
        self._talk.follow(self._numbered(self._beurt.doorvragen if self._beurt else (), line, "doorvraag"))
        return self._screen()

    def _doe_terug(self, line: Mapping[str, Any]) -> dict[str, Any]:
        self._talk.back_to(self._uiting(line).id)
        return self._screen()

    def _doe_verbeter(self, line: Mapping[str, Any]) -> dict[str, Any]:
        old = self._uiting(line)
        new = self._talk.correct(old.id, str(line.get("tekst") or ""))
        return {"uiting": new.id, "verbetert": old.id, "eerder": old.tekst}

    def _doe_intrekken(self, line: Mapping[str, Any]) -> dict[str, Any]:
        old = self._uiting(line)
        self._talk.withdraw(old.id)
        return {"ingetrokken": old.id, **self._inventory()}

    # -- the inventory ---------------------------------------------------------------------------

    def _doe_neem(self, line: Mapping[str, Any]) -> dict[str, Any]:
        item = self._numbered(self._beurt.gehoord if self._beurt else (), line, "voorstel")
        new_id = self._talk.accept(item, vorm=line.get("vorm"), tijd=line.get("tijd"), soort=line.get("soort"), aard=line.get("aard"))
        return {"genoteerd": new_id, **self._inventory()}

    def _doe_laat_vallen(self, line: Mapping[str, Any]) -> dict[str, Any]:
        self._talk.refuse(self._numbered(self._beurt.gehoord if self._beurt else (), line, "voorstel"))
        return self._inventory()

    def _quote(self, line: Mapping[str, Any]) -> tuple[Uiting, int, int]:
        uiting, quote = self._uiting(line), str(line.get("citaat") or "")
        begin = uiting.tekst.find(quote) if quote else -1
        if begin < 0:
            raise RuleError("Deze woorden staan niet letterlijk in het antwoord.")
        return uiting, begin, begin + len(quote)

    def _doe_kracht(self, line: Mapping[str, Any]) -> dict[str, Any]:
        uiting, begin, end = self._quote(line)
        new_id = self._talk.note(
            uiting.id,
            begin,
            end,
            vorm=line.get("vorm") or KrachtVorm.IK_KAN,
            tijd=line.get("tijd") or Tijd.HEDEN,
            leefgebied=line.get("leefgebied"),
        )
        return {"genoteerd": new_id, **self._inventory()}

    def _doe_hulpbron(self, line: Mapping[str, Any]) -> dict[str, Any]:
        uiting, begin, end = self._quote(line)
        new_id = self._talk.note_hulpbron(
            uiting.id,
            begin,
            end,
            soort=line.get("soort") or HulpbronSoort.PERSOON,
            aard=line.get("aard") or Aard.NATUURLIJK,
            niet_benaderen=bool(line.get("niet_benaderen")),
        )
        return {"genoteerd": new_id, **self._inventory()}

    def _doe_haal_weg(self, line: Mapping[str, Any]) -> dict[str, Any]:
        self._talk.drop(str(line.get("kracht") or line.get("hulpbron") or line.get("id") or ""))
        return self._inventory()

    def _doe_inventaris(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return self._inventory()

    # -- the plan --------------------------------------------------------------------------------

    def _doe_voorstellen(self, line: Mapping[str, Any]) -> dict[str, Any]:
        wishes = self._talk.dossier.wensen
        wish = self._numbered(wishes, {"nummer": line.get("wens") or len(wishes)}, "wens") if wishes else None
        found = self._talk.draft(wish.id if wish else None, k=int(line.get("k") or 3), timeout_s=60.0)
        self._drafts = found.voorstellen
        out: dict[str, Any] = {"voorstellen": [_draft_json(n, d) for n, d in enumerate(found.voorstellen, 1)]}
        if found.vraag:
            out["vraag"] = found.vraag
        if found.fout:
            out["fout"] = found.fout
        return out

    def _doe_wijzig(self, line: Mapping[str, Any]) -> dict[str, Any]:
        draft = self._numbered(self._drafts, line, "voorstel")
        changes = {k: str(line[k]) for k in ("doel", "actie", "wanneer", "waar", "als_het_tegenzit", "wie_naam") if k in line}
        if "wie" in line:
            wie, naam = read_wie(str(line["wie"]))
            changes |= {"wie": wie.value, "wie_naam": changes.get("wie_naam", naam)}
        changed = draft.replace(**changes)
        self._drafts = tuple(changed if d is draft else d for d in self._drafts)
        return {"voorstellen": [_draft_json(n, d) for n, d in enumerate(self._drafts, 1)]}

    def _doe_zelf(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """An actie written together, without a draft."""
        wie, naam = read_wie(str(line.get("wie") or ""))
        concept = Concept(
            doel=str(line.get("doel") or ""),
            actie=str(line.get("actie") or ""),
            wie=wie,
            wie_naam=naam,
            wanneer=str(line.get("wanneer") or ""),
            waar=str(line.get("waar") or ""),
            als_het_tegenzit=str(line.get("als_het_tegenzit") or ""),
            uitingen=(self._uiting({k: v for k, v in line.items() if k == "uiting"}).id,),
            bron="begeleider",
        )
        self._drafts = (*self._drafts, concept)
        return {"voorstellen": [_draft_json(n, d) for n, d in enumerate(self._drafts, 1)]}

    def _doe_bevestig(self, line: Mapping[str, Any]) -> dict[str, Any]:
        what: Concept | str = str(line["actie"]) if line.get("actie") else self._numbered(self._drafts, line, "voorstel")
        if isinstance(what, Concept):
            if "wanneer" in line:
                what = what.replace(wanneer=str(line["wanneer"]))
            what = self._dated(what, line)
        actie_id = self._talk.confirm(what, door=str(line.get("door") or self.assistant.naam))
        return {"actie": actie_id, **self._plan()}

    def _doe_weiger(self, line: Mapping[str, Any]) -> dict[str, Any]:
        what: Concept | str = str(line["actie"]) if line.get("actie") else self._numbered(self._drafts, line, "voorstel")
        self._talk.refuse_actie(what)
        return self._plan()

    def _doe_keuze(self, line: Mapping[str, Any]) -> dict[str, Any]:
        trust = line.get("vertrouwen")
        self._talk.choice(
            self._actie(line),
            Keuze(line.get("keuze") or "gekozen").value,
            vertrouwen=None if trust is None else int(trust),
            woorden=str(line.get("woorden") or ""),
        )
        return self._plan()

    def _doe_terugblik(self, line: Mapping[str, Any]) -> dict[str, Any]:
        words = {k: str(line.get(k) or "") for k in TERUGBLIK_VELDEN}
        self._talk.look_back(self._actie(line), str(line.get("verloop") or "gedaan"), **words)
        return self._plan()

    def _doe_plan(self, line: Mapping[str, Any]) -> dict[str, Any]:
        return self._plan()

    # -- sources, closing, paper -------------------------------------------------------------------

    def _doe_zoek(self, line: Mapping[str, Any]) -> dict[str, Any]:
        from assistant.engine.conversing import look_up

        return _gids_json(look_up(self.assistant, str(line.get("vraag") or ""), k=int(line.get("k") or 4), timeout_s=60.0))

    def _doe_samenvatting(self, line: Mapping[str, Any]) -> dict[str, Any]:
        slot = guide.closing(self._talk.dossier, self.assistant.content)
        return {
            "gids": [*slot.voor, *slot.na],
            "teruglezen": [{"inleiding": b.inleiding, "citaten": list(b.citaten)} for b in slot.blokken],
        }

    def _doe_stop(self, line: Mapping[str, Any]) -> dict[str, Any]:
        slot = self._talk.close()
        return {
            "gids": [*slot.voor, *slot.na],
            "teruglezen": [{"inleiding": b.inleiding, "citaten": list(b.citaten)} for b in slot.blokken],
        }

    def _doe_druk_af(self, line: Mapping[str, Any]) -> dict[str, Any]:
        if self.paper is None:
            raise RuleError("Afdrukken kan hier niet.", hint="Gebruik `krachtgesprek druk-af`.")
        made = self.paper.write(
            self._talk.dossier,
            blad=str(line.get("blad") or "plan"),
            vorm=str(line.get("als") or "md"),
            folder=Path(str(line.get("map") or ".")),
            voor="dossier" if line.get("voor") == "dossier" else "client",
        )
        return {"bestand": str(made)}


def _heard_json(number: int, item: guide.Gehoord) -> dict[str, Any]:
    out: dict[str, Any] = {"nummer": number, "soort": item.soort, "citaat": item.citaat}
    if item.soort == "kracht":
        return out | {"vorm": item.vorm.value, "tijd": item.tijd.value}
    return out | {"hulpbron": item.hulpbron.value, "aard": item.aard.value}


def _draft_json(number: int, draft: Concept) -> dict[str, Any]:
    return {
        "nummer": number,
        **draft.model_dump(mode="json", exclude={"citaties"}),
        "citaties": [c.model_dump(mode="json") for c in draft.citaties],
    }


def _gids_json(gids: Gids) -> dict[str, Any]:
    out: dict[str, Any] = {
        "vraag": gids.vraag,
        "niets_gevonden": gids.niets_gevonden,
        "passages": [{"id": p.id, "tekst": p.tekst, "titel": p.titel, "kop": list(p.kop), "document": p.document} for p in gids.passages],
    }
    return out | ({"fout": gids.fout} if gids.fout else {})


# -- the sample -----------------------------------------------------------------------------------


class Kracht(Frozen):
    citaat: str
    vorm: KrachtVorm
    tijd: Tijd = Tijd.HEDEN


class Hulpbron(Frozen):
    citaat: str
    soort: HulpbronSoort
    aard: Aard = Aard.NATUURLIJK


class Beurtje(Frozen):
    """One answer of the sample, and what was noted from it."""

    vraag: str = ""
    """Id of a voorbeeldvraag. Empty: the question that is next."""
    antwoord: str
    krachten: tuple[Kracht, ...] = ()
    hulpbronnen: tuple[Hulpbron, ...] = ()


class Deel(Frozen):
    leefgebied: LeefgebiedId
    keuze: str = "praten"
    beurten: tuple[Beurtje, ...] = ()


class Stapje(Frozen):
    doel: str
    actie: str
    wie: Wie = Wie.CLIENT
    wie_naam: str = ""
    wanneer: str
    waar: str = ""
    als_het_tegenzit: str = ""
    door: str
    vertrouwen: int | None = None
    woorden: str = ""


class Voorbeeld(Frozen):
    """prompts/demo.toml: an invented person, for looking around. The wish is the last ik_wil among the krachten."""

    versie: int = 1
    bron: str
    code: str
    setting: str
    aanspreekvorm: Aanspreekvorm = Aanspreekvorm.JE
    delen: tuple[Deel, ...] = Field(min_length=1)
    stap: Stapje


def load_sample(assistant: Assistant) -> Dossier:
    """Make the sample dossier, in the way a begeleider would. Raises ContentError, RuleError (a quote that is not in its answer)."""
    sample = assistant.content.load("demo.toml", Voorbeeld)
    player = Player(assistant)
    dossier = assistant.new_dossier(code=sample.code, setting=sample.setting, aanspreekvorm=sample.aanspreekvorm)
    talk = player.conversation = Conversation(assistant, dossier)
    for part in sample.delen:
        talk.mark(part.leefgebied, part.keuze)
        for number, turn in enumerate(part.beurten):
            if number == 0:
                talk.choose(part.leefgebied)
            else:
                talk.onward()
            uiting = talk.answer(turn.antwoord)
            for kracht in turn.krachten:
                begin = _find(uiting, kracht.citaat)
                talk.note(uiting.id, begin, begin + len(kracht.citaat), vorm=kracht.vorm, tijd=kracht.tijd)
            for hulp in turn.hulpbronnen:
                begin = _find(uiting, hulp.citaat)
                talk.note_hulpbron(uiting.id, begin, begin + len(hulp.citaat), soort=hulp.soort, aard=hulp.aard)
    wish = talk.dossier.wensen[-1]
    step = sample.stap
    helper = next((h.id for h in talk.dossier.hulpbronnen if h.citaat.tekst == step.wie_naam), None)
    used = tuple(k.id for k in talk.dossier.krachten if k.citaat.uiting == wish.citaat.uiting and k.id != wish.id)
    concept = Concept(
        doel=step.doel,
        actie=step.actie,
        wie=step.wie,
        wie_naam=step.wie_naam,
        wanneer=step.wanneer,
        waar=step.waar,
        als_het_tegenzit=step.als_het_tegenzit,
        uitingen=(wish.citaat.uiting,),
        krachten=used,
        hulpbron=helper,
        bron="begeleider",
    )
    actie_id = talk.confirm(concept, door=step.door)
    talk.choice(actie_id, Keuze.GEKOZEN.value, vertrouwen=step.vertrouwen, woorden=step.woorden)
    assert isinstance(talk.dossier.plan.get(actie_id), Actie)
    return talk.dossier


def _find(uiting: Uiting, quote: str) -> int:
    at = uiting.tekst.find(quote)
    if at < 0:
        raise RuleError(f"prompts/demo.toml: {quote!r} staat niet letterlijk in het antwoord.", hint="Neem de woorden precies over.")
    return at
