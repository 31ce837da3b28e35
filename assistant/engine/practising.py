"""assistant.engine.practising: a talk with a simulated client that decides first and then speaks.

In:    Persona, Oefenstof, Oor (what the line does), Persoonskennis (what it asks about), a seed, and the line of the trainee.
Out:   Beurt (what the client says, which facts were told, how trust moved and why) and the new Gespreksstand.
Order of one turn: hear -> weigh trust -> open or close the gates -> choose a reaction -> pick lines -> verify -> speak.
What is spoken is always put together from whole lines: `zeg` of facts that may come out now, `uitwijken`, and small talk without facts.
Never: a fact above the present trust, an answer made of the trainee's words, a yes to a claim, a word from the rubric, a plan accepted unless it gives
back, in this client's own words, a wish or step the client told in this talk.
The same persona, seed and lines give the same talk: chance comes from (persona, seed, turn) alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Sequence
from typing import Any, Literal

from pydantic import Field

from assistant.domain.oefenstof import Niveau, Oefenstof
from assistant.domain.persona import Feit, FeitSoort, Persona, Sessie, Stand, Zinnen
from assistant.domain.values import Aanspreekvorm, Frozen, aangesproken
from assistant.engine.practise_hearing import Beluisterd, Coach, Oor, hoofdpunt, is_woord, tokens
from assistant.engine.practise_matching import GERAAKT, Bewering, BeweringSoort, Likeness, Persoonskennis, woordgelijk
from assistant.errors import RuleError

Reactie = Literal["opent", "aarzelt", "wijkt_uit", "boos", "stil", "grap", "corrigeert", "bedankt", "eindigt", "stemt_in"]

MIDDEN, HOOG = 0.40, 0.68
"""Trust from which facts of these levels may come out. Our own choice: one to four good lines to the first gate, four to ten to the second."""
VAST = {Stand.LAAG: 0.2, Stand.MIDDEN: 0.54, Stand.HOOG: 0.85}
WEGINGEN: dict[str, float] = {
    # what builds trust; our own choice, in the spirit of ankers.md 1.1 (PatientAct moves a quarter or half a step of four per turn)
    "open_krachtgericht": 0.09, "open": 0.06, "open_probleem": 0.01, "reflectie": 0.09, "reflectie_los": 0.02, "autonomie": 0.05, "erkenning": 0.04,
    "excuus": 0.05, "stilte": 0.04, "humor": 0.03, "aansluiting": 0.03, "kennismaking": 0.04, "dank": 0.01, "opent": 0.05, "gewoon": 0.0,
    "eerlijk_antwoord": 0.04, "eigen_stap": 0.07,
    # what costs it
    "gesloten": -0.005, "gesloten_rij": -0.03, "waarom": -0.05, "advies_zonder_toestemming": -0.08, "plan": -0.07, "oordelend": -0.14, "suggestief": -0.03,
    "dubbel": -0.02, "te_moeilijk": -0.03, "haast": -0.06, "formulier": -0.05, "belediging": -0.25, "dreiging": -0.16, "druk": -0.05, "overheen": -0.04,
    "onjuist": -0.02, "rolbreuk": -0.02, "onzin": -0.02, "sluit": -0.05, "stilte_leeg": -0.005, "probleemgericht": -0.015,
}  # fmt: skip
NABIJ = 0.3
"""Two facts told in one breath lie at least this near to each other (Persoonskennis.naast)."""
VERWEZEN = 0.5
"""What 'him', 'her' or 'they' adds to the score of what was told last."""
KORT_GELEDEN = 3
"""Turns a question stays in mind: after these it is not come back to as 'what you just asked'."""
DUIDELIJK = 0.8
"""From here on a line is plainly about a fact; asking on about it after an evasion is pressing."""
BIJNA = 0.34
"""Below GERAAKT, yet nearer than anything else of this life: from here on a question is answered rather than not understood."""
MAX_WINST = 0.12
"""The most trust one line can win, before the persona's own tempo."""
TRAGER = 0.75
"""What is left of a gain past the first gate: somebody who answers does not tell everything yet."""


class Reden(Frozen):
    """Why trust moved. `effect` is what this one thing did, after the persona's factors."""

    gedrag: str
    effect: float


class Deel(Frozen):
    """One spoken line and where it comes from: 'feit', 'uitwijken', 'eigen' (the persona's small talk) or 'gewoon' (ours)."""

    bron: Literal["feit", "uitwijken", "eigen", "gewoon"]
    sleutel: str
    """Fact id, or kind of small talk."""
    nummer: int
    tekst: str


class Beurt(Frozen):
    """One line of the trainee and what the client made of it."""

    nr: int
    zeg: str
    antwoord: str
    reactie: Reactie
    feiten: tuple[str, ...] = ()
    """Facts told now."""
    vertrouwen: Stand
    getal: float
    verschil: float = 0.0
    redenen: tuple[Reden, ...] = ()
    labels: dict[str, Any] = Field(default_factory=dict)
    vlaggen: tuple[str, ...] = ()
    dichtbij: tuple[str, ...] = ()
    """Facts this line asked about, told or not, best first."""
    delen: tuple[Deel, ...] = ()
    alternatief: str = ""
    uitleg: str = ""


class Gespreksstand(Frozen):
    """Everything that decides how the talk goes on. A value: keep an old one to go on from there."""

    persona: str
    gesprek: int = 1
    """Which talk with this client it is, from 1."""
    zaad: int = 0
    nr: int = 0
    vertrouwen: float = Field(ge=0.0, le=1.0)
    vast: Stand | None = None
    """Set for checking a persona: trust stays here until it is set again."""
    tempo: float = 1.0
    prikkelbaar: float = 1.0
    verteld: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    """Fact id -> numbers of the lines already said."""
    volgorde: tuple[str, ...] = ()
    """Facts in the order they were told."""
    openstaand: tuple[str, ...] = ()
    """Facts that were asked about while they were locked, oldest first."""
    sinds: dict[str, int] = Field(default_factory=dict)
    """Fact id -> turn in which it was last asked about while locked."""
    teruggekomen: int = -9
    """Turn in which the client last said to come back to a question."""
    gebruikt: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    """Kind of small talk -> numbers used last, so that nobody repeats themselves."""
    vorige_feiten: tuple[str, ...] = ()
    """Facts told in the turn before."""
    vorige_slot: tuple[str, ...] = ()
    """Locked facts asked about in the turn before."""
    vorig_antwoord: str = ""
    aanspreekvorm: Aanspreekvorm | None = None
    """As the interviewer last addressed the client; until then as the client speaks to the interviewer. None: neither says.
    The coach and a step that is laid before the client keep to it."""
    vorige_uitleg: str = ""
    """What the coach said about the line before: the same words twice in a row are not read."""
    gesloten_rij: int = 0
    vorige_zin: str = ""
    """The interviewer's line before this one, in lower case: the same question again wins nothing."""
    kwetsuren: int = 0
    eerder: tuple[str, ...] = ()
    """Facts told in an earlier talk with this client: said again only in other words."""
    vroeg_terug: int = -9
    """Turn in which the client last asked something back."""
    klaar: bool = False
    """The client has left."""

    @property
    def stand(self) -> Stand:
        return self.vast or stand_bij(self.vertrouwen)


def stand_bij(vertrouwen: float) -> Stand:
    return Stand.HOOG if vertrouwen >= HOOG else Stand.MIDDEN if vertrouwen >= MIDDEN else Stand.LAAG


