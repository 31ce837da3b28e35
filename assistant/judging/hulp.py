"""assistant.judging.hulp: who or what can help, named as the client names it, fit to stand in a sentence the client says.

In: the client's words, hulpbronnen that were noted or heard.   Out: usable helpers, natural ones first.
Never: someone who is a danger, someone who has died, someone the client does not want to approach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.judging.wensen import KIN, sentences

_DANGER = re.compile(
    r"\b(?:sla(?:at|an|g)|sloeg|geslagen|bedreig\w*|dreig\w*|mishandel\w*|misbruik\w*|verkracht\w*|stalk\w*|bang voor|onveilig|contactverbod|straatverbod|gevaar\w*|"
    r"schop\w*|wurg\w*|uitgebuit|gevlucht voor|mag (?:het |dit |dat )?niet weten|mag niet weten waar|lastig ?val\w*|pakt mijn geld|steelt|bestolen|opgelicht|"
    r"verkoopt? (?:me |mij )?(?:drugs|wiet|spul)|dealer|dealt|gebruikt(?: ook)?(?: zelf)?(?: nog)? (?:drugs|coke|crack|heroïne|speed)|drinkt zelf|trekt me (?:mee|terug)|"
    r"slechte invloed|tegen de muur|(?:wat|iets) aan(?:doet|doen|deed|gedaan)|houdt (?:je|mijn|hun|m'n) (?:paspoort|geld|papieren|telefoon)|zat (?:\w+ )?aan me|zat aan mij|"
    r"(?:zelf|zit|weer|nog) aan de (?:drank|coke|drugs|dope|speed|heroïne|wiet)|in elkaar (?:slaat|geslagen)|met een mes|opgesloten|afgeperst|perst|pakt mijn pasje|had (?:altijd )?mijn pasje|te hard (?:aan)?pakt|dwingt|dwong|controleert (?:me|mij|alles)|aanrand\w*|schreeuwt|vernedert|gokt)\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:in (?:het water|de oorlog|zee) gebleven|verdronken|omgekomen|vermoord|gesneuveld|vermist|tot het laatst|tot het einde verzorgd|overleden|dood(?:gegaan)?|gestorven|begraven|leeft niet meer|er niet meer is|is er niet meer|verloren aan|zelfmoord|in het graf)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\b(?:geen contact(?: meer)?|praat(?:en)? niet meer|spreek(?:en)? (?:\w+ )?niet meer|wil(?:len)? (?:me|mij|niks|niets) (?:\w+ )?(?:niet|meer)|"
    r"heeft me in de steek|in de steek gelaten|ruzie|wil ik niet (?:meer )?(?:zien|spreken|lastigvallen)|wil ik niet vragen|kan ik niet (?:meer )?(?:naar|op) \w+|"
    r"heb ik niks aan|is vertrokken|kwijt(?:geraakt)?|wil niks van)\b",
    re.IGNORECASE,
)
FORMER = re.compile(r"\b(?:ex(?:-\w+| ?man| ?vriend| ?vrouw| ?partner)?|dealer|oplichter|loverboy|pooier)\b", re.IGNORECASE)
PROFESSIONAL = re.compile(
    r"\b(?:begeleid\w+|hulpverlen\w+|maatschappelijk werk\w*|psycholoog|psychiater|therapeut|huisarts|dokter|arts|verpleegkundige|reclassering\w*|jeugdzorg|voogd|"
    r"bewindvoerder|wijkteam|casemanager|mentor|coach|consulent|klantmanager|gemeente|ggz|politie|wijkagent|advocaat|tolk|juf van de opvang|groepsleiding|leiding|"
    r"raad voor|veilig thuis|uwv|coa|thuiszorg|fysio\w*|apotheek|ambulant\w*|trajectbegeleid\w*|persoonlijk begeleid\w*)\b",
    re.IGNORECASE,
)
_SLOT = re.compile(r"^(?:mijn|m'n|mn|me|onze|ons|de|het|een|die|dat|zo'n|'n|n)\s", re.IGNORECASE)
_CUT_AT = re.compile(
    r"[,;:.(!?–\n]|\s(?:die|dat|met wie|waar|waarmee|van wie|en|maar|want|komt|heeft|is|zit|woont|belt|helpt|maakt|past|kookt|doet|geeft|zegt|gaat|staat)\s"
)
_PERSON = re.compile(
    rf"\b(?:(?:mijn|m'n|mn|me|onze|ons|een) (?:(?:oude|oudste|jongste|beste|lieve|kleine|grote|andere|goede|goeie|vroegere|ex-?) )*(?:{KIN}|collega(?:'s)?|"
    rf"oud-collega|baas|huisgenoot|huisgenote|buurman|buurvrouw|buren|buurjongen|buurmeisje|kamergenoot|kamergenote|maatje|taalmaatje|peetoom|dominee|imam|pastoor|trainer|"
    rf"leraar|juf|kapper|schoonouders)\b(?: (?-i:[A-Z])[\w'’-]+)?"
    rf"|de (?:buurvrouw|buurman|buren|overbuurvrouw|overbuurman|imam|dominee|pastoor|trainer|kapper|conciërge|koster|buurjongen|voetbaltrainer)\b(?: (?-i:[A-Z])[\w'’-]+)?)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:buurthuis|bibliotheek|bieb|park|kerk|moskee|café|tuin|moestuin|plein|zwembad|winkel|kringloop|markt|sportschool|school|kinderboerderij|inloop|"
    r"huiskamer|werkplaats|club|vereniging|bos|strand|zee|kantine|taalcafé|buurtkeuken|taalles|koor)\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    (
        "mijn",
        "m'n",
        "me",
        "de",
        "het",
        "een",
        "die",
        "dat",
        "hij",
        "zij",
        "ze",
        "ik",
        "wij",
        "we",
        "jij",
        "je",
        "u",
        "hem",
        "haar",
        "hun",
        "onze",
        "ons",
        "iemand",
        "niemand",
        "mensen",
        "iedereen",
        "anderen",
        "de mensen",
        "de man",
        "de vrouw",
        "de jongen",
        "het meisje",
        "het kind",
        "mijn kind",
        "mijn kinderen",
        "de kinderen",
        "zelf",
        "god",
        "samen",
    )
)
_SOORT = {"persoon": 0, "dier": 1, "plaats": 2, "organisatie": 3, "ding": 4}


@dataclass(frozen=True)
class Helper:
    """`naam`: the client's words, fit for 'ik bel …'; `zin`: the sentence they stand in; `id`: of the noted hulpbron, or None."""

    naam: str
    soort: str
    natuurlijk: bool
    uiting: str
    zin: str
    id: str | None = None


