"""assistant.judging.maskeer_namen: addresses, organisations, places and persons, by the lists and by the words around them."""

from __future__ import annotations

import re

from assistant.judging.maskeer_lijsten import (
    ARTICLES,
    AT,
    CALENDAR,
    COMMON,
    FORMAL,
    IN,
    INNER,
    KIND_ENDS,
    LARGE,
    PRONOUNS,
    TWO,
    VERBS,
    WORKS,
    Lijsten,
    below,
    gewoon,
    plat,
    word_set,
    zeldzaam,
    zipf,
)
from assistant.judging.maskeer_vormen import NUMBER_WORDS, Claims
from assistant.judging.maskeer_zin import Token, Zin

_WORD = re.compile(r"['’]s-[^\W\d_][\w-]*|(?<!\w)['’][tn]\b|[^\W\d_](?:[\w]|['’.-](?=[^\W\d_]))*")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:mw|mr|dr|drs|ds|dhr|mevr|mvr|hr|st|fam|prof|ing|ir|zr|br|nr|bijv|bv|ca|evt|o\.a|t\.a\.v|tel|v\.d)\.\s*$", re.IGNORECASE
)


_INITIAL = re.compile(r"\b[A-Z]\.$")
_CLITICS = frozenset(("'t", "'n", "t", "n", "s", "k", "m", "r", "d'n"))


def _tokens(text: str, flat: str) -> list[Token]:
    found: list[Token] = []
    for match in _WORD.finditer(text):
        least = found[-1].end if found else 0
        k = match.start()
        while k > least and text[k - 1] in " \t\"'“‘«(*-–•":
            k -= 1
        start = (
            k == 0
            or text[k - 1] in "!?\n:"
            or (
                text[k - 1] in ".…"
                and not _SHORT.search(text[max(0, k - 12) : match.start()])
                and not _INITIAL.search(text[max(0, k - 3) : k])
            )
        )
        word, end = match.group(), match.end()
        if found and found[-1].start and found[-1].flat in _CLITICS and match.start() - found[-1].end == 1:
            start = (
                start or "'" in flat[max(0, found[-1].begin - 1) : found[-1].end]
            )  # "'s Middags", "'k Heb": the sentence begins with the apostrophe
        found.append(Token(match.start(), end, word, flat[match.start() : end], start))
    return found


def _bare(word: str) -> str:
    """Without the possessive: "fatima's" -> "fatima"."""
    return re.sub(r"'s$|'$", "", word)


_NUMBER_SAID = re.compile(
    rf" (?:nummer )?(?:{NUMBER_WORDS})(?: ?hoog)?(?!\w)(?<! een)"
    r"(?! (?:keer|maal|uur|dagen|weken|maanden|jaar|minuten|kinderen|jongens|meiden|meisjes|mensen|mannen|vrouwen|vaders|moeders|auto|huizen|bomen|kramen|kilometer|km|meter|en een half))"
)
"""A house number said as a word: "de kanaalweg zeven"."""
_INITIALS_SMALL = re.compile(r"(?<![\w.])(?:[a-z]\. ?){1,3}(?:(?:van|de|der|den|ter|ten|te|'t|el|al|v\.d\.) ){0,3}([a-z][\w'-]{2,})")
_JOINED = re.compile(r"(?<![\w-])(?:van ?der|van ?den|van 't|vd|v\.d\.|v/d|el|al|ben) ([a-z][\w-]{3,})|(?<![\w-])de ([a-z][\w-]{3,})")
"""A surname with its tussenvoegsel, in small letters."""
_SURE_WITH_DE = frozenset(("vries",))
_VERB_END = re.compile(rf"(?:t|te|ten|de|den|en|end|^ge\w+d|eek)$|^(?:{NUMBER_WORDS})$")
"""Rare words with these endings are verbs more often than names: "de buurman bonkt", "mijn vriendin zuchtte"."""
_NICK = word_set("ome tante lange bolle dikke ouwe oude kleine blonde rooie zwarte gekke malle stille schele")
_DOES = word_set(
    """
    zag nam gaf sliep stond wou appte appt wilde dacht dachten vertelde vertelt huilt huilde lacht lachte wacht wachtte meldt meldde at hielp
    zong gooit gooide speelde las reed fietste liep lag stopte begon vindt voelt voelde bracht brengt haalde mailt mailde sprak
    """
)
_NAMED_KINDS = word_set(
    """
    basisschool moskee kerk parochie buurthuis wijkcentrum buurtcentrum inloophuis kinderdagverblijf kinderopvang verpleeghuis verzorgingshuis
    zorgcentrum woonzorgcentrum camping hotel pension sportschool voetbalclub zorgboerderij huisartsenpraktijk apotheek hospice peuterspeelzaal
    stichting manege kapsalon restaurant snackbar cafetaria lyceum college dagbesteding taalhuis woonvorm bakkerij coffeeshop supermarkt obs cbs
    nachtopvang wijkteam taalschool muziekschool scheepswerf autowasserette praktijkcollege schaakclub
    """
)
"""Kinds of organisation that are followed by their name when nothing but a preposition stands before them."""
_ALWAYS_NAMED = word_set("sv vv fc rkvv huize obs cbs")
"""These are followed by their name whatever stands before them."""
_INITIALS = re.compile(
    r"(?<![\w.])(?!(?:B\.V|N\.V|A\.A|C\.V|T\.V|M\.S|P\.S|V\.S|D\.D|N\.B|K\.I)\.)[A-Z]\. ?(?:(?:el|al|de|van|den|der|ten|ter|bin|ben) ){0,2}[A-Z]\."
    r"(?=\s+(?:is|was|heeft|had|wil|wilde|komt|kwam|zegt|zei|gaat|ging|belt|belde|wel|niet|ook|slaapt|sliep)\b|,|$)"
)
_SHORT_FIRST = re.compile(
    r"(?<![\w.])(?:Chr|Joh|Jac|Alb|Ant|Wm|Th|Ph|Fr|Sj|Tj|Ger|Herm)\. ?(?:(?:van|de|der|den|ten|ter|el|al) ){0,3}[A-ZÀ-Ž][\wÀ-ž'’-]+"
)
"""A first name cut short before a surname: "mr. Chr. Oyelaran"."""


