"""assistant.engine.drafting: from a client's wish to small actions, each resting on the client's own words. The handler of `stel-voor`.

In:    uitingen, and where known krachten and hulpbronnen.   Out: at most k different drafts, or the question that would bring a wish.
Ports: `herken`, `zoek` and `toets` as functions (each may be absent), a LanguageModel or None.
Rules: doel is a verbatim stretch of an uiting; natural hulpbronnen only, never a dangerous person; who and when are always there; one step;
what the client refused is not proposed. Drafts of a model pass the same rules, get one repair, and give way to the rules otherwise.
Never: puts anything in a plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import Field, model_validator

from assistant.domain.values import Frozen, KrachtVorm
from assistant.engine.composing import compose, load_woordstappen, pattern_id, without_quotes
from assistant.engine.content import Content
from assistant.errors import AssistantError, ModelError
from assistant.judging.bouwstenen import bouwstenen
from assistant.judging.hulp import Helper, helpers, is_dead, is_safe, lower_first, speaks_of_death, too_young
from assistant.judging.likeness import Likeness, content_words, overlap
from assistant.judging.stemming import Stemmingen, stemming
from assistant.judging.toon import Tonen
from assistant.judging.wensen import HARM, NO_PLAN, Wens, find_wishes, foremost, naaste_in, refusals, sentences
from assistant.judging.wenskern import kern_of, speaks_of_contact

Ask = Callable[[Mapping[str, Any]], Mapping[str, Any]]

FIT = 0.8
"""Likeness (judging.likeness) from which a step pattern fits a wish. Our own choice, tried on voorbeelden/stelvoor."""
FIT_MORE = 0.85
"""The same for the second and third step of one wish: then a general step is better than a far-fetched one."""
AREA_BONUS = 0.05
KRACHT_FIT = 0.42
"""Likeness of a kracht and an actie from which the kracht is named with it."""
BESIDE = 0.3
"""Likeness from which a place of another uiting has to do with a wish: no pass of the bank at the football club."""
SURE_KRACHT = 0.75
"""Certainty of `herken` from which a kracht that nobody has looked at yet may stand in a step."""
SAME_WISH = 0.62
"""Likeness from which a second uiting counts as saying the same wish."""
SURE = 0.75
"""Certainty from which a finding of the reviewer keeps a draft off the screen."""
SURE_MODEL = 0.6
"""The same for a draft of a language model, where every label counts."""
CHECKED = frozenset(
    (
        "te_groot",
        "vaag",
        "dwang_of_voorwaarde",
        "professioneel_voor_natuurlijk",
        "begeleider_doet_het",
        "negatief_geformuleerd",
        "probleemgericht",
    )
)
"""Labels that count for a draft by rules. Whose wish and whose words it is needs no guess there: the doel is a verbatim stretch."""
MAX_WORDS = 32
DEFAULT_K = 3
_KRACHT_KEYS = ("id", "vorm", "citaat", "uiting", "tijd")


_TOO_MUCH = re.compile(r"\b(?:elke dag|iedere dag|altijd|voortaan|nooit meer|vanaf nu)\b", re.IGNORECASE)
_JARGON = re.compile(
    r"\b(?:cliënt|client|hulpverlen\w+|zelfredza\w+|traject|netwerkversterking|dagstructuur|participer\w+)\b", re.IGNORECASE
)
DIAGNOSIS = re.compile(
    r"\b(?:borderline|psycho(?:se|ses|tisch\w*)|depressie\w*|depressief|verslaafd\w*|verslaving(?:en)?|a(?:d|dh)d|autis\w+|schizofre\w+|narcis\w+|"
    r"ptss|trauma\w*|bipola\w+|manisch\w*|\w*stoornis\w*|diagnos\w+|dement\w*|su[iï]cida\w+|verstandelijk\w* beperk\w+|lvb|"
    r"zwakbegaafd\w*|hechtingsproble\w+)\b",
    re.IGNORECASE,
)
"""Words by which a draft would put a label on the client. The client's own words may hold them."""
_DUTY = re.compile(r"\b(?:moet|verplicht|dient|dien te)\b", re.IGNORECASE)


_ONCE = r"(?:maakte|deed|bakte|kookte|zong|had|was|naaide|vertelde|leerde)\b"
_NO_FAMILY = re.compile(
    r"\b(?:niet|nooit|liever niet) (?:met|bij|aan|via) (?:mijn |m'n |de |iemand van )?(?:familie|gezin|bekenden|vrienden|mensen die ik ken)\b|\bfamilie (?:\w+ ){0,4}(?:niet (?:te )?weten|buiten houden|niks van)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\b(?:samen|met|naast mij|naast me|gaat mee|erbij|te helpen)\b", re.IGNORECASE)


class StapKracht(Frozen):
    vormen: tuple[KrachtVorm, ...] = ()
    woorden: tuple[str, ...] = ()