def lower_first(name: str) -> str:
    """'Mijn zus' -> 'mijn zus'; a name keeps its capital."""
    return name[0].lower() + name[1:] if name and (_SLOT.match(name) or name.split()[0].lower() in KIN.split("|")) else name


_PEOPLE = re.compile(r"(?:groep|familie|vrienden|vriendinnen|klas|ploeg|gezin)$", re.IGNORECASE)
_DRINK = re.compile(r"\b(?:café|cafe|kroeg|bar|coffeeshop|casino|slijter\w*|feest\w*)\b", re.IGNORECASE)
_CLEAN = re.compile(
    r"\b(?:clean|nuchter|droog|drink\w*|drank|dronk\w*|gedronken|blow\w*|wiet|gok\w*|gebruik\w*|verslaafd\w*|terugval\w*)\b", re.IGNORECASE
)
_TAKEN_BACK = re.compile(
    r"\bnee[, ]+(?:dat|daar|die)\b|\b(?:kom|ga|mag|moet|wil|hoef) ik (?:echt |liever |ook )?(?:niet|nooit)\b", re.IGNORECASE
)
_BROKEN = re.compile(r"\b(?:stuk|kapot|lek\w*|nat|scheur\w*|doet (?:het )?niet|kwijt|leeg)\b", re.IGNORECASE)


