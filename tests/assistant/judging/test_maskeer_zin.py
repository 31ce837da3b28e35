"""Masking in small letters by what the sentence says: names that are words, houses by a bare name, squares and quays, and dialect."""

from __future__ import annotations

import time

import pytest

from assistant.judging.maskeer import maskeer
from assistant.judging.maskeer_lijsten import eigen_lijsten


def found(text: str) -> list[tuple[str, str]]:
    return [(text[s["begin"] : s["eind"]], s["soort"]) for s in maskeer({"tekst": text})["spans"]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ik ga met merel naar de markt", ["merel"]),
        ("ik bel roos even", ["roos"]),
        ("heb je al iets van storm gehoord", ["storm"]),
        ("mijn zoon storm belde gisteren", ["storm"]),
        ("storm was er vandaag niet", ["storm"]),
        ("bloem en jip hebben samen gekookt", ["bloem", "jip"]),
        ("mo en appie waren samen bij de meeting", ["mo", "appie"]),
        ("omdat roos boos was ging ik weg", ["roos"]),
        ("gisteren heb ik merel gezien", ["merel"]),
        ("toen zei storm dat hij weg wou", ["storm"]),
        ("de moeder van bloem komt morgen", ["bloem"]),
        ("merels moeder belde", ["merels"]),
        ("roos haar dochter is ziek", ["roos"]),
        ("roos, mijn begeleidster, komt om tien uur", ["roos"]),
        ("de begeleiders merel en roos helpen mij", ["merel", "roos"]),
        ("vandaag komt merel voor het gesprek", ["merel"]),
        ("ik heb storm geappt maar geen antwoord", ["storm"]),
        ("ik heb ruzie met peter", ["peter"]),
        ("ik ga nooit meer terug naar mark", ["mark"]),
        ("het was roos die de deur open deed", ["roos"]),
        ("ze heet parel", ["parel"]),
        ("merel zag een merel", ["merel"]),
    ],
)
def test_a_word_that_is_somebody_here(text: str, names: list[str]) -> None:
    assert found(text) == [(name, "persoon") for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "er zat een merel in de tuin",
        "de roos bloeit weer",
        "we liepen in storm naar huis",
        "door storm is het dak eraf",
        "van storm word ik onrustig",
        "ik hou van storm en regen",
        "ik heb last van roos op mijn hoofd",
        "shampoo tegen roos",
        "met bloem en water maak je deeg",
        "ik bak met bloem van de molen",
        "ik heb hoop op een huis",
        "zonder hoop red je het niet",
        "ik kreeg een bos met roos en lelie",
        "ik hoor mees en merel in de tuin fluiten",
        "van wolf tot schaap",
        "thee met jasmijn",
        "ik zing bas in het koor",
        "mijn vader koos voor drank",
        "ik toon mijn pas",
        "van jan en alleman",
        "zwarte piet doen we niet meer",
        "ik doe mee met max twee spelletjes",
        "dat is roos, niet rood",
        "als een beer zo sterk",
        "in de lente gaat het beter",
    ],
)
def test_the_same_words_as_words(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("hij slaapt nu bij de nachtvlinder", "de nachtvlinder"),
        ("sinds hij in De Kering verblijft gaat het beter", "De Kering"),
        ("ze verblijft in de kering", "de kering"),
        ("hij zit op locatie zonnehof", "locatie zonnehof"),
        ("we bellen met locatie de wending", "locatie de wending"),
        ("ik woon in huize avondrust", "huize avondrust"),
        ("kind zit op de zonnewijzer groep 4", "de zonnewijzer"),
        ("mijn intake bij de vuurtoren is dinsdag", "de vuurtoren"),
        ("opgenomen in zonnehof", "zonnehof"),
        ("begeleiding van de klimop", "de klimop"),
        ("van de nachtvlinder moet ik om negen uur weg", "de nachtvlinder"),
        ("inloop de brug is dicht", "inloop de brug"),
    ],
)
def test_a_house_by_its_bare_name(text: str, house: str) -> None:
    assert (house, "instelling") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "ik werk bij de bakker",
        "ik slaap in de opvang",
        "ik stond bij de kassa",
        "in de regen bij de kassa slapen",
        "we slapen bij de kerk onder een afdak",
        "hij slaapt in de haven onder een zeil",
        "ik slaap in de bosjes bij de brug",
        "we zaten bij de vuurtoren en keken naar zee",
        "ik zat onder de linde in de tuin",
        "we kijken naar de zwaluw",
        "op locatie zonder toezicht",
        "op de locatie eten we samen",
        "ik zit bij de groep op locatie de hele dag",
        "ik verblijf in de kliniek",
        "hij zit in de ziektewet",
        "we sliepen in de stal bij de koeien",
    ],
)
def test_where_people_sleep_is_no_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hij staat vaak op het vissersplein", "vissersplein"),
        ("gezien bij het zuidplein om 2 uur", "zuidplein"),
        ("we zien elkaar op zuidplein", "zuidplein"),
        ("ik woon op de oude kade 12", "oude kade 12"),
        ("hij woont aan de kade 14", "kade 14"),
        ("we wonen aan de oude gracht", "oude gracht"),
        ("ik woon op de grote markt 3", "grote markt 3"),
        ("hij werkt in de haven van ijmuiden", "haven van ijmuiden"),
        ("de boot ligt in de westhaven", "westhaven"),
        ("hij slaapt in het vondelpark", "vondelpark"),
        ("hij slaapt onder de wilhelminabrug", "wilhelminabrug"),
        ("onder de waalbrug slapen er drie", "waalbrug"),
        ("zijn tent staat in het kralingse bos", "kralingse bos"),
        ("ze woont op landgoed de eikenhorst", "landgoed de eikenhorst"),
        ("Zij woont op Landgoed Bramenberg.", "Landgoed Bramenberg"),
    ],
)
def test_squares_quays_and_estates(text: str, place: str) -> None:
    assert found(text) == [(place, "plaats")]