class Stap(Frozen):
    """One step pattern (prompts/stappen). Slots: {wanneer}, {hulpbron}, {naaste}, {plek}, {ding}."""

    id: str = Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")
    wensen: tuple[str, ...] = Field(min_length=1)
    """Ways in which clients word the wish; only for matching."""
    actie: str = ""
    """The step with a person, animal or place of the client in it. '': only without."""
    zonder: str = ""
    """The same step alone. '': only with a hulpbron."""
    doel_hint: str = ""
    wie: str = "ik"
    wanneer: tuple[str, ...] = Field(min_length=1)
    """Moments within two weeks, as they stand in the middle of a sentence."""
    waar: str = ""
    kracht: StapKracht = StapKracht()
    hulpbron: tuple[str, ...] = ()
    """Soorten that fit {hulpbron} or {plek}. Empty: none is needed."""
    ding: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Word for {ding} -> beginnings of words in the wish that call for it."""
    als_het_tegenzit: str
    kleiner: str = ""
    minuten: int = Field(default=15, ge=1, le=240)
    niet_bij: tuple[str, ...] = ()
    alleen_bij: tuple[str, ...] = ()
    """For a general pattern: only when the wish is most like one of these leefgebieden. Empty: with any wish."""

    @property
    def kern(self) -> str:
        """The step without its slots, for likeness."""
        return re.sub(r"\s*\{\w+\}", "", self.zonder or self.actie)

    @model_validator(mode="after")
    def _one_of_two(self) -> Stap:
        if not self.actie and not self.zonder:
            raise ValueError("actie of zonder moet gevuld zijn")
        for text in (self.actie, self.zonder):
            if text and "{wanneer}" not in text:
                raise ValueError("{wanneer} ontbreekt in de zin")
            if text and not text.startswith(("Ik ", "We ")):
                raise ValueError("de zin begint met Ik")
            if found := next((m[0] for p in (_TOO_MUCH, _JARGON, _DUTY) if (m := p.search(text))), None):
                raise ValueError(f"het woord {found!r} past niet in een kleine actie van de cliënt zelf")
        return self


class Stappen(Frozen):
    versie: int = 1
    leefgebied: str = ""
    """'' holds the patterns that fit any wish."""
    bron: str
    stappen: tuple[Stap, ...] = Field(min_length=1)


def load_stappen(content: Content) -> tuple[tuple[str, Stap], ...]:
    """(leefgebied, pattern) of every file in prompts/stappen, in file order. Raises ContentError with file and key."""
    return tuple(
        (room.leefgebied, stap)
        for name in content.source.names("stappen")
        for room in [content.load(name, Stappen)]
        for stap in room.stappen
    )


# -- what the client's situation rules out -------------------------------------------------------

_CONDITIONS = {
    "geheime_locatie": r"\bgeheim\w* (?:adres|locatie|plek)\b|\bblijf.?van.?mijn.?lijf\b|\bniet weten waar (?:ik|we)\b|\bweet niet waar (?:ik|we) (?:ben|zijn|zit|woon)",
    "contactverbod": r"\bcontactverbod\b|\bstraatverbod\b|\bmag (?:mijn|de|ze|haar|hem) (?:\w+ )?niet zien\b|\bgeen contact (?:hebben )?(?:met|van)\b",
    "detentie": r"\bdetentie\b|\bgevangenis\b|\bhier binnen\b|\bvast ?zit\b|\bzit (?:ik )?vast\b|\bmijn cel\b|\bvrijkom\b|\bop mijn cel\b|\bde bajes\b",
    "geen_telefoon": r"\b(?:heb )?geen (?:telefoon|mobiel|beltegoed)\b",
    "geen_internet": r"\bgeen (?:internet|wifi|computer)\b",
}


def conditions(dossier: Mapping[str, Any], texts: Sequence[str]) -> frozenset[str]:
    """What rules patterns out: from the dossier where it says so, and from the client's words."""
    out = {name for name, words in _CONDITIONS.items() if any(re.search(words, t, re.IGNORECASE) for t in texts)}
    if dossier.get("geheime_locatie") or str(dossier.get("setting") or "") == "vrouwenopvang":
        out.add("geheime_locatie")
    if "detentie" in str(dossier.get("setting") or "") or str(dossier.get("setting") or "") == "forensisch":
        out.add("detentie")
    out |= {str(v) for v in dossier.get("voorwaarden") or []}
    return frozenset(out)


# -- the drafter ---------------------------------------------------------------------------------


