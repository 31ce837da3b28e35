"""assistant.judging.maskeer_zin: words in small letters that are a name only because the sentence says so.

"met merel naar de markt" but "een merel"; "hij slaapt bij de nachtvlinder" but "bij de bakker"; "op het vissersplein" but "op het schoolplein".
Every rule looks a fixed number of words to either side, so that a long text costs no more per word than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.judging.maskeer_lijsten import ARTICLES, COMMON, PRONOUNS, VERBS, Lijsten, below, word_set, zeldzaam, zipf
from assistant.judging.maskeer_vormen import Claims


@dataclass(frozen=True)
class Token:
    """A word and where it stands."""

    begin: int
    end: int
    text: str
    flat: str
    start: bool
    """First word of a sentence."""

    @property
    def cap(self) -> bool:
        return self.text[0].isupper()


_DETERMINERS = word_set(
    """
    de het een 't t 'n n d'n die deze dit mijn m'n mn me zijn z'n zn haar d'r ons onze jouw jullie hun geen elke elk iedere ieder welke welk zo'n
    wat veel weinig twee drie vier vijf zes zeven acht negen tien alle sommige enkele paar halve hele ene ander andere uw je
    """
)
_WITH = word_set("met bij van voor aan tegen door naast naar zonder namens over via volgens behalve om tussen rond dankzij")
_THAT = word_set("dat als omdat toen want of maar terwijl nadat voordat zodat sinds hoe waarom wanneer waar wie zoals doordat totdat dus")
_SAYS = word_set(
    """
    zegt zei zeg zeiden vroeg vraagt vertelde vertelt belt belde appt appte mailt mailde schreef wil wilde wou woont woonde slaapt sliep huilt huilde
    lacht lachte kookt kookte helpt hielp denkt dacht weet wist kent kende vindt vond luistert luisterde snapt snapte belooft beloofde hoopt rookt drinkt
    drinkt dronk eet at praat praatte roept riep scheldt schold bedankt durft heet zingt verzorgt werkt werkte leert leest las fietst studeert regelt
    regelde begrijpt begreep meldt meldde ontkent geeft gaf nam neemt haalt haalde bracht brengt houdt hield heeft had krijgt kreeg mag moet mist miste
    """
)
"""What only somebody does."""
_HAS = word_set("heeft had mag moet krijgt kreeg geeft gaf neemt nam houdt hield")
_TELLS = word_set("zei zegt vroeg belde appte vertelde riep belt appt vraagt vertelt")
_FINITE = VERBS - {"en", "of"} | _SAYS | word_set("appte liep zag kreeg stond lag reed")
_IMPERSONAL = word_set("is was wordt werd kan kon zal zou komt kwam gaat ging staat stond ligt lag zit zat heeft had mag moet")
_TO_SOMEBODY = word_set(
    """
    bel belde bellen gebeld app appte appen geappt zie zag zien mis miste missen ken kende kennen help hielp helpen vraag vroeg vragen sprak spreek
    spreken bezoek bezocht bezoeken groet bedank bedankte vertrouw vertrouwde haat verzorg knuffel haal haalde ontmoet ontmoette trouwde mail mailde
    troost troostte vergeef verlaat verliet heb had breng bracht hoor hoorde
    """
)
_DONE_TO = word_set(
    "gebeld geappt gesproken gevraagd verteld uitgenodigd geholpen opgehaald gemaild ontmoet bedankt getrouwd kennen bellen appen spreken"
)
_ABOUT = word_set(
    "zorgen droom droomde praat praatte gehad nadenken denk dacht vertel verteld vertellen verhaal geef geeft gaf klacht klaagt roddelen gaat ging weten"
)
_ASKS = word_set("komt kwam gaat ging heeft had wil wilde wou moet moest mag kan kon zal zou doet deed zit zat woont woonde slaapt sliep")
_KIN = word_set(
    "kinderen kids dochters zonen zoons zussen zusjes broers broertjes vrienden vriendinnen begeleiders vrijwilligers neven nichten tweeling ouders buren"
)
_NATURE = word_set(
    """
    merel mees valk beer wolf vos iris roos lelie linde jasmijn madelief vlinder raaf zwaan stern specht kraai tijger engel duif muis mus mol arend erica
    margriet beertje vosje tarik puck
    """
)
"""Of these, two side by side are as often two animals or two flowers."""
_VERBS_TOO = frozenset(("koos", "toon"))
_KITCHEN = word_set(
    "thee kamille boeket bosje takje kruiden tuin soep saus salade taart brood olie geur bloemen zaadjes deeg meel bak bakken bakte drum drums gitaar band muziek koor zing zingen speel"
)
"""Where a plant is a plant and a bass a bass."""
_SPEAKER = word_set("ik je jij u hij ze zij we wij jullie")
_CONTACT = word_set(
    """
    gehoord gebeld gepraat gesproken geappt afgesproken gemaild gewandeld gegeten gekookt gelachen gehuild gevraagd verteld opgehaald getrouwd gezoend
    ruzie samen contact bericht berichtje appje brief kaart kaartje verkering relatie gesprek verliefd knuffel afspraak cadeau praten bellen appen
    wandelen wachten wacht woon woont wonen boos jaloers geholpen geschreven uitgenodigd gescheiden dochter zoon zus broer moeder vader kind kinderen
    ouders vriend vriendin begeleider begeleidster kamer hond fiets nummer telefoon verjaardag
    """
)
_SOMEBODY = word_set(
    "ik hij zij ze wij we jij jullie hem haar mij me jou moeder vader zus zusje broer broertje mama papa oma opa zoon dochter vriend vriendin iedereen"
)
_RELATION_OF = word_set(
    """
    moeder vader mama papa ouders zus zusje broer broertje zoon dochter kind kinderen kindje vriend vriendin vrienden man vrouw ex oma opa tante oom baby
    buurman buurvrouw begeleider begeleidster mentor kamer hond kat fiets verjaardag verhaal telefoon nummer huis moeders
    """
)
_GREETING = word_set(
    "hoi hey hai hallo dag sorry bedankt dankje dankjewel gefeliciteerd groetjes groeten gr liefs xxx welterusten welkom beste lieve moi doei"
)
_WHEN = word_set(
    "nu inmiddels sindsdien gisteren vandaag morgen vanmorgen vanmiddag vanavond vannacht toen dan daarna net straks laatst eergisteren maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
)
_AFTER_THAT = word_set(
    "ook niet er mij me je nu nog weer altijd gewoon zelf hier daar naar met ons mijn haar zijn dan nooit het de een boos ziek weg blij ineens opeens al vandaag gisteren"
)
_AT_ONE = word_set(
    "wacht wachten gewacht pas passen gepast boos verliefd reken rekenen let letten lijk lijkt jaloers trots gesteld vertrouw vertrouwen dol"
)
_FIXED = re.compile(
    r"(?:last|shampoo|jeuk|haar|hoofd|schilfers|huid)\W.{0,40}\broos|\broos (?:op|in) (?:mijn|m'n|mn|me|je|zijn|haar|d'r|het|de) \w*(?:hoofd|haar|huid)|\bjan (?:en alleman|met de pet|rap|modaal|publiek|klaassen|boezeroen)"
    r"|\b(?:boven|voor) jan\b|zwarte pie?te?\b|\bpiet (?:precies|snot|lut)|\bhollands? klaas|\bhouten klaas|\bfrank en vrij\b|\bin ernst\b|\bad hoc\b|\bmo(?:t|k)\b"
)
"""What people say with a word that is a name, and mean nobody."""

_STAYS = word_set(
    """
    slaap slaapt slapen sliep sliepen geslapen verblijf verblijft verblijven verbleef verbleven woon woont wonen woonde woonden gewoond overnacht
    overnachten overnachtte opgenomen opname geplaatst plek plekje kamer logeer logeert logeren begeleider begeleidster begeleiding bewoner bewoners bewoonster
    dagbesteding intake wachtlijst aangemeld ingeschreven nachtdienst behandeling behandelaar groepsleiding terecht verhuisd verhuis verhuizen vrijwilliger
    vrijwilligerswerk clienten client opvang crisisplek nachten mentor groep juf school kind woonbegeleider teamleider medewerker
    """
)
"""What makes a house of the word behind 'bij de' or 'in de'."""
_STAYS_FIRMLY = word_set(
    "slaap slaapt slapen sliep geslapen verblijf verblijft verblijven verbleef opgenomen overnacht overnachten geplaatst intake bewoner bewoners ingeschreven wachtlijst"
)
_HELPED = word_set(
    "moet mag krijg krijgt kreeg eten eet gegeten hulp geholpen geweest heen zit zat zitten ga gaan gaat ging blijven blijf werk werkt"
)
_HOUSE_AT = word_set("bij in op van naar uit vanuit via vanaf tot")
_HOUSE_KINDS = word_set(
    """
    locatie huize opvanglocatie opvanghuis woonlocatie woonvorm woongroep hostel pension nachtopvang dagopvang crisisopvang vrouwenopvang noodopvang
    inloophuis inloop gezinshuis logeerhuis zorgboerderij hospice verpleeghuis verzorgingshuis woonzorgcentrum zorgcentrum buurthuis buurtkamer wijkcentrum afdeling internaat
    doorstroomhuis doorstroomlocatie gasthuis jeugdhuis beschermd
    """
)
_HOUSE_NAMED = word_set("locatie huize opvanglocatie woonlocatie opvanghuis logeerhuis gezinshuis doorstroomhuis woonvorm hostel")
_HOUSE_AFTER_KIND = word_set(
    "brug haven boomgaard stap kans molen toren poort bron loods steiger hoeve sprong start burg linde boog zon ster kolk vaart"
)
_HOUSE_END = (
    "hof",
    "stede",
    "stee",
    "borg",
    "staete",
    "heem",
    "hoeve",
    "hove",
    "oord",
    "horst",
    "rust",
    "wijzer",
    "lust",
    "zicht",
    "burcht",
    "wende",
    "haven",
)
_NO_HOUSE = word_set(
    """
    kerkhof gerechtshof strafhof hof woonoord kuuroord herstellingsoord vakantieoord oord onrust nachtrust bedrust winterrust rust nieuwsgierighede
    boerenhoeve hoeve toezicht overzicht inzicht uitzicht opzicht gezicht aangezicht zelfinzicht vooruitzicht doorzicht zwangerschapslust eetlust levenslust
    vechtlust werklust onlust strijdlust haven jachthaven thuishaven zeehaven luchthaven binnenhaven vliegveld borg waarborg stede hofstede voorhof tuinhof
    vluchthaven vrijhaven vissershaven containerhaven achterhof binnenhof
    """
)
_NOT_HOUSE_NEXT = _WITH | word_set(
    "in op uit na tot te en of waar die dat niet geen wel ook nog al mag kan moet is was de het een werken wonen eten onbekend"
)

_OF_A_PLACE = ("plein", "kade", "haven", "brug", "park", "gracht", "singel", "boulevard")
_PLACE_AT = word_set("op aan bij in langs rond naar over onder achter tegenover van vanaf tot vanuit uit rondom")
_BASE = word_set("kade haven gracht markt plein dijk singel werf brug weg wal brink vest dam steeg")
_WHICH = word_set("oude nieuwe hoge lage lange korte grote kleine groene witte rode zwarte verlengde noorder zuider ooster wester")
_KNOWN_PAIRS = frozenset(
    (a, b)
    for a, rest in {
        "grote": "markt",
        "oude": "gracht markt haven kade dijk singel vest",
        "nieuwe": "gracht markt haven kade dijk",
        "hoge": "kade dijk gracht wal",
        "lage": "kade dijk",
        "lange": "kade gracht dijk",
        "korte": "kade gracht dijk",
        "kleine": "markt gracht",
    }.items()
    for b in rest.split()
)
_LIVES = word_set(
    """
    woon woont wonen woonde slaap slaapt slapen sliep staat sta stond zit zat hangt hang ligt lag werk werkt werkte winkel kamer gevonden gezien
    aangehouden opgepakt flat huis adres bushalte rondhangen tent boot woonboot
    """
)
_HOUSE_NUMBER = re.compile(
    r" (?:op )?(?:nr\.? |nummer |huisnummer )?\d{1,4}(?: ?-? ?[a-z](?![\w]))?(?!\d|[.,:]\d)(?! ?(?:jaar|uur|euro|min|keer|maal|mensen|man|kinderen|maanden|dagen|weken|personen|boten|kramen|meter|km|graden))"
)
_WATERS = word_set("haven jachthaven vissershaven veerhaven buitenhaven binnenhaven kade boulevard strand sluis sluizen dijk")
_COMPASS = word_set("zuid noord oost west centrum")
_RIVERS = _COMPASS | word_set(
    "zuider noorder ooster wester erasmus waal maas rijn ij ijssel amstel vecht zaan schelde linge berkel dommel spaarne rotte schie"
)
_WILD = word_set(
    "bos plas plassen veld brug haven poort singel weg dijk kade park markt plein strand hout hei heide duinen gracht straatweg"
)
_ESTATES = word_set(
    "landgoed buitenplaats kasteel havezate havezathe stins volkstuincomplex tuinpark natuurgebied recreatieplas bungalowpark vakantiepark villapark woonwagenkamp volkstuin chaletpark caravanpark volkstuinvereniging"
)
_CAP_ESTATES = word_set("park slot borg plas hoeve fort molen strand boulevard terrein")
_VERBLIKE = re.compile(r"(?:t|te|ten|de|den|en|end|ig|lijk|isch)$|^ge\w+d$")


class Zin:
    """The rules of one text, over the tokens and claims of its reader."""

    def __init__(
        self, text: str, flat: str, claims: Claims, lists: Lijsten, tokens: Sequence[Token], is_name: Callable[[str], bool], dialect: bool
    ) -> None:
        self.text, self.flat, self.claims, self.lists, self.tokens, self.dialect = text, flat, claims, lists, tokens, dialect
        self.is_name = is_name

    # helpers

    def _word(self, i: int) -> str:
        """The word at i, or nothing when there is none."""
        return self.tokens[i].flat if 0 <= i < len(self.tokens) else ""

    def _gap(self, i: int) -> str:
        """What stands between token i and the next."""
        return self.text[self.tokens[i].end : self.tokens[i + 1].begin] if 0 <= i < len(self.tokens) - 1 else "."

    def _beside(self, i: int) -> bool:
        """Whether token i and the next have nothing but a space between them."""
        return self._gap(i) in (" ", "\u00a0")

    def _near(self, i: int, words: frozenset[str], back: int = 8, on: int = 8) -> bool:
        """Whether one of `words` stands in the same sentence, at most so many words away."""
        for step, most in ((-1, back), (1, on)):
            at = i
            for _ in range(most):
                gap = self._gap(at) if step > 0 else self._gap(at - 1)
                at += step
                if not 0 <= at < len(self.tokens) or re.search(r"[.!?;\n]", gap):
                    break
                if self.tokens[at].flat in words:
                    return True
        return False

    def _taken(self, i: int) -> bool:
        """Whether token i is somebody already."""
        return 0 <= i < len(self.tokens) and self.claims.somebody(self.tokens[i].begin)

    # persons

    def persons(self, end_of_name: Callable[[int], int]) -> None:
        """First names that are words. Twice: the second time a name found in the first stands beside another."""
        every = self.lists.always | self.lists.countable | self.lists.supported
        here = [
            i
            for i, token in enumerate(self.tokens)
            if not token.cap and self._bare(i) in every and self.claims.free(token.begin, token.end)
        ]
        for i, token in enumerate(self.tokens):  # "merels moeder"
            of = token.flat.endswith("s") and not token.cap and token.flat[:-1] in every and token.flat not in every
            if of and self._beside(i) and self._word(i + 1) in _RELATION_OF and self._word(i - 1) not in _DETERMINERS and not self.dialect:
                self.claims.add(token.begin, token.end, "persoon")
        if not here:
            return
        fixed = [match.span() for match in _FIXED.finditer(self.flat)]
        here = [i for i in here if not any(begin <= self.tokens[i].begin < end for begin, end in fixed)] if fixed else here
        found: set[str] = set()
        for _ in range(2):
            left = []
            for i in here:
                if self._somebody(i):
                    found.add(self._bare(i))
                    self.claims.add(self.tokens[i].begin, end_of_name(i), "persoon")
                else:
                    left.append(i)
            here = left
        for i in here:  # who was named once is meant again, where no article says otherwise
            word = self._bare(i)
            if word in found and word not in self.lists.supported and self._word(i - 1) not in _DETERMINERS and not self._adjective(i - 1):
                self.claims.add(self.tokens[i].begin, end_of_name(i), "persoon")

    def _bare(self, i: int) -> str:
        return re.sub(r"'s?$", "", self.tokens[i].flat)

    def _adjective(self, i: int) -> bool:
        """Whether a word before a thing is part of it: "mooie roos", "rode"."""
        word = self._word(i)
        return (
            word.endswith("e")
            and word not in COMMON
            and word not in _FINITE
            and word not in _THAT | _WITH
            and len(word) > 3
            and not self.is_name(word)
        )

    def _somebody(self, i: int) -> bool:
        word, before, after = self._bare(i), self._word(i - 1), self._word(i + 1)
        if word in self.lists.dialect and self.dialect:
            return False
        joined = i > 0 and self._beside(i - 1)
        if not joined:
            before = ""
        if before in _DETERMINERS:
            return False
        followed = self._beside(i)
        if not followed:
            after = ""
        if word == "max" and re.match(r" (?:\d|een|twee|drie|vier|vijf|tien|maar)", self.flat[self.tokens[i].end : self.tokens[i].end + 6]):
            return False  # "max twee"
        if word in self.lists.always:
            return not self._adjective(i - 1) or before in self.lists.close
        supported = word in self.lists.supported
        if before in self.lists.close and (i < 2 or self._word(i - 2) in _DETERMINERS):
            return word not in _VERBS_TOO or after in _FINITE  # "mijn zoon storm"; "mijn vader koos"
        if self._apposed(i):
            return True
        if self._adjective(i - 1) and not self.tokens[i - 1].start:
            return False
        clause = self.tokens[i].start or (i > 0 and re.fullmatch(r"[,;:)(–-]? ?[\"'(]?|, ", self._gap(i - 1)) is not None and not joined)
        if self._possessed(i, after) or self._aged(i):
            return not supported or clause or before in _WITH | _THAT
        if self._beside_somebody(i, before, after):
            return True
        if (
            before == "van"
            and self._word(i - 2) in _RELATION_OF - {"huis", "kamer", "verhaal", "man", "vrouw"}
            and self._word(i - 3) in _DETERMINERS
        ):
            return True  # "de moeder van bloem"
        says = followed and after in _SAYS - _HAS
        if says and (clause or before in _THAT or before in _WHEN or before == "en"):
            return True  # "storm vroeg of", "omdat storm zei"
        if before.startswith(("heet", "heten", "genaamd")):
            return True
        if self._word(i - 1) in _KIN and self._gap(i - 1) in (" ", ", ", ": ") and (after == "en" or self._gap(i) == ", "):
            return True  # "mijn kinderen, merel en storm"
        if self._followed_by_surname(i):
            return True
        if self.dialect and before in _GREETING:
            return False  # "hee löt"
        if before in ("hoi", "hallo", "dankjewel", "groetjes", "liefs", "welterusten", "hey", "moi", "gr"):
            return True
        if before in _GREETING and (self.tokens[i - 1].start or not supported):
            return word not in ("zon", "lente", "zomer")
        if before in _TELLS and (
            self.tokens[i - 1].start
            or self._word(i - 2) in _WHEN
            or (self._word(i - 2) == "dat" and not supported)
            or not self._beside(i - 2)
        ):
            return True  # "toen zei storm", "ik kom, zegt roos"
        if before in word_set("bel belde app appte geappt vraag vroeg mis bedank vertrouw vertrouwde sprak spreek ontmoette") and (
            not supported or before in word_set("bel belde app appte sprak ontmoette vertrouw")
        ):
            return word not in ("hoop", "zon")
        if supported:
            return self._supported(i, before, after, clause, followed)
        return self._countable(i, before, after, clause, followed)

    def _possessed(self, i: int, after: str) -> bool:
        """ "roos haar dochter", "storm z'n moeder", "roos's fiets"."""
        if re.search(r"['’]s?$", self.tokens[i].text):
            return self._word(i + 1) in _RELATION_OF
        return after in ("haar", "d'r", "z'n", "zn", "zijn") and self._beside(i + 1) and self._word(i + 2) in _RELATION_OF

    def _apposed(self, i: int) -> bool:
        """ "roos, mijn begeleidster," and "mijn begeleidster, roos,"."""
        if (
            self._gap(i) == ", "
            and self._word(i + 1) in ("mijn", "m'n", "mn", "onze", "haar", "zijn")
            and self._word(i + 2) in self.lists.close
        ):
            return self.tokens[i].start or self._word(i - 1) in _WITH
        return (
            i > 1
            and self._gap(i - 1) == ", "
            and self._word(i - 1) in self.lists.close
            and self._word(i - 2) in ("mijn", "m'n", "mn", "onze")
            and self._gap(i) != " "
        )

    def _aged(self, i: int) -> bool:
        return re.match(r" \(\d{1,2}\)| \(\d{1,2} jaar|, \d{1,2} jaar", self.text[self.tokens[i].end : self.tokens[i].end + 12]) is not None

    def _beside_somebody(self, i: int, before: str, after: str) -> bool:
        """ "roos en ik", "ayse en roos", "bloem en jip": a name or a person on the other side of 'en'."""

        def person(k: int) -> bool:
            word = self._word(k)
            if word in ("mijn", "m'n", "haar", "zijn") and k > i:
                return self._word(k + 1) in _RELATION_OF
            return word in _SOMEBODY - {"haar", "ze", "we", "me"} or word in self.lists.always or self._taken(k)

        if after == "en" and self._beside(i + 1):
            other = i + 2
            if person(other) or (self._word(other) in self.lists.first and self._word(other) not in self.lists.words):
                return True
            both = self.lists.countable | self.lists.supported
            if (
                self._word(other) in both
                and self._word(other) in self.lists.first
                and self._word(other + 1) in _FINITE | word_set("waren zijn hebben gingen komen kwamen willen doen wonen gaan")
            ):
                return self.tokens[i].start or before in _WITH | _THAT
        if before == "en" and i > 1 and self._beside(i - 2):
            if person(i - 2) or (self._word(i - 2) in self.lists.first and self._word(i - 2) not in self.lists.words):
                return self._word(i - 2) not in ("ik", "hij", "zij", "wij", "jij") or after in _FINITE | word_set(
                    "zijn waren gaan gingen hebben hadden wonen willen samen"
                )
            if (
                self._word(i - 2) in _RELATION_OF
                and self._word(i - 3) in ("mijn", "m'n", "haar", "zijn")
                and self._word(i - 2) not in word_set("huis kamer hond kat fiets telefoon verhaal nummer")
            ):
                return self._bare(i) not in self.lists.supported
        return False

    def _followed_by_surname(self, i: int) -> bool:
        """Whether the next word is a surname that was found: "roos jansen"."""
        if not self._beside(i) or not self._taken(i + 1):
            return False
        return not self.tokens[i + 1].cap and self._word(i + 1) in self.lists.last

    def _supported(self, i: int, before: str, after: str, clause: bool, followed: bool) -> bool:
        if self._near(i, _KITCHEN, back=4, on=4):
            return False
        if before == "bij" and self._near(
            i, word_set("eten slapen logeren slaap slaapt sliep geslapen logeer thuis blijven"), back=4, on=4
        ):
            return True
        if before == "met" and self._near(i, word_set("eet eten at spelen speel speelde gespeeld werk werkte"), back=4, on=3):
            return True
        if before in _THAT and after in word_set("boos verdrietig jarig ziek mij me mijn hem meegaat meekomt langskomt belt zegt"):
            return True  # "als storm boos wordt"
        if before in _WITH - {"om"} and self._near(i, _CONTACT, back=4, on=4):
            return True  # "van storm gehoord", "met storm gepraat"
        if before in ("aan", "tegen", "namens", "volgens") and self._near(
            i,
            word_set("zei zeggen gezegd vraag vragen gevraagd vertel vertellen verteld geef geven gegeven gaf schrijf vertelde vroeg"),
            back=5,
            on=4,
        ):
            return True
        if (
            self.tokens[i].start and followed and after in _IMPERSONAL - {"wordt", "werd"}
        ):  # "storm was er vandaag niet": the word alone cannot begin a sentence that way
            return self._word(i + 2) in word_set(
                "gebeld gezegd gevraagd geholpen geappt jarig verdrietig er niet weer vandaag gisteren boos ziek hier weg naar mee bij mij me net al te met op in langs thuis opgenomen terug blij"
            )
        if before in ("heb", "had", "heeft", "hebben", "ik", "gisteren", "vandaag") and after in _DONE_TO:
            return True  # "ik heb storm geappt"
        if before in ("heeft", "had", "is", "was", "komt", "kwam", "gaat", "ging", "wil", "wilde") and self._near(
            i,
            word_set("gebeld geappt gezegd gevraagd verteld geholpen langs mee thuis boos weggelopen opgenomen jarig verdrietig ziek"),
            back=0,
            on=4,
        ):
            return not (before in ("is", "was") and self._word(i - 2) in word_set("dat dit het wat er ze hij zij ik"))
        return False

    def _countable(self, i: int, before: str, after: str, clause: bool, followed: bool) -> bool:
        word = self._bare(i)
        if self.dialect and before not in _WITH:
            return False
        if self._near(i, _KITCHEN, back=4, on=4):
            return False
        if before in _WITH:
            if before in ("over", "om", "rond", "tussen") and not self._near(i, _CONTACT | _ABOUT, 5, 4):
                return False
            if after == "en" and word in _NATURE and self._word(i + 2) in _NATURE:  # "met merel en mees": birds as well
                return self._near(i, _CONTACT, back=5, on=6) or self._word(i + 3) in ("naar", "mee", "toe", "thuis")
            if before in ("van", "tussen") and (after == "tot" or (after == "naar" and self._word(i + 2) not in _DETERMINERS)):
                return False
            return not re.match(r"(?:-|, \w+ en )", self.text[self.tokens[i].end : self.tokens[i].end + 20])
        if clause and after == "van" and self._word(i + 2) in word_set("boven beneden hiernaast hiertegenover de het 't d'n kamer"):
            return self.tokens[i].start or before == ""  # "piet van boven helpt"
        if before == "op":
            return self._near(i, _AT_ONE, back=4, on=3)
        if clause and followed and after in _FINITE:
            return self.tokens[i].start or after in _SAYS
        if before in word_set("dat omdat terwijl nadat voordat zodat sinds doordat") and followed:
            return after not in ("en", "of", "in", "van", "op") and word not in ("lot", "jet")
        if before in _THAT and followed:
            if before in ("als", "of", "zoals", "dan"):
                return after in _FINITE | (_AFTER_THAT - {"de", "het", "een", "zijn", "haar", "naar", "met"}) and after not in ("of", "en")
            return after in _FINITE | _AFTER_THAT
        if before in _FINITE and before not in _SAYS & word_set("zingt eet at leest drinkt") and followed:
            two = self._word(i - 2)
            if before in ("is", "was") and after == "die" and two in ("het", "dat"):
                return True  # "het was roos die belde"
            if before in _ASKS and (self.tokens[i - 1].start or two in _WHEN) and after not in ("en", "of"):
                return True  # "vandaag komt merel voor het gesprek"
            if before in ("is", "was", "heet", "wordt", "werd"):
                return (self.tokens[i - 1].start or two in _WHEN) and after not in ("en", "of")
            if two in _SPEAKER | {"wie", "die", "dat", "er", "het"} and before not in _TO_SOMEBODY:
                return False
            return after in (_FINITE | _AFTER_THAT | _CONTACT) - {"gegeten", "gekookt"} | word_set(
                "langs mee gebeld gezegd gekomen thuis toe"
            ) - {"de", "het", "een"}
        if before in _TO_SOMEBODY and (
            self._word(i - 2) in _SPEAKER or self.tokens[i - 1].start or self._word(i - 3) in _SPEAKER or self._word(i - 2) in _WHEN
        ):
            return after not in ("en", "of")
        if before in _SPEAKER and self._word(i - 2) in _TO_SOMEBODY and self._word(i - 2) not in ("help", "hielp"):
            return after not in ("en", "of")  # "gisteren heb ik merel gezien"
        if before in _WHEN:
            return self._near(i, _CONTACT | _TO_SOMEBODY | word_set("langs mee gezien"), back=0, on=3)
        if (
            before in ("alleen", "ook", "zelfs")
            and self.tokens[i - 1].start
            and followed
            and after in _FINITE | word_set("snapt begrijpt kent")
        ):
            return True
        if before in ("nog", "even", "ook", "alleen", "alweer", "weer") and self._near(i, _TO_SOMEBODY | _CONTACT, back=4, on=3):
            return self._near(
                i,
                word_set("bel bellen gebeld app appen geappt vraag vragen gevraagd vertrouw gesproken spreken gebeld belde appte"),
                back=4,
                on=3,
            )
        if before in ("ben", "is") and self._word(i - 2) in ("ik", "naam"):
            return word in self.lists.mostly
        return (
            before == "is" and self._word(i - 2) in _RELATION_OF - {"huis", "kamer", "fiets", "hond"} and word in self.lists.mostly
        )  # "mijn begeleidster is roos"

    # houses

    def houses(self, cut: Callable[[int], int]) -> None:
        """Shelters, houses and schools by a bare name, where the sentence is about living, sleeping or being helped there."""
        for i in range(1, len(self.tokens)):
            token = self.tokens[i]
            if token.cap or not self._beside(i - 1) or len(token.flat) < 3 or not self.claims.free(token.begin, token.end):
                continue
            article = self._word(i - 1) in ARTICLES
            kind = i - 2 if article and i > 1 and self._beside(i - 2) else i - 1
            if self._word(kind) in _HOUSE_KINDS and (article or kind == i - 1):
                if self._named(i, kind, article):
                    self.claims.add(self.tokens[kind].begin, cut(i), "instelling")
                continue
            at = kind
            if self._word(at) in _HOUSE_AT and self._house(i, article):
                self.claims.add(self.tokens[i - 1].begin if article else token.begin, cut(i), "instelling")

    def _named(self, i: int, kind: int, article: bool) -> bool:
        """Whether the word behind a kind of house is its name: "locatie zonnehof", "locatie de wending"."""
        word = self._word(i)
        if (
            word in COMMON | PRONOUNS | VERBS | _NOT_HOUSE_NEXT
            or word in self.lists.titles | self.lists.close | self.lists.kinds
            or self.is_name(word)
        ):
            return word in self.lists.houses
        if word in self.lists.houses or (article and word in _HOUSE_AFTER_KIND):
            return True
        if self.dialect or _VERBLIKE.search(word) or len(word) < 4:
            return False
        if article:
            return self._word(kind) in _HOUSE_NAMED and below(word, 3.4) and not self._near(i, word_set("van"), back=0, on=1)
        return self._word(kind) in _HOUSE_NAMED and below(word, 2.4)

    def _house(self, i: int, article: bool) -> bool:
        word = self._word(i)
        if word in _NO_HOUSE or word in self.lists.kinds or word in COMMON:
            return False
        if self._beside(i) and self._word(i + 1) == "van":
            return False
        listed = word in self.lists.houses
        formed = word.endswith(_HOUSE_END) and below(word, 2.6) and len(word) > 6 and word not in self.lists.plain_places
        if not article:
            return ((listed and below(word, 3.3)) or (formed and not word.endswith("haven"))) and self._near(
                i, _STAYS_FIRMLY | word_set("woon woont wonen woonde"), back=5, on=4
            )
        if listed or formed:
            if self._word(i - 2) in ("van", "tot", "op") and not listed:
                return False
            if self._near(i, word_set("tuin foto tekening schilderij boom kijken keek zag teken lucht film boek liedje"), back=6, on=4):
                return False
            if self._word(i - 2) == "op" and self._near(i, word_set("zit zat zitten"), back=5, on=3):
                return self._near(i, word_set("groep klas school juf meester kind dochter zoon"), back=6, on=5)
            return self._near(i, _STAYS | _HELPED if listed and below(word, 2.7) else _STAYS, back=8, on=6)
        if self.dialect or len(word) < 5 or _VERBLIKE.search(word) or self.is_name(word):
            return False
        return (
            self._word(i - 2) in ("bij", "in")
            and (zipf(word) or 9.0) < 1.0
            and zeldzaam(word, 1.0)
            and self._near(i, _STAYS_FIRMLY, back=4, on=2)
            and not word.endswith(("kamer", "bed", "tje", "je", "zak", "hok"))
        )

    # squares, quays, harbours, bridges, parks and estates

    def squares(self, capital_run: Callable[[int], int]) -> None:
        for i, token in enumerate(self.tokens):
            if i == 0 or not self._beside(i - 1) or not self.claims.free(token.begin, token.end):
                continue
            before = self._word(i - 1)
            if before == "station" and not token.cap and token.flat in self.lists.places - self.lists.place_words - _COMPASS:
                self.claims.add(token.begin, token.end, "plaats")
            if (
                token.flat in _WILD
                and before.endswith("se")
                and any(before[:-2] + end in self.lists.places for end in ("", "en", "n", "s"))
            ):
                self.claims.add(self.tokens[i - 1].begin, token.end, "plaats")  # "het kralingse bos"
                continue
            if token.flat in _ESTATES or (token.flat in _CAP_ESTATES and self._beside(i)):
                self._estate(i, capital_run)
                continue
            if token.flat in _BASE or token.flat == "markt":
                self._base(i, before)
            if token.flat in _WATERS and self._word(i + 1) == "van" and self._beside(i) and self._beside(i + 1):
                self._water(i, capital_run)
                continue
            if not token.cap and self._named_square(i, before):
                tail = _HOUSE_NUMBER.match(self.flat, token.end)
                self.claims.add(token.begin, tail.end() if tail else token.end, "plaats")

    def _named_square(self, i: int, before: str) -> bool:
        word = self._word(i)
        end = next((end for end in _OF_A_PLACE if word.endswith(end)), "")
        stem = word[: -len(end)].rstrip("-") if end else ""
        if len(stem) < 3 or word in self.lists.plain_places or not below(word, 4.2) or not below(word[:-1], 5.0):
            return False
        article = before in ARTICLES
        at = self._word(i - 2) if article else before
        if at not in _PLACE_AT or (article and not self._beside(i - 2)):
            return False
        known = self.is_name(stem) or stem in self.lists.places or stem in _RIVERS
        known = known or (stem.endswith("s") and (self.is_name(stem[:-1]) or stem[:-1] in self.lists.places))
        if end in ("brug", "haven") and not (known or below(stem, 3.0)):
            return False  # "over de betonbrug"
        if not article:
            return known and end in ("plein", "park", "kade")
        if end == "park":
            return known or below(stem, 3.6)
        return True

    def _base(self, i: int, before: str) -> None:
        """ "op de oude kade 12", "aan de kade 14", "op de grote markt"."""
        token = self.tokens[i]
        tail = _HOUSE_NUMBER.match(self.flat, token.end)
        which = before in _WHICH
        k = i - 2 if which else i - 1
        if self._word(k) not in ARTICLES or self._word(k - 1) not in ("op", "aan", "bij", "in", "naar", "van", "rond", "langs", "naast"):
            return
        if k < 1 or not self._beside(k - 1) or not self._beside(k):
            return
        rest = self.flat[tail.end() : tail.end() + 12] if tail else ""
        if tail and not re.match(
            r"(?:$|[.,;:!?)\n]| (?:in|te|is|en|bij|met|boven|naast|waar|daar|staat|woont?|dus|maar|want|heb|hebben|wordt|tot|tegenover)\b)",
            rest,
        ):
            tail = None  # "op de kade 3 dozen"
        if (
            tail
            and self._word(k - 1) in ("op", "aan", "in")
            and (which or token.flat not in ("plein", "weg", "brug", "dam", "wal") or self._near(i, _LIVES, 6, 3))
        ):
            self.claims.add(self.tokens[i - 1].begin if which else token.begin, tail.end(), "plaats")
        elif (
            which
            and (before, token.flat) in _KNOWN_PAIRS
            and (token.cap or (self._word(k - 1) in ("op", "aan", "bij") and self._near(i, _LIVES, 6, 3)))
        ):
            self.claims.add(self.tokens[i - 1].begin, token.end, "plaats")

    def _water(self, i: int, capital_run: Callable[[int], int]) -> None:
        """ "de haven van ijmuiden"."""
        first = i + 2
        if first >= len(self.tokens):
            return
        for size in (3, 2, 1):
            last = first + size - 1
            if last < len(self.tokens) and self.flat[self.tokens[first].begin : self.tokens[last].end] in self.lists.places:
                word = self._word(first)
                if self.tokens[first].cap or (word not in self.lists.place_words and word not in self.lists.words and len(word) > 3):
                    self.claims.add(self.tokens[i].begin, self.tokens[last].end, "plaats")
                    return

    def _estate(self, i: int, capital_run: Callable[[int], int]) -> None:
        """ "landgoed de eikenhorst", "kasteel Moersbergen"."""
        j = i + 1
        if j < len(self.tokens) and self._beside(i) and self._word(j) in ARTICLES and self._beside(j):
            j += 1
        if j >= len(self.tokens) or not self._beside(j - 1) or not self.claims.free(self.tokens[j].begin, self.tokens[j].end):
            return
        token = self.tokens[j]
        if token.cap:
            if self.is_name(token.flat) and self.tokens[i].flat in _CAP_ESTATES:
                return
            end = capital_run(j) - 1
            self.claims.add(self.tokens[i].begin, self.tokens[end].end, "plaats")
        elif self.tokens[i].flat == "park" and j > i + 1 and below(token.flat, 2.4) and not _VERBLIKE.search(token.flat):
            self.claims.add(self.tokens[i].begin, token.end, "plaats")
        elif self.tokens[i].flat in _ESTATES and not self.dialect and len(token.flat) > 4 and token.flat not in COMMON | VERBS:
            rare = below(token.flat, 2.6) or token.flat in self.lists.houses
            if rare and not (_VERBLIKE.search(token.flat) and j == i + 1 and not token.flat.endswith(("bergen", "horst", "oord", "veld"))):
                self.claims.add(self.tokens[i].begin, token.end, "plaats")
