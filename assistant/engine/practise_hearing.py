"""assistant.engine.practise_hearing: what an interviewer's line does, as heard by a simulated client.

In:    the line, the Oefenstof (cue words), optionally a coach (handler in the JSON shape of the command `coach`).
Out:   Beluisterd: coach labels and flags such as 'waarom', 'haast', 'rolbreuk', 'stilte'.
Never: decides what the client answers; keeps anything. Without a coach the cue words of prompts/oefenen.toml do the listening.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from assistant.domain.oefenstof import Oefenstof
from assistant.domain.values import Aanspreekvorm, Frozen, clean_text
from assistant.errors import AssistantError

Coach = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""{'client_zei', 'luisteraar', 'uiting', 'aanspreekvorm'?} -> the labels of the command `coach`. May raise AssistantError; then the cue words listen."""

ZEKER = {"suggestief": 0.5, "dubbel": 0.5, "reflectie": 0.3, "advies_zonder_toestemming": 0.6, "oordelend": 0.85, "te_moeilijk": 0.8}
"""How sure the coach must be before the client notices something the cue words did not hear. Our own choice, read off the coach's own errors."""
MAX_HEARD = 1_200
"""Characters a person can follow in one go; more is 'te veel' and no topic is looked for. Our own choice: about 250 words."""
KORT, ALLEDAAGS = 10, 4.5
"""Words of a short line, and how common (see gewoonheid) each of them is at least when it is plain: 'stap' and 'zelf' are, 'maag' and 'vel' are not."""
FOUTEN = ("oordelend", "advies_zonder_toestemming", "suggestief", "dubbel", "te_moeilijk")
_AANWIJZING = re.compile(r"\([^)]*\)")
"""What a client does, between brackets."""
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VRAAGWOORD = r"(?:wat|hoe|wie|waar\w*|wanneer|welke?|waarom|hoeveel|hoelang)"
_WERKWOORD = (
    r"(?:ben|bent|is|heb|hebt|heeft|kun|kunt|kan|wil|wilt|zou|zul|zal|ga|gaat|mag|moet|weet|vind|vindt|denk|denkt|ken|kent|zie|ziet|was|had|doe|doet|woon|woont"
    r"|werk|werkt|slaap|slaapt|drink|drinkt|gebruik|gebruikt|krijg|krijgt|hou|houd|houdt|voel|voelt|lukt|kom|komt|eet|leef|leeft|mis|mist|lees|leest)"
)
_QUESTION_START = re.compile(
    rf"^(?:en |maar |dus |oké |ok |goed |nou |hé |mag ik vragen )*(?:{_VRAAGWOORD}|{_WERKWOORD}\s+(?:je|jij|u|er|het|dat|iemand|jouw|uw))\b"
)


_OPEN = re.compile(
    r"\bwat (?!is (?:je|uw|jouw) (?:adres|naam|leeftijd|geboortedatum|telefoonnummer|postcode|nummer))|\bhoe (?!lang|oud|veel|vaak|laat (?:is|ga|sta|begin|ben|moet)|heet|groot|ver|hoog)"
    r"|\bwie\b|\bwelke\b|\bwaar\w*\b[^?]*\b(?:aan|op|over|mee|van|door|uit|voor|naar|naartoe|heen|trots|goed in|gelukkig|blij|rust|graag|fijn)\b|\bwaar(?:aan|op|over|mee|van|door|uit|voor|in)\b"
)
"""How an open question is built: it leaves room for more than one fact."""


_MACHINE = re.compile(
    r"\b(?:ben|bent) (?:je|jij|u) (?:(?:eigenlijk|wel|echt|nou|gewoon|soms|niet|misschien|stiekem|maar|ook|hier|geen|een|zo'n) )*"
    r"(?:computer\w*|robot|bot|machine|programma(?! (?:aan|gaan|begonnen))|taalmodel|ai|nep|verzonnen|echt mens|echte mens|echte persoon|echt persoon)\b"
)
"""Asking whether there is a person here at all."""
_GEEN = re.compile(
    r"\b(?:geen|zonder|niet) (?:\w+ ){0,2}?(?:formulier\w*|lijst\w*|vragenlijst\w*|haast|intake|checklist|vakje\w*|score|protocol)\b"
)
"""'I have no form with me' lays none on the table."""
_WAT_HOE = re.compile(r"\s*(?:en |maar |dus )?(?:wat|hoe|wie|waar\w*|welke?)\b(?! (?:als|dacht|vind) (?:je|u))")
_MODAAL = re.compile(
    r"\b(?:je|jij|u) (?:zou|zult|moet|kunt beter|kan beter|dient)\b(?! niets| niks)|\bzou(?:den)? (?:je|jij|u)\b[^.!?]*\bmoeten\b"
)
"""A statement that says what someone should do."""