class Oefening:
    """Practice with one persona. Holds no state of the talk; every turn takes a Gespreksstand and gives a new one.

    Args:
        likeness: meaning; the base class makes it words-only.
        coach: the project's coach, or None for the cue words alone.
    """

    def __init__(self, persona: Persona, stof: Oefenstof, *, likeness: Likeness | None = None, coach: Coach | None = None) -> None:
        self.persona = persona
        self.stof = stof
        self.oor = Oor(stof, coach)
        self.kennis = Persoonskennis(persona, stof, likeness or Likeness())
        self._bewaakt: dict[Stand, set[str]] = {}

    # -- beginning -------------------------------------------------------------------------------

    def begin(
        self, zaad: int = 0, *, niveau: Niveau | None = None, sessie: Sessie | None = None, eerder: Sequence[str] = (), gesprek: int = 1
    ) -> Gespreksstand:
        """The state before the first line.

        Args:
            eerder: facts told in an earlier talk; an id this persona does not have is left out.
        """
        known = tuple(item for item in dict.fromkeys(eerder) if self.persona.feit(item) is not None)
        t = self.persona.temperament
        start = sessie.begin if sessie is not None else t.begin
        return Gespreksstand(
            persona=self.persona.id,
            gesprek=gesprek,
            zaad=zaad,
            vertrouwen=_within(start + (niveau.begin if niveau else 0.0)),
            aanspreekvorm=self._zo_spreekt_de_client(),
            vorig_antwoord=sessie.zegt if sessie is not None else self.persona.begint,
            tempo=t.tempo * (niveau.tempo if niveau else 1.0),
            prikkelbaar=t.prikkelbaar * (niveau.prikkelbaar if niveau else 1.0),
            verteld=dict.fromkeys(known, (0,)),
            eerder=known,
        )

    def _zo_spreekt_de_client(self) -> Aanspreekvorm | None:
        """How this client speaks to the interviewer: who says 'u' is said 'u' to. By their own small talk, where every 'you' is the interviewer."""
        lines = (self.persona.begint, *(line for kind in Zinnen.model_fields for line in getattr(self.persona.zinnen, kind)))
        heard = [vorm for line in lines if (vorm := aangesproken(line)) is not None]
        return max(Aanspreekvorm, key=heard.count) if heard else None

    @staticmethod
    def zet(stand: Gespreksstand, vertrouwen: Stand | str) -> Gespreksstand:
        """Put the trust somewhere and keep it there: for checking a persona. Raises RuleError for an unknown word."""
        try:
            to = Stand(vertrouwen)
        except ValueError:
            raise RuleError("vertrouwen is laag, midden of hoog.") from None
        return stand.replace(vast=to, vertrouwen=VAST[to], klaar=False)

    # -- one turn --------------------------------------------------------------------------------

    def antwoord(self, stand: Gespreksstand, zeg: str) -> tuple[Beurt, Gespreksstand]:
        """What the client does with one line."""
        luisteraar = self.persona.luisteraar.value
        gehoord = self.oor.luister(zeg, client_zei=stand.vorig_antwoord, luisteraar=luisteraar, aanspreekvorm=stand.aanspreekvorm)
        if self._haalt_praatje_aan(gehoord.alternatief, stand) or self._troost_bij_trots(gehoord.alternatief, stand):
            gehoord = gehoord.replace(alternatief=self.oor.anders(gehoord, luisteraar=luisteraar, aanspreekvorm=stand.aanspreekvorm))
        beurt = _Beurt(self, stand, gehoord)
        return beurt.voer_uit(zeg)

    def _haalt_praatje_aan(self, alternatief: str, stand: Gespreksstand) -> bool:
        """True when the other way of saying hangs on a greeting, a refusal or a question of the client: only what was told is worth asking on about."""
        quoted = _AANGEHAALD.search(alternatief)
        told = [feit.zeg[stand.verteld[item][-1]] for item in stand.vorige_feiten if (feit := self.persona.feit(item)) is not None]
        return quoted is not None and not any(quoted[1] in line for line in told)

    def _troost_bij_trots(self, alternatief: str, stand: Gespreksstand) -> bool:
        """True when the other way of saying comforts, where the client told of a strength or of who stands by them: 'how sad' belittles that."""
        soorten = {feit.soort for item in stand.vorige_feiten if (feit := self.persona.feit(item)) is not None}
        proud = bool(soorten) and soorten <= {FeitSoort.KRACHT, FeitSoort.HULPBRON, FeitSoort.WENS}
        frame = _AANGEHAALD.sub(" ", alternatief).lower()
        return proud and self.oor.cue("troost", f" {' '.join(frame.split())} ")

    def leg_voor(self, stand: Gespreksstand, *, wens: str, stap: str, wanneer: str = "") -> tuple[Beurt, Gespreksstand]:
        """Lay a small action on the table: what the client wants, the step the client takes, and when.

        The client agrees (reactie 'stemt_in') when both give back, in the client's own words, what was told; else says no, and says the
        own wish or step when trust is there and it was not said yet. Raises RuleError when wish or step is empty.
        """
        if not wens.strip() or not stap.strip():
            raise RuleError("Schrijf op wat de cliënt wil en welke stap de cliënt zelf zet.")
        vorm = stand.aanspreekvorm or Aanspreekvorm.JE
        namen = {*self.kennis.namen, *tokens(self.persona.naam)}
        zeg = self.stof.voorleggen.voor(vorm).replace("{wens}", _in_de_zin(wens, namen)).replace("{stap}", _in_de_zin(stap, namen))
        zeg = zeg.replace("{wanneer}", f", {_in_de_zin(wanneer, namen)}" if wanneer.strip() else "")
        gehoord = self.oor.luister(zeg, client_zei=stand.vorig_antwoord, luisteraar=self.persona.luisteraar.value)
        # the question around wish and step is the program's: it is no closed or leading question of the trainee
        labels = gehoord.labels.replace(vorm="geen_vraag", suggestief=False, dubbel=False)
        own = gehoord.replace(labels=labels, vlaggen=gehoord.vlaggen - {"autonomie"})  # nor is its 'what you want' room to choose
        return _Beurt(self, stand, own, voorgelegd=(wens, stap)).voer_uit(zeg)

    def herstel(self, stand: Gespreksstand, regels: Sequence[str]) -> list[Beurt]:
        """Play lines from a state on: the whole talk again, or 'once more from here'."""
        out = []
        for regel in regels:
            beurt, stand = self.antwoord(stand, regel)
            out.append(beurt)
        return out

    # -- what may be spoken ----------------------------------------------------------------------

    def verborgen_woorden(self, stand: Stand) -> set[str]:
        """Particular words that occur only in facts that are locked at this trust."""
        if stand not in self._bewaakt:
            w = self.kennis.woorden
            free: set[str] = set()
            for feit in self.persona.mag(stand):
                free |= {word for text in (feit.tekst, *feit.zeg, *feit.onderwerpen) for word in w.dragend(text)}
            locked = {
                word
                for feit in self.persona.op_slot(stand)
                for text in (feit.tekst, *feit.zeg, *feit.onderwerpen)
                for word in w.dragend(text)
            }
            self._bewaakt[stand] = {word for word in locked - free if self.kennis.is_bijzonder(word)}
        return self._bewaakt[stand]

    def verraadt(self, tekst: str, stand: Stand) -> bool:
        """True when a line that is no fact holds a word of a locked fact."""
        return bool(self.verborgen_woorden(stand) & set(self.kennis.woorden.dragend(tekst)))

    def toegestaan(self, delen: Sequence[Deel], stand: Stand) -> bool:
        """The rule of the house: every spoken line stands in the files, is open at this trust, and small talk gives nothing away."""
        for deel in delen:
            if deel.bron == "feit":
                feit = self.persona.feit(deel.sleutel)
                if feit is None or feit.vanaf.rang > stand.rang or deel.tekst != feit.zeg[deel.nummer]:
                    return False
            elif deel.tekst not in self._regels(deel.bron, deel.sleutel) or self.verraadt(deel.tekst, stand):
                return False
        return True

    def _regels(self, bron: str, soort: str) -> tuple[str, ...]:
        if bron == "uitwijken":
            return self.persona.uitwijken
        if bron == "eigen":
            own: tuple[str, ...] = getattr(self.persona.zinnen, soort, ())
            return own
        return self.stof.zinnen.get(soort, ())


