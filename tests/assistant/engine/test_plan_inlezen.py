"""Plans from outside: ten layouts, words that stay literal, and nothing that disappears in silence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.documents_in import LimitedReader
from assistant.adapters.text_files import ContentFiles
from assistant.engine.content import Content
from assistant.engine.inlezen_sentences import may_be
from assistant.engine.plan_inlezen import (
    INLEZEN,
    GelezenPlan,
    Inleeswoorden,
    build_inlezen,
    keep,
    payload_of,
    read_gelezen,
    recognise,
    renumbered,
)
from assistant.engine.reviewing import Reviewing, plan_lines
from assistant.errors import DocumentUnreadable, NotConfirmable, RuleError
from tests.fakes import an_assistant

FOLDER = Path(__file__).resolve().parents[2] / "data" / "plannen"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "verwacht.json").read_text(encoding="utf-8"))
CONTENT = Content(ContentFiles(None))
WORDS = CONTENT.load(INLEZEN, Inleeswoorden)
ask = build_inlezen(CONTENT, LimitedReader().read_with_warnings)


def read(text: str) -> GelezenPlan:
    return recognise(text, WORDS)


def everything(plan: GelezenPlan) -> str:
    parts = [f"{r.tekst} {r.wie} {r.wanneer} {r.leefgebied}" for r in plan.regels]
    return " ".join([*parts, *(c.tekst for c in plan.citaten), *(n.tekst for n in plan.niet_begrepen)])


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_ten_layouts_are_read_as_a_person_reads_them(name: str) -> None:
    expected = EXPECTED[name]

    plan = read_gelezen(ask({"pad": str(FOLDER / name)}))

    assert [r.tekst for r in plan.doelen] == expected["doelen"]
    assert [[r.tekst, r.doel, r.wie, r.wanneer] for r in plan.acties] == expected["acties"]
    assert [c.tekst for c in plan.citaten] == expected["citaten"]
    left = " ".join(n.tekst for n in plan.niet_begrepen)
    for words in expected["niet"]:
        assert words in left
    if "leefgebieden" in expected:
        assert [r.leefgebied for r in plan.doelen] == expected["leefgebieden"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_sentence_of_a_document_disappears(name: str) -> None:
    document, _ = LimitedReader().read_with_warnings(str(FOLDER / name))
    plan = read_gelezen(ask({"pad": str(FOLDER / name)}))
    known = {w for group in WORDS.woorden.values() for phrase in group for w in re.findall(r"\w+", phrase)}
    known |= {w for group in WORDS.leefgebieden.values() for phrase in group for w in re.findall(r"\w+", phrase)}
    known |= set(re.findall(r"\w+", f"{document.titel.lower()} {' '.join(k for _, _, k in document.koppen).lower()}"))
    told = set(re.findall(r"\w+", everything(plan).lower()))

    lost = {w for w in re.findall(r"[^\W\d_]{4,}", document.tekst.lower()) if w not in told and w not in known}

    assert lost <= {"zegt", "spreken"}  # 'zegt ze' beside a quotation, 'we spreken af dat' before an action


@pytest.mark.parametrize(
    ("signs", "kept"),
    [
        ("«Ik wil naar zee.»", "Ik wil naar zee."),
        ("“Ik wil naar zee.”", "Ik wil naar zee."),
        ("„Ik wil naar zee.”", "Ik wil naar zee."),
        ('"Ik wil naar zee."', "Ik wil naar zee."),
        ("‘Ik wil naar zee, m’n hond ook.’", "Ik wil naar zee, m’n hond ook."),
        ("'Ik wil naar zee.'", "Ik wil naar zee."),
    ],
)
def test_quotation_marks_of_every_kind_are_the_clients_words(signs: str, kept: str) -> None:
    assert [c.tekst for c in read(f"Doelen\n- Naar zee.\n\nZij zei {signs}").citaten] == [kept]


def test_a_paraphrase_is_never_the_clients_words() -> None:
    plan = read("Wensen\nCliënt geeft aan weer te willen werken.\nMevrouw wil graag rust.\n\nDoel: Werken.")

    assert plan.citaten == ()
    assert {n.reden for n in plan.niet_begrepen} == {"naverteld"}


def test_a_goal_that_is_a_quotation_is_both() -> None:
    plan = read('Doel: "Ik wil weer werken."')

    assert (plan.doelen[0].tekst, plan.citaten[0].tekst) == ("Ik wil weer werken.", "Ik wil weer werken.")


@pytest.mark.parametrize(
    "layout",
    [
        "Hoofddoel: Weer vissen.\nSubdoel: Een hengel.\nWat ga ik doen?\n- Zaterdag naar de kringloop.",
        "DOELEN\n1. Weer vissen.\n2. Een hengel.\nACTIEPUNTEN\n1. Zaterdag naar de kringloop.",
        "Doel 1 Weer vissen: \nWeer vissen.\nDoel 2: Een hengel.\nActie 1: Zaterdag naar de kringloop.",
        "## Langetermijndoelen\n* Weer vissen.\n* Een hengel.\n## Acties\n☐ Zaterdag naar de kringloop.",
        "| Werkdoel | Actiepunt |\n|---|---|\n| Weer vissen. | |\n| Een hengel. | Zaterdag naar de kringloop. |",
        "Werkdoel\tActie\tWie\nWeer vissen.\t\t\nEen hengel.\tZaterdag naar de kringloop.\tik",
    ],
)
def test_headings_keys_lists_and_tables_say_the_same(layout: str) -> None:
    plan = read(layout)

    assert [r.tekst for r in plan.acties] == ["Zaterdag naar de kringloop."]
    assert [r.tekst for r in plan.doelen][-2:] == ["Weer vissen.", "Een hengel."]


def test_a_plain_story_gives_no_plan_and_says_everything_back() -> None:
    plan = read("Het was een goede dag. De zon scheen en we hebben gewandeld.")

    assert plan.regels == ()
    assert len(plan.niet_begrepen) == 2


@pytest.mark.parametrize("text", ["", "   \n \n", "12 / 4 — …"])
def test_nothing_to_read_is_told(text: str) -> None:
    if re.search(r"\w", text):
        assert read(text).regels == ()
    else:
        with pytest.raises(DocumentUnreadable):
            read(text)


def test_a_book_is_no_plan() -> None:
    with pytest.raises(DocumentUnreadable):
        read("woord " * 100_000)


def test_without_file_or_text_is_wrong_use() -> None:
    with pytest.raises(RuleError):
        ask({})


LINES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "Doel: x",
            "Acties:",
            "| Doel | Actie |",
            "| a | b | c |",
            '"Ik wil dat"',
            "> ik",
            "Wie: ik",
            "Wanneer?",
            "- [ ] y",
            "Wonen",
            "\t\t",
            "**Doel**",
            "1. z",
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=14).map("\n".join))
def test_any_text_can_be_read_and_what_comes_back_is_literal(text: str) -> None:
    if not re.search(r"\w", text):
        return
    try:
        plan = read(text)
    except DocumentUnreadable:
        return

    from assistant.domain.values import clean_text

    source = re.sub(r"\W+", "", clean_text(text))
    for piece in (*(r.tekst for r in plan.regels), *(c.tekst for c in plan.citaten)):
        for word in re.findall(r"\w+", piece):
            assert word in source
    assert renumbered(plan) == renumbered(renumbered(plan))


def test_a_corrected_plan_becomes_a_dossier_that_can_be_reviewed() -> None:
    assistant = an_assistant(naam="An")
    plan = read_gelezen(ask({"pad": str(FOLDER / "06-leefgebieden.docx")}))

    dossier = keep(assistant, plan, bestand="plan.docx", code="VB-1")

    back = assistant.store.load(dossier.id)
    assert [u.tekst for u in back.uitingen] == ["Ik wil een kamer waar mijn hond mee mag."]
    assert back.uitingen[0].leefgebied == "wonen"
    lines = plan_lines(back)
    assert [(r.soort, r.herkomst) for r in lines] == [("doel", "van_buiten"), ("actie", "van_buiten")] * 2
    assert back.plan.acties == ()  # nothing of it is a plan here: nobody confirmed it
    review = Reviewing(assistant, back)
    assert review.begin("An", review.look()).bron == "plan.docx"


def test_a_plan_without_lines_is_not_kept() -> None:
    assistant = an_assistant()
    with pytest.raises(NotConfirmable):
        keep(assistant, GelezenPlan(), bestand="x")

    assert assistant.store.list() == ()


def test_the_payload_says_who_and_when_along_with_the_action() -> None:
    payload = payload_of(read("Doel: Weer vissen.\nActie: Een hengel kopen.\nWie: begeleider\nWanneer: zaterdag"), ident="p")

    assert payload["acties"][0]["tekst"] == "Begeleider: een hengel kopen, zaterdag."


def test_a_quotation_of_two_sentences_in_a_story_stays_whole() -> None:
    plan = read('Vandaag sprak ik met Els. Zij zei: "Ik wil naar het koor. Dat deed ik vroeger ook." Daarna dronken we koffie.')

    assert [c.tekst for c in plan.citaten] == ["Ik wil naar het koor. Dat deed ik vroeger ook."]
    assert [n.tekst for n in plan.niet_begrepen] == ["Vandaag sprak ik met Els.", "Daarna dronken we koffie."]


def test_a_row_over_the_whole_table_names_the_leefgebied_of_the_rows_below() -> None:
    plan = read(
        "| Doel | Wie | Wanneer |\n| Leefgebied: Dagbesteding | | |\n| Ik werk in de moestuin | Ik | maandag |\n| Financiën | | |\n| Ik spaar | Ik | mei |"
    )

    assert [(r.tekst, r.leefgebied) for r in plan.doelen] == [("Ik werk in de moestuin", "werk"), ("Ik spaar", "geld")]


def test_in_minutes_a_besluit_beside_an_actie_is_what_is_aimed_at() -> None:
    table = (
        "| Besluit | Actie | Actiehouder | Termijn |\n| Contact met Noor herstellen | Youssef schrijft Noor een kaart | Youssef | zondag |"
    )
    one, other = read(table), read("Besluiten\n- Youssef schrijft Noor zondag een kaart.")

    assert [r.tekst for r in one.doelen] == ["Contact met Noor herstellen"]
    assert [(r.tekst, r.doel, r.wie, r.wanneer) for r in one.acties] == [("Youssef schrijft Noor een kaart", "d1", "Youssef", "zondag")]
    assert [r.tekst for r in other.acties] == ["Youssef schrijft Noor zondag een kaart."]


def test_what_stands_around_a_quotation_in_a_part_that_is_left_out_is_told() -> None:
    plan = read('Huidige situatie:\nMevrouw verblijft in de opvang. "Ik wil een huisje voor mijn konijn."\nDoel: Een huisje.')

    assert [c.tekst for c in plan.citaten] == ["Ik wil een huisje voor mijn konijn."]
    assert "Mevrouw verblijft in de opvang." in [n.tekst for n in plan.niet_begrepen]


@pytest.mark.parametrize("head", ["Wat Rachid zelf zegt", "Wat zegt mevrouw er zelf over", "Inbreng cliënt"])
def test_a_heading_that_names_the_person_stands_above_their_own_words(head: str) -> None:
    assert [c.tekst for c in read(f"{head}\nIk wil mijn rijbewijs halen.").citaten] == ["Ik wil mijn rijbewijs halen."]


def test_a_sentence_with_zelf_is_no_heading() -> None:
    assert "Ik doe het zelf" in everything(read("Doel: Els zingt.\n\nIk doe het zelf"))


def test_a_number_with_a_point_says_what_a_line_is_too() -> None:
    plan = read(
        "Doel 1. Nadia ziet haar dochter elke week.\nActies:\n- Zij belt haar zus.\n\nDoel 2 Ik wil een naaihoek.\nActie 1) Kijken bij het atelier.\n"
    )

    assert [r.tekst for r in plan.doelen] == ["Nadia ziet haar dochter elke week.", "Ik wil een naaihoek."]
    assert [(a.tekst, a.doel) for a in plan.acties] == [("Zij belt haar zus.", "d1"), ("Kijken bij het atelier.", "d2")]


def test_what_stands_further_in_under_a_goal_is_how_it_is_done() -> None:
    plan = read(
        "## Doelen en stappen\n\n1. **Doel:** De post weer open durven maken.\n   1.1 Els maakt drie enveloppen open.\n   b) Els koopt een map.\n2. Op het koor.\n   - [ ] Marieke bellen\n"
    )

    assert [r.tekst for r in plan.doelen] == ["De post weer open durven maken.", "Op het koor."]
    assert [(a.tekst, a.doel) for a in plan.acties] == [
        ("Els maakt drie enveloppen open.", "d1"),
        ("Els koopt een map.", "d1"),
        ("Marieke bellen", "d2"),
    ]


def test_a_table_with_other_columns_after_an_empty_line_is_another_table() -> None:
    plan = read(
        "| Naam | R. |\n| Datum | 3 november |\n\n| Leefgebied | Doel | Actie |\n| Werk | Fietsen maken | Henk bellen |\n\n## Uitspraken\n\nIk heb dertig jaar fietsen gemaakt.\n"
    )

    assert [(r.tekst, r.leefgebied) for r in plan.regels] == [("Fietsen maken", "werk"), ("Henk bellen", "werk")]
    assert [(c.tekst, c.leefgebied) for c in plan.citaten] == [("Ik heb dertig jaar fietsen gemaakt.", None)]


@pytest.mark.parametrize(
    "line",
    [
        "Evaluatie op 15 januari 2027",
        "De evaluatie vindt plaats op 15 januari.",
        "We evalueren dit plan over drie maanden.",
        "Dit plan wordt elk kwartaal geëvalueerd.",
        "Volgende afspraak: 18 november om 10.00 uur.",
        "Tussenevaluatie na zes weken",
    ],
)
def test_when_the_plan_is_looked_at_again_is_no_action(line: str) -> None:
    plan = read(f"Doel: Ik wil weer zwemmen.\n\nAfspraken\n- {line}\n- Els belt dinsdag het zwembad.")

    assert [a.tekst for a in plan.acties] == ["Els belt dinsdag het zwembad."]
    assert [(n.tekst, n.reden) for n in plan.niet_begrepen] == [(line, "buiten_plan")]


def test_an_action_beside_the_day_of_evaluation_is_kept_literally() -> None:
    plan = read(
        "| Doel | Bobbie mag mee. |\n| Afspraken | Evaluatie op 15 januari 2027. Jan loopt elke ochtend met Bobbie langs de kade. |"
    )

    assert [a.tekst for a in plan.acties] == ["Jan loopt elke ochtend met Bobbie langs de kade."]


@pytest.mark.parametrize(
    "line", ["Els evalueert vrijdag met haar zus hoe het zwemmen ging.", "Els vraagt om een nieuwe afspraak bij de tandarts."]
)
def test_who_looks_back_on_a_step_or_makes_an_appointment_does_something(line: str) -> None:
    assert [a.tekst for a in read(f"Doel: Zwemmen.\n\nActies\n- {line}").acties] == [line]


def test_a_list_below_a_goal_that_says_it_is_one_says_how() -> None:
    plan = read(
        "## Doelen\n**Doel 1:** Ik wil weer naar de sportschool.\n- Samira belt maandag.\n- Nadia brengt haar.\n\n**Doel 2:** Ik wil mijn dochter bellen.\n- Een wekker zetten.\n"
    )
    goals = read("Doelen: ik wil rust\n- Ik wil een hond.\n- Ik wil naar zee.")

    assert [(a.tekst, a.doel) for a in plan.acties] == [
        ("Samira belt maandag.", "d1"),
        ("Nadia brengt haar.", "d1"),
        ("Een wekker zetten.", "d2"),
    ]
    assert len(plan.doelen) == 2
    assert len(goals.doelen) == 3


def test_every_line_in_a_cell_beside_acties_is_an_action() -> None:
    plan = read(
        '| Huidige situatie | Hij woont in een kamer. Hij zegt: "Ik wil een plek waar de hond mag blijven." |\n| Doel | Een woning waar Bobbie mag blijven. |\n| Acties | Jan vraagt het vrijdag. / Begeleider stuurt de verklaring op. |'
    )

    assert [a.tekst for a in plan.acties] == ["Jan vraagt het vrijdag.", "Begeleider stuurt de verklaring op."]
    assert [c.tekst for c in plan.citaten] == ["Ik wil een plek waar de hond mag blijven."]
    assert "Hij woont in een kamer." in [n.tekst for n in plan.niet_begrepen]


def test_a_letter_in_running_prose_offers_its_sentences_and_takes_none() -> None:
    plan = read(
        "Geachte mevrouw Jansen,\n\nMevrouw wil graag weer aan het werk. Daarom gaat zij maandag kennismaken met dhr. B. van De Linde. "
        "Begeleider Karin belt vooraf. „Ik heb jaren voor mijn moeder gezorgd”, vertelde ze. Wij helpen als zij dat wil.\n\nMet vriendelijke groet,\nK. Post"
    )

    assert plan.regels == ()
    assert [(n.tekst, n.reden) for n in plan.niet_begrepen] == [
        ("Geachte mevrouw Jansen,", "buiten_plan"),
        ("Mevrouw wil graag weer aan het werk.", "lijkt_doel"),
        ("Daarom gaat zij maandag kennismaken met dhr. B. van De Linde.", "lijkt_actie"),
        ("Begeleider Karin belt vooraf.", "lijkt_actie"),
        ("Wij helpen als zij dat wil.", "lijkt_actie"),
        ("Met vriendelijke groet,", "buiten_plan"),
        ("K. Post", "buiten_plan"),
    ]
    assert [c.tekst for c in plan.citaten] == ["Ik heb jaren voor mijn moeder gezorgd"]


@pytest.mark.parametrize(
    ("sentence", "reden"),
    [
        ("Over haar broer wil ze het niet over hebben.", "onbekend"),
        ("Over vroeger wil mevrouw nu liever niet over praten.", "onbekend"),
        ("Over zijn broer wil hij het niet hebben.", "onbekend"),
        ("Daar wil zij nu nog niets over.", "naverteld"),
        ("Mevrouw wil niet langer over geld piekeren.", "lijkt_doel"),
        ("Zij wil het liefst niet alleen over straat.", "lijkt_doel"),
    ],
)
def test_what_the_client_leaves_unsaid_is_no_goal(sentence: str, reden: str) -> None:
    assert may_be(sentence, letter=False) == reden


def test_who_wrote_a_mail_is_never_taken_for_the_client() -> None:
    plan = read(
        "Hoi allemaal,\n\nCliënt zegt: ik mis mijn duiven.\n\nWat we hebben afgesproken:\n- ik bel de voorzitter\n\nGroetjes,\nSanne\n\n> kun jij mijn plan sturen?"
    )

    assert [c.tekst for c in plan.citaten] == ["ik mis mijn duiven."]
    assert [r.tekst for r in plan.acties] == ["ik bel de voorzitter"]
    assert [n.tekst for n in plan.niet_begrepen] == ["Hoi allemaal,", "Groetjes,", "Sanne", "> kun jij mijn plan sturen?"]


def test_the_box_to_sign_is_no_part_of_the_action_before_it() -> None:
    plan = read("Doel 1 Wonen in de stad\n- Samen bellen met de gemeente over urgentie Akkoord: ja / nee")

    assert [r.tekst for r in plan.acties] == ["Samen bellen met de gemeente over urgentie"]
    assert [n.tekst for n in plan.niet_begrepen] == ["Akkoord: ja / nee"]


def test_a_dash_between_the_fields_stays_with_none_of_them() -> None:
    plan = read("Doel 1 Wonen in de stad\nActie: Brief schrijven — wie: begeleider — wanneer: 1 december\nActie: Bellen — wie: Piet —")

    assert [(r.tekst, r.wie, r.wanneer) for r in plan.acties] == [("Brief schrijven", "begeleider", "1 december"), ("Bellen", "Piet", "")]


def test_who_and_when_in_brackets_leave_the_action_whole() -> None:
    plan = read(
        "Doel 1 Wonen in de stad\nActie 1.1 Een brief schrijven (wie: dhr. B., wanneer: 1 december).\nActies\n- Urgentie vragen (wie: Piet)"
    )

    assert [(r.tekst, r.wie, r.wanneer) for r in plan.acties] == [
        ("Een brief schrijven", "dhr. B.", "1 december"),
        ("Urgentie vragen", "Piet", ""),
    ]


def test_what_follows_a_quotation_on_one_line_is_told() -> None:
    plan = read("Fatima zegt: ‘Als ik niets doe, ga ik piekeren.’ Zij gaat op woensdag naar het atelier.")

    assert [c.tekst for c in plan.citaten] == ["Als ik niets doe, ga ik piekeren."]
    assert [n.tekst for n in plan.niet_begrepen] == ["Zij gaat op woensdag naar het atelier."]


def test_a_form_with_a_wish_and_no_goal_has_the_wish_for_goal() -> None:
    plan = read(
        "| Wens cliënt | Ik wil minder blowen |\n| Wat ga ik doen? | 1. Bellen met Sanne 2. Naar de groep |\n| Wie helpt mij? | Sanne |\n| Leefgebied | Gevoel |"
        "\n\nHandtekening cliënt: ______"
    )

    assert [(r.tekst, r.leefgebied) for r in plan.doelen] == [("Ik wil minder blowen", "gevoel")]
    assert [(r.tekst, r.wie) for r in plan.acties] == [("Bellen met Sanne", "Sanne"), ("Naar de groep", "Sanne")]
    assert [c.tekst for c in plan.citaten] == ["Ik wil minder blowen"]


def test_the_name_of_the_paper_is_no_action() -> None:
    assert read("Plan van aanpak – Fatima, nachtopvang\n\nDoel: Een huis.").acties == ()


def test_what_is_no_sentence_any_more_is_not_guessed_at() -> None:
    """A line of thousands of words without a full stop is left to a person."""
    words = recognise("Daarom gaat mevrouw Vos bellen " + "en dan nog eens " * 60, WORDS)
    assert [n.reden for n in words.niet_begrepen] == ["onbekend"]
    short = recognise("Daarom gaat mevrouw Vos bellen met de woningbouw.", WORDS)
    assert [n.reden for n in short.niet_begrepen] == ["lijkt_actie"]


def test_a_line_of_blank_quotation_marks_is_no_goal() -> None:
    plan = read("Doel: “    ”\nDoel: Ik wil leren fietsen.\nActie: Ik vraag mijn zus om haar fiets.")

    assert [r.tekst for r in plan.regels] == ["Ik wil leren fietsen.", "Ik vraag mijn zus om haar fiets."]


def test_a_name_that_begins_with_an_accent_tells_too() -> None:
    plan = read("Doel: Ik wil leren fietsen.\nÖmer vertelt dat hij vroeger elke dag fietste.")

    assert [n.reden for n in plan.niet_begrepen] == ["naverteld"]
