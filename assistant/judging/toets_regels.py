"""assistant.judging.toets_regels: what can be read off a plan item by rule: who acts, on which terms, and in whose words.

In:    a doel or actie with the client's words.   Out: per label a certainty (0-1) and the literal words it rests on.
Used alone when the taught weights cannot be loaded (then every answer says so), and beside them where a rule leaves no doubt.
Never: reads a cue without looking at the client's own words. What the client says in the same words is never held against the item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from assistant.errors import ContentError
from assistant.judging.heads import TOETS_LABELS
from assistant.judging.likeness import base_form, content_words, overlap, weight_of
from assistant.judging.wensen import find_wishes, sentences

Read = dict[str, dict[str, Any]]
"""label -> {'zekerheid': 0-1, 'woorden': literal or None}"""


class Hit(NamedTuple):
    certainty: float
    words: str | None


def check_criteria(criteria: Mapping[str, Any]) -> None:
    """Every label of contract.md must have its criterion. Raises ContentError."""
    for label in TOETS_LABELS:
        if not isinstance(criteria.get(label), Mapping) or not criteria[label].get("suggestie"):
            raise ContentError(f"reviewing/criteria.toml: [{label}] ontbreekt of heeft geen suggestie.", hint="Herstel het bestand.")


def _re(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


PRO = (
    r"(?:(?:persoonlijk|ambulant|sociaal|maatschappelijk|juridisch|traject|woon|job|budget|opvoed|schuld|zorg|taal|activiteiten|groeps|gezins|rouw|"
    r"fysio|psycho|ergo|speltherap|verpleeg|wijk|jeugd|jongeren|opbouw|straathoek|school|bedrijfs|geestelijk|intercultureel|ervarings)[- ]?)*"
    r"(?:begeleid(?:er|ster|ing|ers)|hulpverlen\w+|behandela(?:ar|ren)|psycholoog|psychiater|therapeut\w*|huisarts|arts|dokter|verpleegkundige|verzorger|verzorgende|"
    r"consulent\w*|bewindvoerder|voogd|mentor|coach|casemanager|casusregisseur|regisseur|bemiddelaar|reclassering\w*|toezichthouder|jeugdbescherm\w+|medewerker|"
    r"raadsvrouw|raadsman|werker|werkster|maatschappelijk werk|team ?leid(?:er|ing)|leiding|nachtdienst|dienst|gemeente|wijkteam|ggz|instelling|kliniek|poli\w*|"
    r"opvang|gezinshuis\w*|tolk|docent|deskundige|hulpdienst|diëtist\w*|logopedist\w*|vertrouwenspersoon|contactpersoon|klantmanager|staf|team|indicatiesteller|"
    r"hulp bij het huishouden|thuiszorg|dagbesteding|zorgboerderij|bureau|consultatiebureau|zorgaanbieder|doorstroomvoorziening|safehouse|maatjesproject|"
    r"vrijwilligersorganisatie|boodschappendienst|klusdienst|fietswerkplaats|lotgenotengroep|zelfhulpgroep|inloop\w*|participatieplek|behandeling|training|cursus)"
)
_PRO = re.compile(rf"\b{PRO}\b", re.IGNORECASE)
_PERSON_PRO = re.compile(
    r"\b(?:\w*begeleid(?:er|ster|ing|ers)|hulpverlen\w+|\w*behandelaar|psycholoog|psychiater|\w*therapeut\w*|huisarts|\w*verpleegkundige|verzorger|\w*consulent\w*|"
    r"bewindvoerder|voogd|mentor|\w*coach|casemanager|\w*regisseur|\w*bemiddelaar|reclassering\w*|toezichthouder|jeugdbescherm\w+|\w*medewerker|raadsvrouw|"
    r"raadsman|\w*werker|\w*werkster|team ?leid(?:er|ing)|\w*leiding|nachtdienst|\w*dienst|gemeente|wijkteam|ggz|tolk|contactpersoon|klantmanager|staf|team|"
    r"taalvrijwilliger|vrijwilliger)\b",
    re.IGNORECASE,
)
_SUBJECT_PRO = re.compile(
    rf"^\s*(?:(?:op (?:vraag|verzoek) van [\w-]+|(?:vóór|voor|op|om) \w+|\w+dag|morgen|vandaag|vanavond|vanmiddag|deze week|volgende week)[\s,]+(?:\w+\s+){{0,3}}?)?"
    rf"(?:de |het |een |haar |zijn |hun |mijn )?{_PERSON_PRO.pattern[2:-2]}\b",
    re.IGNORECASE,
)
_TOGETHER = _re(r"\b(?:samen|met (?:haar|zijn|mijn|de) begeleid\w+)\b")
_CLIENT_ACTS = _re(
    r"\b(?:en|terwijl|waarna|dan|daarna)\s+(?:[A-Z][\w'-]+|zij|ze|hij|ik|meneer|mevrouw)\s+\w+",
    r"\b(?:ik|zij|ze|hij)\s+(?:zelf\s+)?\w+(?:t|en)\b",
)
_ON_REQUEST = _re(
    r"\bop (?:haar|zijn|mijn|eigen|de) (?:verzoek|vraag)\b", r"\bop (?:verzoek|vraag) van\b", r"\b(?:daar)?om vroeg\b", r"\bvroeg (?:zij|hij|ze) (?:om|zelf)\b",
    r"\bzoals (?:[\w-]+ )?(?:vroeg|wil|zelf)\b", r"\bomdat (?:zij|hij|ze) (?:dat|daar|er) (?:zelf )?(?:om )?(?:vroeg|wil)\b", r"\bdat (?:zij|hij) zelf vroeg\b",
)  # fmt: skip
_CAN = _re(
    r"\b(?:zelf|kan ik|ik kan|ik weet hoe|lukt me|ik durf|doe ik|ik doe|geef me gewoon|laat mij)\b",
)

_NOT_CORE = _re(
    r"^\s*(?:geen|niet|nooit|minder|stoppen|afkicken|voorkomen|vermijden)\b[^.,;]*",
    r"\b(?:stopt|stop|stoppen|kapt|kappen|ophouden|houdt op) (?:\w+ ){0,5}?(?:met|te)\b[^.,;]*",
    r"\b(?:niet|nooit|geen) (?:\w+ ){0,4}?meer\b[^.,;]*",
    r"\b(?:vermijdt|vermijden|voorkomt|voorkomen|vermindert|verminderen|mijdt|laat (?:\w+ ){1,3}staan)\b[^.,;]*",
    r"\b(?:geen|nooit|zonder|minder) (?:nieuwe |meer )?\w+[^.,;]*",
    r"\bniet (?:verder|langer|opnieuw|weer)\b[^.,;]*",
    r"\bis (?:\w+ ){0,3}af van\b[^.,;]*", r"\bvan (?:zijn|haar|mijn) \w+ af\b",
    r"\b(?:drinkt|rookt|blowt|gebruikt|koopt|gokt|belt|appt|scrolt|kijkt|snoept|gaat|komt|eet) (?:\w+ ){0,4}?(?:niet|geen)\b[^.,;]*",
)  # fmt: skip
_CLIENT_STOPS = _re(r"\b(?:stoppen|kappen|niet meer|geen|nooit meer|klaar met|minder|eraf|ophouden|van af|zonder|niemand)\b")

_FORCE = _re(
    r"\bop voorwaarde (?:dat|van)\b[^.;]*", r"\b(?:als|onder de) voorwaarde\b[^.;]*", r"\bmits\b[^.;]*", r"\bindien\b[^.;]*",
    r"\b(?:anders|zo niet|bij weigering|bij een gemist \w+)\b[\s,]*(?:dan )?(?:\w+ ){0,4}?(?:vervalt|volgt|verliest|raakt|gaat|krijgt|wordt|sluit|blijft|is|moet|kan|mag)\b[^.;]*",
    r"\b(?:dient|dienen)\b[^.;]*?\bte \w+", r"\bverplicht\b[^.;]*", r"\bpas (?:\w+ ){0,5}?(?:als|wanneer|nadat|zodra|na)\b[^.;]*",
    r"\bzodra\b[^.;]*?\b(?:mag|krijgt|kan)\b[^.;]*", r"^\s*zodra\b[^,;]*", r"\bna (?:\w+ ){1,3}(?:weken|maanden|dagen) (?:zonder|schoon|abstinent\w*|trouw)\b[^.;]*",
    r"\bbij (?:\w+ ){0,3}(?:abstinentie|goed gedrag|voldoende)\b[^.;]*", r"\b(?:moet|moeten)\b[^.;]*", r"\bhet huis (?:eist|verlangt)\b[^.;]*",
    r"\b(?:vervalt|sanctie|waarschuwing|schorsing|ontzegging|uithuisplaatsing|kamer kwijt|plek kwijt|bed kwijt)\b[^.;]*",
)  # fmt: skip
_LEGAL = _re(r"\b(?:rechter|kinderrechter|rechtbank|wet|wettelijk\w*|officier|vonnis|opgelegd|gerechtelijk\w*)\b")
_FREE = _re(r"\b(?:kiest|kies|kiezen|bepaalt|stelt (?:zelf )?\w* ?voor|vraagt|legt uit|zelf|welke|wanneer hij|hoe zij)\b")

_WHEN = _re(
    r"\b(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*", r"\b(?:vandaag|morgen|overmorgen|vanavond|vanmiddag|vannacht|straks|nu|zo meteen)\b",
    r"\b(?:deze|volgende|komende|elke|iedere) (?:week|dag|ochtend|avond|middag|nacht|keer|maand)\b", r"\bdit weekend\b", r"\bom (?:\w+ )?(?:\d+|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)\b",
    r"\b(?:vóór|voor|na|tijdens|bij|onder) (?:het|de) \w+", r"\b\d{1,2}[:.]\d{2}\b", r"\b\d{1,2} (?:jan|feb|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)\w*",
    r"\b(?:als|zodra|wanneer) (?:\w+ )+", r"\b(?:bij|na) (?:een|haar|zijn|elk|mist|onrust)\b", r"\bbinnen (?:een|twee|drie) (?:dag|dagen|uur|week)\b", r"\bin de (?:ochtend|avond|middag|nacht|pauze)\b",
    r"\b(?:een|twee|drie|vier) keer\b", r"\bdagelijks\b", r"\bonderweg\b", r"\b(?:ochtend|avond|middag|nacht)s?\b", r"\btussen \w+ en\b",
)  # fmt: skip
_FOG_VERB = _re(
    r"\b(?:werkt|werken|werk ik|bouwt) (?:\w+ ){0,3}?(?:aan|mee|toe)\b[^.;]*", r"\bgaat (?:\w+ )?ervoor\b", r"\b(?:oriënteert|verdiept|bezint|herpakt|ontwikkelt|ontplooit) (?:zich|me|mij)\b[^.;]*",
    r"\bdenkt\b[^.;]*?\bna\b[^.;]*", r"\b(?:gaat|gaan) (?:\w+ ){0,3}?aan de slag\b[^.;]*", r"\b(?:bezig|bezighouden|houdt zich bezig)\b[^.;]*", r"\bprobeert\b[^.;]*", r"\bdoet (?:\w+ )?(?:zijn|haar) best\b[^.;]*",
    r"\bstaat (?:\w+ )?open voor\b[^.;]*", r"\bkijkt (?:\w+ ){0,3}?(?:wat|hoe|of) (?:\w+ ){0,3}?(?:kan|lukt|mogelijk)\b[^.;]*", r"\bonderneemt (?:\w+ )?(?:actie|stappen|iets)\b[^.;]*", r"\bgaat om met\b[^.;]*",
    r"\b(?:besteedt|heeft) (?:\w+ )?aandacht\b[^.;]*", r"\biets (?:leuks|creatiefs|nuttigs|doen|ondernemen)\b", r"\bmeer (?:naar buiten|bewegen|sociale|contact)\b[^.;]*", r"\bvaker\b[^.;]*", r"\bzo veel mogelijk\b[^.;]*",
    r"\bregelmatig\b[^.;]*", r"\bwat (?:vaker|meer)\b[^.;]*", r"\bgaat meer\b[^.;]*", r"\bpakt (?:\w+ )?op\b",
)  # fmt: skip
_FOG_NOUN = _re(
    r"\b(?:zinvolle?|passende?|adequate?|optimale?|stabiele?|gezonde|betere?|positieve|coöperatieve|realistische) \w+(?: van \w+ \w+)?", r"\b(?:een plek(?:je)? (?:geven|gegeven)|een plaats gegeven)\b",
    r"\b(?:balans|stabiliteit|zelfredzaam\w*|zelfstandig(?:er|heid)|kwaliteit van leven|welzijn|welbevinden|structuur|dagritme|weerbaar\w*|veerkracht|eigen regie|participatie|participeert|groei|ontwikkeling|zelfvertrouwen|eigenwaarde|zelfbeeld)\b",
    r"\b(?:beter|meer|goed) (?:in (?:mijn|zijn|haar) vel|omgaan|functioneren)\b", r"\bis (?:behandeld|gestabiliseerd|verbeterd|op orde)\b", r"\bstaat (?:sterker|steviger)\b", r"\baan (?:mezelf|zichzelf) werken\b", r"\bgrip (?:op|krijgen)\b[^.;]*",
)  # fmt: skip

_BIG_TERM = _re(
    r"\b(?:deze|komende|binnen een|binnen twee|binnen drie|de komende \w+) maand(?:en)?\b", r"\bbinnen (?:een|twee|drie|zes|\d+) (?:jaar|maanden)\b", r"\bhet komende? (?:half ?jaar|jaar)\b", r"\b(?:drie|vier|zes|acht) weken lang\b",
    r"\b(?:elke|iedere) dag (?:\w+ ){0,4}?(?:twee|drie|vier|vijf|zes) uur\b", r"\b(?:alle|de hele|het hele|heel) \w+", r"\bvolledig\w*\b", r"\bin één keer\b", r"\balle(?:s|maal)\b",
)  # fmt: skip
_DEED = re.compile(r"(?:,|\ben\b)\s+(?:[A-Z]\w+ |zij |hij |ik |dan |daarna )?(?:\w+ ){0,2}?(\w+(?:t|en|gt|kt|ft|pt|dt))\b")

_DEFICIT = _re(
    r"\b\w*(?:problematiek|problemen|stoornis(?:sen)?|verslaving\w*|verslaafd\w*|agressi\w+|impulscontrole|emotieregulatie\w*|ziekte-?inzicht|zelfinzicht|"
    r"zorgmijd\w+|therapieontrouw|gedragsproblem\w+|grensoverschrijdend\w*|manipul\w+|claimend\w*|depressi\w+|psychos\w+|psychotisch\w*|borderline\w*|adhd|autis\w+|ptss|"
    r"obesitas|genderdysforie|verwaarlo\w+|verward\w*|beperking\w*|tekort\w*|tekortkoming\w*|gebrek\w*|achterstand\w*|disfunction\w+|ontregel\w+|recidiv\w+|delictgedrag|"
    r"delict\w*|terugval\w*|vermijdingsgedrag|vermijdend\w*|zelfverwaarlozing|hechtings\w+|psychische klachten|klachten|symptomen|wanen|angststoornis\w*|overlast\w*|"
    r"onaangepast\w*|weerstand|ongemotiveerd\w*|laag niveau|verstandelijk beperkt\w*|lvb|multiprobleem\w*|probleemgedrag|koopgedrag|zuchtig\w*|craving\w*|middelengebruik|"
    r"middelenmisbruik|alcoholmisbruik|schuldenproblematiek|incidenten|onvermogen|onrust\w*gedrag|trauma\w*)\b",
)
_ORGANISATION = _re(
    r"\b(?:huisregels|behandeltrouw|therapietrouw\w*|medicatietrouw|medicatie(?:inname)?|trouw (?:\w+ )?in|meewerk\w*|werkt mee|medewerking|begeleidbaar|begeleidingsafspraken|"
    r"behandelafspraken|afspraken na\w*|komt (?:\w+ )?afspraken|behandelplan|zorgplan|ondersteuningsplan|begeleidingsplan|signaleringsplan|traject\w*|doorstroom\w*|uitstroom\w*|doorstromen|uitstromen|indicatie\w*|diagnos\w+|"
    r"dagbesteding\w*|abstinen\w+|urinecontrole\w*|ademanalyse|bewind\w*|budgetbeheer|schuldhulp\w*|groepstraining|training|module|cursus|behandeling|"
    r"zelfredzaamheidsmatrix|participatie\w*|tegenprestatie|re-?integratie\w*|deelname|neemt (?:\w+ )?deel|neemt deel aan|aanwezig bij|evaluatie\w*|rapportage\w*|vaccin\w+|screening|intake\w*|"
    r"coöperatie\w*|coöperatief|zorgvraag|ziektebesef|inzicht in|erken(?:t|nen)|accepteer\w*|accepteert|motivatie|gemotiveerd|leerbaar|stelt zich (?:\w+ )?open|realistische)\b",
)
_NATURAL = _re(
    r"\b(?:mijn|m'n|me|onze) (?:\w+ ){0,2}?(?:\w*zoon|\w*dochter|kind\w*|\w*moeder|ma|\w*vader|pa|\w*broer|\w*zus|oma|opa|tante|oom|neef|nicht|man|vrouw|\w*vriend(?:in)?|maat|maten|buur\w*|"
    r"huisgenoot|collega|oud-collega|baas|oude baas|\w*ouders|familie|zwager|schoonzus|kamergenoot|peetoom|peettante)\b",
    r"\b(?:buurvrouw|buurman|buren|oom|tante|vriend|vriendin|kerk|moskee|club|bibliotheek|buurthuis|koor|voetbal|sportschool|markt|winkel|werkplaats|kroeg|café|school|imam|pastoor|dominee|oude maat|meester|juf|mevrouw \w+ van)\b",
    r"\b(?-i:[A-Z][a-z]+) (?:van (?:de|het|hier)|kan|weet|helpt|wil|heeft|mag)\b",
)  # fmt: skip


def _client_words(uitingen: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*(content_words(u) for u in uitingen)) if uitingen else frozenset()


def _said(phrase: str, client: frozenset[str]) -> bool:
    """Whether the telling words of `phrase` are words of the client too."""
    mine = content_words(phrase)
    return bool(mine) and overlap(mine, client) >= 0.6


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[0].strip(" ,") if found else None


def traced(tekst: str, uitingen: Sequence[str]) -> float:
    """How much of what the item says stands in the client's words (0-1): telling words, and words that begin alike."""
    mine = frozenset(w for w in content_words(tekst) if not w[:1].isdigit())
    mine -= {base_form(w) for w in re.findall(r"(?<!^)\b[A-Z][\w'-]+", tekst)}  # names say nothing about the wish
    mine -= content_words(
        "begeleider meneer mevrouw cliënt week dag maandag dinsdag woensdag donderdag vrijdag zaterdag zondag morgen vandaag vanavond"
    )
    client = _client_words(uitingen)
    if not mine or not client:
        return 0.0
    total = sum(weight_of(w) for w in mine)
    hit = 0.0
    for w in mine:
        if w in client:
            hit += weight_of(w)
        elif len(w) >= 4 and any(len(v) >= 4 and (v[:4] == w[:4] or v in w or w in v) for v in client):
            hit += weight_of(w) / 2
    return hit / total if total else 0.0