def _kept_out(name: str, texts: Iterable[str]) -> bool:
    """Whether the client says that this person is to stay out of it: 'niet met mijn broer', 'mijn broer hoeft dat niet te weten'."""
    head = re.escape(_head(name))
    if not head:
        return False
    pattern = re.compile(
        rf"\bniet (?:met |aan |bij |via |door |naar )?(?:mijn |m'n |mn |de |onze )?{head}\b|\b{head}\b (?:\w+ )?(?:hoeft|moet|mag|wil ik|laat ik)\b[^.!?]{{0,25}}\b(?:niet|niks|nooit|erbuiten)\b",
        re.IGNORECASE,
    )
    return any(pattern.search(text) for text in texts)


def _is_animal(quote: str, texts: Iterable[str]) -> bool:
    """Whether a name is that of a dog or a cat: 'met de hond, Bobbie'."""
    name = next(iter(re.findall(r"(?-i:[A-Z])[\w'’-]+", quote)), "")
    near = rf"\b(?:hond|hondje|kat|poes|paard|konijn|teckel|labrador)\b,? (?:\w+ )?{re.escape(name)}\b|\b{re.escape(name)},? (?:mijn|m'n|de|een|onze) (?:\w+ )?(?:hond|hondje|kat|poes|paard|konijn)"
    # a bare name soon after the animal: 'wil ik mijn hond weer bij me. Bobbie zit nu bij mijn schoonzus'
    after = rf"\b(?:hond|hondje|kat|poes|paard|konijn)\b[^.!?]{{0,30}}[.!?]\s*{re.escape(name)}\b"
    return (
        bool(name) and not _KNOWN_PERSON.search(quote) and any(re.search(p, text, re.IGNORECASE) for p in (near, after) for text in texts)
    )


def _of_or_at(text: str, quote: str) -> bool:
    """Whether somebody is only named as an owner or as a place: 'een oude Singer van m'n moeder', 'bij Van Dongen aan de haven'."""
    at = text.find(quote)
    return at > 0 and bool(re.search(r"\b(?:van|bij [Vv]an)\s+$", text[:at], re.IGNORECASE))


_ROLE_NAME = re.compile(
    rf"^(?:(?:{KIN}|buurman|buurvrouw|buurjongen|overbuurman|overbuurvrouw|collega|huisgenoot|huisgenote|ome|mattie|dominee|imam|pastoor|meneer|mevrouw|boer|bruur)) "
    r"(?-i:(?:(?:[Vv]an|[Dd]e|[Dd]er|[Dd]en|[Ee]l) )*[A-Z][\w'’-]+)",
    re.IGNORECASE,
)
"""'buurman Wim', 'tante Hatice': as they stand in a list of hulpbronnen."""


def name_of(quote: str, soort: str) -> str:
    """The shortest naming in a quote that can stand in a sentence ('mijn zus Fatma' out of 'mijn zus Fatma, die woont om de hoek'), or ''."""
    text = " ".join(quote.split()).strip(" \"'“”‘’.,;:!?…-")
    if soort == "persoon" and re.match(r"een\s", text, re.IGNORECASE):
        return ""  # 'een tante' is not yet someone to ask
    if soort == "persoon" and (m := _ROLE_NAME.search(text)):
        return m[0][0].lower() + m[0][1:]
    if soort == "persoon" and (m := _PERSON.search(text)):
        return lower_first(m[0])
    text = _CUT_AT.split(text + " ")[0].strip(" ,.;")
    text = re.sub(
        r"^(?:en|maar|ook|met|bij|naar|in|op|van|aan|door|voor|heb|ik heb|gelukkig|alleen|vooral)\s+", "", text, flags=re.IGNORECASE
    )
    text = re.sub(r"(?:\s+(?:van|met|bij|naar|in|op|aan|voor|om|uit|of|en|de|het|een|mijn|hun))+$", "", text, flags=re.IGNORECASE)
    words = text.split()
    if not words or len(words) > 6 or text.lower() in _NO_NAME:
        return ""
    if re.search(r"\b(?:ik|is|heb|heeft|kan|wil|doe|ga|was|werd|samen|niet|geen)\b", text, re.IGNORECASE):
        return ""
    if len(words) == 1 and words[0].lower() in KIN.split("|"):
        return f"mijn {words[0].lower()}"
    if _SLOT.match(text) or words[0][:1].isupper():
        return lower_first(text)
    if soort in ("plaats", "organisatie", "dier") and len(words) <= 3:
        return text
    return ""


