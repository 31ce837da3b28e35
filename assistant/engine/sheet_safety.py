"""assistant.engine.sheet_safety: what may not be seen on paper or outside the team: people not to approach, a secret place, names, hard identifiers.

In:    a dossier and the words to know somebody by.   Out: a reason to keep a text off paper, names, a masked text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.domain.dossier import Dossier
from assistant.domain.kracht import Hulpbron, Kracht
from assistant.domain.values import HulpbronSoort
from assistant.engine.content import Content
from assistant.engine.sheet_parts import MONTHS, contacts_of, paper_text, strings_in
from assistant.engine.sheet_words import Papier, Veilig
from assistant.judging.maskeer_lijsten import eigen_lijsten, plat

LOCATION = "locatie"
"""The room with the code of a secret place. Only the code ever leaves the encrypted file."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INNER = re.compile(r"(?<![\w'’-])[^\W\d_A-Z]{1,3}['’-][A-ZÀ-Þ][\w]*(?:['’-]\w+)*")
"""A word that begins small and has its capital inside: d'Arcy, el-Amrani. Next to always somebody's name."""
MAX_NAMED = 4
"""Words of a quote that may end in a name without a capital; a longer one is a sentence."""
_ADDRESS = re.compile(
    r"\b\d{4}\s?[A-Z]{2}\b"  # a postcode
    r"|\b[A-Z][\w’'-]*(?:straat|laan|weg|plein|gracht|kade|hof|dijk|singel|steeg|pad|dreef|plantsoen|park|poort|wal|markt)\b"
    r"|\b[A-Za-z’'-]*(?:straat|laan|weg|plein|gracht|kade|dijk|singel|steeg|dreef|plantsoen)\s+\d+",
)
"""Streets and postcodes. Wide on purpose: it is asked only where the location is secret."""


def _terms_of(phrase: str, words: Veilig) -> tuple[tuple[str, bool], ...]:
    """(word or words, with capital?) by which the person in `phrase` is known again: the whole phrase, names in it, else the relation."""
    core = [w for w in _WORD.findall(phrase) if w.lower() not in words.aanloop]
    terms: list[tuple[str, bool]] = [(" ".join(core), False)] if core else []
    names = [w for w in core if w[:1].isupper() and w.lower() not in words.relaties]
    terms += [(name, True) for name in names]
    if not names:
        terms += [(w, False) for w in core if w.lower() in words.relaties]
    return tuple(dict.fromkeys(terms))


class Guard:
    """Says why a text must stay off paper. Made once per dossier.

    It errs on the safe side: with "mijn vader" marked, every line that speaks of a father stays away, and the begeleider is told so.
    """

    def __init__(self, dossier: Dossier, words: Veilig) -> None:
        self._spans = [(h.citaat.uiting, h.citaat.begin, h.citaat.eind) for h in dossier.hulpbronnen if h.niet_benaderen]
        phrases = [h.citaat.tekst for h in dossier.hulpbronnen if h.niet_benaderen]
        phrases += [str(c.get("naam", "")) for c in contacts_of(dossier.rooms) if c.get("niet_benaderen")]
        self._danger = patterns_for(t for phrase in phrases for t in _terms_of(phrase, words))
        room = dossier.rooms.get(LOCATION)
        place = list(strings_in({k: v for k, v in room.items() if k != "code"} if isinstance(room, Mapping) else room))
        self._place = patterns_for((" ".join(_WORD.findall(text)), False) for text in place if _WORD.search(text))
        self._secret = dossier.geheime_locatie or LOCATION in dossier.rooms

    @property
    def has_danger(self) -> bool:
        """True when someone in this dossier must not be approached."""
        return bool(self._danger)

    def reason(self, *texts: str) -> str:
        """'' when all texts may be printed, else 'niet_benaderen' or 'geheime_locatie'."""
        for text in texts:
            if not text:
                continue
            spaced = " ".join(_WORD.findall(text))
            if any(p.search(spaced) for p in self._danger):
                return "niet_benaderen"
            if any(p.search(spaced) for p in self._place) or (self._secret and _ADDRESS.search(text)):
                return "geheime_locatie"
        return ""

    def overlaps(self, item: Kracht | Hulpbron) -> bool:
        """True when the quote shares words with that of someone who must not be approached."""
        c = item.citaat
        return any(c.uiting == u and c.begin < end and begin < c.eind for u, begin, end in self._spans)


def guard_for(dossier: Dossier, content: Content) -> Guard:
    """The guard of this dossier, as it is now. For whatever offers, drafts or shows outside the dossier."""
    return Guard(dossier, content.load("papier.toml", Papier).veilig)


def patterns_for(terms: Iterable[tuple[str, bool]]) -> list[re.Pattern[str]]:
    """What finds each (word, with capital?) as a whole word, also with a possessive s. One letter alone finds nothing."""
    return [
        re.compile(rf"(?<!\w){re.escape(word)}(?:['’]?s)?(?!\w)", 0 if exact else re.IGNORECASE) for word, exact in terms if len(word) > 1
    ]


def _small_names(found: list[str]) -> list[str]:
    """Names typed without a capital among the few words somebody is called by: 'kleine joost', 'jan-willem van 't hof', 'dokter de vries'."""
    lists = eigen_lijsten()
    out, named = [], False
    for word in found:
        plain = plat(word).lower()
        parts = plain.split("-")
        first = all(part in lists.first for part in parts) and not all(part in lists.words for part in parts)
        if first or (named and plain in lists.last):
            out.append(word)
        named = named or first or plain in lists.titles
    return out


def heard_names(dossier: Dossier, words: Veilig) -> tuple[str, ...]:
    """Names heard in this dossier: capitals in what was said of a person, and inside a sentence in what was said of a place or club.

    A name without a capital counts where it stands alone behind a relation ('mijn zus fatima') or is all that a contact is called.
    """
    known = words.relaties | words.aanloop
    out = [name for u in dossier.geldige_uitingen for name in _INNER.findall(u.tekst)]
    for h in dossier.hulpbronnen:
        before = dossier.uiting(h.citaat.uiting).tekst[: h.citaat.begin].rstrip()
        person = h.soort is HulpbronSoort.PERSOON
        starts = not person and (not before or before[-1] in ".!?\n")
        found = _WORD.findall(h.citaat.tekst)
        out += [w for n, w in enumerate(found) if w[:1].isupper() and not (starts and n == 0)]
        if person and 1 < len(found) <= MAX_NAMED and found[-2].lower() in words.relaties:
            out.append(found[-1])
        if person and len(found) <= MAX_NAMED:
            out += _small_names(found)
    for contact in contacts_of(dossier.rooms):
        found = [w for w in _WORD.findall(paper_text(contact.get("naam"))) if w.lower() not in known]
        out += [w for w in found if w[:1].isupper() or (len(found) == 1 and contact.get("soort", "persoon") == "persoon")]
    return tuple(dict.fromkeys(w for w in out if w.lower() not in known and len(w) > 1))


def known_names(dossier: Dossier, content: Content) -> tuple[str, ...]:
    """Everything by which people of this dossier may be known: what was noted as a name, the client's own name and code, heard names.

    It goes along with every text that leaves the team or this machine, so that `maskeer` need not guess them.
    """
    own = (*dossier.bekende_namen, dossier.roepnaam, dossier.code)
    heard = heard_names(dossier, content.load("papier.toml", Papier).veilig)
    return tuple(dict.fromkeys(name.strip() for name in (*own, *heard) if name.strip()))


_HARD = (
    re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b"),
    re.compile(r"\bhttps?://\S+|\bwww\.\S+"),
    re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{4}(?:\s?\d){10}\b"),
    re.compile(r"(?<!\w)(?:\+31|0031|0)[\s-]?(?:\d[\s-]?){7,8}\d(?!\d)"),
    re.compile(r"\b\d{4}\s?[A-Z]{2}\b|\b[1-9]\d{3}(?!(?:mg|ml|kg|km|cm|mm|gr|ie)\b)[a-z]{2}\b"),  # 3512jk, not 1000mg
    re.compile(r"(?<![\w.])[A-Z]\.(?:\s?(?:[A-Z]|v\.?\s?d|v|d)\.)+(?!\w)"),  # initials: J.P., M.v.d.B.
    re.compile(r"\b[a-zà-ÿ'’-]{3,}(?:straat|(?<!s)laan|gracht|singel|plantsoen)\b"),  # a street as people type it
    re.compile(r"\b\d{9}\b"),
    re.compile(r"(?<![\w-])(?=[A-Z\d-]*\d)(?=[\d-]*[A-Z])[A-Z\d]{1,3}-[A-Z\d]{1,3}-[A-Z\d]{1,3}(?![\w-])"),  # a plate
    re.compile(r"(?<!\w)\d{4}-\d{3,}(?!\d)|(?<![\w.,])\d{6,}(?!\d)"),  # the number of a file or a client
    re.compile(r"(?<![\w.])@\w[\w.]*\w"),  # a name on a social medium
    re.compile(r"\b\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b"),
    re.compile(rf"\b\d{{1,2}}\s(?:{'|'.join(MONTHS)})(?:\s\d{{4}})?\b", re.IGNORECASE),
    _ADDRESS,
)


def mask_hard(text: str, names: Iterable[str], sign: str) -> str:
    """Replace known names and hard identifiers (mail, web, IBAN, phone, postcode, nine digits, dates, streets) by `sign`."""
    for pattern in _HARD:  # before the names: a mail address is more than the name in it
        text = pattern.sub(lambda _: sign, text)
    for name in sorted((n for n in names if len(n.strip()) > 1), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name.strip())}(?!\w)", lambda _: sign, text, flags=re.IGNORECASE)
    return text