_UITROEP = re.compile(
    r"\s*(?:oh?,? |nou,? |zo,? |ach,? |goh,? |tjonge,? )*(?:wat|hoe) (?:een|ontzettend|verschrikkelijk|heel|erg|leuk|mooi|fijn|goed|knap|bijzonder|jammer|naar|vervelend|verdrietig|zwaar|moeilijk"
    r"|lastig|moedig|dapper|lief|gezellig|heerlijk|prachtig|sterk|rot|spannend|vreselijk|akelig|geweldig)\b"
)
"""'Wat leuk!' begins as a question and is none."""
_NEEMT_OVER = re.compile(
    r"\bik (?:zal|ga) (?:je|jou|u|het|dat)\b(?! niet)[^.!?]*\b(?:inschrijven|aanmelden|opgeven|regelen)\b"
    r"|\bik (?:schrijf|meld) (?:je|jou|u)\b[^.!?]*\b(?:in|aan)\b(?=\s*(?:[.,!?]|$| bij| voor))"
    r"|\bik kan (?:je|jou|u)\b(?! niet)[^.!?]*\b(?:inschrijven|aanmelden|opgeven)\b"
    r"|\b(?:heb|hebt|heeft) (?:je|jij|u) (?:er )?al (?:een keer |wel |weleens |eens )*aan (?:[^.!?]{2,40} )?gedacht\b"
)
"""The interviewer does what the client has not asked for."""
_NAVRAAG = re.compile(
    r"\b(?:klopt (?:dat|het)|heb ik (?:je |u |dat |het )?(?:zo )?goed begrepen|begrijp ik (?:je |u |dat |het )?(?:zo )?goed)\s*\?\s*$",
    re.IGNORECASE,
)
"""Giving back and asking whether it is so."""
_MAG_IK = re.compile(r"\s*(?:en |of |maar |dus )?(?:zal|mag) ik\b", re.IGNORECASE)
"""The interviewer asks leave for something of their own."""
_OVER_DE_ANDER = re.compile(r"\b(?:je|jij|jou|jouw|u|uw|jullie)\b")


class Labels(Frozen):
    """The coach's labels (contract, command `coach`)."""

    vorm: str = "geen_vraag"
    focus: str = "neutraal"
    suggestief: bool = False
    dubbel: bool = False
    reflectie: bool = False
    advies_zonder_toestemming: bool = False
    oordelend: bool = False
    te_moeilijk: bool = False


def hoofdpunt(labels: Labels) -> str:
    """What a line is spoken about first: a fault, else giving back, else its focus or its form."""
    fault = next((name for name in FOUTEN if getattr(labels, name)), "")
    if fault or labels.reflectie:
        return fault or "reflectie"
    if labels.focus == "probleemgericht":
        return "probleemgericht"
    return {"open": "goed", "gesloten": "gesloten"}.get(labels.vorm, "gewoon")


class Beluisterd(Frozen):
    """One line of the interviewer as it was heard."""

    tekst: str
    """After clean_text, cut to what a person can follow."""
    labels: Labels = Labels()
    zelf: Labels = Labels()
    """What the cue words alone heard."""
    vlaggen: frozenset[str] = frozenset()
    """stilte, te_lang, onzin, vreemde_taal, rolbreuk, belediging, dreiging, vertrek, groet, kennismaking, excuus, dank, erkenning, autonomie, plan,
    toestemming, waarom, haast, formulier, humor, vertel_meer, vraag, over_zichzelf, crisis."""
    alternatief: str = ""
    """A better way to say it, from the coach. Empty: none."""
    uitleg: str = ""

    def heeft(self, *namen: str) -> bool:
        return any(naam in self.vlaggen for naam in namen)


def tokens(text: str) -> list[str]:
    """Words in lower case, in order. Empty text: []."""
    return [match.group(0).lower().replace("’", "'") for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=20_000)
def lemma(word: str) -> str:
    """The dictionary form of a Dutch word; the word itself when it is not known."""
    from simplemma import lemmatize

    found: str = lemmatize(word, "nl")
    return found.lower()