def _whole(text: str, begin: int, eind: int, soort: str) -> str:
    """The naming a heard stretch is part of: 'Mijn' of 'Mijn buurman Kees' becomes the whole."""
    if soort == "persoon":
        for m in _PERSON.finditer(text):
            if m.start() < eind and begin < m.end():
                return m[0]
    if more := re.match(r"(?:\s(?-i:[A-Z])[\w'’-]+)+", text[eind:]):
        eind += more.end()
    return text[begin:eind]


def _around(text: str, begin: int, eind: int) -> str:
    """The sentence a stretch stands in, with the one after it: 'Mijn broer. Die slaat.'"""
    found = sentences(text)
    for number, (a, b) in enumerate(found):
        if a <= begin < b:
            after = text[found[number + 1][0] : found[number + 1][1]] if number + 1 < len(found) else ""
            if re.match(r"\s*(?:die|dat|hij|zij|ze|maar)\b", after, re.IGNORECASE):
                return text[a:b] + " " + after
            return text[a:b]
    return text[begin:eind]


def _head(name: str) -> str:
    words = [w for w in re.findall(r"[\w'’-]+", name.lower()) if not _SLOT.match(w + " ")]
    return words[-1] if words and len(words) == 1 else next((w for w in words if w in KIN.split("|")), words[0] if words else "")


def _words_of(name: str) -> frozenset[str]:
    """The words of a name that tell who it is: 'mijn vriendin Els' and 'Els' share one."""
    small = {"mijn", "m'n", "mn", "me", "onze", "ons", "de", "het", "een", "van", "der", "den", "el", "in", "bij", "op", "aan"}
    return frozenset(w for w in re.findall(r"[\w'’-]+", name.lower()) if w not in small)


def is_dead(name: str, texts: Iterable[str]) -> bool:
    """Whether the client says that this person has died."""
    head = _head(name)
    return any(head in text[a:b].lower() and _GONE.search(text[a:b]) for text in texts for a, b in sentences(text))


def speaks_of_death(text: str) -> bool:
    """Whether someone's death is spoken of."""
    return bool(_GONE.search(text))


def danger_in(words: str) -> bool:
    """Whether words speak of violence, threat, control or use by somebody."""
    return bool(_DANGER.search(words))


_GOES = re.compile(
    r"\b(?:gaat|fietst|loopt|wandelt|zwemt|speelt|zingt|traint|vist|kookt|klaverjast|kaart|biljart|sport|danst|schildert|voetbalt|tuiniert|breit|naait|boetseert|klust)\b",
    re.IGNORECASE,
)
_GOES_WHERE = re.compile(
    r"\b(?:elke|iedere|altijd|vaak|ook|nog steeds|op (?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\w*|(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)s?\b|heen)",
    re.IGNORECASE,
)


