"""assistant.judging.heads: which judgements the encoder was taught, and how its numbers are read. Shared by training and running.

Every head is a matrix on the piece vectors ('token') or on a summary of one text ('text': the mean of its pieces beside the first piece).
"""

from __future__ import annotations

from dataclasses import dataclass

VORMEN = ("ik_ben", "ik_kan", "ik_heb", "ik_wil", "ik_weet")
SOORTEN = ("persoon", "plaats", "organisatie", "dier", "ding")
TIJDEN = ("verleden", "heden", "toekomst")
SIGNALEN = ("suicidaliteit", "geweld", "kindveiligheid", "ernstige_verwaarlozing")
LEEFGEBIEDEN = ("wonen", "veiligheid", "geld", "werk", "lichaam", "gevoel", "gezin", "mensen", "vrije_tijd", "zingeving")
COACH_VORM = ("open", "gesloten", "geen_vraag")
COACH_FOCUS = ("krachtgericht", "probleemgericht", "neutraal")
COACH_LABELS = ("suggestief", "dubbel", "reflectie", "advies_zonder_toestemming", "oordelend", "te_moeilijk")
TOETS_LABELS = (
    "hulpverlener_doel", "niet_eigen_woorden", "probleemgericht", "te_groot", "vaag", "negatief_geformuleerd", "dwang_of_voorwaarde",
    "professioneel_voor_natuurlijk", "begeleider_doet_het", "geen_actie_client",
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """`on`: 'token' or 'text'. `kind`: 'any' (each output yes or no) or 'one' (exactly one of the outputs)."""

    on: str
    kind: str
    labels: tuple[str, ...]


HEADS: dict[str, Head] = {
    "kracht": Head("token", "any", tuple(f"{vorm}.{mark}" for vorm in VORMEN for mark in ("B", "I"))),
    "kracht_tijd": Head("token", "one", TIJDEN),
    "hulpbron": Head("token", "any", tuple(f"{soort}.{mark}" for soort in SOORTEN for mark in ("B", "I"))),
    "aard": Head("token", "any", ("professioneel",)),
    "tijden": Head("text", "any", TIJDEN),
    "signaal": Head("text", "any", SIGNALEN),
    "leefgebied": Head("text", "one", LEEFGEBIEDEN),
    "coach_vorm": Head("text", "one", COACH_VORM),
    "coach_focus": Head("text", "one", COACH_FOCUS),
    "coach": Head("text", "any", COACH_LABELS),
    "coach_woorden": Head("token", "any", COACH_LABELS),
    "toets": Head("text", "any", TOETS_LABELS),
    "toets_woorden": Head("token", "any", TOETS_LABELS),
}

LUISTERAAR_WOORDEN = {
    "standaard": "volwassene",
    "tweede_taal": "leert Nederlands",
    "lvb": "licht verstandelijk beperkt",
    "jongere": "jongere",
    "ouder": "oudere",
}


def herken_input(vraag: str, antwoord: str) -> tuple[str, ...]:
    """Texts for one answer; the answer is text 0."""
    return (antwoord, vraag)


def coach_input(uiting: str, client_zei: str | None, luisteraar: str | None) -> tuple[str, ...]:
    """Texts for one interviewer line; the line is text 0."""
    return (uiting, LUISTERAAR_WOORDEN.get(luisteraar or "standaard", "volwassene"), client_zei or "")


def toets_input(soort: str, tekst: str, uitingen: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Texts for one plan item; the item is text 0, the client's words follow."""
    return (tekst, soort, *uitingen)