@lru_cache(maxsize=20_000)
def gewoonheid(word: str) -> float:
    """How common a word is in Dutch (Zipf scale, 0 = never seen, 'huis' 5.7)."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "nl"))


def is_woord(word: str) -> bool:
    """True for an ordinary Dutch word in any of its forms; False for a name, a place or what no word list knows."""
    from simplemma import is_known, lemmatize

    low = word.lower()
    found: str = lemmatize(low, "nl")
    return bool(is_known(low, "nl")) and found == found.lower()


@lru_cache(maxsize=64)
def _joined(low: str) -> str:
    return f" {' '.join(tokens(low))} "


class Oor:
    """Listens to an interviewer for one practice.

    Args:
        stof: cue words.
        coach: the project's own coach, or None.
    """

    def __init__(self, stof: Oefenstof, coach: Coach | None = None) -> None:
        self._stof = stof
        self._coach = coach
        self._cues = {name: Teken(parts) for name, parts in stof.tekens.items()}
        self._foreign = set(stof.andere_talen.woorden)
        self._stil = set(stof.stil.woorden)

    def cue(self, name: str, text: str) -> bool:
        """True when a part of sentence listed under `name` stands in `text` (lower case)."""
        cue = self._cues.get(name)
        return cue is not None and cue.in_(text, _joined(text))

    def luister(
        self, zeg: str, *, client_zei: str = "", luisteraar: str = "standaard", aanspreekvorm: Aanspreekvorm | None = None
    ) -> Beluisterd:
        """Hear one line. An empty line, or one with dots only, is a silence.

        Args:
            aanspreekvorm: how the client was addressed until now; used when this line does not say.
        """
        whole = clean_text(zeg).strip()
        text = whole if len(whole) <= MAX_HEARD else f"{whole[: MAX_HEARD // 2]} {whole[-MAX_HEARD // 2 :]}"
        low = f" {' '.join(text.lower().replace('’', chr(39)).split())} "
        flags: set[str] = set()
        words = tokens(text)
        if not words or re.fullmatch(r"[\s.…(]*(?:stilte|zwijgt|pauze|wacht)?[\s.…)]*", low):
            silent = not whole or (bool(re.fullmatch(r"[\s.…()a-z]*", low)) and len(whole) < 12)
            heard = "stilte" if silent else "onzin"
            return Beluisterd(tekst=text, vlaggen=frozenset({heard}), uitleg=self._stof.coachwoord.get(heard, ""))
        if len(whole) > MAX_HEARD:
            flags.add("te_lang")
        if self.cue("rolbreuk", low) or _MACHINE.search(low):
            flags.add("rolbreuk")
        if self._is_foreign(text, words):
            flags.add("vreemde_taal")
        elif self._is_gibberish(text, words):
            flags.add("onzin")
        for name in (
            "belediging",
            "dreiging",
            "vertrek",
            "excuus",
            "dank",
            "erkenning",
            "autonomie",
            "toestemming",
            "waarom",
            "haast",
            "formulier",
            "humor",
            "vertel_meer",
        ):
            if self.cue(name, _GEEN.sub(" ", low) if name in ("formulier", "haast") else low):
                flags.add(name)
        if _CRISIS.search(low):
            flags.add("crisis")
        asks = "?" in text or any(
            _QUESTION_START.match(part.strip()) and not _UITROEP.match(part) for part in re.split(r"[.!;]\s", text.lower())
        )
        if asks:
            flags.add("vraag")
        if _NEEMT_OVER.search(low) and not flags & {"autonomie", "crisis"}:
            flags.add("plan")
        if self.cue("plan", low) and not re.search(
            r"\b(?:hoe|wat|waar\w*|wie|wanneer)\b[^.!?]*\b(?:je|u|jij) gaat\b|\bhoe gaat\b|\bwat (?:je|u) gaat\b", low
        ):
            flags.add("plan")
        if not asks and re.match(r"\s*(?:nou |ja |nee |ach )*(?:ik|mijn)\b", low):
            flags.add("over_zichzelf")
        if len(words) <= 8 and self.cue("groet", f" {' '.join(words[:2])} "):
            flags.add("groet")
        if (
            "over_zichzelf" in flags | {"over_zichzelf" if "ik ben" in low or "mijn naam" in low else ""}
            and self.cue("kennismaking", low)
            and "plan" not in flags
        ):
            flags.add("kennismaking")
        own = self.regels(text, low, asks, flags, luisteraar)
        labels, alternatief, uitleg = self._labels(text, own, flags, client_zei, luisteraar, aanspreekvorm)
        if "crisis" in flags and asks and not flags & {"belediging", "dreiging"}:
            # asking straight out is what the safety card asks for: no coach speaks against it
            labels = labels.replace(
                focus="neutraal"
                if labels.focus == "krachtgericht"
                else labels.focus,  # 'een eind aan je leven' is no question after strength
                suggestief=False,
                dubbel=False,
                oordelend=False,
                advies_zonder_toestemming=False,
            )
            alternatief, uitleg = "", self._stof.coachwoord.get("crisis", "")
        if labels.advies_zonder_toestemming and "toestemming" in flags:
            labels = labels.replace(advies_zonder_toestemming=False)
        if "excuus" in flags and labels.vorm == "geen_vraag" and not any(getattr(labels, name) for name in FOUTEN):
            if not _OVER_DE_ANDER.search(low):
                labels = labels.replace(reflectie=False)  # 'sorry, dat was niet aardig' speaks of oneself and gives nothing back
            uitleg = self._stof.coachwoord.get("excuus", "") if not labels.reflectie else uitleg
        if "waarom" in flags and "crisis" not in flags and hoofdpunt(labels) in ("goed", "gesloten", "gewoon", "probleemgericht"):
            uitleg, alternatief = self._stof.coachwoord.get("waarom", ""), ""  # the other way of saying goes with what the coach explained
        elif "crisis" not in flags and hoofdpunt(labels) in ("gesloten", "gewoon"):
            said = self._gewoon_woord(text, flags, hoofdpunt(labels))
            uitleg, alternatief = (said, "") if said else (uitleg, alternatief)
        return Beluisterd(tekst=text, labels=labels, zelf=own, vlaggen=frozenset(flags), alternatief=alternatief, uitleg=uitleg)

    def _gewoon_woord(self, text: str, flags: set[str], main: str) -> str:
        """The word for a line without a fault that does something all the same: a plan of one's own, asking leave, leaving room, seeing what it takes. '' : none."""
        if "plan" in flags:
            return self._stof.coachwoord.get("plan", "")
        if main == "gesloten":
            return self._stof.coachwoord.get("mag_ik", "") if _MAG_IK.match(_laatste_vraag(text)) else ""
        name = next((name for name in ("autonomie", "erkenning") if name in flags), "") if "excuus" not in flags else ""
        return self._stof.coachwoord.get(name, "")

    # -- labels ----------------------------------------------------------------------------------

    def _labels(
        self, text: str, own: Labels, flags: set[str], client_zei: str, luisteraar: str, aanspreekvorm: Aanspreekvorm | None
    ) -> tuple[Labels, str, str]:
        if self._coach is None or flags & {"onzin", "vreemde_taal", "te_lang"}:
            return own, "", ""
        spoken = _AANWIJZING.sub(" ", client_zei).strip(" .…\n")  # '(kijkt naar buiten)' was not said, so it cannot be given back
        try:
            found = self._coach({"client_zei": spoken, "luisteraar": luisteraar, "uiting": text, **_form(aanspreekvorm)})
        except AssistantError:
            return own, "", ""
        labels = self._samen(text, own, found, flags)
        main, heard = hoofdpunt(labels), hoofdpunt(own.replace(**{k: v for k, v in found.items() if k in Labels.model_fields}))
        if main == heard:
            return labels, str(found.get("alternatief") or ""), str(found.get("uitleg") or "")
        # the coach explains something else than what was noticed: the word that goes with the labels, and no other way of saying
        return labels, "", self._stof.coachwoord.get(main, "")

    def anders(self, gehoord: Beluisterd, *, luisteraar: str, aanspreekvorm: Aanspreekvorm | None = None) -> str:
        """Another way to say this line that quotes nobody. Empty: the coach has none for what this line is spoken about."""
        if self._coach is None:
            return ""
        try:
            found = self._coach({"client_zei": "", "luisteraar": luisteraar, "uiting": gehoord.tekst, **_form(aanspreekvorm)})
        except AssistantError:
            return ""
        main = hoofdpunt(Labels(**{k: v for k, v in found.items() if k in Labels.model_fields}))
        return str(found.get("alternatief") or "") if main == hoofdpunt(gehoord.labels) else ""

    @staticmethod
    def _samen(text: str, own: Labels, found: Mapping[str, Any], flags: set[str]) -> Labels:
        """What a client would notice: kindness from either ear; a blow only when the cue words hear it too, or the coach is sure.

        The coach advises a trainee and may warn early; a client does not walk out over a doubt. Without 'zekerheid' the coach's word stands.
        """
        sure = found.get("zekerheid") or {}
        changes: dict[str, Any] = {}
        if found.get("vorm") in ("open", "gesloten", "geen_vraag"):
            changes["vorm"] = (
                own.vorm
                if found["vorm"] == "geen_vraag" and flags & {"vraag", "vertel_meer"} and own.vorm != "geen_vraag"
                else "open"
                if "open" in (own.vorm, found["vorm"]) and "geen_vraag" not in (own.vorm, found["vorm"])
                else found["vorm"]
            )
        if found.get("focus") in ("krachtgericht", "probleemgericht", "neutraal"):
            both = (own.focus, found["focus"])
            changes["focus"] = (
                "krachtgericht" if "krachtgericht" in both else found["focus"] if not sure or both[0] == both[1] else "neutraal"
            )
        for name, level in ZEKER.items():
            if name in found:
                heard = bool(found[name]) and (name not in sure or float(sure[name]) >= level)
                changes[name] = heard or bool(getattr(own, name))
        if changes.get("te_moeilijk") and not own.te_moeilijk and _is_eenvoudig(text):
            changes["te_moeilijk"] = False  # a short line of everyday words is followed by whoever still learns Dutch
        if flags & {"erkenning", "excuus", "autonomie", "dank"} and not own.oordelend:
            changes["oordelend"] = False
        if flags & {"vertrek", "groet"} and "vraag" not in flags:
            changes |= {name: bool(getattr(own, name)) for name in FOUTEN}  # a greeting or a goodbye is no advice
        asked = own.vorm == "open" or ("vraag" in flags and own.vorm != "geen_vraag")  # 'vertel eens over haar' asks too
        if asked and not own.advies_zonder_toestemming and (own.vorm == "open" or float(sure.get("advies_zonder_toestemming", 1.0)) < 0.85):
            changes["advies_zonder_toestemming"] = False  # a question is rarely advice; the cue words know the dressed ones
        both_ears = own.replace(**changes)
        if (both_ears.reflectie and _NAVRAAG.search(text)) or (_MAG_IK.match(_laatste_vraag(text)) and not own.suggestief):
            both_ears = both_ears.replace(suggestief=False)  # to be told 'no' is what such a question is for
        if both_ears.focus == "krachtgericht" and (both_ears.suggestief or both_ears.advies_zonder_toestemming or both_ears.oordelend):
            both_ears = both_ears.replace(focus="neutraal")  # 'would a home not be better?' is no question after strength
        # 'you are lazy' has the shape of giving back, and is a judgement all the same: it is never praised
        return both_ears.replace(reflectie=False) if both_ears.oordelend else both_ears

    def regels(self, text: str, low: str, asks: bool, flags: set[str], luisteraar: str) -> Labels:
        """The labels by cue words alone: coarse, transparent, always there."""
        sentences = [part.strip() for part in re.findall(r"[^.!?]+[.!?]*", text) if part.strip()]
        asked = [part for part in sentences if part.endswith("?")]
        last = f" {(asked[-1] if asked else text).lower()} "
        tell = bool(re.search(r"\bvertel\w*|\bbeschrijf|\bneem me mee|\bik ben (?:benieuwd|nieuwsgierig)", last))
        if not asks and not tell:
            vorm = "geen_vraag"
        elif self.cue("gesloten", last) and not tell:
            vorm = "gesloten"
        else:
            vorm = "open" if tell or _OPEN.search(last) or self.cue("open", last) else "gesloten"
            if not tell and re.match(rf"\s*(?:en |maar |dus )?{_WERKWOORD}\s+(?:je|jij|u)\b", last):
                vorm = "gesloten"  # 'heb je iets wat ...' is answered with yes or no
        trouble, strength = self.cue("probleemgericht", low) or "waarom" in flags, self.cue("krachtgericht", low)
        focus = (
            "krachtgericht"
            if strength and not (self.cue("probleemgericht", low) and not self.cue("krachtgericht", last))
            else "probleemgericht"
            if trouble
            else "neutraal"
        )
        advice = (self.cue("advies", low) or (not asks and bool(_MODAAL.search(low)))) and not re.search(
            r"\bik zou (?:het )?(?:graag|fijn|willen|wel eens)|\bje moet niets|\bu moet niets|\bwat moet|\bmoet je (?:ook )?(?:nog )?(?:veel|vaak)",
            low,
        )
        if advice and vorm == "open" and _WAT_HOE.match(last):
            advice = False  # 'what do you do when you must nothing' asks; 'why don't you' is listed under waarom
        return Labels(
            vorm=vorm,
            focus=focus,
            suggestief=self.cue("suggestief", low) and asks,
            dubbel=(len(asked) >= 2 and not all(len(tokens(part)) <= 4 for part in asked[1:]))
            or bool(re.search(rf"\?.*\?|\b{_VRAAGWOORD}\b[^?]{{8,}}\ben {_VRAAGWOORD}\b[^?]{{6,}}\?", low) and len(asked) == 1),
            reflectie=not asks and not tell and not advice and "plan" not in flags and self.cue("reflectie", low),
            advies_zonder_toestemming=advice,
            oordelend=self.cue("oordelend", low),
            te_moeilijk=luisteraar in ("tweede_taal", "lvb") and self._hard(sentences),
        )

    def _hard(self, sentences: list[str]) -> bool:
        for part in sentences:
            words = tokens(part)
            rare = [word for word in words if len(word) > 9 and gewoonheid(word) < 4.0]
            if len(words) > 20 or len(rare) >= 2 or any(len(word) > 14 and gewoonheid(word) < 3.5 for word in words):
                return True
        return False

    # -- is this Dutch at all --------------------------------------------------------------------

    def _is_foreign(self, text: str, words: list[str]) -> bool:
        letters = [char for char in text if char.isalpha()]
        if letters and sum(ord(char) > 0x24F for char in letters) > 0.4 * len(letters):
            return True
        foreign = sum(word in self._foreign for word in words)
        return foreign >= 2 and foreign > sum(word in self._stil and word not in self._foreign for word in words)

    def _is_gibberish(self, text: str, words: list[str]) -> bool:
        if not any(char.isalpha() for char in text):
            return True
        known = sum(gewoonheid(word) >= 1.5 or lemma(word) != word for word in words)
        if len(words) == 1:
            return known == 0 and (len(words[0]) > 3) and not text[:1].isupper()
        return known < 0.4 * len(words) or (len(words) > 6 and len(set(words)) * 4 < len(words))