_LENT = re.compile(
    r"\b((?:een|'n|zo'n|zijn|haar|z'n|d'r|dat) (?:(?!heeft|hef|is|wil|kan|mag)[\w-]+ ){0,2}?(?:naaimachine|boormachine|cirkelzaag|busje|aanhanger|fiets|bakfiets|stapelbed|bed|bedje|matras|stoel|tafel|bank|telefoon|samsung|"
    r"laptop|tablet|computer|printer|boek|theorieboek|gitaar|piano|keyboard|accordeon|hengel|schop|spade|gereedschap|ladder|tent|kinderwagen|wasmachine|oven|tuin|tuintje|volkstuin(?:tje)?|moestuin|hoekje|"
    r"logeerkamer|schuur|schuurtje|boot|koffer))\b",
    re.IGNORECASE,
)
_HAS = re.compile(r"\b(?:heeft|hef|heb|het|hebben|lenen|over|staan|liggen)\b", re.IGNORECASE)


def lends(sentence: str) -> str:
    """What this person has that one can borrow or use, in the client's words ('een naaimachine'), or ''."""
    found = _LENT.search(sentence)
    return (
        found[1]
        if found and _HAS.search(sentence) and not _BROKEN.search(sentence) and not re.search(r"\b(?:geen|niet)\b", sentence)
        else ""
    )


_CHILD = re.compile(
    r"\b(?:kinderen|kind|kindjes?|zoontjes?|dochtertjes?|baby|kleinkind\w*|tweeling|peuter|kleuter|kleine|vriendje)\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:is|wordt|van|net|pas|bijna)\s+(?:nu |pas |net |al |bijna )?(?:[1-9]|1[0-5]|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien)\b(?!\s+(?:uur|keer|dagen|weken|straten|huizen|euro))",
    re.IGNORECASE,
)


_SCHOOL = re.compile(
    r"\b(?:juf|meester|basisschool|groep (?:een|twee|drie|vier|vijf|zes|zeven|acht|\d)|klas|crèche|speeltuin|speelgoed|zwemles|zwemdiploma\w*|afzwemmen|oppas\w*)\b",
    re.IGNORECASE,
)


def too_young(helper: Helper, texts: Iterable[str]) -> bool:
    """Whether this is a child: children are no helpers of a grown-up; what is done with them stands in the wish itself."""
    return helper.soort == "persoon" and bool(
        _CHILD.search(helper.naam)
        or (
            _head(helper.naam) in ("zoon", "dochter", "jongste", "oudste")
            and (_AGE.search(helper.zin) or any(_SCHOOL.search(t) for t in texts))
        )
    )


def goes_along(sentence: str) -> bool:
    """Whether the sentence tells that this person regularly goes or does something one could join: 'Truus gaat er nog steeds heen'."""
    return bool(_GOES.search(sentence) and _GOES_WHERE.search(sentence)) and not re.search(
        r"\b(?:niet|nooit|was|ging|werk)\b", sentence, re.IGNORECASE
    )


def is_safe(name: str, texts: Iterable[str]) -> bool:
    """Whether nothing the client says makes this person a danger, or out of contact."""
    return _head(name) not in unsafe_names(texts)


def unsafe_names(texts: Iterable[str]) -> frozenset[str]:
    """Heads of persons who are spoken of as a danger, as dead, or as out of contact, anywhere in the client's words."""
    out = set()
    for text in texts:
        for m in _PERSON.finditer(text):
            near = _around(text, m.start(), m.end())
            clause = near[: len(near)]
            if (
                (
                    _DANGER.search(clause)
                    and not PROFESSIONAL.search(m[0])
                    and not re.search(r"\b(?:bang voor hem|van hem|voor hem|mijn ex|de ex)\b", clause, re.IGNORECASE)
                )
                or _GONE.search(clause)
                or _CUT.search(clause)
            ):
                out.add(_head(m[0]))
    return frozenset(out)