def read(soort: str, tekst: str, uitingen: Sequence[str]) -> Read:
    """The labels the rules see, with the words they rest on. Empty: nothing to remark, or nothing to read."""
    if not tekst.strip():
        return {}
    out: dict[str, Hit] = {}
    client = _client_words(uitingen)
    said = " ".join(uitingen)
    actie = soort == "actie"

    legal = bool(_LEGAL.search(tekst)) and bool(_FREE.search(tekst))
    request = bool(_ON_REQUEST.search(tekst))

    subject = _SUBJECT_PRO.search(tekst)
    acts_for = None
    if actie and subject and not _TOGETHER.search(tekst[: subject.end() + 40]):
        client_too = _CLIENT_ACTS.search(tekst[subject.end() :])
        acts_for = re.split(r"[,;.]|\ben (?=[A-Z]|zij|hij|ik)", tekst[subject.start() :])[0].strip()
        if not client_too:
            out["geen_actie_client"] = Hit(0.8, acts_for)
        if not request and _CAN.search(said):
            out["begeleider_doet_het"] = Hit(0.6, acts_for)
    elif actie and re.search(r"\bwordt (?:\w+ ){0,3}?(?:gekoppeld|aangemeld|ingeschreven|geplaatst|geholpen)\b", tekst):
        out["geen_actie_client"] = Hit(0.7, _first(re.compile(r"\bwordt (?:\w+ ){0,3}?\w+"), tekst))
    if actie and (pro := _PRO.search(tekst)) and not request and not legal and _NATURAL.search(said) and not _said(pro[0], client):
        out["professioneel_voor_natuurlijk"] = Hit(0.55 if "begeleider_doet_het" in out else 0.65, pro[0].strip())

    core = _NOT_CORE.search(tekst)
    if core:
        own = not actie and bool(_CLIENT_STOPS.search(said)) and _said(core[0], client)
        harmless = bool(re.match(r"zonder\b", core[0], re.IGNORECASE)) and not re.search(
            r"\bzonder (?:incident|ruzie|terugval|overlast|geweld|stress)", core[0], re.IGNORECASE
        )
        if not own and not harmless:
            out["negatief_geformuleerd"] = Hit(0.75, core[0].strip(" ,"))
    force = _FORCE.search(tekst)
    if force and not legal and not _said(force[0], client) and not re.search(r"\bvan (?:haar|hem|me?)zelf\b", tekst):
        sure = not re.match(r"(?:moet|pas|zodra)\b", force[0], re.IGNORECASE)
        out["dwang_of_voorwaarde"] = Hit(0.8 if sure else 0.6, force[0].strip(" ,"))
    if (deficit := _DEFICIT.search(tekst)) and not _said(deficit[0], client):
        out["probleemgericht"] = Hit(0.75, deficit[0].strip())
    serves = _ORGANISATION.search(tekst)
    if serves and not legal and not _said(serves[0], client):
        out["hulpverlener_doel"] = Hit(0.7, serves[0].strip())
    near = traced(tekst, uitingen)
    if uitingen and near < 0.12:
        out["niet_eigen_woorden"] = Hit(0.6 + (0.12 - near), None)
    fog = _FOG_VERB.search(tekst) if actie else _FOG_NOUN.search(tekst)
    if fog and not (_WHEN.search(tekst) and actie and len(tekst.split()) > 9) and not _said(fog[0], client):
        out["vaag"] = Hit(0.65, fog[0].strip(" ,"))
    elif actie and not _WHEN.search(tekst):
        out["vaag"] = Hit(0.6, None)
    if big := _too_big(soort, tekst):
        out["te_groot"] = Hit(0.65, big)
    return {label: {"zekerheid": round(hit.certainty, 3), "woorden": hit.words} for label, hit in out.items()}


