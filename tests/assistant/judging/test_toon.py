"""How an answer sounds, by the reading model: it decides what is acknowledged, and which words the next question takes up."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from assistant.adapters.text_files import ContentFiles
from assistant.engine.content import Content
from assistant.engine.listening import load_doorvragen
from assistant.judging.doorvraag import doorvraag
from assistant.judging.likeness import shared_likeness
from assistant.judging.stemming import Stemmingen, stemming, strengths
from assistant.judging.toon import HEAVY, Tonen, Toon, liveliest

CONTENT = Content(ContentFiles(None))
LIBRARY = load_doorvragen(CONTENT)
TONES = CONTENT.load("stemming.toml", Stemmingen)


def heard(text: str, *tones: tuple[str, float, str], alive: str = "") -> Tonen:
    """A reading in which these tones sound in these words, and `alive` asks to be taken up."""
    words = tuple(m.span() for m in re.finditer(r"\S+", text))
    at = text.find(alive) if alive else -1
    hook = np.array([0.9 if alive and a < at + len(alive) and b > at else 0.02 for a, b in words], np.float32)
    found = tuple(Toon(soort, sure, text.index(where), text.index(where) + len(where)) for soort, sure, where in tones)
    return Tonen({soort: sure for soort, sure, _ in tones}, found, words, hook)


def ask(text: str, read: Tonen, **extra: Any) -> list[dict[str, Any]]:
    payload = {"id": "a", "antwoord": text, "herkend": {"krachten": [], "hulpbronnen": []}, **extra}
    out: list[dict[str, Any]] = doorvraag(payload, library=LIBRARY, stemmingen=TONES, like=shared_likeness(), hear=lambda *_: read)[
        "vragen"
    ]
    return out


def test_words_that_only_look_heavy_are_not_acknowledged() -> None:
    text = "De soep was kapot lekker, ik heb drie borden op."

    assert stemming(text, TONES, shared_likeness(), heard(text)) is None
    assert all(vraag["familie"] != "erkenning" for vraag in ask(text, heard(text)))


def test_what_sounds_heavy_is_acknowledged_first_in_its_own_words() -> None:
    text = "Ik heb de kamer gewit. 's Nachts lig ik te luisteren of hij er is."
    vragen = ask(text, heard(text, ("zwaar", 0.8, "'s Nachts lig ik te luisteren of hij er is")))

    assert vragen[0]["familie"] == "erkenning"
    assert vragen[0]["haakt_aan"] is not None and vragen[0]["haakt_aan"] in "'s Nachts lig ik te luisteren of hij er is"
    assert sum(vraag["familie"] == "erkenning" for vraag in vragen) <= 2


def test_despair_in_so_many_words_is_heard_whatever_the_reading_says() -> None:
    text = "Ik wil niet meer leven."

    assert stemming(text, TONES, shared_likeness(), heard(text)) == "wanhoop"


def test_the_words_that_are_alive_are_taken_up_first() -> None:
    text = "Ik kan goed koken en ik repareer fietsen van de hele straat."
    krachten = [
        {"vorm": "ik_kan", "citaat": c, "begin": text.index(c), "eind": text.index(c) + len(c), "tijd": "heden", "zekerheid": 0.8}
        for c in ("Ik kan goed koken", "ik repareer fietsen van de hele straat")
    ]
    for words in ("Ik kan goed koken", "ik repareer fietsen van de hele straat"):
        vragen = ask(text, heard(text, alive=words), herkend={"krachten": krachten, "hulpbronnen": []})

        assert next(v["haakt_aan"] for v in vragen if v["haakt_aan"]) == words


def test_nothing_alive_gives_no_quote_to_hang_on_to() -> None:
    text = "Het was gewoon een dag."

    assert liveliest(text, heard(text)) is None
    assert liveliest(text, heard(text, alive="gewoon een dag")) is not None


def test_an_empty_answer_sounds_like_nothing() -> None:
    assert Tonen().alive(0, 5) == 0.0
    assert strengths("", TONES, shared_likeness(), Tonen()) == {}


def test_every_heavy_tone_can_be_heard_by_the_reading() -> None:
    from assistant.judging.heads import STEMMINGEN

    assert set(HEAVY) <= set(STEMMINGEN)
    assert {item.id for item in TONES.stemmingen} - {"gewoon"} == set(STEMMINGEN)