class Reader:
    """One reading of one text."""

    def __init__(self, text: str, flat: str, claims: Claims, lists: Lijsten) -> None:
        self.text, self.flat, self.claims, self.lists = text, flat, claims, lists
        self.tokens = _tokens(text, flat)
        self.dialect = len({token.flat for token in self.tokens} & lists.dialect_only) > 1
        self.zin = Zin(text, flat, claims, lists, self.tokens, self._is_name, self.dialect)

    def read(self) -> None:
        for pattern in (_INITIALS, _SHORT_FIRST):
            for match in pattern.finditer(self.text):
                self.claims.add(match.start(), match.end(), "persoon")
        self.kinds_and_names()
        self.kinds_and_small_names()
        for match in self.lists.known_organisations.finditer(self.flat):
            if self.text[match.start()].isupper():
                tail = re.compile(r"(?: [A-ZÀ-Ž][\w'’-]+)*").match(self.text, match.end())
                self.claims.add(match.start(), tail.end() if tail else match.end(), "instelling")
        self.zin.houses(self._cut)
        self.addresses()
        self.zin.squares(self._capital_run)
        self.titled()
        self.small_surnames()
        self.nicknames()
        self.zin.persons(self._end_of_name)
        self.organisations()
        self.at_unknown()
        self.places()
        self.persons()

    # helpers

    def _never(self, i: int) -> int:
        """How many words from token i on may stay (an authority, a brand, a language); 0: none."""
        longest = self.lists.never_heads.get(self.tokens[i].flat, 0)
        for size in range(min(longest, len(self.tokens) - i), 0, -1):
            begin, end = self.tokens[i].begin, self.tokens[i + size - 1].end
            if self.flat[begin:end] in self.lists.never:
                return size
        return 1 if _bare(self.tokens[i].flat) in self.lists.never else 0

    def _next_to(self, i: int, j: int) -> bool:
        """Tokens i and j follow each other with nothing but a space (or a point after an initial) between."""
        gap = self.text[self.tokens[i].end : self.tokens[j].begin]
        return gap in (" ", "\u00a0") or (gap in (". ", ".\u00a0") and len(self.tokens[i].text) == 1)

    def _capital_run(self, i: int, connect: frozenset[str] = frozenset()) -> int:
        """Index after the run of capitalised words that begins at i; words of `connect` may stand between two of them."""
        j = i + 1
        while j < len(self.tokens) and self._next_to(j - 1, j):
            if self.tokens[j].cap and not self._never(j):
                j += 1
                continue
            k = j
            while k < len(self.tokens) and self.tokens[k].flat in connect and self._next_to(k - 1, k):
                k += 1
            if k > j and k < len(self.tokens) and self.tokens[k].cap and self._next_to(k - 1, k):
                j = k + 1
                continue
            break
        return j

    def _is_name(self, word: str) -> bool:
        bare = _bare(word)
        small = re.sub(r"(?:etje|tje|je|ke)$", "", bare)
        if (
            small != bare
            and len(small) > 2
            and small in self.lists.first
            and bare not in self.lists.words
            and small not in self.lists.words
        ):
            return True
        return (
            bare in self.lists.names
            or (("-" in bare) and all(part in self.lists.names for part in bare.split("-")))
            or (bare.endswith("s") and bare[:-1] in self.lists.first and bare not in self.lists.words)
        )

    def _street(self, word: str) -> bool:
        return any(word.endswith(end) and len(word) >= len(end) + 3 for end in self.lists.streets)

    # passes

    def addresses(self) -> None:
        """Street with number, postcode, town; squares and streets without a number."""
        number = r"(?:[ ,]{1,2}(?:op )?(?:nr\.? |nummer |huisnummer )?\d{1,5}(?: ?-? ?[A-Za-z]{1,2}(?![A-Za-z])| ?(?:hs|bis|I{1,3}|IV|boven|beneden)(?!\w))?(?:[-/]\d{1,4})?(?! ?(?:jaar|uur|euro|minuten|keer|mensen|kinderen|maanden|dagen)))"
        code = r"[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?![A-Za-z])"
        town = r"(?:,? (?:te |in )?[A-ZÀ-Ž'][\w'’-]+(?: (?:aan|den|de|der|bij|op|over|en) (?:den |de )?[A-Z][\w-]+| [A-Z][\w-]+)?)"
        long_name = r"(?<!\w)(?:Laan|Weg|Plein|Kade|Hof|Park|Burgemeester|Burg\.|Prof\.|Dr\.|Pastoor|Postbus|Antwoordnummer)(?: (?:van|der|de|den|het|op|aan))* ?(?:[A-ZÀ-Ž][\w'’-]+ ?){0,4}\d{1,5}(?:-\d{1,4}| ?[A-Za-z](?![A-Za-z]))?"

        def with_town(end: int) -> int:
            """Where the postcode or the known town that stands right behind `end` ends; `end` itself when there is none."""
            rest = re.compile(rf"(?:,? ?{code})?{town}?").match(self.text, end)
            if rest is None or not rest.group():
                return end
            named = plat(rest.group()).strip(" ,").removeprefix("te ").removeprefix("in ")
            return rest.end() if re.search(code, rest.group()) or named in self.lists.places else end

        for match in re.finditer(long_name, self.text):
            self.claims.add(match.start(), with_town(match.end()), "plaats")
        for i, token in enumerate(self.tokens):
            loose = token.flat in self.lists.loose_streets and token.cap and not token.start
            before = self.tokens[i - 1] if i > 1 else None
            surname = before is not None and before.flat in ("van", "der", "den", "ter", "ten", "t", "'t") and not before.cap
            if surname and self.tokens[i - 2].cap and self._is_name(self.tokens[i - 2].flat):
                continue  # "Joke van Dam", "Lisette van 't Hof"
            if not (loose or self._street(token.flat)) or not self.claims.free(token.begin, token.end):
                continue
            if token.flat in self.lists.kinds or self._never(i):
                continue
            tail = re.compile(number).match(self.text, token.end)
            sure = any(
                token.flat.endswith(end)
                for end in (
                    "straat",
                    "laan",
                    "weg",
                    "plein",
                    "gracht",
                    "kade",
                    "singel",
                    "dijk",
                    "dreef",
                    "plantsoen",
                    "steeg",
                    "boulevard",
                    "hofje",
                    "burgwal",
                )
            )
            if tail is None and sure and not token.flat.startswith(("school", "markt", "dorps")):
                tail = _NUMBER_SAID.match(self.flat, token.end)
            named = self._is_name(token.flat) or token.flat in self.lists.places
            before_is_no_clitic = i == 0 or self.tokens[i - 1].flat not in ("t", "'t")  # "'t Stationsplein"
            placed = i > 0 and self.tokens[i - 1].flat in ("de", "het", "aan", "op", "in", "langs", "bij")
            if not (
                loose
                or (tail and (sure or token.cap))
                or (placed and sure and len(token.flat) > 6 and below(token.flat, 1.2))  # "op de vlierweg"
                or (token.cap and not named and (sure or placed) and not (token.start and not tail and before_is_no_clitic))
                or (token.cap and named and tail and placed)
            ):
                continue
            if not token.cap and token.flat in (
                "onderweg",
                "halverwege",
                "snelweg",
                "weg",
                "straat",
                "hoofdweg",
                "spoorweg",
                "voorkade",
                "achterstraat",
            ):
                continue
            begin = token.begin
            k = i
            while (
                k > 0
                and self.tokens[k - 1].cap
                and self._next_to(k - 1, k)
                and not self.tokens[k - 1].start
                and not self._never(k - 1)
                and token.cap
            ):
                k -= 1
                begin = self.tokens[k].begin
            if (
                k > 0
                and token.cap
                and self.tokens[k - 1].flat in ("van", "der", "den")
                and self.tokens[k - 1].cap
                and self._next_to(k - 1, k)
            ):
                begin = self.tokens[k - 1].begin
            self.claims.add(begin, with_town(tail.end()) if tail else token.end, "plaats")
        for match in re.finditer(rf"(?<!\w)(?:{code}|[1-9]\d{{3}} ?[a-z]{{2}}(?![a-z]))", self.text):
            letters = match.group()[-2:]
            if letters.islower() and (
                letters in TWO or not re.search(r"postcode|straat|laan|weg", self.flat[max(0, match.start() - 30) : match.start()])
            ):
                continue
            end = match.end()
            rest = re.compile(town).match(self.text, end)
            if rest and plat(rest.group()).strip(" ,").removeprefix("te ").removeprefix("in ") in self.lists.places:
                end = rest.end()
            self.claims.add(match.start(), end, "plaats")

    def titled(self) -> None:
        """A name after a title or after a word for somebody near, and initials with a surname."""
        for match in re.finditer(
            r"(?<![\w.])(?:[A-ZÀ-Ž]\.[ ]?){1,4}(?:(?:van|de|der|den|ter|ten|te|'t|el|al|v\.d\.)[ ]){0,3}[A-ZÀ-ŽİŞÇÖÜ][\w'’-]+", self.text
        ):
            end = match.end() - (2 if re.search(r"['’]s$", match.group()) else 0)
            if plat(match.group()) not in self.lists.never:
                self.claims.add(match.start(), end, "persoon")
        for i in range(1, len(self.tokens)):
            before = self.tokens[i - 1].flat.rstrip(".")
            gap = self.text[self.tokens[i - 1].end : self.tokens[i].begin]
            two = f"{self.tokens[i - 2].flat} {before}" if i > 1 else ""
            title = (before in self.lists.titles or two in self.lists.titles) and re.fullmatch(r"\.? ", gap)
            near = before in self.lists.close and re.fullmatch(r",? |, (?:dat is )?| \(", gap)
            calling = (before in self.lists.calling or two in self.lists.calling) and re.fullmatch(r" |: ", gap)
            if not (title or near or calling):
                continue
            if (
                calling
                and self.tokens[i].cap
                and i > 1
                and (self.tokens[i - 2].flat in self.lists.kinds or self.tokens[i - 2].flat.endswith(KIND_ENDS))
            ):
                self.claims.add(
                    self.tokens[i].begin, self._cut(self._capital_run(i, INNER) - 1), "instelling"
                )  # "de kliniek heette Nieuwe Oever"
                continue
            self._name_from(i, strong=bool(title), calling=bool(calling) and before not in ("aan", "namens"), near=bool(near))

    def _rest_is_plain(self, i: int) -> bool:
        """Whether ordinary words stand around token i, so that this is a name in a Dutch sentence and no dialect or other language."""
        around = [token.flat for token in self.tokens[max(0, i - 4) : i] + self.tokens[i + 1 : i + 4]]
        return len(around) > 2 and all((zipf(word) or 0) >= 2.7 or self._is_name(word) for word in around)

    def _name_from(self, i: int, *, strong: bool, calling: bool, near: bool = False) -> None:
        token = self.tokens[i]
        j = i
        if (strong or calling) and token.flat in self.lists.between and (token.cap or strong):
            # "meneer De Vries", "dhr. van den Berg", "dokter el khatib"; "de juf van de Klimboom" names a school
            while j < len(self.tokens) and self.tokens[j].flat in self.lists.between and j - i < 3:
                j += 1
            formal = token.cap or self.tokens[i - 1].flat.rstrip(".") in FORMAL
            formal = formal or any(between.flat in ("der", "den", "ter", "el", "al") for between in self.tokens[i:j])
            if j < len(self.tokens) and ((formal and self.tokens[j].cap) or (not self.tokens[j].cap and self._surname_after(i, j))):
                self.claims.add(token.begin, self._end_of_name(j), "persoon")
            return
        while (
            j < len(self.tokens)
            and calling
            and self.tokens[j].flat
            in (
                "ook",
                "gewoon",
                "eigenlijk",
                "van",
                "haar",
                "zijn",
                "mijn",
                "me",
                "ze",
                "hem",
                "achternaam",
                "je",
                "dus",
                "iedereen",
                "hier",
                "thuis",
            )
            and j - i < 3
        ):
            j += 1
        if j >= len(self.tokens):
            return
        token = self.tokens[j]
        bare = _bare(token.flat)
        if not token.cap and bare in self.lists.dialect and (self.dialect or not calling):
            return  # "ons moe altij"
        if (
            near
            and bare == "koos"
            and not token.cap
            and self._next_to(j - 1, j)
            and j + 1 < len(self.tokens)
            and self.tokens[j + 1].flat not in VERBS
        ):
            return  # "mijn vader koos voor drank"
        if self._never(j) or bare in self.lists.kinds or bare in PRONOUNS or bare in self.lists.close or bare in self.lists.titles:
            return
        if token.cap and not token.start:
            if bare in self.lists.places and not self._is_name(bare) and not strong:
                return
            self.claims.add(token.begin, self._end_of_name(j), "persoon")
        elif (
            self._is_name(bare)
            and len(bare) > 2
            and (
                bare not in self.lists.words
                or bare in self.lists.mostly
                or (calling and bare not in VERBS and j == i)
                or (
                    strong
                    and self.tokens[i - 1].flat.rstrip(".") in FORMAL
                    and bare in self.lists.last
                    and bare not in VERBS | COMMON
                    and below(bare, 5.2)
                )  # "mevrouw bakker"
            )
        ):
            self.claims.add(token.begin, self._end_of_name(j), "persoon")
        elif (
            len(bare) > 2
            and bare not in COMMON
            and bare not in VERBS
            and not _VERB_END.search(bare)
            and (
                (zeldzaam(bare) and strong and self.tokens[i - 1].flat.rstrip(".") in FORMAL)
                or (
                    near
                    and j == i
                    and not self.dialect
                    and below(bare, 2.3)
                    and (len(bare) < 8 or zeldzaam(bare))
                    and self._rest_is_plain(i)
                )
                or (zeldzaam(bare) and calling and self.tokens[i - 1].flat.startswith(("heet", "genaamd")))
            )
        ):
            self.claims.add(token.begin, self._end_of_name(j), "persoon")  # "meneer stoffels", "ik heet dilano"

    def _surname_after(self, i: int, j: int) -> bool:
        """Whether token j, in small letters, is a surname after a title (before token i) and tussenvoegsels (i to j): "dokter el khatib"."""
        bare = _bare(self.tokens[j].flat)
        if bare in self.lists.titles or bare in self.lists.close or bare in self.lists.kinds or bare in COMMON or len(bare) < 3:
            return False
        if self.tokens[i - 1].flat.rstrip(".") in FORMAL and bare in self.lists.last and below(bare, 5.2):
            return True  # "meneer de wit"
        joined = any(token.flat in ("der", "den", "ter", "el") for token in self.tokens[i:j])
        if joined and self.tokens[i - 1].flat.rstrip(".") in FORMAL and below(bare, 5.2):
            return True  # "mw van der zwaag"
        return bare in self.lists.sure_last or (joined and (zeldzaam(bare) or bare in self.lists.last))

    def small_surnames(self) -> None:
        """Surnames without a capital: with initials ("j. de boer"), with a tussenvoegsel ("van der berg", "de vries"), or alone ("jansen")."""
        for match in _INITIALS_SMALL.finditer(self.text):
            if plat(match[1]) in self.lists.last:
                self.claims.add(match.start(), match.end(), "persoon")
        for match in _JOINED.finditer(self.text):
            last = plat(match[1] or match[2])
            if match[1] and match.group().startswith("v"):  # "van der berg": hardly ever anything but a name
                surname = last in self.lists.last and below(last, 5.0) and last not in COMMON
            elif match.group().startswith("el "):
                surname = last in self.lists.sure_last or zeldzaam(last)
            else:  # "al" and "ben" and "de" are words as well
                surname = last in self.lists.sure_last | _SURE_WITH_DE
            if surname:
                self.claims.add(match.start(), match.end(), "persoon")
        for i, token in enumerate(self.tokens):
            bare = _bare(token.flat)
            after_article = i > 0 and self.tokens[i - 1].flat in ARTICLES
            if (
                not token.cap
                and bare in self.lists.sure_last
                and bare not in self.lists.first
                and bare not in self.lists.dialect
                and not after_article
                and not self._never(i)
            ):
                self.claims.add(token.begin, self._end_of_name(i), "persoon")

    def nicknames(self) -> None:
        """ "ome rob", "lange leo", "bolle piet": also names that are words otherwise, in small letters."""
        for i in range(1, len(self.tokens)):
            token, before = self.tokens[i], self.tokens[i - 1]
            bare = _bare(token.flat)
            if f"{before.flat} {bare}" == "zwarte piet":
                continue
            if token.cap or before.flat not in _NICK or not self._next_to(i - 1, i) or bare in COMMON or len(bare) < 3:
                continue
            if bare in self.lists.mostly or (
                bare in self.lists.first and (bare not in self.lists.words or before.flat in ("ome", "tante"))
            ):
                self.claims.add(token.begin if before.flat in ("ome", "tante") else before.begin, self._end_of_name(i), "persoon")

    def _end_of_name(self, i: int) -> int:
        """Where the name that begins at token i ends: surnames with tussenvoegsels, without the possessive."""
        j = i
        lower = not self.tokens[i].cap
        while j + 1 < len(self.tokens) and self._next_to(j, j + 1):
            if re.search(r"['’]s$", self.tokens[j].text):
                break
            following = self.tokens[j + 1]
            if not self.claims.free(following.begin, following.end) or (following.flat in self.lists.titles and not following.cap):
                break
            if following.cap and not self._never(j + 1) and not self._street(following.flat):
                j += 1
                continue
            if lower and following.flat in self.lists.last and following.flat not in self.lists.words:
                j += 1
                continue
            k = j + 1
            while k < len(self.tokens) and self.tokens[k].flat in self.lists.between and k - j <= 3 and self._next_to(k - 1, k):
                k += 1
            if (
                k > j + 1
                and k < len(self.tokens)
                and self._next_to(k - 1, k)
                and not (
                    self.tokens[j + 1].flat in ("in", "op", "te", "van")
                    and k == j + 2
                    and self.tokens[k].flat in self.lists.places
                    and self.tokens[k].flat not in self.lists.last
                )
            ):
                if (
                    self.tokens[k].cap
                    and not self._never(k)
                    and not (self.tokens[j + 1].flat in ("in", "op", "te") and self.tokens[k].flat not in self.lists.last)
                ):
                    j = k
                    continue
                if lower and (
                    self.tokens[k].flat in self.lists.last
                    or (self.tokens[j + 1].flat in ("el", "al", "ben") and zeldzaam(self.tokens[k].flat))
                ):
                    j = k
                    continue
            break
        end = self.tokens[j].end
        initial = re.compile(r" (?:(?:v\.? ?d\.?|van|de|der|den|el|al) ?){0,3}[A-Z]\.(?!\w)").match(self.text, end)
        if initial and self.tokens[j].cap:
            return initial.end()  # "Dennis v.d. M."
        possessive = re.search(r"['’]s?$", self.tokens[j].text)
        return end - len(possessive.group()) if possessive else end

    def kinds_and_names(self) -> None:
        """A word for a kind of organisation with a name behind it: "basisschool De Wegwijzer", "schaatsclub De Noorderpoort"."""
        inner = INNER
        for i, token in enumerate(self.tokens):
            if not self.claims.free(token.begin, token.end):
                continue
            two = f"{token.flat} {self.tokens[i + 1].flat}" if i + 1 < len(self.tokens) else ""
            size = 2 if two in self.lists.kinds else 1 if token.flat in self.lists.kinds or token.flat.endswith(KIND_ENDS) else 0
            if size:
                j = i + size
                while (
                    j < len(self.tokens)
                    and self.tokens[j].flat in ("de", "het", "'t", "van", "sint", "st", "voor")
                    and j - i < size + 2
                    and self._next_to(j - 1, j)
                ):
                    j += 1
                    if self.tokens[j - 1].cap and self.tokens[j - 1].flat in ("sint", "st"):
                        break
                if (
                    j < len(self.tokens)
                    and self.tokens[j].cap
                    and not self.tokens[j].start
                    and self._next_to(j - 1, j)
                    and not self._never(j)
                ):
                    if self.tokens[j].flat in self.lists.places and j > i + size and self.tokens[j - 1].flat == "van":
                        continue  # "de kerk van Breda": the town is the name
                    if (
                        j > i + size
                        and self.tokens[j - 1].flat == "van"
                        and self._is_name(self.tokens[j].flat)
                        and token.flat
                        in ("school", "kerk", "huis", "winkel", "club", "praktijk", "kantoor", "bedrijf", "bureau", "locatie")
                    ):
                        continue
                    if self.tokens[j].flat.endswith(("straat", "laan", "weg", "gracht", "kade", "singel", "dreef")):
                        continue
                    end = self._capital_run(j, inner)
                    k = i
                    while (
                        k > 0
                        and token.cap
                        and self.tokens[k - 1].cap
                        and not self.tokens[k - 1].start
                        and self._next_to(k - 1, k)
                        and not self._never(k - 1)
                    ):
                        k -= 1
                    self.claims.add(self.tokens[k].begin, self._cut(end - 1), "instelling")

    def kinds_and_small_names(self) -> None:
        """The same in small letters, where only a preposition stands before the kind: "op basisschool de regenboog", "in moskee ayasofya"."""
        for i in range(1, len(self.tokens) - 1):
            token, following = self.tokens[i], self.tokens[i + 1]
            kind = token.flat in _ALWAYS_NAMED or (token.flat in _NAMED_KINDS and self.tokens[i - 1].flat in AT | IN)
            if not kind or following.cap or not self._next_to(i, i + 1):
                continue
            j = i + 1
            if following.flat in ARTICLES:
                j = i + 2
                if j >= len(self.tokens) or not self._next_to(j - 1, j) or not below(self.tokens[j].flat, 4.8):
                    continue
                if self.tokens[j].flat in COMMON or self.tokens[j].flat in self.lists.titles | self.lists.close:
                    continue
            elif following.flat in ("al", "el"):
                j = i + 2
                if j >= len(self.tokens) or not self._next_to(j - 1, j) or not below(self.tokens[j].flat, 2.6):
                    continue
            elif not below(following.flat, 2.6) or len(following.flat) < 4:
                continue
            while (
                j + 1 < len(self.tokens)
                and self._next_to(j, j + 1)
                and following.flat not in ARTICLES
                and zeldzaam(self.tokens[j + 1].flat)
            ):
                j += 1
            self.claims.add(token.begin, self._cut(j), "instelling")

    def organisations(self) -> None:
        """A name that ends in a kind ("Titus Brandsmaschool"), and a capital after an article and a preposition ("bij de Klimboom")."""
        inner = INNER
        for i, token in enumerate(self.tokens):
            if not self.claims.free(token.begin, token.end):
                continue
            if token.cap and not (token.start and i + 1 < len(self.tokens) and not self.tokens[i + 1].cap and self._is_name(token.flat)):
                ended = any(token.flat.endswith(end) and len(token.flat) > len(end) + 2 for end in self.lists.kind_ends)
                own = token.flat in self.lists.kinds or any(token.flat == end for end in self.lists.kind_ends)
                after = (
                    i + 1 < len(self.tokens)
                    and self._next_to(i, i + 1)
                    and self.tokens[i + 1].flat in self.lists.kind_ends
                    and self.tokens[i + 1].flat != "thuis"  # "bij Jahmairo thuis" is somebody's home
                    and not self.tokens[i + 1].cap
                )
                if self._never(i) or (self._is_name(token.flat) and not after and not own) or token.flat in self.lists.places:
                    continue
                if after and not token.start and token.flat not in self.lists.titles:
                    self.claims.add(token.begin, self.tokens[i + 1].end, "instelling")
                elif ended or (own and i > 0 and self.tokens[i - 1].cap and not self.tokens[i - 1].start):
                    if token.start and "-" not in token.text:
                        continue
                    k = i
                    while (
                        k > 0
                        and self.tokens[k - 1].cap
                        and self._next_to(k - 1, k)
                        and not self._never(k - 1)
                        and not (self.tokens[k - 1].start and self.tokens[k - 1].flat in PRONOUNS | ARTICLES | AT)
                    ):
                        k -= 1
                    last = self._capital_run(i) - 1
                    self.claims.add(self.tokens[k].begin, self._cut(last), "instelling")
        for i in range(1, len(self.tokens)):
            article, token = self.tokens[i - 1], self.tokens[i]
            if (
                article.flat not in ARTICLES
                or not token.cap
                or not self._next_to(i - 1, i)
                or self._never(i)
                or not self.claims.free(article.begin, token.end)
            ):
                continue
            if f"{article.flat} {token.flat}" in self.lists.places or token.flat in self.lists.places or self._street(token.flat):
                continue
            if (i > 1 and self.tokens[i - 2].flat in AT and self._next_to(i - 2, i - 1)) or (article.cap and not article.start):
                end = self._capital_run(i, inner)
                self.claims.add(article.begin, self._cut(end - 1), "instelling")

    def _cut(self, i: int) -> int:
        possessive = re.search(r"['’]s$", self.tokens[i].text)
        return self.tokens[i].end - (2 if possessive else 0)

    def at_unknown(self) -> None:
        """ "bij Fier Vooruit", "via Horizonhuis": capitals that are nobody's name, after 'bij' or 'via'."""
        for i in range(1, len(self.tokens)):
            token, before = self.tokens[i], self.tokens[i - 1].flat
            if (
                before not in ("bij", "via")
                or not token.cap
                or token.start
                or self._never(i)
                or not self.claims.free(token.begin, token.end)
                or not self._next_to(i - 1, i)
            ):
                continue
            j = self._capital_run(i)
            words = [_bare(self.tokens[k].flat) for k in range(i, j)]
            if (
                any(self._is_name(word) and word not in self.lists.words for word in words)
                or token.flat in self.lists.titles
                or words[0] in self.lists.places
            ):
                continue
            verb = {self.tokens[k].flat for k in range(max(0, i - 5), i)}
            if (
                len(words) > 1
                or verb & WORKS
                or any(words[0].endswith(end) and len(words[0]) > len(end) + 2 for end in self.lists.kind_ends)
            ):
                self.claims.add(token.begin, self._cut(j - 1), "instelling")

    def places(self) -> None:
        i = 0
        while i < len(self.tokens):
            token = self.tokens[i]
            longest = self.lists.place_heads.get(token.flat, 0)
            step = 1
            for size in range(min(longest, len(self.tokens) - i), 0, -1):
                end = self.tokens[i + size - 1].end
                words = self.flat[token.begin : end]
                if words not in self.lists.places or not self.claims.free(token.begin, end):
                    continue
                if self._place_here(i, size, words):
                    self.claims.add(token.begin, end, "plaats")
                    step = size
                    break
            i += step

    def _place_here(self, i: int, size: int, words: str) -> bool:
        token = self.tokens[i]
        if self._never(i) >= size:
            return False
        before = self.tokens[i - 1].flat if i else ""
        placed = before in IN or before.startswith("woon") or (before in ARTICLES and i > 1 and self.tokens[i - 2].flat in IN)
        capital = token.cap if size == 1 else any(self.tokens[k].cap for k in range(i, i + size))
        if size > 1:
            return capital or placed
        if not capital:
            return (
                placed
                and (
                    before not in ("van", "bij", "door", "over", "tot", "met")
                    or (before == "van" and not self._is_name(words) and len(words) > 4)
                )
                and words not in self.lists.place_words
                and words not in self.lists.words
                and len(words) > 3
            ) or (words in LARGE and words not in self.lists.words)
        if words in self.lists.words | self.lists.place_words or self._is_name(words):
            return placed and not (before in ("van", "bij", "door", "over", "met") and words in self.lists.first)
        return not (token.start and words in self.lists.place_words)

    def persons(self) -> None:
        i = 0
        while i < len(self.tokens):
            token = self.tokens[i]
            size = self._never(i)
            if size and not (
                size == 1
                and token.flat in self.lists.first
                and not token.start
                and i + 1 < len(self.tokens)
                and self.tokens[i + 1].cap
                and self._next_to(i, i + 1)
            ):
                i += size
                continue
            if self.claims.free(token.begin, token.end) and self._person_here(i):
                end = self._end_of_name(i)
                self.claims.add(token.begin, end, "persoon")
                while i < len(self.tokens) and self.tokens[i].begin < end:
                    i += 1
                continue
            i += 1

    def _person_here(self, i: int) -> bool:
        token = self.tokens[i]
        bare = _bare(token.flat)
        before = self.tokens[i - 1].flat if i else ""
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) and self._next_to(i, i + 1) else None
        name = self._is_name(bare)
        if token.start and before in ("k", "'k", "s"):
            return False  # "'k Wil", "'s Middags"
        surname = after is not None and (
            after.cap or (after.flat in self.lists.between and i + 2 < len(self.tokens) and self.tokens[i + 2].cap)
        )
        if bare in self.lists.dialect and (not token.cap or token.start) and not (token.cap and surname):
            # "us mem", "Mien va", "Noe is 't beter"; "Mien vertelt" is somebody, unless the rest is dialect too
            return token.cap and not self.dialect and bare in self.lists.mostly and after is not None and after.flat in VERBS | _DOES
        if (
            before in ("ben", "is")
            and not token.cap
            and (bare in self.lists.mostly or (bare in self.lists.first and bare not in self.lists.words))
            and len(bare) > 2
        ):
            return i > 1 and self.tokens[i - 2].flat in ("ik", "hij", "ze", "zij", "naam") and bare not in COMMON
        if token.cap and bare in self.lists.between and not token.start:
            return after is not None and (
                after.cap or (after.flat in self.lists.between and i + 2 < len(self.tokens) and self.tokens[i + 2].cap)
            )
        if token.cap and token.start and bare in ("van", "de") and after is not None and after.flat in ("der", "den", "de"):
            return i + 2 < len(self.tokens) and self.tokens[i + 2].cap
        if token.cap:
            if re.match(r"[A-Z]{2,}-[a-z]", token.text):
                return False
            if "-" in bare and bare.split("-")[0] in self.lists.never:
                return False
            if bare in CALENDAR or bare in self.lists.titles or bare in self.lists.kinds:
                return False
            if len(bare) < 2 or (token.text.isupper() and len(token.text) > 1 and not name):
                return False
            if not token.start:
                return name or (self._looks_like_a_name(token) and not gewoon(bare))
            if not name:
                if re.match(r" [A-Z]\.(?:\s|$)", self.text[token.end : token.end + 5]) and self._looks_like_a_name(token):
                    return True  # "Ronnie B."
                if (
                    after is not None
                    and not after.cap
                    and after.flat in VERBS
                    and self._looks_like_a_name(token)
                    and not self.dialect
                    and zeldzaam(bare, 3.4 if not re.search(r"(?:en|ing|heid|tie|schap|teit|er|je|jes|s)$", bare) else 2.6)
                ):
                    return True  # a word nobody uses, that does something
                return (
                    after is not None
                    and after.cap
                    and not self._never(i + 1)
                    and self._looks_like_a_name(token)
                    and after.flat in self.lists.names
                    and bare not in COMMON
                )
            if bare in self.lists.words:
                if bare in self.lists.mostly:
                    return bare not in COMMON or (after is not None and after.flat in VERBS and after.flat not in PRONOUNS)
                if bare in self.lists.first and bare not in COMMON and below(bare, 3.6):
                    return True
                if after is None:
                    return False
                if after.cap:
                    return after.flat in self.lists.last or (
                        after.flat in self.lists.names and bare in self.lists.first and bare not in COMMON
                    )
                if after.flat in self.lists.between and i + 2 < len(self.tokens) and self.tokens[i + 2].cap:
                    return bare in self.lists.first and bare not in COMMON
                return bare in self.lists.first and bare not in COMMON and after.flat in VERBS and after.flat not in ("en", "of")
            return True
        if after is not None and after.flat in VERBS | _DOES and after.flat not in ("en", "of", "zijn"):
            if token.start and len(bare) > 3 and bare not in COMMON and not self.dialect and zeldzaam(bare, 2.3) and self._rest_is_plain(i):
                return True  # "zbyszek wil terug"
            if (token.start or after.flat.startswith("heet")) and bare in self.lists.mostly and bare not in COMMON:
                return True  # "merel zag een merel", "dat ie joop heet"
        if "-" in bare and all(part in self.lists.first for part in bare.split("-")):
            return True
        if (
            not name
            or len(bare) < 3
            or bare in self.lists.words
            or bare in self.lists.mostly
            or bare in COMMON
            or bare not in self.lists.first
        ):
            return False
        return before not in ARTICLES or bare in self.lists.first

    def _looks_like_a_name(self, token: Token) -> bool:
        """A capital in the middle of a sentence on a word that no list knows."""
        return (
            bool(re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", token.text))
            and not token.text.isupper()
            and len(token.text) > 2
            and token.flat not in COMMON
        )