def helpers(texts: Mapping[str, str], given: Any, heard: Mapping[str, Mapping[str, Any]]) -> list[Helper]:
    """Usable helpers: what was noted first, then what was heard and the persons named; natural before professional."""
    unsafe = unsafe_names(texts.values())
    out: dict[str, Helper] = {}

    def add(quote: str, soort: str, aard: str | None, uid: str, ident: str | None, near: str) -> None:
        if soort == "persoon" and _PLACE.search(quote) and not _PERSON.search(quote):
            soort = "plaats"
        if soort == "persoon" and ident is None and not names_person(quote):
            return
        if soort == "persoon" and not may_be_person(quote):
            return
        if soort in ("plaats", "organisatie") and (
            _PEOPLE.search(quote) or (_DRINK.search(quote) and _CLEAN.search(" ".join(texts.values()))) or _TAKEN_BACK.search(near)
        ):
            return
        if soort == "ding" and (not re.match(r"(?:mijn|m'n|mn|me|onze)\s", quote, re.IGNORECASE) or _BROKEN.search(near)) and ident is None:
            return
        if soort == "persoon" and (_kept_out(quote, texts.values()) or _is_animal(quote, texts.values())):
            return
        if soort == "persoon" and ident is None and uid in texts and _of_or_at(texts[uid], quote):
            return
        if soort == "persoon" and ident is None and _LONG_AGO.search(near) and not _STILL.search(near):
            return
        name = name_of(quote, soort)
        if not name or FORMER.search(name) or (_head(name) in unsafe and soort == "persoon"):
            return
        if soort == "persoon" and (_DANGER.search(near) or ((_GONE.search(near) or _CUT.search(near)) and ident is None)):
            return
        natural = aard != "professioneel" and not PROFESSIONAL.search(name)
        key = name.lower()
        if key not in out:
            out[key] = Helper(name, soort, natural, uid, near, ident)

    def place_of(quote: str, uid: str | None) -> tuple[str, str]:
        name = next(iter(re.findall(r"(?-i:[A-Z])[\w'’-]+", quote)), "")
        for key in [uid] if uid in texts else list(texts):
            at = texts[str(key)].lower().find(quote.lower())
            if at >= 0:
                return str(key), _around(texts[str(key)], at, at + len(quote))
        for key in [uid] if uid in texts else list(texts):
            if name and (at := texts[str(key)].find(name)) >= 0:  # noted in other words: the sentence in which the name stands
                return str(key), _around(texts[str(key)], at, at + len(name))
        return str(uid or ""), quote

    if given:
        for item in given:
            if not isinstance(item, Mapping) or item.get("niet_benaderen"):
                continue
            quote = str(item.get("tekst") or item.get("citaat") or "")
            uid, near = place_of(quote, str(item["uiting"]) if item.get("uiting") is not None else None)
            if quote:
                add(
                    quote,
                    str(item.get("soort") or _soort(quote)),
                    item.get("aard"),
                    uid,
                    None if item.get("id") is None else str(item["id"]),
                    near,
                )
    noted = list(out.values())
    kept_out = {
        _head(name_of(str(i.get("tekst") or i.get("citaat") or ""), "persoon"))
        for i in given or ()
        if isinstance(i, Mapping) and i.get("niet_benaderen")
    }
    for uid, found in heard.items():
        for item in found.get("hulpbronnen") or []:
            text, begin, eind = texts.get(uid, ""), int(item["begin"]), int(item["eind"])
            add(
                _whole(text, begin, eind, str(item["soort"])),
                str(item["soort"]),
                item.get("aard"),
                uid,
                None,
                _around(text, begin, eind),
            )
    for uid, text in texts.items():
        for m in _PERSON.finditer(text):
            if not re.search(r"\b(?:wie|iemand)\b", m[0]):
                near = _around(text, m.start(), m.end())
                if (_warm(near, m[0]) or goes_along(near) or lends(near)) and not (_LONG_AGO.search(near) and not _STILL.search(near)):
                    add(m[0], "persoon", None, uid, None, near)
    for key, helper in list(out.items()):
        if helper in noted:
            continue
        if _head(helper.naam) in kept_out or any(_words_of(helper.naam) & _words_of(n.naam) for n in noted):
            del out[key]  # asked not to be approached, or noted already under another name
    return sorted(out.values(), key=lambda h: (not h.natuurlijk, _SOORT.get(h.soort, 9), h not in noted))