class _Beurt:
    """The making of one turn. Lives for that turn only."""

    def __init__(self, oefening: Oefening, stand: Gespreksstand, gehoord: Beluisterd, *, voorgelegd: tuple[str, str] | None = None) -> None:
        self.voorgelegd = voorgelegd  # (wish, step) of an action laid on the table
        self.o = oefening
        self.p = oefening.persona
        self.k = oefening.kennis
        self.oud = stand
        self.b = gehoord
        self.kans = random.Random(f"{stand.persona}|{stand.zaad}|{stand.nr}")
        self.delen: list[Deel] = []
        self.nu: list[str] = []
        self.verteld = dict(stand.verteld)
        self.gebruikt = dict(stand.gebruikt)
        self.openstaand = list(stand.openstaand)
        self.sinds = dict(stand.sinds)
        self.teruggekomen = stand.teruggekomen
        self.vroeg = stand.vroeg_terug
        deaf = gehoord.heeft("stilte", "onzin", "vreemde_taal", "te_lang", "rolbreuk")
        self.scores, self.inhoud = ({}, 0.0) if deaf else self._onderwerp()
        if self.oud.volgorde and _HEM_HAAR.search(gehoord.tekst.lower()):
            self._wijs_terug()
        self.redenen: list[Reden] = []
        self.band = stand.stand
        self._stil = deaf or gehoord.heeft("vertrek", "groet", "kennismaking")
        if not self._stil and self._geeft_terug():
            # the coach may hear advice or a judgement in it; whoever has just told this hears their own story
            self.b = gehoord = gehoord.replace(
                labels=gehoord.labels.replace(
                    vorm="geen_vraag", reflectie=True, oordelend=False, advies_zonder_toestemming=False, suggestief=False
                )
            )
        self.bewering = None if self._stil else self._bewering()
        self.eigen = self._is_eigen()

    # -- hearing further -------------------------------------------------------------------------

    def _onderwerp(self) -> tuple[dict[str, float], float]:
        """What the line asks about. The question itself counts whole, what stands around it (giving back, a lead-in) a little less."""
        about, asked = hoofdzaak(self.b.tekst)
        if not asked or asked == about or not self.k.woorden.dragend(asked):
            return self.k.scores(about)
        own, content = self.k.scores(asked)  # the costly part, the meaning, is looked up once a turn
        around, _ = self.k.scores(about, zin="")
        if max(own.values(), default=0.0) < GERAAKT:
            return {item: max(own[item], around[item]) for item in own}, content
        return {item: max(own[item], 0.6 * around[item]) for item in own}, content

    def _wijs_terug(self) -> None:
        """'How was that with him?': whoever was just told about, and what lies next to it, is meant."""
        last = self.oud.volgorde[-1]
        for feit in self.p.feiten:
            near = 1.0 if feit.id == last else self.k.naast((last,), (feit,))[0][0]
            if near >= NABIJ and feit.id in self.scores:
                self.scores[feit.id] += VERWEZEN * min(1.0, near)

    def _geeft_terug(self) -> bool:
        """A statement, without a duty or a plan in it, about what was told in the last turns more than about anything else."""
        b = self.b
        if not self.oud.volgorde or b.heeft(
            "vraag", "plan", "belediging", "dreiging", "haast", "formulier", "over_zichzelf", "toestemming"
        ):
            return False
        if b.zelf.oordelend or b.zelf.advies_zonder_toestemming or b.zelf.vorm != "geen_vraag" or not _OVER_JOU.search(b.tekst.lower()):
            return False
        near = max(self.scores.get(item, 0.0) for item in self.oud.volgorde[-2:])
        return near >= GERAAKT and near >= 0.75 * max(self.scores.values(), default=0.0)

    def _bewering(self) -> Bewering | None:
        ids = {feit.id for feit in self.p.mag(self.band)} | set(self.oud.verteld)
        claimed = " ".join(zin for zin in re.findall(r"[^.!?]+[.!?]*", hoofdzaak(self.b.tekst)[0]) if not self._zei_net(zin))
        found = self.k.bewering(claimed, open_ids=ids, verteld=set(self.oud.verteld))
        if found is not None and found.soort is BeweringSoort.OP_SLOT and self._geeft_terug():
            return Bewering(soort=BeweringSoort.GEDEKT, woorden=found.woorden)  # it touches what is locked, but it is about what was told
        if found is None or found.soort is not BeweringSoort.ONBEKEND or found.gezegd:
            return found
        if "vraag" in self.b.vlaggen:
            gevraagd = " ".join(zin for zin in re.findall(r"[^.!?]+[.!?]*", self.b.tekst) if zin.rstrip().endswith("?"))
            if self.k.bewering(gevraagd, open_ids=ids, verteld=set(self.oud.verteld)) is not None:
                return found  # the question itself takes it for granted
        # giving back in other words: no particular word or name is new, and it is about what was just told
        near = max((self.scores.get(item, 0.0) for item in self.oud.volgorde[-4:]), default=0.0)
        if self.oud.volgorde and not self.k.noemt_bijzonders(self.b.tekst, found.woorden):
            return Bewering(soort=BeweringSoort.GEDEKT, woorden=found.woorden) if near >= GERAAKT else None
        return found

    def _zei_net(self, zin: str) -> bool:
        """'You say: ...' with the client's own last words, of a welcome too: nobody denies what was just said."""
        w = self.k.woorden
        given = [word for word in w.dragend(zin) if word not in _ZEGGEN]
        last = w.dragend(self.oud.vorig_antwoord)
        return self.k.zegt_na(zin) and bool(given) and all(w.bevat(word, last) for word in given)

    def _is_eigen(self) -> bool:
        """A plan that only gives back what this client told to want or to do: every carrying word was told, most of them in one wish.

        Strict on purpose: a word that is new (another deed, another person, another number) makes it somebody else's plan.
        """
        if self._stil or self._opgelegd() or (self.voorgelegd is None and not self.b.heeft("plan")):
            return False
        wishes = {item for item in (*self.oud.volgorde, *self.oud.eerder) if item in self.p.wensen}
        open_ids = {feit.id for feit in self.p.mag(self.band)}
        wishes &= open_ids
        return bool(wishes) and all(self._komt_van(part, wishes) for part in self.voorgelegd or (self.b.tekst,))

    def _opgelegd(self) -> bool:
        """A duty, a threat, a no, or a deed of the interviewer. In a step that is laid before the client 'ik' is the client."""
        text = " ".join(self.voorgelegd or (self.b.tekst,)).lower()
        mine = _VAN_MIJ.search(text) is not None and (self.voorgelegd is None or _AAN_JOU.search(text) is not None)
        return mine or _OPGELEGD.search(text) is not None

    def _komt_van(self, tekst: str, wishes: set[str]) -> bool:
        words = [word for word in self.k.woorden.dragend(tekst) if word not in _AFSPREKEN and word not in self.k.woorden.tijd]
        told = self.k.woordenschat_van({*self.oud.volgorde, *self.oud.eerder, *wishes})
        if not words or not all(self.k.woorden.bevat(word, told) for word in words):
            return False
        most = max(sum(self.k.woorden.bevat(word, self.k.woordenschat_van({item})) for word in words) for item in wishes)
        return most >= max(1, 0.6 * len(words))

    def _geraakt(self, feiten: Sequence[Feit]) -> list[Feit]:
        hits = [feit for feit in feiten if self.scores.get(feit.id, 0.0) >= GERAAKT]
        return sorted(hits, key=lambda feit: -self.scores[feit.id])

    # -- trust -----------------------------------------------------------------------------------

    def _weeg(self) -> float:
        """Fill `redenen` and return the change."""
        b, lab = self.b, self.b.labels
        seen: list[str] = []
        bad = False

        def add(naam: str) -> None:
            if naam not in seen:
                seen.append(naam)

        if b.heeft("stilte"):
            add("stilte" if self.oud.vorige_feiten else "stilte_leeg")
        elif b.heeft("rolbreuk"):
            add("rolbreuk")
        elif b.heeft("onzin", "vreemde_taal", "te_lang"):
            add("onzin")
        else:
            for naam in ("belediging", "dreiging", "waarom", "haast", "formulier", "plan"):
                if b.heeft(naam) and not (naam == "plan" and (lab.vorm == "open" or self.eigen)):
                    add(naam)
            for naam in ("oordelend", "advies_zonder_toestemming", "suggestief", "dubbel", "te_moeilijk"):
                if getattr(lab, naam) and not (self.eigen and naam in ("advies_zonder_toestemming", "suggestief", "dubbel")):
                    add(naam)
            if self.eigen:
                add("eigen_stap")
            elif self.voorgelegd is not None:
                add("plan")
            bad = any(WEGINGEN[naam] <= -0.05 for naam in seen)
            unsaid = self.bewering is not None and self.bewering.soort in (BeweringSoort.ONWAAR, BeweringSoort.ONBEKEND)
            if unsaid and lab.vorm != "open" and not self.eigen:
                add("onjuist")
            locked = {feit.id for feit in self._geraakt(self.p.op_slot(self.band))[:1] if self.scores[feit.id] >= DUIDELIJK}
            free = max((self.scores.get(feit.id, 0.0) for feit in self.p.mag(self.band)), default=0.0)
            locked = {item for item in locked if self.scores[item] > free}  # what is free is asked about, and answered
            if locked & set(self.oud.vorige_slot) and not lab.reflectie and not b.heeft("autonomie"):
                add("druk")
            if self._over_iets_heen():
                add("overheen")
            if lab.vorm == "open" and not bad and b.tekst.lower() != self.oud.vorige_zin:
                add({"krachtgericht": "open_krachtgericht", "probleemgericht": "open_probleem"}.get(lab.focus, "open"))
            elif lab.vorm == "gesloten" and not b.heeft("crisis"):
                add("gesloten_rij" if self.oud.gesloten_rij >= 2 else "gesloten")
                if lab.focus == "probleemgericht":
                    add("probleemgericht")
            if not bad:
                if lab.reflectie and "onjuist" not in seen:  # giving back what nobody said wins nothing
                    add("reflectie" if self._gedekt() else "reflectie_los")
                for naam in ("autonomie", "erkenning", "excuus", "humor", "kennismaking", "dank"):
                    if b.heeft(naam) and (naam != "kennismaking" or self.oud.nr < 3):
                        add(naam)
                if self._sluit_aan():
                    add("aansluiting")
                if b.heeft("over_zichzelf") and self.oud.vroeg_terug == self.oud.nr - 1:
                    add("eerlijk_antwoord")
                if "onjuist" not in seen and b.tekst.lower() != self.oud.vorige_zin and self._lijkt_op(self.p.opent):
                    add("opent")
            if bad and self._lijkt_op(self.p.sluit, hard=True):
                add("sluit")
        gain = loss = 0.0
        for naam in seen or ["gewoon"]:
            weight = WEGINGEN[naam]
            effect = weight * (self.oud.tempo if weight > 0 else self.oud.prikkelbaar)
            gain, loss = (gain + effect, loss) if effect > 0 else (gain, loss + effect)
            self.redenen.append(Reden(gedrag=naam, effect=round(effect, 4)))
        gain = min(gain, MAX_WINST * self.oud.tempo)
        return gain * (TRAGER if self.oud.vertrouwen >= MIDDEN else 1.0) + loss

    def _gedekt(self) -> bool:
        """A reflection counts whole when it gives back something that was told, or a feeling about it."""
        if not self.oud.volgorde:
            return False
        return self.bewering is None or self.bewering.soort is BeweringSoort.GEDEKT

    def _sluit_aan(self) -> bool:
        told = [self.p.feit(item) for item in self.oud.volgorde[-4:]]
        own = {word for feit in told if feit for i in self.oud.verteld[feit.id] for word in self.k.woorden.dragend(feit.zeg[i])}
        return any(word in own for word in self.k.woorden.dragend(self.b.tekst) if word not in self.k.woorden.algemeen)

    def _over_iets_heen(self) -> bool:
        heavy = [
            feit
            for item in self.oud.vorige_feiten
            if (feit := self.p.feit(item)) and (feit.soort is FeitSoort.GEVOELIG or feit.vanaf is Stand.HOOG)
        ]
        if not heavy or self.b.labels.reflectie or self.b.heeft("vertel_meer", "erkenning", "excuus", "autonomie", "stilte"):
            return False
        near = max((self.scores.get(feit.id, 0.0) for feit in heavy), default=0.0)
        return self.b.labels.vorm == "gesloten" and near < 0.25

    def _lijkt_op(self, regels: Sequence[str], hard: bool = False) -> bool:
        """Does this line do what a sentence of `opent` or `sluit` describes? By what was heard, or by its subject."""
        lab, b = self.b.labels, self.b
        low = " ".join(regels).lower()
        heard = {
            "lach": b.heeft("humor"), "humor": b.heeft("humor"), "grap": b.heeft("humor"),
            "stilte": b.heeft("stilte"), "tijd": b.heeft("autonomie", "stilte"), "rust": b.heeft("stilte", "autonomie"), "geduld": b.heeft("stilte", "autonomie"),
            "terug": lab.reflectie, "samenvat": lab.reflectie, "luister": lab.reflectie, "kies": b.heeft("autonomie"), "keuze": b.heeft("autonomie"),
            "zelf": b.heeft("autonomie"), "eerlijk": b.heeft("excuus", "kennismaking"), "compliment": b.heeft("erkenning"), "waardering": b.heeft("erkenning"),
            "serieus": lab.reflectie or b.heeft("erkenning"), "kort": len(b.tekst) < 60 and lab.vorm == "open",
        } if not hard else {
            "waarom": b.heeft("waarom"), "advies": lab.advies_zonder_toestemming, "raad": lab.advies_zonder_toestemming, "moet": lab.advies_zonder_toestemming or b.heeft("plan"),
            "oplos": lab.advies_zonder_toestemming or b.heeft("plan"), "preek": lab.oordelend, "preken": lab.oordelend, "oordeel": lab.oordelend, "oordelen": lab.oordelend,
            "verwijt": lab.oordelend, "belerend": lab.oordelend, "formulier": b.heeft("formulier"), "lijstje": b.heeft("formulier"), "haast": b.heeft("haast"),
            "gehaast": b.heeft("haast"), "dreig": b.heeft("dreiging"), "kinderachtig": lab.oordelend, "medelijden": lab.oordelend, "plan": b.heeft("plan"),
        }  # fmt: skip
        if any(hit and word in low for word, hit in heard.items()):
            return True
        if hard or (lab.vorm != "open" and not lab.reflectie):
            return False
        about = [word for word in self.k.woorden.dragend(low) if word not in self.k.woorden.algemeen]
        return any(word in about for word in self.k.woorden.dragend(b.tekst))

    # -- deciding --------------------------------------------------------------------------------

    def voer_uit(self, zeg: str) -> tuple[Beurt, Gespreksstand]:
        if self.oud.klaar:
            self._zin("weg")
            return self._klaar(zeg, "eindigt", 0.0, self.oud.vertrouwen)
        change = self._weeg()
        trust = self.oud.vertrouwen if self.oud.vast else round(_within(self.oud.vertrouwen + change), 4)
        band = self.oud.vast or stand_bij(trust)
        if band is not self.band:
            self.band = band
            if self.bewering is not None:
                self.bewering = self._bewering()
            self.eigen = self._is_eigen()
        reactie = self._kies(trust)
        return self._klaar(zeg, reactie, trust - self.oud.vertrouwen, trust)

    def _kies(self, trust: float) -> Reactie:
        b, lab = self.b, self.b.labels
        if b.heeft("stilte"):
            return self._op_stilte()
        if b.heeft("rolbreuk"):
            return self._zeg_en("rolvreemd", "wijkt_uit")
        if b.heeft("belediging") or (b.heeft("dreiging") and not b.heeft("autonomie")):
            return self._gekwetst(trust)
        if b.heeft("onzin", "vreemde_taal", "te_lang"):
            return self._zeg_en("niet_begrepen", "aarzelt")
        if b.heeft("vertrek"):
            return self._zeg_en("bedankt", "bedankt") if self.band is not Stand.LAAG else self._zeg_en("eindigt", "eindigt")
        if lab.oordelend:
            return self._gekwetst(trust)
        if self.oud.nr < 3 and b.heeft("kennismaking", "groet") and not b.heeft("vraag") and not self.oud.volgorde:
            return self._zeg_en("groet", "aarzelt")
        if self.oud.nr < 3 and _MAG_ZITTEN.search(b.tekst.lower()):
            return self._zeg_en("groet", "aarzelt")
        if b.heeft("toestemming"):
            return self._zeg_en("mag", "aarzelt")
        if self.eigen:  # the coach sees advice in any step that is proposed; this one is the client's
            quiet = lab.replace(advies_zonder_toestemming=False, suggestief=False, dubbel=False)
            self.b = b.replace(labels=quiet, uitleg=self.o.stof.coachwoord.get("eigen_stap", ""), alternatief="")
            return self._zeg_en("neemt_aan", "stemt_in")
        if self.voorgelegd is not None:
            self.b = b.replace(uitleg=self.o.stof.coachwoord.get("voorgelegd", ""), alternatief="")
            return self._op_plan()
        untrue = self.bewering is not None and self.bewering.soort is BeweringSoort.ONWAAR
        if (lab.advies_zonder_toestemming or b.heeft("plan")) and lab.vorm != "open" and not untrue:
            return self._op_plan()
        if not untrue and lab.vorm != "open" and _ZAL_IK.search(b.tekst.lower()):
            return self._op_plan()
        claim = self._op_bewering()
        if claim is not None:
            return claim
        if b.heeft("crisis"):
            return self._op_crisis()
        return self._op_vraag()

    def _op_stilte(self) -> Reactie:
        if self.band is not Stand.LAAG and self.oud.vorige_feiten and (self._kom_terug() or self._ga_door(0.45)):
            return "opent"
        return self._zeg_en("stil", "stil")

    def _gekwetst(self, trust: float) -> Reactie:
        if not self.oud.vast and trust <= 0.04 and self.oud.kwetsuren >= 2:
            return self._zeg_en("eindigt", "eindigt")
        angry = (
            self.p.temperament.boos or (self.b.heeft("belediging", "dreiging") and not self.p.temperament.stil) or self.kans.random() < 0.3
        )
        return self._zeg_en("boos", "boos") if angry else self._zeg_en("stil", "stil")

    def _op_bewering(self) -> Reactie | None:
        claim = self.bewering
        if claim is None or claim.soort is BeweringSoort.GEDEKT:
            return None
        open_hits, locked = self._geraakt(self.p.mag(self.band)), self._geraakt(self.p.op_slot(self.band))
        best_open = self.scores[open_hits[0].id] if open_hits else 0.0
        best_locked = self.scores[locked[0].id] if locked else 0.0
        if claim.soort is BeweringSoort.OP_SLOT or (claim.soort is BeweringSoort.ONWAAR and best_locked > max(best_open, GERAAKT)):
            # neither yes nor no: also 'that is not so' would give something away
            if (
                claim.soort is BeweringSoort.OP_SLOT
                and self.b.heeft("vraag")
                and not _KLOPT.search(self.b.tekst.lower())
                and best_open >= 1.2 * max(best_locked, 0.75)
            ):
                return None  # mostly about something open; the answer stays there
            self._onthoud_slot()
            return self._wijk_uit()
        self._zin("corrigeert" if claim.soort is BeweringSoort.ONWAAR else "niet_gezegd")
        about = [feit for feit in self._geraakt(self.p.mag(self.band)) if self._gaat_over(feit, claim)]
        if about:
            self._vertel(about[0])
        return "corrigeert"

    def _gaat_over(self, feit: Feit, claim: Bewering) -> bool:
        """The same words, not only words alike: after 'not a son' no story about other boys."""
        own = self.k.woorden.dragend(f"{feit.tekst} {' '.join(feit.zeg)} {' '.join(feit.onderwerpen)}")
        return any(woordgelijk(word, item) >= 0.8 for word in claim.woorden for item in own)

    def _op_plan(self) -> Reactie:
        """A plan laid on the table is refused; whoever speaks near a wish of this person hears the wish in their own words."""
        self._zin("weigert")
        wish = [feit for feit in self._geraakt(self.p.mag(self.band)) if feit.soort is FeitSoort.WENS and feit.id not in self.verteld]
        if wish and self.band is not Stand.LAAG and self.scores[wish[0].id] >= 0.5:
            self._vertel(wish[0])
        return "wijkt_uit"

    def _op_crisis(self) -> Reactie:
        hits = [feit for feit in self._geraakt(self.p.mag(self.band)) if feit.soort in (FeitSoort.GEVOELIG, FeitSoort.GEZONDHEID)]
        if hits and self.scores[hits[0].id] >= 0.5:
            self._vertel(hits[0])
            return "opent"
        self._onthoud_slot()
        return self._zeg_en("veilig", "wijkt_uit")

    def _op_vraag(self) -> Reactie:
        b, lab = self.b, self.b.labels
        inviting = lab.vorm == "open" or b.heeft("vertel_meer")
        low = b.tekst.lower()
        if _TERUGBLIK.search(low):
            return self._zeg_en("terugblik", "opent") if self.band is not Stand.LAAG else self._zeg_en("weet_niet", "aarzelt")
        if self.oud.nr < 3 and _ALLES_GOED.search(low):
            return self._zeg_en("groet", "aarzelt")
        if self.oud.volgorde and not self._naar_een_daad(low) and self._vraagt_door() and (self._verdiep() or self._ga_door(0.35)):
            return "opent"
        if _KEUZE.search(low) and self._begin_zelf():
            return "opent"
        if _HIER.search(low) and not (b.heeft("waarom") and self.band is Stand.LAAG and self.kans.random() < 0.5) and self._over_hier():
            return "opent"
        if self.band is not Stand.LAAG and _ANDERMANS_OGEN.search(low) and self._een_kracht():
            return "opent"
        if self._vraagt_gegevens(low):
            return self._wijk_uit()
        hits = self._geraakt(self.p.mag(self.band))
        hits_top = hits[0].id if hits else ""
        if _WIE_EERST.match(low):  # who is answered with a person, when one is about as near
            hits.sort(key=lambda feit: feit.soort is not FeitSoort.HULPBRON or self.scores[feit.id] < 0.75 * self.scores[hits_top])
        locked = self._geraakt(self.p.op_slot(self.band))
        asks = b.heeft("vraag") or inviting
        best_open = self.scores[hits[0].id] if hits else 0.0
        best_locked = self.scores[locked[0].id] if locked else 0.0
        if lab.reflectie and not asks and self.oud.volgorde and (self._verdiep() or self._ga_door(0.40)):
            return "opent"
        if hits and (asks or lab.reflectie) and best_open >= 0.38 * best_locked:
            if not asks and self.band is Stand.LAAG and not self.oud.volgorde:
                return self._na_mededeling()
            return self._vertel_over(hits, locked, inviting)
        if asks and self._bijna(best_locked):
            return "opent"
        if locked and (asks or lab.reflectie):
            self._onthoud_slot()
            return self._wijk_uit()
        if asks:
            return self._zonder_onderwerp(inviting)
        return self._na_mededeling()

    def _bijna(self, best_locked: float) -> bool:
        """Asked in words of somebody else: when one open fact comes nearest, or about as near as what is locked, that is what is answered."""
        free = [feit for feit in self.p.mag(self.band) if len(self.verteld.get(feit.id, ())) < len(feit.zeg)]
        nearest = max(free, key=lambda feit: self.scores.get(feit.id, 0.0), default=None)
        if nearest is None or self.scores.get(nearest.id, 0.0) < max(BIJNA, 0.5 * best_locked):
            return False
        self._vertel(nearest)
        return True

    def _vraagt_door(self) -> bool:
        """'How was that?', 'how do you manage that?': no subject of its own, so it is about what was just told."""
        if re.search(r"\bwie\b", self.b.tekst.lower()):
            return False
        asked = hoofdzaak(self.b.tekst)[1] or self.b.tekst
        if self.oud.vorige_feiten and _VERTEL_VERDER.search(asked.lower()) and _TERUGWIJZEND.search(self.b.tekst.lower()):
            return True  # 'you enjoyed that, it sounds. Do go on?'
        own = [word for word in self.k.woorden.dragend(asked) if word not in self.k.woorden.algemeen and word not in _VOLBRENGEN]
        if self.oud.vorige_feiten and not own and self.b.labels.vorm == "open" and _DAT.search(asked.lower()):
            return True  # 'how did you learn that?': 'learn' is no subject while 'that' points at what was just told
        if self.inhoud >= 0.45:
            return False
        return self.b.heeft("vertel_meer") or (not own and bool(_TERUGWIJZEND.search(asked.lower())) and self.b.labels.vorm == "open")

    def _naar_een_daad(self, low: str) -> bool:
        """'How do you manage all that?' after a wish: asks for what is done, and a wish is not done yet."""
        last = [feit.soort for item in self.oud.vorige_feiten if (feit := self.p.feit(item)) is not None]
        return bool(last) and set(last) == {FeitSoort.WENS} and _HOE_HOU.search(low) is not None

    def _begin_zelf(self) -> bool:
        """Asked to choose the subject: something that is no secret, a wish before the rest."""
        free = [feit for feit in self.p.feiten if feit.vanaf is Stand.LAAG and feit.id not in self.verteld]
        if not free:
            return False
        order = (
            FeitSoort.WENS,
            FeitSoort.SITUATIE,
            FeitSoort.HULPBRON,
            FeitSoort.KRACHT,
            FeitSoort.ACHTERGROND,
            FeitSoort.GEZONDHEID,
            FeitSoort.GEVOELIG,
        )
        self._vertel(min(free, key=lambda feit: order.index(feit.soort)))
        return True

    def _vraagt_gegevens(self, low: str) -> bool:
        """Asked for what belongs on a form and stands in no fact: a date of birth is no way into somebody's life."""
        asked = _GEGEVENS.search(hoofdzaak(low)[1])
        return asked is not None and not any(asked.group() in f"{feit.tekst} {' '.join(feit.zeg)}".lower() for feit in self.p.feiten)

    def _over_hier(self) -> bool:
        """Asked what brought them here: their situation, as far as it is no secret."""
        free = [feit for feit in self.p.mag(self.band) if feit.soort is FeitSoort.SITUATIE and feit.id not in self.verteld]
        if free:
            self._vertel(max(free, key=lambda feit: self.scores.get(feit.id, 0.0)))
        return bool(free)

    def _vertel_over(self, hits: list[Feit], locked: list[Feit], inviting: bool) -> Reactie:
        top = self.scores[hits[0].id]
        share = {1: 0.8, 2: 0.6, 3: 0.5}[self.p.temperament.spraakzaam]
        near = [feit for feit in hits if self.scores[feit.id] >= share * top]
        new = [feit for feit in near if feit.id not in self.verteld]
        if (
            hits[0].id in self.verteld
            and len(self.verteld[hits[0].id]) < len(hits[0].zeg)
            and (not new or self.scores[new[0].id] < 0.8 * top)
        ):
            new = [hits[0], *new][:1]
        said_all = len(self.verteld.get(hits[0].id, ())) >= len(hits[0].zeg)
        if not new or (said_all and self.scores[new[0].id] < 0.8 * top):
            return self._herhaal(hits[0])
        wait = any(feit.soort is FeitSoort.GEVOELIG or feit.vanaf is Stand.HOOG for feit in new[:1]) and new[0].id not in self.verteld
        if self.b.heeft("waarom") and not self.oud.vast and self.band is Stand.LAAG and self.kans.random() < 0.5:
            return self._wijk_uit()
        hesitates = wait and self.kans.random() < 0.5
        if hesitates:
            self._zin("aarzelt")
        many = {1: 2, 2: 2, 3: 3}[self.p.temperament.spraakzaam]
        first = new[0]
        rest = [feit for feit in new[1:] if self._hoort_bij(first, feit, top)]
        for feit in (first, *rest)[: many if inviting or self.b.heeft("vraag") else 1]:
            self._vertel(feit)
        if inviting and not self.oud.vast and len(self.nu) == 1 and self.band is not Stand.LAAG and self.b.labels.vorm == "open":
            self._kom_terug()
        elif self.band is not Stand.HOOG and self.oud.nr - self.vroeg > 4 and self.kans.random() < 0.14:
            self._vraag_terug()
        return "aarzelt" if hesitates else "opent"

    def _hoort_bij(self, first: Feit, feit: Feit, top: float) -> bool:
        """May this be told in one breath with `first`? It lies near, is no bigger a thing, and a wish comes with a wish only."""
        if feit.vanaf.rang > first.vanaf.rang or (feit.soort is FeitSoort.WENS) != (first.soort is FeitSoort.WENS):
            return False
        both = first.soort is FeitSoort.HULPBRON and feit.soort is FeitSoort.HULPBRON  # 'who helps you?' may be answered with two people
        return (both and self.scores[feit.id] >= 0.9 * top) or self.k.naast((first.id,), (feit,))[0][0] >= NABIJ

    def _zonder_onderwerp(self, inviting: bool) -> Reactie:
        b, lab = self.b, self.b.labels
        if self.oud.vorig_antwoord in (*self.o.stof.zinnen.get("veilig", ()), *self.o.stof.zinnen.get("veilig_verder", ())):
            return self._zeg_en("veilig_verder", "stil")  # after a question about wanting to live nobody jokes
        if b.heeft("groet", "kennismaking") and self.oud.nr < 3 and self.inhoud < 0.3:
            return self._zeg_en("groet", "aarzelt")
        if self.band is not Stand.LAAG and inviting:
            if self._kom_terug():
                return "opent"
            if lab.focus == "krachtgericht" and self._een_kracht():
                return "opent"
            if self._ga_door(0.45):
                return "opent"
        if _MAG_IK.search(b.tekst.lower()):
            return self._wijk_uit()  # 'never thought about that' is no answer to 'may I see it'
        if self.band is Stand.LAAG and inviting and self.kans.random() < 0.4:
            return self._zeg_en("grap", "grap") if not self.p.temperament.stil else self._wijk_uit()
        return self._zeg_en("weet_niet", "aarzelt")

    def _na_mededeling(self) -> Reactie:
        b, lab = self.b, self.b.labels
        if b.heeft("groet", "kennismaking") and self.oud.nr < 3:
            return self._zeg_en("groet", "aarzelt")
        if (
            self.bewering is not None
            and self.bewering.soort is BeweringSoort.GEDEKT
            and not b.heeft("erkenning", "excuus")
            and self._verdiep()
        ):
            return "opent"
        warm = lab.reflectie or b.heeft("erkenning", "autonomie", "excuus")
        if warm and self.band is not Stand.LAAG and (self._kom_terug() or (lab.reflectie and self._ga_door(0.40))):
            return "opent"
        if b.heeft("humor") and self.band is Stand.LAAG:
            return self._zeg_en("grap", "grap")
        if b.heeft("over_zichzelf") and self.oud.nr - self.vroeg > 3 and self.kans.random() < 0.5:
            self._vraag_terug()
            return "aarzelt"
        if warm or b.heeft("dank", "humor"):
            return self._zeg_en("knikt", "opent" if warm else "aarzelt")
        return self._zeg_en("hm", "stil")

    # -- means -----------------------------------------------------------------------------------

    def _vertel(self, feit: Feit) -> None:
        """Say a fact in a way not used before. The rule of trust is checked here and once more before speaking."""
        if feit.vanaf.rang > self.band.rang:
            return
        used = self.verteld.get(feit.id, ())
        free = [i for i in range(len(feit.zeg)) if i not in used]
        if not free or feit.id in self.nu:
            return
        hidden, lean = self._elders(feit), self.k.leunt(feit)
        fresh = feit.id not in self.oud.volgorde[-3:]  # what was just told may be gone on about; anything else must stand by itself

        def awkward(i: int) -> tuple[int, float]:
            return (sum(word in hidden for word in self.k.woorden.dragend(feit.zeg[i])) + (lean[i] if fresh else 0), self.kans.random())

        chosen = min(free, key=awkward)
        self.delen.append(Deel(bron="feit", sleutel=feit.id, nummer=chosen, tekst=feit.zeg[chosen]))
        self.verteld[feit.id] = (*used, chosen)
        self.nu.append(feit.id)
        if feit.id in self.openstaand:
            self.openstaand.remove(feit.id)

    def _elders(self, feit: Feit) -> set[str]:
        """Particular words of locked facts that this fact shares: ways of saying it without them go first."""
        w = self.k.woorden
        locked = {word for item in self.p.op_slot(self.band) for word in w.dragend(f"{item.tekst} {' '.join(item.onderwerpen)}")}
        return locked - set(w.dragend(feit.tekst))

    def _herhaal(self, feit: Feit) -> Reactie:
        """Asked again: in other words while there are any, else a reference back."""
        if len(self.verteld.get(feit.id, ())) < len(feit.zeg):
            self._vertel(feit)
            return "opent"
        if self.b.labels.suggestief:
            return self._wijk_uit()  # 'I just said that' would say yes to what was put in the mouth
        return self._zeg_en("herhaalt", "aarzelt")

    def _verdiep(self, over: Bewering | None = None) -> bool:
        """Go further on what was just told, in other words; with `over` only where it is about that."""
        for item in reversed(self.oud.volgorde[-2:]):
            feit = self.p.feit(item)
            if feit is not None and over is not None and not self._gaat_over(feit, over):
                continue
            if feit is not None and feit.vanaf.rang <= self.band.rang and len(self.verteld.get(item, ())) < len(feit.zeg):
                self._vertel(feit)
                return True
        return False

    def _ga_door(self, minimum: float) -> bool:
        """Tell what lies next to what was told; what hurts only after warm words or a silence."""
        warm = self.b.labels.reflectie or self.b.heeft("stilte", "erkenning", "autonomie", "excuus")
        free = [
            feit
            for feit in self.p.mag(self.band)
            if feit.id not in self.verteld
            and feit.soort is not FeitSoort.WENS  # a wish comes when asked for
            and (warm or feit.soort is not FeitSoort.GEVOELIG)
        ]
        ranked = self.k.naast(self.oud.volgorde, free)
        if ranked and ranked[0][0] >= minimum:
            self._vertel(ranked[0][1])
            return True
        return False

    def _een_kracht(self) -> bool:
        """Asked for what is good about them in general: a kracht that may be told, the nearest to what was told first."""
        free = [feit for feit in self.p.mag(self.band) if feit.id in self.p.krachten and feit.id not in self.verteld]
        if not free:
            return False
        ranked = self.k.naast(self.oud.volgorde, free) if self.oud.volgorde else [(0.0, feit) for feit in free]
        self._vertel(ranked[0][1])
        return True

    def _kom_terug(self) -> bool:
        """Answer a question from earlier that could not be answered then."""
        for item in reversed(self.openstaand):
            feit = self.p.feit(item)
            if feit is None or feit.vanaf.rang > self.band.rang or item in self.verteld:
                continue
            lately = self.oud.nr - self.sinds.get(item, -9) <= KORT_GELEDEN
            if not lately and self.oud.volgorde and self.k.naast((*self.oud.volgorde[-1:], *self.nu), (feit,))[0][0] < NABIJ:
                continue  # long ago and about something else: nobody still has that question in mind
            if lately and self.oud.nr - self.teruggekomen > 2:
                self._zin("terugkomen")
                self.teruggekomen = self.oud.nr
            self._vertel(feit)
            return True
        return False

    def _onthoud_slot(self) -> None:
        for feit in self._geraakt(self.p.op_slot(self.band))[:1]:
            self.sinds[feit.id] = self.oud.nr
            if feit.id not in self.openstaand:
                self.openstaand.append(feit.id)

    def _wijk_uit(self) -> Reactie:
        t = self.p.temperament
        if t.stil and self.kans.random() < 0.25:
            return self._zeg_en("stil", "stil")
        if self.band is not Stand.LAAG and self.kans.random() < 0.2:
            self._zin("aarzelt")
        if self.p.uitwijken and self._kies_regel("uitwijken", "uitwijken", self.p.uitwijken):
            return "wijkt_uit"
        return self._zeg_en("uitwijken", "wijkt_uit")

    def _vraag_terug(self) -> None:
        self._zin("vraagt")
        self.vroeg = self.oud.nr

    def _zeg_en(self, soort: str, reactie: Reactie) -> Reactie:
        self._zin(soort)
        return reactie

    def _zin(self, soort: str) -> None:
        """A line of small talk: the persona's own, else ours, else a silence."""
        own: tuple[str, ...] = getattr(self.p.zinnen, soort, ())
        if own and self._kies_regel("eigen", soort, own):
            return
        self._kies_regel("gewoon", soort, self.o.stof.zinnen.get(soort, ()))

    def _kies_regel(self, bron: Literal["uitwijken", "eigen", "gewoon"], soort: str, regels: tuple[str, ...]) -> bool:
        """Pick a line not used lately that gives nothing away at this trust. False: there is none."""
        key = f"{bron}.{soort}"
        safe = [i for i, tekst in enumerate(regels) if not self.o.verraadt(tekst, self.band)]
        if not safe:
            return False
        lately = self.gebruikt.get(key, ())[-(len(safe) - 1) :] if len(safe) > 1 else ()
        free = [i for i in safe if i not in lately] or safe
        chosen = free[self.kans.randrange(len(free))]
        self.gebruikt[key] = (*self.gebruikt.get(key, ()), chosen)[-12:]
        self.delen.append(Deel(bron=bron, sleutel=soort, nummer=chosen, tekst=regels[chosen]))
        return True

    # -- speaking --------------------------------------------------------------------------------

    def _klaar(self, zeg: str, reactie: Reactie, verschil: float, trust: float) -> tuple[Beurt, Gespreksstand]:
        if not self.o.toegestaan(self.delen, self.band):  # a last lock; nothing above should ever let this happen
            self.delen = [deel for deel in self.delen if self.o.toegestaan([deel], self.band)]
            self.nu = [deel.sleutel for deel in self.delen if deel.bron == "feit"]
        near = sorted((i for i, score in self.scores.items() if score >= GERAAKT), key=lambda i: -self.scores[i])[:5]
        lab = self.b.labels
        uitleg = self.b.uitleg
        if uitleg and uitleg == self.oud.vorige_uitleg:
            other = (
                self.o.stof.coachwoord.get(hoofdpunt(lab), "") if not self.b.heeft("stilte", "onzin", "excuus", "waarom", "crisis") else ""
            )
            uitleg = other if other != uitleg else ""
        beurt = Beurt(
            nr=self.oud.nr + 1,
            zeg=zeg,
            antwoord=" ".join(deel.tekst for deel in self.delen) or "…",
            reactie=reactie,
            feiten=tuple(self.nu),
            vertrouwen=self.band,
            getal=round(trust, 4),
            verschil=round(verschil, 4),
            redenen=tuple(self.redenen),
            labels=lab.model_dump(),
            vlaggen=tuple(sorted(self.b.vlaggen)),
            dichtbij=tuple(near),
            delen=tuple(self.delen),
            alternatief=self.b.alternatief,
            uitleg=uitleg,
        )
        locked = tuple(feit.id for feit in self._geraakt(self.p.op_slot(self.band))[:1])
        hurt = any(reden.gedrag in ("oordelend", "belediging", "dreiging") for reden in self.redenen)
        closed = lab.vorm == "gesloten"
        nieuw = self.oud.replace(
            nr=self.oud.nr + 1,
            vertrouwen=trust,
            verteld=self.verteld,
            volgorde=(*self.oud.volgorde, *self.nu),
            openstaand=tuple(self.openstaand),
            sinds=self.sinds,
            teruggekomen=self.teruggekomen,
            gebruikt=self.gebruikt,
            vorige_feiten=tuple(self.nu),
            vorige_slot=locked,
            vorig_antwoord=beurt.antwoord,
            aanspreekvorm=aangesproken(zeg) or self.oud.aanspreekvorm,
            vorige_zin=self.b.tekst.lower(),
            vorige_uitleg=uitleg,
            gesloten_rij=self.oud.gesloten_rij + 1 if closed else 0,
            kwetsuren=self.oud.kwetsuren + hurt,
            vroeg_terug=self.vroeg,
            klaar=self.oud.klaar or (reactie == "eindigt" and not self.b.heeft("vertrek") and not self.oud.vast),
        )
        return beurt, nieuw