def _too_big(soort: str, tekst: str) -> str | None:
    """The stretch that makes an item too big, or None."""
    parts = re.split(r",\s+(?:en\s+)?|\s+en\s+", tekst.rstrip("."))
    deeds = [p for p in parts if len(p.split()) >= 2]
    if soort == "doel":
        return tekst.rstrip(".") if len(deeds) >= 3 and len(parts) >= 3 else None
    if (term := _BIG_TERM.search(tekst)) and not re.search(r"\balle(?:s|maal)\b|\bheel\b|\bde hele dag\b", term[0], re.IGNORECASE):
        return term[0]
    if len(deeds) >= 3 and len(_DEED.findall(tekst)) >= 2:
        return tekst.rstrip(".")
    return None


# -- whole plans, without weights ----------------------------------------------------------------


def holds_wish(tekst: str) -> float:
    """0, or how surely (by rule) this uiting holds a wish of the client."""
    return 0.8 if find_wishes("u", tekst) else 0.0


def dropped(plan: Mapping[str, Any]) -> list[str]:
    """Ids of uitingen with a wish that no doel and no actie takes up, by shared words."""
    items = [str(thing["tekst"]) for room in ("doelen", "acties") for thing in plan.get(room) or []]
    out = []
    for uiting in plan.get("uitingen") or []:
        wishes = [w.tekst for w in find_wishes(str(uiting["id"]), str(uiting["tekst"]))]
        if wishes and max((overlap(content_words(" ".join(wishes)), content_words(i)) for i in items), default=0.0) < 0.25:
            out.append(str(uiting["id"]))
    return out


def sentences_of(texts: Iterable[str]) -> list[str]:
    """The sentences of these texts, literal and without outer white space."""
    return [t[a:b].strip() for t in texts for a, b in sentences(t)]