_LONG_AGO = re.compile(r"\b(?:vroeger|deed|bakte|kookte|was|ging|werd|zong|speelde|had|maakte|leerde|zei|gaf|naaide|nam)\b", re.IGNORECASE)
"""Who was there long ago may not be there any more; the begeleider can note such a person."""
_STILL = re.compile(r"\b(?:kan|kunnen|is|zijn|heeft|helpt|doet|weet|woont|zit|komt|belt|gaat|nog)\b", re.IGNORECASE)
_WARM = re.compile(
    r"\b(?:help\w*|hielp|belt?|belde\w*|bel ik|vroeg|laat|past|oefen\w*|leest|wil wel|gaat wel|luister\w*|kom\w*|kwam|samen|altijd|steun\w*|vertrouw\w*|aardig|lief|goed contact|goeie|beste|eten|kook\w*|langs|bezoek|past op|"
    r"praat\w*|spreek\w*|ziet|kent|vaak|goed (?:met|in)|kan goed|koffie|thee|mee|leert|geleerd|geeft|breng\w*|haalt|zorg\w*|app\w*|naast|woont|weet)\b",
    re.IGNORECASE,
)


def _warm(near: str, name: str) -> bool:
    """A person merely named is no hulpbron; one the client does things with, or gets something from, is."""
    return bool(_WARM.search(near.replace(name, " ")))


_KNOWN_PERSON = re.compile(
    rf"\b(?:{KIN}|collega\w*|baas|buur\w*|overbuur\w*|huisgeno\w*|kamergeno\w*|celmaat|dominee|imam|pastoor|trainer|coach|leraar|juf|meester|kapper|mevrouw|meneer|meid|jongen|kerel|"
    r"drummer|sponsor|vriend\w*|matties?|mattie|docent\w*|vrijwilliger\w*|oom|ome|tante|nonna|oma|opa|bruur|zuster|zus\w*|schoon\w+|peet\w+|moat\w*|kameraad|ploeg\w*|bewoner\w*|man|vrouw|gozer|gast|maat\w*|meisje|kennis\w*|koster|boer\w*|chef)\b",
    re.IGNORECASE,
)


def may_be_person(quote: str) -> bool:
    """Whether a naming can be a person's: a known word, a name, or at least no 'het' or 'dat' ('dat gepieker')."""
    return (
        bool(_KNOWN_PERSON.search(quote))
        or bool(re.search(r"(?:^|\s)(?-i:[A-Z])[a-zé]+", quote))
        or not re.match(r"(?:dat|het|dit|'t)\s", quote, re.IGNORECASE)
    )


def names_person(quote: str) -> bool:
    """Whether a naming is surely a person's: a word for one, or a name. 'Techniek' and 'de bieb' are not."""
    return bool(_KNOWN_PERSON.search(quote)) or bool(re.search(r"(?:^|\s)(?-i:[A-Z])[a-zé]+", quote))


def _soort(quote: str) -> str:
    if re.search(r"\b(?:hond|kat|poes|paard|konijn|vogel|cavia|parkiet)\w*\b", quote, re.IGNORECASE):
        return "dier"
    if re.search(
        r"(?:huis|theek|park|kerk|moskee|café|tuin|plein|bad|winkel|markt|school|club|bos|strand|zaal|inloop|garage|werkplaats|koor|kantine|veld|makerij|schuur)\b",
        quote,
        re.IGNORECASE,
    ) and not _KNOWN_PERSON.match(re.sub(r"^(?:mijn|m'n|de|het|onze)\s+", "", quote, flags=re.IGNORECASE)):
        return "plaats"
    return "persoon" if _KNOWN_PERSON.search(quote) or re.search(r"(?:^|\s)(?-i:[A-Z])[a-zé]+", quote) else "ding"