@pytest.mark.parametrize(
    "text",
    [
        "op het schoolplein twee vaders",
        "onder de brug is het droog",
        "ik loop langs de haven",
        "ik voer eendjes in het stadspark",
        "ik loop over de spoorbrug",
        "ik liep over de oude brug",
        "op de oude markt was het druk",
        "de haven van mijn jeugd",
        "op de kade 3 dozen",
        "langs de kade 5 km",
        "ik zit op het plein 3 uur",
        "aan de kade twee keer gevist",
    ],
)
def test_a_kind_of_square_stays(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ik bin altij bliede as ons moe komt",
        "ons moe hep altij gezegd dat ik mot werken",
        "daor was ik nie zo blij mee",
        "Daor kan ik nie tegen.",
        "kom efkes binnen, zei ons pap",
        "ik zee tegen ons moe da'k nie kwam",
        "waat höbs te noe weer gedoon",
        "Noe zit ich bie hoes.",
        "Mien va was mijnwerker.",
        "Us mem sei: dwaan mar.",
        "ik ha it der mei beppe oer hân",
        "Myn frou is by my wei.",
        "'s Middags naar de inloop.",
        "'k Zuik statiegeld.",
        "'t Gaait wel.",
        "Hee löt niemand binnen, den kearl.",
    ],
)
def test_dialect_is_no_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mien buurvrouw Geertje brengt altied soep.", ["Geertje"]),
        ("ik haw mei Froukje praat", ["Froukje"]),
        ("mien breur Roelf zit hier", ["Roelf"]),
        ("ik zee tegen theo da'k nie kwam", ["theo"]),
        ("Mien vertelt altijd over vroeger.", ["Mien"]),
        ("Mien de Vries belt.", ["Mien de Vries"]),
    ],
)
def test_people_in_dialect_are_found(text: str, names: list[str]) -> None:
    assert found(text) == [(name, "persoon") for name in names]


def test_the_lists_do_not_fight() -> None:
    lists = eigen_lijsten()
    assert not lists.always & (lists.countable | lists.supported) and not lists.countable & lists.supported
    assert not lists.houses & lists.kinds


@pytest.mark.parametrize(
    "piece",
    [
        "met roos en merel zei storm ",
        "a. ",
        "'t Roos 's ",
        "slaapt bij de nachtvlinder op locatie de ",
        "op de oude kade 12 haven van ",
        "last van shampoo jeuk roos ",
        "merels moeder ",
        "noe efkes daor merel ",
        "roos" + " " * 60,
    ],
)
def test_a_long_hostile_line_ends_in_time(piece: str) -> None:
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    begin = time.process_time()
    maskeer({"tekst": text})
    assert time.process_time() - begin < 6.0


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Hij traint bij sv de meteoor op dinsdag.", "de meteoor"),
        ("Ze wil naar praktijkcollege Zuiderend.", "Zuiderend"),
        ("overdracht: H. el M. is gisteravond niet binnengekomen", "H. el M."),
        ("Advocaat mr. Chr. Oyelaran verwacht een beslissing.", "Oyelaran"),
        ("kijk op tiktok.com/@noor.zonderr daar staat alles", "tiktok.com/@noor.zonderr"),
        ("dossier wmo 26.11873 heropend", "11873"),
        ("een zorgpas met polis 8840 11 927", "8840 11 927"),
    ],
)
def test_clubs_initials_pages_and_numbers_as_they_are_typed(text: str, gone: str) -> None:
    assert gone not in maskeer({"tekst": text, "bekende_namen": []})["tekst"]


@pytest.mark.parametrize(
    "text", ["De T.V. is stuk.", "Hij speelt bij een fc in de buurt.", "Ik ga naar vv op zaterdag.", "B.V. is een afkorting."]
)
def test_other_short_words_stay(text: str) -> None:
    assert maskeer({"tekst": text, "bekende_namen": []})["tekst"] == text