_AANGEHAALD = re.compile(r'"([^"]+)"')
_HEM_HAAR = re.compile(r"\b(?:hem|hij|zij|hen|hun|ze|haar(?! (?:knippen|doen|wassen|vlechten)))\b")
_OVER_JOU = re.compile(r"\b(?:je|jij|jou|jouw|u|uw|jezelf|uzelf|jullie|dat|die|daar\w*|zo)\b|^[^.!?]*\b(?:je|jouw|uw)\b")
"""A reflection speaks of the other, or points at what was said."""
_OPGELEGD = re.compile(r"\b(?:moet|moeten|verplicht|anders|niet|geen|nooit|stop\w*)\b|\bik (?:heb|zal) (?:je|u|jou)\b")
"""A plan with a duty in it, a threat or a no is never simply the client's own."""
_ZAL_IK = re.compile(r"\bzal ik\b[^.!?]*\b(?:regelen|aanvragen|aanmelden|inschrijven|opgeven|opbellen)\s*\?")
"""Offers to take over: leave is asked, and it may be refused."""
_HOE_HOU = re.compile(r"\bhoe (?:hou|houd|houdt|red|redt|doe|doet|krijg|krijgt|regel|regelt) (?:je|jij|u)\b")
_MAG_ZITTEN = re.compile(r"\bmag ik (?:\w+ ){0,3}(?:zitten|binnenkomen|binnen komen|binnen)\s*\?")
"""Asked at the door: no way into somebody's life yet."""
_MAG_IK = re.compile(r"\bmag ik (?!vragen\b)[^.!?]*\?\s*$")
_ALLES_GOED = re.compile(r"^[^?]*\balles (?:goed|oké|ok)\s*\?\s*$")
"""A greeting in the shape of a question."""
_VERTEL_VERDER = re.compile(
    r"^\s*(?:en |wil je |wilt u |kun je |kunt u )*vertel(?:len|t)?(?: je| u| me| mij| daar| er| eens| nog| nou| gerust| maar| wat| iets| even)*"
    r"(?: verder| meer| over| daarover| erover)+\s*[.?!]*\s*$"
)
"""Asks to go on and names no subject of its own."""
_ZEGGEN = frozenset(("zeggen", "vertellen", "noemen", "net", "zojuist", "zonet", "daarnet"))
_VAN_MIJ = re.compile(r"\bik (?:regel|meld|bel|ga|vraag|zorg|vul|geef|haal|breng)\b")
"""A deed of the interviewer."""
_AAN_JOU = re.compile(r"\b(?:je|jou|jouw|jij|u|uw)\b")
_AFSPREKEN = frozenset(
    (  # noqa: SIM905 - a line of words reads better than thirty quoted ones
        "plan stap stapje actie doel afspreken afspraak opschrijven schrijven noteren zetten voorstel voorstellen kiezen eerste eerst klein zelf beginnen willen "
        "gaan doen worden staan wens wensen vinden opschrijft schrijft liefst graag"
    ).split(" ")
)
"""Words of making a plan; they say nothing about whose it is."""
_KEUZE = re.compile(
    r"\bwaar (?:zullen we|wil je|wilt u|wil jij|zou je|zou u)\b[^?]*\b(?:over hebben|over praten|beginnen|mee beginnen)|\bwat wil(?:t u|t| je| jij) (?:vandaag )?(?:bespreken|kwijt|vertellen)"
)
_TERUGBLIK = re.compile(
    r"\bwat neemt? (?:je|jij|u) (?:(?:hier|er)?van |hieruit |uit dit gesprek |van dit gesprek |van vandaag )?mee\b(?! (?:naar|op|als|voor)\b)"
    r"|\bhoe (?:vond|vind|vindt|was|is) (?:je|jij|u|het voor (?:je|jou|u) om)? ?(?:dit|ons|het|dat) (?:gesprek|te vertellen|te praten)\b"
    r"|\bhoe was het (?:gesprek |om (?:dit|dat|hier|er|zo) )"
)
"""Looking back on the talk itself: no fact answers that."""
_HIER = re.compile(
    r"\bwaarom (?:ben|bent|zit|woon|woont) (?:je|jij|u) hier\b|\bwat brengt (?:je|jou|u) hier\b|\bhoe (?:ben|bent) (?:je|jij|u) hier (?:zo )?(?:terecht\s?)?gekomen"
)
_ANDERMANS_OGEN = re.compile(
    r"\bwat (?:zou(?:den)?|zegt|zeggen) (?:die \w+|hij|zij|ze|anderen|mensen|(?:een )?(?:goede |beste )?vrien\w+|iemand)\b[^?]*\b(?:over|van|aan) (?:je|jou|jouw|u|uw)\b"
)
"""'What would that person say about you?': asks for what is good, through somebody's eyes."""
_GEGEVENS = re.compile(r"\b(?:geboortedatum|achternaam|postcode|telefoonnummer|bsn|burgerservicenummer|geboorteplaats|polisnummer|adres)\b")
_WIE_EERST = re.compile(r"\s*(?:en |maar |dus )?wie\b")
_KLOPT = re.compile(r"\bklopt (?:dat|het|dit)\b|\bis dat (?:zo|waar)\b")
_DAT = re.compile(r"\bdat\b(?! (?:je|jij|u|er|het|we|wij|ze|zij|hij|ik|iemand|mensen|jouw|uw|de|een)\b)|\bdaar\w*")
"""'That' as a pointer, not as the beginning of a clause."""
_VOLBRENGEN = frozenset(
    ("elkaar", "krijgen", "volhouden", "aanpakken", "redden", "bedenken", "ontdekken", "flikken", "klaarspelen", "geflikt", "volgehouden")
)
"""Managing, holding on: what the deed was, was said before."""
_TERUGWIJZEND = re.compile(r"\b(?:dat|daar\w*|die|er\w+|toen|dit|hier\w+)\b")
_OVER_ZICHZELF = re.compile(
    r"^\s*(?:(?:hallo|hoi|dag|goede\w+|oké|nou|en|maar)[ ,]+(?:\w+[ ,]+)?)?(?:ik (?!ben benieuwd|ben nieuwsgierig|wil graag (?:weten|horen)|hoor|vraag me|merk|zie|denk dat (?:je|u))|mijn naam|(?:je|jij|u) (?:hoeft|mag|bepaalt|kiest)\b|neem (?:de|je) tijd)",
    re.IGNORECASE,
)


def hoofdzaak(tekst: str) -> tuple[str, str]:
    """(the line without what the interviewer says about themselves or about choosing, its last question). The second is '' without a question."""
    zinnen = [zin.strip() for zin in re.findall(r"[^.!?]+[.!?]*", tekst) if zin.strip()]
    over = [zin for zin in zinnen if zin.endswith("?") or not _OVER_ZICHZELF.match(zin)]
    gevraagd = [zin for zin in zinnen if zin.endswith("?")]
    return " ".join(over), gevraagd[-1] if gevraagd else ""


def _in_de_zin(tekst: str, namen: Collection[str]) -> str:
    """What was typed as a line of its own, fit for the middle of a sentence: no full stop, and a capital for a name or an abbreviation only."""
    tekst = tekst.strip().rstrip(".")
    first = next(iter(tokens(tekst)), "")
    if not tekst[1:2].isupper() and is_woord(first) and first not in namen:
        return tekst[:1].lower() + tekst[1:]
    return tekst


def _within(value: float) -> float:
    return min(1.0, max(0.0, value))
