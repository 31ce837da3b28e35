"""tests.promises.opvangadres: P41. In the shelter profile an address is warned about before it is kept, however it is spelled.

Forms and streets are written by hand; a spelling is one form with one street, number and town. Streets here are no list in the product.
The ordinary sentences hold numbers, places and words that end like a street, and should stay quiet.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from assistant.domain.values import clean_text
from assistant.engine.place_watch import PlaceWatch
from assistant.errors import AddressSeen
from assistant.judging import adres
from tests.fakes import an_assistant
from tests.promises.kit import Outcome, Promise, a_random, swapped

STREETS = [
    "Kerkstraat",
    "Dorpsstraat",
    "Molenweg",
    "Schoolstraat",
    "Julianalaan",
    "Wilhelminastraat",
    "Beatrixlaan",
    "Stationsweg",
    "Hoofdweg",
    "Nieuwstraat",
    "Oranjestraat",
    "Lindelaan",
    "Eikenlaan",
    "Beukenhof",
    "Zonnebloemstraat",
    "Tulpstraat",
    "Merelhof",
    "Vinkenpad",
    "Reigerstraat",
    "Zwaluwplein",
    "Havenkade",
    "Burgwal",
    "Singel",
    "Prinsengracht",
    "Oudegracht",
    "Zeedijk",
    "Waaldijk",
    "Parallelweg",
    "Industrieweg",
    "Rembrandtplein",
    "Mozartlaan",
    "Bachstraat",
    "Chopindreef",
    "Columbusplantsoen",
    "Zambiadreef",
    "Surinamestraat",
    "Javastraat",
    "Sumatraplein",
    "Bilitonkade",
    "Gildenpad",
    "Smidssteeg",
    "Wagenmakerserf",
    "Turfvaart",
    "Kanaalboulevard",
    "Vredenburg",
    "Biltstraat",
    "Amstelveenseweg",
    "Kleiweg",
    "Boezemsingel",
    "Noordersingel",
    "Hertogstraat",
]
LONG_STREETS = (
    "Lange Voorhout",
    "Korte Poten",
    "Nieuwe Binnenweg",
    "Oude Delft",
    "Van Speijkstraat",
    "Burgemeester de Monchylaan",
    "Dr. Schaepmanstraat",
    "Jan van Galenstraat",
    "Prins Bernhardplein",
    "Laan van Meerdervoort",
    "Eerste Oosterparkstraat",
    "2e Jan Steenstraat",
    "St. Jansstraat",
    "'s-Gravendijkwal",
    "Groene Hilledijk",
    "Hof van Delftlaan",
    "Plein 1940",
    "Brink",
    "Coolsingel",
    "Kop van Zuid",
)
TOWNS = ["Arnhem", "Zwolle", "Tilburg", "Almere", "Ede", "Hengelo", "Sittard", "Goes", "Assen", "Leeuwarden", "Gouda", "Venlo"]
NUMBERS = ("3", "7", "12", "14a", "21-B", "27 bis", "34 hs", "48", "56-2", "101", "118 II", "203", "1042")
WORDS = ("drie", "zeven", "twaalf", "eenentwintig", "drieëndertig", "achtenveertig", "honderdtwee")
POSTCODES = ("6811 KC", "8011AB", "5038 zz", "1315rk", "6711-BM", "7551 j k", "3511.EV", "9712 CP")

# {s} street, {n} number, {w} number in words, {p} postcode, {t} town
FORMS = (
    "Ik woon nu in de {s} {n}.",
    "Mijn adres is {s} {n}, {p} {t}.",
    "we zitten op de {s} {n} in {t}",
    "De opvang staat aan de {s} {n}.",
    "{s} {n}",
    "{s}, {n}",
    "{s} nr {n}",
    "{s} nr. {n} te {t}",
    "{s} nummer {n}",
    "{s} huisnummer {n}",
    "Je kan de pakketjes sturen naar {s} {n} {p}",
    "Ze slaapt bij haar tante ({s} {n}).",
    "de taxi komt naar {s} {n} om half negen",
    "adres:{s} {n}",
    "Adres = {s} {n}, {t}",
    "Het huis aan de {s}, nummer {n}, met de groene deur.",
    "nummer {n} in de {s}, achter het station",
    "{S} {n}",
    "{S} {N} {P}",
    "ik zit in de {l} {n}",
    "ik zit op {l}{n}",
    "{l} {n} {p}",
    "{s} {w}",
    "in de {l} op nummer {w}",
    "De {s} {w}, bovenste bel.",
    "Hij mag niet weten dat ik op de {s} {n} zit!",
    "Hij weet van {p}.",
    "postcode {p}",
    "mijn postcode is {p}, huisnummer {n}",
    "{p} {n}",
    "Stuur het maar naar {p} in {t}.",
    "Bushalte {s}, dan rechts, nummer {n}.",
    "Het is de derde flat in de {s}, op {n}.",
    "We wonen in de {s}.",
    "Mijn nieuwe huis is aan de {s} in {t}.",
    "Ze ging naar de {s} en daar staat het opvanghuis.",
    "{s}\n{n}\n{p} {t}",
    "- {s} {n}\n- {p}",
    "woont: {s} {n} | {t}",
    "Vertel niemand: {s} {n}.",
    "opvang {t}, {s} {n}",
    "{sp} {n}",
    "ik woon in de {sp} {n}",
    "{ty} {n}",
    "ik zit nu op {ty} {n} in {t}",
    "{gap} {n}",
    "{gap} {n}, {t}",
    "Eerst was het {s} {n}, nu de {s2} {n}.",
    "Mijn moeder woont op de {s} {n} en daar ben ik vaak.",
    "We spreken af bij {s} {n}, niet bij mij.",
    "Kamer 4 van het huis aan de {s} {n}",
    "tussen de {s} en de {s2} in {t}",
    "Google maps: https://maps.app.goo.gl/Xy{n0}zQ",
    "mijn locatie is {la}, {lo}",
    "///{w3}",
)


# written after the rules were finished, and looked at once; no rule was changed for them
UNSEEN = [
    "Ik zit sinds gisteren in de Hobbemastraat, op 8.",
    "zij hebben een kamer voor mij aan de vondellaan nr negen",
    "Adres opvang: Cornelis Trooststraat 22 hs",
    "Mijn kinderen gaan naar school om de hoek van de Weteringkade 40.",
    "De sleutel ligt bij de buurvrouw, Esdoornlaan 6.",
    "ik ben naar 4811rz verhuisd",
    "We mochten naar een huisje op de Veluwe: Bosweg 101-18.",
    "Hij heeft mijn nieuwe adres niet: Dahliastraat elf.",
    "postbus of gewoon Spoorstraat 77a",
    "het is boven de bakker in de Haarlemmerstraat",
    "Breng het naar Plantagekade 3, daar woont mijn zus.",
    "HOOGSTRAAT 15 DERDE BEL",
    "Ze zei: kom naar Marktplein 9.",
    "de flat heet De Ster, Kruiskade 210",
    "ik woon in de van heutszstraat 5",
    "Ons huis staat op de Achterdijk, nummer 19.",
    "m'n adres is nu Goudenregenstraat 88 in Breda",
    "Kom maar langs: Tweede Walstraat 30.",
    "tegenover de Jumbo op de Franklinstraat 102",
    "Mijn moeder: Acacialaan 44, 3742 XG Baarn",
    "ik verblijf op de Zuiderparklaan 61 in het achterhuis",
    "Het opvanghuis is Oostsingel 24.",
    "wij wonen in de Rozengracht op driehonderdtwaalf",
    "Kastanjelaan zes, dat is de plek.",
    "ik slaap op Kazernestraat 12 kamer 3",
    "Locatie 51.9851, 5.8987",
    "Nieuw adres: Sint Annastraat 231 Nijmegen",
    "'s avonds zit ik op de Haven 13",
]


def _typo(street: str, rng: random.Random) -> str:
    """A slip of the fingers: two letters swapped, one double or one gone, not the first."""
    at = rng.randrange(2, max(3, len(street) - 2))
    kind = rng.randrange(3)
    if kind == 0:
        return street[:at] + street[at + 1] + street[at] + street[at + 2 :]
    return street[:at] + street[at] + street[at:] if kind == 1 else street[:at] + street[at + 1 :]


def spellings(count: int, rng: random.Random) -> list[tuple[str, str]]:
    """(form, sentence), every form equally often."""
    out = []
    for n in range(count):
        form = FORMS[n % len(FORMS)]
        street = (
            rng.choice(STREETS) if rng.random() < 0.72 or "{gap}" in form or "{sp}" in form or "{ty}" in form else rng.choice(LONG_STREETS)
        )
        gap = re.sub(r"(straat|laan|weg|plein|hof|pad|singel|gracht|dijk|dreef|kade)$", r" \1", street) if "{gap}" in form else ""
        number = rng.choice(NUMBERS)
        out.append(
            (
                form,
                form.format(
                    s=street,
                    s2=rng.choice(STREETS),
                    S=street.upper(),
                    l=street.lower(),
                    gap=gap.lower() if rng.random() < 0.5 else gap,
                    sp=" ".join(street),
                    ty=_typo(street, rng),
                    n=number,
                    n0=re.sub(r"\D", "", number),
                    N=number.upper(),
                    w=rng.choice(WORDS),
                    p=rng.choice(POSTCODES),
                    P=rng.choice(POSTCODES).upper(),
                    t=rng.choice(TOWNS),
                    la=f"5{rng.randrange(1, 4)}.{rng.randrange(1000, 99999)}",
                    lo=f"{rng.randrange(4, 7)}.{rng.randrange(1000, 99999)}",
                    w3=".".join(rng.sample(["tafel", "lamp", "stoel", "regen", "fiets", "bos"], 3)),
                ),
            )
        )
    return out


ORDINARY = """Ik werk 36 uur per week in een supermarkt.
Om 12 uur loop ik naar de markt.
Ik heb 3 kinderen en 2 katten.
Vroeger zat ik op straat, twee jaar lang.
De weg naar mijn werk is 12 kilometer.
In 2019 ging het mis.
Mijn dochter is 7 en mijn zoon 12.
Ik was 21 toen ik hier kwam.
Het kost 45 euro per maand.
Ik doe elke dag 20 minuten yoga.
Op mijn 18e ging ik het huis uit.
We waren met z'n drieën in het park.
Ik heb 1200 euro schuld bij de bank.
Dinsdag om half vier heb ik een afspraak.
Ik wil weer een huis met een tuin.
Er staan 5 bomen in de tuin.
Mijn moestuin heeft 12 vakken.
Vier jaar geleden begon ik met boksen.
Ik slaap 6 uur per nacht.
In week 34 begint de cursus.
De trein van 8.15 haal ik altijd.
Ik heb 2 broers; eentje woont in Duitsland.
Ik rook nog 4 sigaretten per dag.
Op een schaal van 0 tot 10 zit ik op een 6.
Ik heb 150 uur taakstraf gedaan.
We eten om 18.00 uur.
In mei 2024 kreeg ik mijn diploma.
Mijn hond is 9 jaar.
Ik ken 30 mensen op het voetbalveld.
Ik wil binnen 3 maanden van straat af.
Ik ging de verkeerde weg op.
Dat is nog een lange weg.
Aan het einde van de dag ben ik moe.
Ik voel me thuis in de buurt.
De buren helpen elkaar bij ons in de straat.
Ik loop graag door het bos, een uur of 2.
Op de kinderboerderij help ik 2 keer per week.
Bij de kassa zeg ik altijd goedemorgen.
In het weekend kook ik voor 8 man.
Ik spaar 25 euro per maand.
Mijn opa had een winkel op de markt.
Ik heb een bijbaan van 12 uur.
Het zwembad heeft een baan van 50 meter.
Ik doe mee aan de loop van 10 km.
Ik moet 3 pillen per dag.
Mijn zus belt elke week 1 keer.
Ik zit op nummer 1 van de wachtlijst.
Er zijn 14 wachtenden voor u, zei de telefoon.
Ik heb nog 300 euro op de rekening.
De rechter zei: 40 dagen.
Op 5 december vieren we Sinterklaas.
Ik ben 3 jaar clean.
In het buurthuis geef ik 2 lessen.
Het gaat stap voor stap.
De eerste van de maand gaat de huur weg.
Mijn oma werd 94.
Ik heb 2 diploma's: lassen en heftruck.
Zondag 3 keer in de kerk geweest.
Ik heb gebeld met 113.
Bij nood bel ik 112.
Ik sta 7 maanden op de lijst voor een woning.
Ik wil graag een eigen plek, met een deur die op slot kan.
We wonen met 12 vrouwen in één huis.
Mijn schuld is van 9000 naar 4000 gegaan.
Ik loop 10.000 stappen per dag.
Er is een park waar ik tot rust kom.
In de tuin van mijn tante was het fijn.
Ik werk in een bejaardenoord.
De supermarkt is 5 minuten lopen.
Op het plein spelen kinderen.
Ik was de enige vrouw op de renbaan.
Ik kan 4 talen spreken.
Mijn voorbeeld is mijn vader, 68 nu.
Ik heb 1 goede vriend en 2 kennissen.
In Syrië had ik een huis met 5 kamers.
Ik ben in 1987 geboren.
Ik heb 3 weken niet gedronken.
Het einde van de maand is lastig, 20 euro over.
Wij zijn met 6 zussen.
Ik ben op 12 scholen geweest.
Mijn werkveld is de zorg.
Er lag 10 cm sneeuw op de berg.
Ik train bij de voetbalclub, 2 avonden.
De arbeidsmarkt is krap.
Ik heb weerstand tegen 3 dingen.
Die ring kreeg ik van mijn oma, 18 karaat.
De rommelmarkt is op 3 mei.
Ik nam bus 12 naar mijn werk.
Lijn 4 stopt voor de deur.
Ik zit in groep 2 van de cursus.
Hoofdstuk 3 vond ik mooi.
Ik heb een 8 voor taal.
Dat duurt nog 2 maanden, zei ze.
Ik was bij de voedselbank, 1 keer per week.
Mijn kamer is 12 vierkante meter.
Met Kerst waren we met 20 man.
De ochtend begin ik met koffie, om 7 uur.
Ik heb 5 jaar op een boot gewoond.
We hebben 40 jaar getrouwd geweest.
Mijn broer is 2 meter lang.
De straat was mijn thuis, 8 jaar.
Ik weet de weg hier, na 3 weken.
Ik maak de kaart van 100 stukjes af.
Mijn dochter zit in klas 2B.
Het is hoofdpijn van 1 tot 10 een 7.
Mijn vrienden van toen zijn er nog, alle 4.
In de winter slaap ik slecht, 4 uur per nacht.
Op mijn werk ben ik de baas van 6 mensen.
Mijn moeder kookte voor 11 kinderen.
Ik heb op 2 plekken vrijwilligerswerk.
""".strip().split("\n")


def _asked_first(text: str) -> bool:
    """Whether these words reach the disk of a dossier with a secret place only when they are saved again after the question."""
    moment = iter(range(0, 1000, 60))
    assistant = an_assistant()
    assistant.watch = PlaceWatch(clock=lambda: next(moment))
    dossier = assistant.new_dossier(code="KG-1", geheime_locatie=True)
    try:
        assistant.answer(dossier, text, vraag_id=None, vraag_tekst="", leefgebied=None)
    except AddressSeen:
        if assistant.store.load(dossier.id).uitingen:
            return False
        kept = assistant.answer(dossier, text, vraag_id=None, vraag_tekst="", leefgebied=None)
        return kept.uitingen[0].tekst == clean_text(text)
    return False


def p41_adres(size: int, fault: str) -> Outcome:
    rng = a_random(41)
    find: Callable[[str], tuple[adres.Vindplaats, ...]] = adres.addresses
    cases = spellings(size, rng)
    with swapped(adres, "addresses", (lambda text: ()) if fault else find):
        missed = [(form, text) for form, text in cases if not adres.addresses(text)]
        false = [text for text in ORDINARY if adres.addresses(text)]
        unasked = [text for _, text in cases[::10] if not _asked_first(text)]
    crooked = sum(text[v.begin : v.eind] != v.tekst for _, text in cases for v in find(text))
    recall = 1 - len(missed) / len(cases)
    unseen = sum(bool(find(text)) for text in UNSEEN) if not fault else 0
    asked = len(cases[::10])
    bad = (recall < 0.95) + (len(unasked) > 0.05 * asked) + crooked + (len(false) / len(ORDINARY) > 0.10)
    return Outcome(
        size,
        bad,
        f"{size} spellings of {len(FORMS)} forms, recall {recall:.3f} (unseen sentences: {unseen} of {len(UNSEEN)}); {len(false)} of {len(ORDINARY)} ordinary sentences warned about; "
        f"{asked - len(unasked)} of {asked} written only after somebody was asked",
    )


PROMISES = [Promise("P41", "een opvangadres schrijft u niet per ongeluk op", p41_adres, 550, 2200, {"uit": "herkenning van adressen uit"})]
