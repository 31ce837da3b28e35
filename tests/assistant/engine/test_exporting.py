"""Sheets: what is on them, and above all what is not."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from assistant.adapters.text_files import ContentFiles
from assistant.domain.dossier import Dossier, Notitie
from assistant.domain.toestemming import Doel, Toestemming, Toestemmingen
from assistant.engine.content import Content
from assistant.engine.exporting import BLADEN, VOOR, SheetMaker, make_blad, make_inzage, sheet_name
from assistant.engine.rechten import RECTIFIED
from assistant.engine.sheet_parts import dutch_date, sheet_texts, time_in
from assistant.engine.sheet_safety import mask_hard
from assistant.errors import NotThere, ToestemmingMissing
from tests.assistant.engine.voorbeelddossier import OP, Bouw, na, rijk, vol
from tests.fakes import FakeClock

CONTENT = Content(ContentFiles())


def blad(soort: str, dossier: Dossier, voor: Any = "client", **extra: Any) -> dict[str, Any]:
    return make_blad(soort, dossier, CONTENT, op=OP, voor=voor, **extra)


def words(soort: str, dossier: Dossier, voor: Any = "client") -> str:
    return "\n".join(sheet_texts(blad(soort, dossier, voor)))


@pytest.mark.parametrize("soort", BLADEN)
@pytest.mark.parametrize("voor", VOOR)
@pytest.mark.parametrize("dossier", [rijk(), vol(), na()], ids=["uit gesprek", "met bladen", "na weken"])
def test_what_may_not_be_seen_is_on_no_sheet(soort: str, voor: str, dossier: Dossier) -> None:
    text = json.dumps(blad(soort, dossier, voor), ensure_ascii=False)

    for word in ("Ferdi", "geheimwoord", "Conceptregel", "Eigen notitie"):
        assert word not in text


def test_the_begeleider_is_told_what_stayed_off_the_sheet() -> None:
    away = blad("plan", rijk())["weggelaten"]

    assert [w["reden"] for w in away] == ["niet_benaderen"]
    assert away[0]["id"].startswith("actie-")


def test_without_a_name_every_line_with_the_relation_stays_away() -> None:
    b = Bouw()
    u = b.zeg("gezin", "Mijn vader drinkt. Ik ga met vader vissen. Mijn zus is lief.")
    b.hulpbron(u, "Mijn vader", niet=True)
    b.kracht(u, "Ik ga met vader vissen", "ik_kan")
    b.kracht(u, "Mijn zus is lief", "ik_heb")

    text = words("inventarisatie", b.dossier)

    assert "vissen" not in text
    assert "Mijn zus is lief" in text


def test_words_that_share_letters_with_someone_who_is_a_danger_stay_away() -> None:
    """No name and no relation to go by: the place of the quote is enough."""
    b = Bouw()
    u = b.zeg("wonen", "Degene van de overkant kijkt altijd naar binnen. De tuin is fijn.")
    b.hulpbron(u, "Degene van de overkant kijkt altijd naar binnen", niet=True)
    b.kracht(u, "van de overkant", "ik_heb")
    b.kracht(u, "De tuin is fijn", "ik_heb")

    text = words("inventarisatie", b.dossier)

    assert "overkant" not in text
    assert "De tuin is fijn" in text


def test_two_people_of_the_same_relation_are_kept_apart_by_name() -> None:
    b = Bouw()
    u = b.zeg("gezin", "Mijn oom Kees is gevaarlijk. Mijn oom Piet helpt met klussen.")
    b.hulpbron(u, "Mijn oom Kees", niet=True)
    b.hulpbron(u, "Mijn oom Piet")

    text = words("netwerk", b.dossier)

    assert "Mijn oom Piet" in text
    assert "Kees" not in text


@pytest.mark.parametrize("soort", BLADEN)
@pytest.mark.parametrize("voor", VOOR)
def test_a_secret_place_is_on_no_sheet(soort: str, voor: str) -> None:
    b = Bouw(geheime_locatie=True, rooms={"locatie": {"code": "LOC-1", "adres": "Villa Zonnehoek"}})
    u = b.zeg("wonen", "Ik slaap in de Lindelaan. Het is bij 3511 AB. Ik kan koken. Ze noemen het Villa Zonnehoek.")
    for part in ("Ik slaap in de Lindelaan", "Het is bij 3511 AB", "Ze noemen het Villa Zonnehoek"):
        b.kracht(u, part, "ik_heb")
    b.kracht(u, "Ik kan koken", "ik_kan")
    d = b.doel("een eigen plek", u)
    b.actie(
        "Ik bel de woningbouw.",
        u,
        doel=d,
        waar="Dorpsstraat 12",
        als_het_tegenzit="Dan loop ik naar de Lindelaan 4.",
        datum=date(2026, 12, 1),
    )

    text = json.dumps(blad(soort, b.dossier, voor), ensure_ascii=False)

    for word in ("Lindelaan", "3511", "Zonnehoek", "Dorpsstraat"):
        assert word not in text
    if soort == "plan":
        assert "Ik bel de woningbouw." in text


def test_a_calendar_holds_no_place_where_the_location_is_secret() -> None:
    b = Bouw(geheime_locatie=True)
    u = b.zeg("wonen", "Ik wil een plek")
    b.actie("Ik bel.", u, waar="bij de bakker", datum=date(2026, 12, 1))

    assert [item["waar"] for item in blad("plan", b.dossier)["agenda"]] == [""]


def test_wishes_come_first_and_in_the_clients_own_words() -> None:
    texts = sheet_texts(blad("inventarisatie", rijk()))

    wish, skill = texts.index("Ik wil weer een eigen plek met een tuintje"), texts.index("Ik kan goed klussen")
    assert wish < skill
    assert "ik sta zó weer om vier uur op 😀" in texts


def test_every_quote_on_the_inventory_is_a_verbatim_stretch_of_what_was_said() -> None:
    dossier = rijk()
    said = [u.tekst for u in dossier.uitingen]

    for voor in VOOR:
        for block in blad("inventarisatie", dossier, voor)["blokken"]:
            items = (
                block["items"]
                if block["soort"] == "citaten"
                else [i for k in block["kolommen"] for i in k["items"]]
                if block["soort"] == "tijden"
                else []
            )
            for item in items:
                assert any(item["tekst"] in s for s in said)


def test_a_leefgebied_the_client_would_rather_not_is_not_named() -> None:
    dossier, _ = rijk().choose_leefgebied("lichaam", "liever_niet", OP)

    assert "Lichaam en gezondheid" in words("inventarisatie", rijk())
    assert "Lichaam en gezondheid" not in words("inventarisatie", dossier)


def test_words_that_were_said_differently_since_are_not_printed_in_the_old_way() -> None:
    b = Bouw()
    u = b.zeg("werk", "Ik was kapper.")
    b.kracht(u, "Ik was kapper", "ik_ben", "verleden")
    b.dossier, _ = b.dossier.correct_answer(u, new_id="uiting-nieuw", tekst="Ik was kapster.", op=OP)

    assert "Ik was kapper" not in words("inventarisatie", b.dossier)


def test_only_confirmed_and_not_refused_steps_are_in_the_clients_plan() -> None:
    text = words("plan", rijk())

    assert "Ik schrijf me in op de lijst voor een woning." in text
    assert "Conceptregel" not in text
    assert "Niet gekozen regel." not in text
    assert "Ik kijk bij de volkstuin." in text  # for later


def test_the_dossier_sheet_keeps_confirmation_and_choice_apart_with_the_words_beneath() -> None:
    blokken = blad("plan", rijk(), "dossier")["blokken"]
    step = next(b for b in blokken if b["soort"] == "stap" and b["tekst"].startswith("Ik schrijf"))
    rows = {r["kop"]: r["tekst"] for r in step["regels"]}

    assert rows["Bevestigd door begeleider"] == "M. de Wit, 20 november 2026"
    assert rows["Keuze van de cliënt"] == "gekozen, 20 november 2026"
    assert rows["Cijfer dat de cliënt gaf"] == "8"
    under = next(g for g in step["onder"] if g["kop"].startswith("Rust op"))
    assert under["items"] == [
        "‘Ik wil weer een eigen plek met een tuintje. Ik kan goed klussen en de eerste van de maand gaat de huur weg.’ (20 november 2026)"
    ]


def test_an_empty_field_says_so() -> None:
    b = Bouw()
    u = b.zeg("wonen", "Ik wil een plek")
    d = b.doel("een plek", u, waarom="")
    b.actie("Ik bel.", u, doel=d, keuze=None)

    client, file = blad("plan", b.dossier), blad("plan", b.dossier, "dossier")

    goal = next(x for x in client["blokken"] if x["soort"] == "doel")
    assert (goal["waarom"], goal["waarom_leeg"]) == ("_" * 24, False)  # the client may write there
    assert "nog niet ingevuld" not in sheet_texts(client)
    goal = next(x for x in file["blokken"] if x["soort"] == "doel")
    assert (goal["waarom"], goal["waarom_leeg"]) == ("nog niet ingevuld", True)
    step = next(x for x in client["blokken"] if x["soort"] == "stap")
    assert step["keuzes"] == ["ja", "later", "nee"]
    step = next(x for x in file["blokken"] if x["soort"] == "stap")
    choice = next(r for r in step["regels"] if r["kop"] == "Keuze van de cliënt")
    assert (choice["tekst"], choice["leeg"]) == ("er is nog niets gekozen", True)


def test_a_goal_without_a_choice_waits_for_none() -> None:
    """The client chooses steps: at a goal 'nothing chosen yet' would stand for ever."""
    b = Bouw()
    u = b.zeg("wonen", "Ik wil een plek")
    d = b.doel("een plek", u, keuze=None)
    b.actie("Ik bel.", u, doel=d, keuze=None)

    file = blad("plan", b.dossier, "dossier")

    goal = next(x for x in file["blokken"] if x["soort"] == "doel")
    assert "Keuze van de cliënt" not in [field["kop"] for field in goal["velden"]]


@pytest.mark.parametrize("soort", BLADEN)
@pytest.mark.parametrize("voor", VOOR)
def test_an_empty_dossier_gives_a_sheet_to_write_on(soort: str, voor: str) -> None:
    made = blad(soort, Bouw(roepnaam="").dossier, voor)

    kinds = {b["soort"] for b in made["blokken"]}
    assert kinds & {"schrijf", "vakken", "akkoord"}
    assert made["naam"] == ""


def test_the_clients_own_sheet_has_no_dossier_code_and_the_files_sheet_has() -> None:
    assert "KG-7Q2MX" not in json.dumps(blad("plan", rijk()))
    assert "KG-7Q2MX" in blad("plan", rijk(), "dossier")["kenmerk"]


def test_the_form_of_address_follows_the_client() -> None:
    u_form = rijk().replace(aanspreekvorm="u")

    assert "uw eigen woorden" in words("inventarisatie", u_form)
    assert "je eigen woorden" in words("inventarisatie", rijk())
    for soort in BLADEN:
        fixed = sheet_texts(blad(soort, Bouw(aanspreekvorm="u").dossier))
        assert not any(re.search(r"\b(je|jij|jouw|jezelf)\b", t) for t in fixed)


def test_the_kompas_takes_the_step_that_was_chosen_and_the_boxes_from_the_content() -> None:
    blokken = blad("kompas", vol())["blokken"]

    boxes = next(b for b in blokken if b["soort"] == "vakken")["items"]
    assert [b["kop"] for b in boxes] == ["Jezelf zijn", "Ertoe doen", "Meedoen", "Erbij horen"]
    assert boxes[0]["regels"] == ["in de tuin zitten", "brood bakken voor anderen"]
    assert next(b for b in blokken if b["soort"] == "eenstap")["tekst"] == "Ik schrijf me in op de lijst voor een woning."


def test_broken_rooms_are_read_as_nothing() -> None:
    odd = rijk().replace(
        rooms={"kompas": {"vakken": "x", "regels": 3}, "netwerk": {"contacten": [1, {"naam": None}, {"naam": 5}]}, "tkb": []}
    )

    for soort in BLADEN:
        assert blad(soort, odd)["blokken"]


def test_the_netwerk_says_honestly_that_it_comes_from_the_talk() -> None:
    assert "nog niet samen bekeken" in words("netwerk", rijk())
    assert "nog niet samen bekeken" not in words("netwerk", vol())


def test_trouble_between_people_is_not_on_the_sheet_that_hangs_on_the_wall() -> None:
    assert "soms lastig" not in words("netwerk", vol())
    assert "soms lastig" in words("netwerk", vol(), "dossier")


def test_the_team_sheet_holds_no_known_name_nor_hard_identifier() -> None:
    b = Bouw(bekende_namen=("Anja", "Stichting De Brug"))
    u = b.zeg("mensen", "Anja belt mij op 06-12345678. Ik kan koken bij stichting de brug. Ik woon Kerkstraat 5 en ben van 3 maart 1980.")
    for part in ("Anja belt mij op 06-12345678", "Ik kan koken bij stichting de brug", "Ik woon Kerkstraat 5 en ben van 3 maart 1980"):
        b.kracht(u, part, "ik_kan")

    text = words("tkb", b.dossier)

    for word in ("Anja", "06-1234", "brug", "Kerkstraat", "maart", "Noor", "KG-7Q2MX"):
        assert word not in text
    assert text.count("[weggelaten]") >= 5


def test_names_heard_in_the_talk_stay_off_the_team_sheet_and_common_words_do_not() -> None:
    b = Bouw(roepnaam="", rooms={"netwerk": {"contacten": [{"id": "c1", "naam": "Fatma Aydin"}]}})
    u = b.zeg(
        "mensen", "Mijn zus Ans belt. Willem van de kaartclub ook. Voetbalclub is fijn. Ik ga naar club De Zwaluw. Met Fatma kook ik."
    )
    for part in ("Mijn zus Ans belt", "Met Fatma kook ik", "Voetbalclub is fijn"):
        b.kracht(u, part, "ik_heb")
    b.hulpbron(u, "Mijn zus Ans")
    b.hulpbron(u, "Willem van de kaartclub")
    b.hulpbron(u, "Voetbalclub", "organisatie")
    b.hulpbron(u, "club De Zwaluw", "organisatie")

    text = words("tkb", b.dossier)

    for word in ("Ans", "Willem", "Zwaluw", "Fatma"):
        assert word not in text
    for word in ("Mijn zus", "kaartclub", "Voetbalclub", "kook ik"):
        assert word in text


def test_the_team_sheet_asks_the_masker_with_the_known_names() -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def masker(text: str, names: tuple[str, ...]) -> str:
        asked.append((text, names))
        return text.replace("bakker", "[beroep]")

    made = blad("tkb", rijk(), masker=masker)

    assert any("[beroep]" in t for t in sheet_texts(made))
    assert all("Anja" in names for _, names in asked)


def test_ideas_come_with_room_for_twenty() -> None:
    block = next(b for b in blad("tkb", vol())["blokken"] if b["soort"] == "ideeen")

    assert len(block["items"]) + block["lege"] == 20
    assert [i["gekozen"] for i in block["items"]] == [False, True, False]


def test_braces_in_what_a_client_says_stay_what_they_are() -> None:
    b = Bouw(roepnaam="{naam}")
    u = b.zeg("wonen", "Ik zeg {datum} en {code}")
    b.kracht(u, "Ik zeg {datum} en {code}", "ik_kan")

    made = blad("inventarisatie", b.dossier)

    assert made["naam"] == "Van {naam}"
    assert "Ik zeg {datum} en {code}" in sheet_texts(made)


def test_inzage_shows_all_words_the_corrections_and_who_looked() -> None:
    class Line:
        def __init__(self, event: str) -> None:
            self.tijd_utc, self.wie, self.gebeurtenis, self.object, self.reden = OP.isoformat(), "M. de Wit", event, "", "gesprek"

    b = Bouw()
    u = b.zeg("werk", "Ik was kapper.", "Wat deed je vroeger?")
    b.dossier, _ = b.dossier.correct_answer(u, new_id="uiting-nieuw", tekst="Ik was kapster.", op=OP)
    weg = b.zeg("gevoel", "Dat neem ik terug.")
    b.dossier, _ = b.dossier.withdraw_answer(weg)

    texts = sheet_texts(make_inzage(b.dossier, CONTENT, op=OP, log=[Line("dossier_geopend"), Line("inhoud_vastgelegd")]))

    assert "Ik was kapper." in texts
    assert "Later anders gezegd: ‘Ik was kapster.’" in texts
    assert "Dat neem ik terug." in texts
    assert "Wat deed je vroeger?" in texts
    assert "20 november 2026, 10:30: M. de Wit las het dossier (gesprek)" in texts
    assert not any("inhoud" in t for t in texts)


def test_inzage_says_why_words_were_put_right_and_shows_no_id_for_it() -> None:
    b = Bouw()
    u = b.zeg("werk", "Ik was kapper.")
    b.dossier, _ = b.dossier.correct_answer(u, new_id="uiting-nieuw", tekst="Ik was kapster.", op=OP)
    note = Notitie(id="notitie-1", tekst=f"{RECTIFIED}{u} → uiting-nieuw): verkeerd verstaan.", op=OP)
    b.dossier = b.dossier.replace(notities=(note,))

    texts = sheet_texts(make_inzage(b.dossier, CONTENT, op=OP))

    assert "Later rechtgezet: ‘Ik was kapster.’ Waarom: verkeerd verstaan." in texts
    assert not any("uiting-" in t for t in texts)


def test_inzage_shows_a_yes_that_was_taken_back_and_given_again_on_one_day() -> None:
    b, moment = Bouw(), OP.isoformat()
    yes = {"doel": "dossier", "ja": True, "vastgelegd_door": "M"}
    again = {"antwoorden": [yes | {"op": moment}, yes | {"op": OP.replace(hour=11).isoformat()}]}
    taken_back = {"intrekkingen": [{"doel": "dossier", "op": OP.replace(hour=10).isoformat(), "vastgelegd_door": "M"}]}
    b.dossier = b.dossier.replace(rooms={"toestemming": again | taken_back})

    texts = [t for t in sheet_texts(make_inzage(b.dossier, CONTENT, op=OP)) if t.endswith("Opschrijven en bewaren.")]

    assert [t.split(": ")[1].split(".")[0] for t in texts] == ["ja", "teruggenomen", "ja"]


def test_inzage_says_first_what_is_left_out_and_why_and_shows_what_others_wrote() -> None:
    class Line:
        tijd_utc, wie, object, reden = OP.isoformat(), "M. de Wit", "", ""
        gebeurtenis = "uiting_bewaard"

    b = Bouw(aanspreekvorm="u", geheime_locatie=True)
    u = b.zeg("mensen", "Mijn zus Anja belt elke zondag.")
    b.hulpbron(u, "Mijn zus Anja")
    b.zeg("wonen", "Ik zit in de Verstopstraat 9.")
    moment = OP.isoformat()
    rooms = {
        "toestemming": {"antwoorden": [{"doel": "oefenen", "ja": False, "op": moment, "vastgelegd_door": "M"}]},
        "tkb": {"besprekingen": [{"vraag": "Hoe komt mevrouw weer buiten?", "ideeen": [{"tekst": "De moestuin."}]}]},
        "beoordeling": {
            "beoordelingen": [
                {"afgerond": moment, "opmerkingen": [{"tekst": "Mooi dichtbij haar woorden."}], "woord": ""},
                {"afgerond": None, "opmerkingen": [{"tekst": "Nog niet getekend."}], "woord": ""},
            ]
        },
    }

    texts = sheet_texts(make_inzage(b.dossier.replace(rooms=rooms), CONTENT, op=OP, log=[Line(), Line()], left_out=2))

    said = "\n".join(texts)
    assert "Weggelaten stukken: 2" in texts[3] and "uw begeleider" in texts[3], texts[:6]
    assert "Niet op papier: 1" in texts[4] and "geheim" in texts[4]
    assert "Verstopstraat" not in said and "Nog niet getekend" not in said
    for words in ("Mijn zus Anja", "Hoe komt mevrouw weer buiten?", "De moestuin.", "Mooi dichtbij haar woorden."):
        assert words in texts
    assert any(x.startswith("20 november 2026: nee. ") for x in texts)
    assert "20 november 2026: M. de Wit schreef iets op wat u zei, 2 keer" in texts


def test_dutch_dates_follow_the_dutch_clock() -> None:
    assert dutch_date(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "1 januari 2027"
    assert dutch_date(date(2026, 3, 1)) == "1 maart 2026"


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("zaterdag om 10.30 uur", (10, 30)),
        ("14:05", (14, 5)),
        ("om drie uur", None),
        ("om 3 uur", None),
        ("1.500 euro", None),
        ("op 12.2026", None),
    ],
)
def test_a_clock_time_is_read_only_when_it_stands_there_in_figures(said: str, clock: tuple[int, int] | None) -> None:
    assert time_in(said) == clock


def test_masking_replaces_a_name_inside_a_sentence_and_not_inside_a_word() -> None:
    assert mask_hard("Jan en Janneke, jan@x.nl", ["Jan"], "[x]") == "[x] en Janneke, [x]"
    assert mask_hard("bel jan@x.nl of 020 123 4567", [], "[x]") == "bel [x] of [x]"


def test_an_unknown_sheet_is_refused_by_name() -> None:
    with pytest.raises(NotThere, match="'poster'"):
        blad("poster", rijk())


def test_a_file_name_says_nothing_about_care_on_the_clients_sheet() -> None:
    assert sheet_name(rijk(), blad("plan", rijk()), "pdf") == "plan-2026-11-20.pdf"
    assert sheet_name(rijk(), blad("plan", rijk(), "dossier"), "pdf") == "plan-KG7Q2MX-2026-11-20.pdf"
    accented = rijk().model_copy(update={"code": "Zélie-1"})
    assert sheet_name(accented, blad("plan", accented, "dossier"), "pdf") == "plan-Zelie1-2026-11-20.pdf"


def _maker(made: list[Any], record: Any = None) -> SheetMaker:
    class Writer:
        form = "md"

        def write(self, blad: Any) -> bytes:
            return b"x"

    def put(folder: Any, name: str, data: bytes) -> Any:
        made.append(name)
        return folder / name

    return SheetMaker(content=CONTENT, clock=FakeClock(), vormen=("md",), writers=lambda form: Writer(), put=put, record=record)


@pytest.mark.parametrize("ja", [False, None])
def test_nothing_is_made_when_the_client_does_not_want_it(ja: bool | None, tmp_path: Any) -> None:
    """None: the client said yes and took it back."""
    given = Toestemmingen().answer(Toestemming(doel=Doel.AFDRUKKEN, ja=bool(ja is None), op=OP, vastgelegd_door="M"))
    if ja is None:
        given = given.withdraw(Doel.AFDRUKKEN, op=OP, door="M")
    dossier = rijk().replace(rooms={"toestemming": given.model_dump(mode="json")})
    made: list[Any] = []

    with pytest.raises(ToestemmingMissing):
        _maker(made).write(dossier, blad="plan", vorm="md", folder=tmp_path)
    assert made == []


def test_a_print_that_cannot_be_logged_is_not_made(tmp_path: Any) -> None:
    made: list[Any] = []

    def record(dossier: str, what: str) -> None:
        raise OSError("logboek vol")

    with pytest.raises(OSError, match="logboek"):
        _maker(made, record).write(rijk(), blad="plan", vorm="md", folder=tmp_path)
    assert made == []