def _is_eenvoudig(text: str) -> bool:
    words = tokens(text)
    return 0 < len(words) <= KORT and all(gewoonheid(word) >= ALLEDAAGS for word in words)


def _laatste_vraag(text: str) -> str:
    return next((part for part in reversed(re.findall(r"[^.!?]+[.!?]*", text)) if part.endswith("?")), "")


_CRISIS = re.compile(
    r"\ber niet meer te (?:willen )?zijn|niet meer te (?:willen )?leven|\b(?:wil|wilt) (?:je|jij|u) (?:(?:eigenlijk|wel|echt|soms|liever|nu|maar|gewoon) ){0,2}dood\b|\bdood te zijn|niet meer wakker (?:te )?worden"
    r"|\bdenkt? (?:je|jij|u) (?:\w+ ){0,3}aan (?:de dood|doodgaan)\b(?! van)"
    r"|zelfmoord|suïcide|suicide|zelfdoding|niet meer (?:wilt |wil )?leven|er niet meer (?:wilt |wil )?zijn|jezelf (?:iets )?(?:aandoen|pijn)|uzelf (?:iets )?(?:aandoen|pijn)|dood willen|dood wilt|dood wil je"
    r"|\b(?:wil (?:je|jij)|wilt u) (?:eigenlijk |wel |echt )*(?:nog )(?:wel |echt )*(?:leven|verder leven)\b|\ber (?:liever |beter )?niet meer (?:was|waren|bent|zou(?:dt)? zijn)\b"
    r"|\been eind(?:e)? (?:aan|maken)\b[^.!?]*\bleven|\buit het leven stappen"
)


def _form(aanspreekvorm: Aanspreekvorm | None) -> dict[str, str]:
    return {"aanspreekvorm": aanspreekvorm.value} if aanspreekvorm is not None else {}


class Teken:
    """Parts of sentences, looked for in a line. Longer single words may go on (lukken, lukte is listed); short ones and phrases stand alone."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._raw, self._whole, self._begin = [], [], []
        for part in parts:
            words = " ".join(tokens(part))
            if words != part.strip().lower():
                self._raw.append(part)
            elif len(words) <= 5 or " " in words:
                self._whole.append(f" {words} ")
            else:
                self._begin.append(f" {words}")

    def in_(self, low: str, joined: str) -> bool:
        """`low`: the line in lower case; `joined`: its words with one space around each."""
        return (
            any(part in joined for part in self._whole)
            or any(part in joined for part in self._begin)
            or any(part in low for part in self._raw)
        )