class Situation:
    """One request, read once."""

    def __init__(self, payload: Mapping[str, Any], herken: Ask | None) -> None:
        dossier = payload.get("dossier") or {}
        self.k = max(1, min(10, int(payload.get("k") or DEFAULT_K)))
        self.vorm = str(payload.get("aanspreekvorm") or "je")
        self.leave_for_model = payload.get("toestemming_model") is True
        """The client's leave for a model that is not on this machine."""
        self.seen = str(payload.get("gezien") or "")
        """Digest of the request that a person saw before it may leave this machine (draft_writing.Inkijk)."""
        self.without_model = payload.get("zonder_model") is True
        """No model at all for this client: the rules alone."""
        self.uitingen = [u for u in dossier.get("uitingen") or [] if str(u.get("tekst") or "").strip() and u.get("id") is not None]
        self.texts = {str(u["id"]): str(u["tekst"]) for u in self.uitingen}
        self.areas = {str(u["id"]): u.get("leefgebied") for u in self.uitingen}
        self.ids = {str(u["id"]): u["id"] for u in self.uitingen}
        heard: dict[str, Mapping[str, Any]] = {}
        given_krachten = dossier.get("krachten")
        given_hulp = dossier.get("hulpbronnen")
        if herken is not None:
            for uid, text in self.texts.items():
                heard[uid] = herken({"id": uid, "antwoord": text, "vraag": self._question(uid), "leefgebied": self.areas[uid]})
        cleared = {str(u["id"]) for u in self.uitingen if u.get("geen_gevaar") is True}
        self.weighed = {uid: text for uid, text in self.texts.items() if uid not in cleared}
        """The words that may speak of danger: without those of which the begeleider said that they do not."""
        signals = [h.get("signaal") or {} for uid, h in heard.items() if uid in self.weighed]
        self.signal = next((s for s in signals if s.get("acuut")), None)
        """Acute danger that was heard; the screen shows its card. Only with suicidaliteit the drafting itself waits."""
        self.krachten = _krachten(given_krachten, heard)
        self.helpers = helpers(self.texts, given_hulp, heard)
        people = [h.naam for h in self.helpers if h.soort == "persoon"]
        guessed = [w for name in people for n, w in enumerate(name.split()) if w[:1].isupper() and (n or len(name.split()) == 1)]
        self.names = tuple(dict.fromkeys([*(str(n) for n in payload.get("bekende_namen") or []), *guessed]))
        """By which people of this client are known: may never leave this machine."""
        self.refused = [*refusals(list(self.texts.values())), *(str(w) for w in payload.get("geweigerde_wensen") or [])]
        family = any(_NO_FAMILY.search(t) for t in self.texts.values())
        acute = {
            uid for uid, h in heard.items() if uid in self.weighed and (h.get("signaal") or {}).get("soort") in ("geweld", "kindveiligheid")
        }
        self.helpers = [
            h
            for h in self.helpers
            if not too_young(h, self.texts.values())
            and (h.soort != "persoon" or not ((family and h.natuurlijk) or (h.natuurlijk and h.uiting in acute)))
        ]
        self.refused_acties = [str(a) for a in payload.get("geweigerd") or []]
        self.conditions = conditions(dossier, list(self.texts.values()))
        self.wishes = self._wishes(payload.get("wens"), heard)

    def _question(self, uid: str) -> str:
        return next((str(u.get("vraag") or "") for u in self.uitingen if str(u["id"]) == uid), "")

    def _wishes(self, chosen: Any, heard: Mapping[str, Mapping[str, Any]]) -> list[Wens]:
        out: list[Wens] = []
        for uid, text in self.texts.items():
            krachten = list((heard.get(uid) or {}).get("krachten") or [])
            krachten += [k for k in self.krachten if k.get("vorm") == "ik_wil" and str(k.get("uiting")) == uid and "begin" in k]
            out += find_wishes(uid, text, krachten, self.areas[uid])
        if isinstance(chosen, Mapping) and chosen.get("citaat"):
            uid, quote = str(chosen.get("uiting")), str(chosen["citaat"])
            at = self.texts.get(uid, "").find(quote)
            if at >= 0:
                wide = [w for w in out if w.uiting == uid and w.begin < at + len(quote) and at < w.eind]
                if wide and wide[0].begin < at and find_wishes(uid, quote, [], self.areas[uid]):
                    # what was pointed at is a wish by itself: what stands before it in the sentence is another matter
                    end = max(wide[0].eind, at + len(quote))
                    return [replace(wide[0], begin=at, eind=end, tekst=self.texts[uid][at:end])]
                return [wide[0]] if wide else [Wens(uid, at, at + len(quote), quote, chosen.get("leefgebied") or self.areas.get(uid))]
        kept = [w for w in out if not NO_PLAN.search(w.tekst) and not self._harms(w) and not self._mourns(w)]
        return foremost(kept, self.texts.values())

    def _harms(self, wish: Wens) -> bool:
        """Whether the wish, or what the client says right beside it, would hurt somebody or break the law."""
        if wish.uiting not in self.weighed:
            return False
        return bool(HARM.search(self.texts[wish.uiting]))

    @property
    def harmful(self) -> bool:
        """No wish is left, and one of those that fell away would have done harm."""
        return not self.wishes and any(HARM.search(t) for t in self.weighed.values())

    def _mourns(self, wish: Wens) -> bool:
        """'Ik mis mijn moeder' about someone who has died asks for an ear, not for a step."""
        if not re.search(r"\bmis\b", wish.tekst, re.IGNORECASE):
            return False
        person = naaste_in(wish.tekst)
        return is_dead(person, self.texts.values()) if person else speaks_of_death(self.texts[wish.uiting])

    @property
    def hopeless(self) -> bool:
        return any(NO_PLAN.search(t) for t in self.weighed.values())


