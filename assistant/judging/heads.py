"""assistant.judging.heads: the labels of contract.md, in a fixed order. Shared by training and running."""

from __future__ import annotations

VORMEN = ("ik_ben", "ik_kan", "ik_heb", "ik_wil", "ik_weet")
SOORTEN = ("persoon", "plaats", "organisatie", "dier", "ding")
TIJDEN = ("verleden", "heden", "toekomst")
LEEFGEBIEDEN = ("wonen", "veiligheid", "geld", "werk", "lichaam", "gevoel", "gezin", "mensen", "vrije_tijd", "zingeving")
COACH_VORM = ("open", "gesloten", "geen_vraag")
COACH_FOCUS = ("krachtgericht", "probleemgericht", "neutraal")
COACH_LABELS = ("suggestief", "dubbel", "reflectie", "advies_zonder_toestemming", "oordelend", "te_moeilijk")
TOETS_LABELS = (
    "hulpverlener_doel", "niet_eigen_woorden", "probleemgericht", "te_groot", "vaag", "negatief_geformuleerd", "dwang_of_voorwaarde",
    "professioneel_voor_natuurlijk", "begeleider_doet_het", "geen_actie_client",
)  # fmt: skip
STEMMINGEN = (
    "wanhoop", "verlies", "zwaar", "boosheid", "schaamte", "twijfel", "tegenslag", "volhouden", "uitzondering", "verleden_succes", "plan",
    "andere_mening", "derden", "weet_niet",
)  # fmt: skip
"""How an answer may sound (prompts/stemming.toml); only to choose a fitting next sentence."""
BELADEN = "beladen"
"""Something heavy sounds, whichever of the heavy tones it is."""

LUISTERAAR_WOORDEN = ("standaard", "tweede_taal", "lvb", "jongere", "ouder")