def _krachten(given: Any, heard: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    if given:
        return [dict(k) for k in given if isinstance(k, Mapping) and k.get("citaat")]
    return [{**k, "uiting": uid} for uid, found in heard.items() for k in found.get("krachten") or []]


class Drafter:
    """Makes drafts. One per process; remembers the vectors of the patterns."""

    def __init__(
        self,
        content: Content,
        likeness: Likeness,
        *,
        herken: Ask | None = None,
        zoek: Ask | None = None,
        toets: Ask | None = None,
        model: Callable[[Situation, list[str]], Sequence[Mapping[str, Any]]] | None = None,
        niveau: Callable[[str], str] | None = None,
        hear: Callable[[str, str], Tonen | None] | None = None,
    ) -> None:
        self._content, self._like, self._hear = content, likeness, hear
        self._herken, self._zoek, self._toets, self._model, self._niveau = herken, zoek, toets, model, niveau
        self._cited: dict[str, list[dict[str, Any]]] = {}
        self._stappen = load_stappen(content)
        self._woordstappen = load_woordstappen(content)
        self._stemmingen = content.load("stemming.toml", Stemmingen)
        rows: list[str] = []
        self._rows: list[tuple[int, str | None]] = []
        for number, (_, stap) in enumerate(self._stappen):
            for wish in stap.wensen:
                for ding in stap.ding if "{ding}" in wish else (None,):
                    rows.append(wish.replace("{ding}", ding) if ding else wish)
                    self._rows.append((number, ding))
        self._matrix = likeness.matrix(rows)
        self._words = [content_words(r) for r in rows]

    # -- matching

    def match(self, wish: str, area: str | None = None, around: str = "") -> list[tuple[float, str, Stap]]:
        """(likeness, leefgebied, pattern), best first; only patterns for this kind of wish, not the general ones.

        Args:
            around: the sentence the wish stands in; it weighs a little ('ik schaam me voor mijn tanden, ik wil weer kunnen lachen').
        """
        cosine = self._matrix @ self._like.vector(wish)
        words = content_words(wish)
        wider = bool(around) and len(around) > len(wish) + 8
        side = self._matrix @ self._like.vector(around) if wider else cosine
        beside = content_words(around) if wider else words
        best: dict[int, float] = {}
        for row, (number, ding) in enumerate(self._rows):
            leef, stap = self._stappen[number]
            if not leef or (ding and ding != ding_in(stap, wish)):
                continue
            score = 0.7 * float(cosine[row]) + 0.3 * overlap(words, self._words[row])
            if wider:
                score = max(score * 0.8 + 0.2 * (0.7 * float(side[row]) + 0.3 * overlap(beside, self._words[row])), score - 0.06)
            score += AREA_BONUS if area and leef == area else 0.0
            if ding:
                score += 0.1  # the very thing the client named
            best[number] = max(best.get(number, -1.0), score)
        found = [(score, *self._stappen[number]) for number, score in best.items()]
        return sorted(found, key=lambda f: (-f[0], f[2].id))

    # -- drafting

    def draft(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Carry out one request (shapes of contract.md). Without a wish: no drafts, and the question that would bring one."""
        now = Situation(payload, self._herken)
        out: dict[str, Any] = {"id": payload.get("id"), "voorstellen": []}
        if now.signal is not None:
            out["signaal"] = dict(now.signal)
        if now.hopeless or ((now.signal or {}).get("soort") == "suicidaliteit" and self._is_dark(now)):
            return out | {"vraag": self._spoken("acuut", now), "reden": self._stemmingen.redenen["acuut"]}
        if now.harmful:
            return out | {"vraag": self._spoken("schade", now), "reden": self._stemmingen.redenen["schade"]}
        if not now.wishes:
            return out | self._ask_for_wish(now)
        drafts: list[dict[str, Any]] = []
        if self._model is not None and not now.without_model:
            drafts = self._from_model(now)
        for candidate in self._by_rules(now):
            if len(drafts) >= now.k:
                break
            if self._passes(candidate, now, drafts):
                drafts.append(candidate)
        for draft in drafts:
            draft["citaties"] = self._citations(now, draft)
            draft.pop("_wens", None)
        out["voorstellen"] = drafts
        if not drafts:
            out |= self._ask_for_wish(now)
        return out

    def _is_dark(self, now: Situation) -> bool:
        """Whether the words themselves sound heavy too: a signal alone shows a card, it does not hold back what the client wishes."""
        return any(self._mood(text) in ("wanhoop", "zwaar", "verlies") for text in now.weighed.values()) or not now.wishes

    def _mood(self, text: str) -> str | None:
        return stemming(text, self._stemmingen, self._like, self._hear(text, "") if self._hear else None)

    def _passes(self, draft: Mapping[str, Any], now: Situation, others: Sequence[Mapping[str, Any]]) -> bool:
        if problems(draft, now, self._niveau):
            return False
        if any(_alike(draft, other) for other in others):
            return False
        return not self._findings(draft, now)

    def _findings(self, draft: Mapping[str, Any], now: Situation) -> list[Mapping[str, Any]]:
        """What the reviewer has to say about the actie, above SURE. Without a reviewer: nothing."""
        if self._toets is None:
            return []
        texts = [now.texts[str(u)] for u in draft["uitingen"]]
        try:
            found = self._toets(
                {"id": "concept", "uitingen": texts, "soort": "actie", "tekst": draft["actie"], "wanneer": draft["wanneer"]}
            )
        except AssistantError:  # the reviewer cannot be had: the own rules have still been kept
            return []
        by_model = draft.get("bron") == "model"
        sure = SURE_MODEL if by_model else SURE
        heavy = [
            f for f in found.get("bevindingen") or [] if float(f.get("zekerheid", 1.0)) >= sure and f.get("label") != "geen_actie_client"
        ]
        return [f for f in heavy if by_model or f.get("label") in CHECKED]

    def _by_rules(self, now: Situation) -> Iterator[dict[str, Any]]:
        """Candidates in the order in which they should be offered: the wishes in turn, each time the next best step."""
        wishes = now.wishes
        if len(wishes) > now.k:
            best = {w: max((score for score, _, _ in self.match(w.tekst, w.leefgebied)[:1]), default=0.0) for w in wishes}
            chosen = sorted(wishes, key=lambda w: -best[w])[: now.k]
            wishes = [w for w in wishes if w in chosen]
        queues = [self._for_wish(wish, now) for wish in wishes]
        while queues:
            for queue in list(queues):
                found = next(queue, None)
                if found is None:
                    queues.remove(queue)
                else:
                    yield found[1]

    def _for_wish(self, wish: Wens, now: Situation) -> Iterator[tuple[float, dict[str, Any]]]:
        made = 0
        found = self.match(wish.tekst, wish.leefgebied, self._around(wish, now))
        fixed: list[tuple[float, dict[str, Any]]] = []
        for score, _, stap in found:
            if score < (FIT if made == 0 else FIT_MORE) or made >= 8:
                break
            for draft in self._fill(stap, wish, now, made):
                made += 1
                fixed.append((score, draft))
        own = list(self._from_words(wish, now))
        yield from (item for item in fixed if item[1].get("hulpbron"))
        yield from ((0.5, draft) for personal, draft in own if personal)
        yield from (item for item in fixed if not item[1].get("hulpbron"))
        yield from ((0.4, draft) for personal, draft in own if not personal)
        if own:
            return
        near = wish.leefgebied or (found[0][1] if found else "")
        general = [stap for leef, stap in self._stappen if not leef and (not stap.alleen_bij or near in stap.alleen_bij)]
        start = sum(map(ord, wish.tekst)) % len(general) if general else 0
        for stap in general[start:] + general[:start]:
            for draft in self._fill(stap, wish, now, made):
                made += 1
                yield 0.3, draft

    def _from_words(self, wish: Wens, now: Situation) -> Iterator[tuple[bool, dict[str, Any]]]:
        """Steps made of the client's own words, someone of the own circle first (engine.composing); with whether something of this client stands
        in it beside the wish."""
        kern = kern_of(wish.tekst)
        if not kern.naaste and kern.soort == "anders" and speaks_of_contact(wish.tekst):
            # 'Mijn zus Marloes heb ik vier jaar niet gezien. Ik zou haar wel weer willen spreken.'
            who = naaste_in(now.texts[wish.uiting][: wish.begin])
            kern = replace(kern, soort="iemand", naaste=who) if who else kern
        if kern.naaste and re.search(rf"{re.escape(kern.naaste)}\s+(?:\w+\s+)?{_ONCE}", wish.tekst, re.IGNORECASE):
            kern = replace(kern, naaste="")  # 'koken wat mijn moeder maakte' is not about telling her
        if kern.naaste and (is_dead(kern.naaste, now.texts.values()) or not is_safe(kern.naaste, now.texts.values())):
            kern = replace(kern, soort="anders" if kern.soort == "iemand" else kern.soort, naaste="")
        helpers = self._nearest([h for h in now.helpers if h.natuurlijk and self._bears_on(h, wish)], wish, now)
        kracht = self._kracht_for(wish, now)
        quote = str(kracht["citaat"]) if kracht else ""
        stenen = bouwstenen(now.texts)
        for made in compose(wish.tekst, self._around(wish, now), kern, helpers, self._woordstappen, now.conditions, quote, stenen):
            stap = Stap(
                id=pattern_id(made.stap),
                wensen=(wish.tekst,),
                zonder=made.stap.zin,
                wanneer=(made.wanneer,),
                als_het_tegenzit=made.stap.als_het_tegenzit,
                kleiner=made.stap.kleiner,
                minuten=made.stap.minuten,
            )
            draft = self._made(stap, wish, now, made.zin, made.wanneer, made.hulpbron, made.naaste or None)
            if made.kracht and kracht:
                uid = str(kracht["uiting"])
                draft["krachten"] = [{k: v for k, v in kracht.items() if k in _KRACHT_KEYS}]
                draft["uitingen"] = list(dict.fromkeys([*draft["uitingen"], now.ids[uid]]))
            if made.bouwsteen is not None:
                draft["uitingen"] = list(dict.fromkeys([*draft["uitingen"], now.ids[made.bouwsteen.uiting]]))
            yield made.persoonlijk or bool(made.naaste), draft

    def _bears_on(self, helper: Helper, wish: Wens) -> bool:
        """A person may help with anything; a place or a thing only where it was noted, named beside the wish or spoken of like it."""
        return (
            helper.soort in ("persoon", "dier")
            or helper.id is not None
            or helper.uiting == wish.uiting
            or self._like.between(helper.zin, wish.tekst) >= BESIDE
        )

    def _kracht_for(self, wish: Wens, now: Situation) -> dict[str, Any] | None:
        """What the client can or is that is nearest to the wish, in words that stand apart from it. None: nothing of the kind was said."""
        fits = [
            k
            for k in now.krachten
            if k.get("vorm") in ("ik_kan", "ik_ben")
            and str(k.get("uiting")) in now.texts
            and str(k["citaat"]) in now.texts[str(k["uiting"])]
            and float(k.get("zekerheid", 1.0)) >= SURE_KRACHT
            and 3 <= len(str(k["citaat"]).split()) <= 10
            and wish.tekst not in str(k["citaat"])
            and str(k["citaat"]) not in wish.tekst
        ]
        return max(fits, key=lambda k: self._like.between(str(k["citaat"]), wish.tekst), default=None)

    def _around(self, wish: Wens, now: Situation) -> str:
        """The sentence of a wish, or the wish itself."""
        text = now.texts[wish.uiting]
        return next((text[a:b].strip() for a, b in sentences(text) if a <= wish.begin < b), wish.tekst)

    def _fill(self, stap: Stap, wish: Wens, now: Situation, number: int) -> Iterator[dict[str, Any]]:
        """The pattern with the client's own words in its slots; first with a hulpbron, else alone. Nothing: it does not fit this client."""
        if now.conditions & set(stap.niet_bij):
            return
        naaste = naaste_in(wish.tekst)
        if naaste and is_dead(naaste, now.texts.values()):
            naaste = None
        moment = stap.wanneer[(len(wish.tekst) + number) % len(stap.wanneer)]
        values = {"wanneer": moment, "ding": ding_in(stap, wish.tekst)}
        fits = [h for h in now.helpers if h.natuurlijk and h.soort in stap.hulpbron and not _same_person(h.naam, naaste)]
        fits = self._nearest(fits, wish, now)
        for text, helper in [(stap.actie, fits[number % len(fits)] if fits else None), (stap.zonder, None)]:
            need = set(re.findall(r"\{(\w+)\}", text))
            if (
                not text
                or (need & {"hulpbron", "plek"} and helper is None)
                or ("naaste" in need and not naaste)
                or ("ding" in need and not values["ding"])
            ):
                continue
            if "plek" in need and helper is not None and helper.soort not in ("plaats", "organisatie"):
                continue
            filled = text
            slots = {**values, "naaste": naaste, "hulpbron": helper.naam if helper else None, "plek": helper.naam if helper else None}
            for name, value in slots.items():
                filled = filled.replace("{" + name + "}", str(value or ""))
            used = helper if need & {"hulpbron", "plek"} else None
            yield self._made(stap, wish, now, filled, moment, used, naaste if "naaste" in need else None)
            return

    def _nearest(self, fits: list[Helper], wish: Wens, now: Situation) -> list[Helper]:
        """People named beside the wish first, then who is spoken of most like it."""
        if len(fits) < 2:
            return fits
        return sorted(fits, key=lambda h: (h.uiting != wish.uiting, -self._like.between(h.zin, wish.tekst), h.naam))

    def _made(
        self, stap: Stap, wish: Wens, now: Situation, actie: str, moment: str, helper: Helper | None, naaste: str | None
    ) -> dict[str, Any]:
        rests = [wish.uiting]
        if helper is not None and helper.uiting in now.texts and helper.uiting not in rests:
            rests.append(helper.uiting)
        for other in now.wishes:
            if other.uiting not in rests and self.supports(wish.tekst, other.tekst):
                rests.append(other.uiting)
        krachten = self._krachten_for(stap, wish, now, helper)
        together = helper is not None and helper.soort == "persoon" and _TOGETHER.search(without_quotes(actie))
        wie = f"ik, samen met {helper.naam}" if helper is not None and together else "ik"
        draft: dict[str, Any] = {
            "doel": wish.tekst,
            "actie": actie,
            "wie": wie,
            "wanneer": moment,
            "uitingen": [now.ids[u] for u in rests],
            "krachten": krachten,
            "als_het_tegenzit": stap.als_het_tegenzit,
            "kleiner": stap.kleiner,
            "minuten": stap.minuten,
            "leefgebied": wish.leefgebied,
            "patroon": stap.id,
            "bron": "regels",
            "citaties": [],
            "_wens": wish,
        }
        if stap.waar:
            draft["waar"] = stap.waar
        if helper is not None:
            draft["hulpbron"] = {
                "tekst": helper.naam,
                "soort": helper.soort,
                "aard": "natuurlijk",
                "uiting": now.ids.get(helper.uiting, helper.uiting),
            }
            if helper.id is not None:
                draft["hulpbron"]["id"] = helper.id
            if together:
                draft["wie_naam"] = helper.naam
        return draft

    def supports(self, wish: str, other: str) -> bool:
        """Whether other words say the same wish: near in meaning, and at least one telling word in common."""
        return bool(content_words(wish) & content_words(other)) and self._like.between(wish, other) >= SAME_WISH

    def _krachten_for(self, stap: Stap, wish: Wens, now: Situation, helper: Helper | None) -> list[dict[str, Any]]:
        """At most two krachten this step uses, in the client's words. Wishes and the hulpbron itself are left out."""
        scored: list[tuple[float, int, dict[str, Any]]] = []
        for kracht in now.krachten:
            vorm, quote = str(kracht.get("vorm")), str(kracht["citaat"])
            if vorm == "ik_wil" or (helper and helper.naam.lower() in quote.lower() and vorm == "ik_heb"):
                continue
            words = content_words(quote)
            keyword = any(any(w.startswith(key[:5]) for w in words) for key in stap.kracht.woorden if len(key) > 3)
            score = self._like.between(quote, stap.kern) + (0.15 if keyword else 0.0) + (0.05 if vorm in stap.kracht.vormen else 0.0)
            score = max(score, self._like.between(quote, wish.tekst) + (0.05 if vorm in stap.kracht.vormen else 0.0))
            if keyword and vorm != "ik_heb":
                score = max(score, KRACHT_FIT)  # the pattern itself names this kind of kracht
            if score >= KRACHT_FIT:
                scored.append((-score, len(scored), {k: v for k, v in kracht.items() if k in _KRACHT_KEYS}))
        return [item for _, _, item in sorted(scored, key=lambda s: s[:2])[:2]]

    # -- around it

    def _citations(self, now: Situation, draft: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Passages of the sources on making this kind of step. Empty without an index or without a good passage."""
        if self._zoek is None:
            return []
        area = self._content.leefgebieden.get(str(draft.get("leefgebied") or ""))
        vraag = f"Hoe maak je van een wens een kleine haalbare actie{' over ' + area.label.lower() if area else ''}?"
        if vraag not in self._cited:
            try:
                found = self._zoek({"id": "stel-voor", "vraag": vraag, "k": 1})
            except AssistantError:  # no index yet: a draft without a citation is still a draft
                return []
            keys = ("document", "titel", "kop", "pagina", "tekst_hash")
            good = [] if found.get("niets_gevonden") else (found.get("passages") or [])[:1]
            self._cited[vraag] = [{"passage": p.get("id"), **{k: p.get(k) for k in keys}} for p in good]
        return [dict(c) for c in self._cited[vraag]]

    def _spoken(self, moment: str, now: Situation) -> str:
        return self._stemmingen.vragen[moment].je if now.vorm == "je" else self._stemmingen.vragen[moment].u

    def _ask_for_wish(self, now: Situation) -> dict[str, str]:
        """The question that would bring a wish, and why. After something heavy: first what is needed now."""
        last = list(now.texts.values())[-1] if now.texts else ""
        mood = self._mood(last) if last else None
        if mood in ("zwaar", "verlies", "wanhoop", "boosheid"):
            return {"vraag": self._spoken(mood, now), "reden": self._stemmingen.redenen["eerst_erkennen"]}
        area = next((self.areas_of(now)), "")
        lijst = self._content.vragenlijsten.get(area) if area else None
        if lijst is not None:
            for vraag in lijst.vragen:
                if vraag.tijd == "toekomst" and vraag.plek == "persoon" and KrachtVorm.IK_WIL in vraag.zoekt and not vraag.gevoelig:
                    text = vraag.tekst.je if now.vorm == "je" else vraag.tekst.u
                    return {"vraag": text, "reden": self._stemmingen.redenen["geen_wens"]}
        return {"vraag": self._spoken("geen_wens", now), "reden": self._stemmingen.redenen["geen_wens"]}

    def areas_of(self, now: Situation) -> Iterator[str]:
        """Leefgebieden spoken of, the last first; '' at the end."""
        yield from (str(a) for a in reversed(list(now.areas.values())) if a)
        yield ""

    # -- a model

    def _from_model(self, now: Situation) -> list[dict[str, Any]]:
        """Drafts of the language model that pass every rule; one repair with the reasons. Any failure of the model: none, the rules go on."""
        assert self._model is not None
        kept: list[dict[str, Any]] = []
        reasons: list[str] = []
        for _ in range(2):
            try:
                answers = self._model(now, reasons)
            except ModelError:
                break
            reasons = []
            for item in answers:
                draft = self._read_model(item, now)
                wrong = problems(draft, now, self._niveau) + [
                    str(f.get("label")) for f in (self._findings(draft, now) if not problems(draft, now, None) else [])
                ]
                if wrong:
                    reasons.append(f"{draft['actie'][:80]}: {'; '.join(wrong)}")
                elif len(kept) < now.k and not any(_alike(draft, other) for other in kept):
                    kept.append(draft)
            if not reasons or len(kept) >= now.k:
                break
        return kept

    def _read_model(self, item: Mapping[str, Any], now: Situation) -> dict[str, Any]:
        uids = [now.ids.get(str(u), u) for u in item.get("uitingen") or []]
        name = str(item.get("hulpbron") or "").strip()
        helper = next((h for h in now.helpers if h.naam.lower() == name.lower()), None)
        area = next((now.areas.get(str(u)) for u in uids if now.areas.get(str(u))), None)
        draft: dict[str, Any] = {
            "doel": str(item.get("doel") or "").strip(),
            "actie": str(item.get("actie") or "").strip(),
            "wie": str(item.get("wie") or "ik").strip(),
            "wanneer": str(item.get("wanneer") or "").strip(),
            "uitingen": uids,
            "krachten": [],
            "als_het_tegenzit": str(item.get("als_het_tegenzit") or "").strip(),
            "leefgebied": area,
            "bron": "model",
            "citaties": [],
        }
        if item.get("waar"):
            draft["waar"] = str(item["waar"]).strip()
        if name:
            draft["hulpbron"] = {
                "tekst": name,
                "soort": helper.soort if helper else "",
                "aard": "natuurlijk" if helper and helper.natuurlijk else "professioneel",
            }
            if helper is None:
                draft["_vreemd"] = True
            elif helper.id is not None:
                draft["hulpbron"]["id"] = helper.id
        return draft


# -- rules every draft keeps ---------------------------------------------------------------------


def problems(draft: Mapping[str, Any], now: Situation, niveau: Callable[[str], str] | None) -> list[str]:
    """Why a draft may not be shown, in Dutch (for the repair of a model). Empty: it may."""
    out: list[str] = []
    actie, doel = str(draft["actie"]), str(draft["doel"])
    uids = [str(u) for u in draft["uitingen"]]
    if not uids or any(u not in now.texts for u in uids):
        out.append("noem alleen id's van uitingen van de cliënt")
        return out
    if not doel or not any(doel in now.texts[u] for u in uids):
        out.append("het doel moet letterlijk in een genoemde uiting staan")
    wish = draft.get("_wens") or next((w for w in now.wishes if w.uiting in uids and (w.tekst in doel or doel in w.tekst)), None)
    if wish is None:
        out.append("het doel is geen wens van de cliënt")
    if not actie.startswith(("Ik ", "We ")):
        out.append("de actie begint met Ik")
    if not str(draft["wanneer"]).strip():
        out.append("er staat niet bij wanneer")
    if "{" in actie or "}" in actie:
        out.append("er is een plek niet ingevuld")
    if len(actie.split()) > MAX_WORDS or len(re.findall(r"[.!?](?:\s|$)", actie)) > 2:
        out.append("de actie is te lang: één stap, één zin")
    for pattern, why in ((_TOO_MUCH, "de stap is te groot"), (_JARGON, "gebruik gewone woorden"), (_DUTY, "geen moeten")):
        if pattern.search(without_quotes(actie)):
            out.append(why)
    if NO_PLAN.search(actie) or NO_PLAN.search(doel):
        out.append("dit is geen begin van een plan")
    if draft.get("bron") == "model":
        out += _model_only(draft, now)
    if niveau is not None and niveau(_without_names(without_quotes(actie), draft)) not in ("A2", "B1"):
        out.append("de zin is te moeilijk")
    if refused := refused_in(actie, now.refused):
        out.append(f"de cliënt wil dit niet: {refused}")
    if any(_close(actie, old) for old in now.refused_acties):
        out.append("deze stap is al geweigerd")
    return out


def _without_names(actie: str, draft: Mapping[str, Any]) -> str:
    """The sentence with the client's own naming of someone left out: 'Gerda van het haakclubje' is no hard word."""
    name = str((draft.get("hulpbron") or {}).get("tekst") or "")
    return actie.replace(name, "hem") if name else actie


def _model_only(draft: Mapping[str, Any], now: Situation) -> list[str]:
    out = []
    if draft.get("_vreemd"):
        out.append("de hulpbron staat niet in de woorden van de cliënt")
    elif (
        (hulp := draft.get("hulpbron"))
        and hulp.get("aard") != "natuurlijk"
        and any(h.natuurlijk and h.soort == "persoon" for h in now.helpers)
    ):
        out.append("kies eerst iemand uit de eigen kring")
    said = " ".join(now.texts.values()).lower()
    written = " ".join(str(draft.get(field) or "") for field in ("actie", "doel", "als_het_tegenzit", "waar", "wie"))
    if any(match[0].lower() not in said for match in DIAGNOSIS.finditer(written)):
        out.append("geen diagnose of etiket dat de cliënt niet zelf noemde")
    for name in re.findall(r"(?<=[a-z,] )([A-Z][a-zé]{2,})", str(draft["actie"])):
        if name.lower() not in said and name.lower() not in _WEEK:
            out.append(f"de naam {name} is niet van de cliënt")
    if re.search(
        r"\b(?:begeleider|hulpverlener|maatschappelijk werk\w*)\b.*\b(?:belt|regelt|doet|vraagt aan)\b", str(draft["actie"]), re.IGNORECASE
    ):
        out.append("de cliënt doet de stap zelf")
    return out


_WEEK = frozenset(("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "nederlands", "nederland", "digid"))


def refused_in(actie: str, refused: Iterable[str]) -> str:
    """The telling word of a refusal that comes back in an actie, or ''."""
    words = content_words(actie)
    for text in refused:
        for word in sorted(content_words(text)):
            if len(word) >= 4 and any(word == w or (len(w) >= 4 and (w.startswith(word[:5]) and word.startswith(w[:5]))) for w in words):
                return word
    return ""


def _close(a: str, b: str) -> bool:
    x, y = content_words(without_quotes(a)), content_words(without_quotes(b))
    return bool(x and y) and len(x & y) / max(1, min(len(x), len(y))) >= 0.75


def _alike(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return a.get("patroon") == b.get("patroon") is not None or _close(str(a["actie"]), str(b["actie"]))


def _same_person(name: str, naaste: str | None) -> bool:
    """Whether a hulpbron is the very person the wish is about."""
    if not naaste:
        return False
    a, b = lower_first(name).split(), naaste.split()
    return name.lower() == naaste.lower() or (len(a) > 1 and len(b) > 1 and a[1].lower() == b[1].lower())


def ding_in(stap: Stap, wish: str) -> str | None:
    """The word for {ding} that the wish calls for, or None."""
    words = re.findall(r"\w+", wish.lower())
    for ding, stems in stap.ding.items():
        if any(w == ding or any(w.startswith(s) for s in stems) for w in words):
            return ding
    return None
