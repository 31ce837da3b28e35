"""tests.promises.ai_en_nood: P21 (what goes to a model elsewhere is seen first and names nobody) and P24 (in need help appears, with or
without a model).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.adapters.text_files import ContentFiles
from assistant.engine.content import Content
from assistant.engine.draft_writing import Modelantwoord, ModelWriter
from assistant.engine.drafting import DIAGNOSIS, Situation, problems
from assistant.judging import examples
from assistant.judging.maskeer import build
from tests.promises.kit import Outcome, Promise, a_random
from tests.promises.venster import slowness

CONTENT = Content(ContentFiles(None))


# -- P21 -----------------------------------------------------------------------------------------

SYLLABLES = ["zwi", "tja", "quo", "vex", "brim", "kald", "ruf", "yst", "mol", "dax", "pli", "gor", "fen", "ulk", "wod"]
FORMS = (
    "Ik wil weer vissen met {naam}. {hard}",
    "Ik wil bellen met mijn zus {naam}. {hard}",
    "Ik wil naar {naam} toe, {hard}",
    "Ik wil dat {naam} me helpt. Haar nummer: {hard}",
    "Ik wil weer wonen bij opvang {huis}. {hard}",
    "Ik wil schrijven aan {naam} van {huis}: {hard}",
)


def _bsn(rng: Any) -> str:
    while True:
        digits = [rng.randint(1, 9)] + [rng.randint(0, 9) for _ in range(7)]
        last = sum(d * (9 - n) for n, d in enumerate(digits)) % 11
        if last < 10:
            return "".join(map(str, [*digits, last]))


def _iban(rng: Any) -> str:
    body = "RABO" + "".join(str(rng.randint(0, 9)) for _ in range(10))
    number = int("".join(str(int(c, 36)) for c in body + "NL00"))
    return f"NL{98 - number % 97:02d}{body}"


def _hard(n: int, rng: Any) -> str:
    letters = "BDFGHJKLNPRSTVXZ"
    return (
        lambda: _bsn(rng),
        lambda: _iban(rng),
        lambda: f"06-{rng.randint(10000000, 99999999)}",
        lambda: f"{rng.choice(SYLLABLES)}{rng.randint(1, 99)}@post{rng.randint(1, 9)}.nl",
        lambda: f"{rng.randint(1000, 9999)} {rng.choice(letters)}{rng.choice(letters)} {rng.randint(1, 200)}",
        lambda: f"{rng.choice(letters)}{rng.choice(letters)}-{rng.randint(100, 999)}-{rng.choice(letters)}",
        lambda: f"@{rng.choice(SYLLABLES)}_{rng.randint(1000, 9999)}",
        lambda: f"https://voorbeeld.nl/{rng.choice(SYLLABLES)}{rng.randint(100, 999)}",
    )[n % 8]()


class _Elsewhere:
    is_remote, name = True, "elders"

    def __init__(self) -> None:
        self.sent: list[str] = []

    def reply(self, *, system: str, user: str, schema: type[Any], timeout_s: float) -> Any:
        self.sent.append(system + user)
        return Modelantwoord(voorstellen=())


def p21_eerst_zien(size: int, fault: str) -> Outcome:
    """`size` requests to a model elsewhere. Names no list knows, half of them without a capital; a hard identifier in each."""
    from assistant.adapters.chat_models import DraftPrompts
    from tests.quality.maskeer_quality import figures

    rng, maskeer = a_random(21), build(CONTENT)

    def hide(text: str, names: Sequence[str]) -> list[tuple[int, int, str]]:
        found = maskeer({"tekst": text, "bekende_namen": [] if fault else list(names)})
        return [(s["begin"], s["eind"], s["soort"]) for s in found["spans"]]

    def quiet(payload: Mapping[str, Any]) -> dict[str, Any]:
        return {"krachten": [], "hulpbronnen": [], "signaal": {"acuut": False, "soort": None}}

    model = _Elsewhere()
    writer = ModelWriter(model, DraftPrompts().render, timeout_s=30, hide=hide)
    leaks = unseen = 0
    for n in range(size):
        name = "".join(rng.sample(SYLLABLES, 3)).capitalize()
        house = "".join(rng.sample(SYLLABLES, 2)).capitalize()
        hard = _hard(n, rng)
        text = FORMS[n % len(FORMS)].format(naam=name.lower() if n % 2 else name, huis=house, hard=hard)
        payload = {
            "id": "p",
            "dossier": {"uitingen": [{"id": "u1", "leefgebied": None, "tekst": text}]},
            "bekende_namen": [name, house],
            "toestemming_model": True,
        }
        before = len(model.sent)
        writer(Situation(payload, quiet), [])  # nobody saw it
        writer(Situation({**payload, "gezien": "x" * 64}, quiet), [])  # something else was seen
        unseen += len(model.sent) - before
        seen = writer.preview(Situation(payload, quiet))
        writer(Situation({**payload, "gezien": seen.controle, "toestemming_model": False}, quiet), [])  # no leave
        unseen += len(model.sent) - before
        writer(Situation({**payload, "gezien": seen.controle}, quiet), [])
        gone = model.sent[before:]
        unseen += len(gone) != 1 or seen.tekst not in gone[0]
        low = "".join(gone).lower()
        leaks += any(word.lower() in low for word in (name, house, hard) if word.lower() in text.lower())
    persons = figures("toetsen", names=False)["soort"]["persoon"]
    free = persons["hit"] / persons["gold"] if persons["gold"] else 0.0
    return Outcome(
        size,
        leaks + unseen,
        f"{size} requests, {leaks} with a name of the dossier or a hard identifier, {unseen} sent unseen or without leave "
        f"(people nobody listed, in free text: {free:.2f} found)",
    )


# -- P24 -----------------------------------------------------------------------------------------

CARD_S = 0.2
"""The promise: from the key to the card."""
LABELS = (
    "borderline", "een depressie", "een psychose", "ADHD", "autisme", "schizofrenie", "PTSS", "een persoonlijkheidsstoornis", "dementie",
    "een verslaving", "LVB", "een bipolaire stoornis", "een verstandelijke beperking", "suïcidaliteit", "een hechtingsprobleem",
)  # fmt: skip
PLACES = (
    "Ik vraag zaterdag hulp voor mijn {x}.",
    "Ik ga maandag praten over {x}.",
    "Ik lees dinsdag een folder over {x}.",
    "Ik schrijf vrijdag op wanneer ik last heb van {x}.",
)


def _cards(size: int) -> tuple[int, int, list[float]]:
    """(shown, asked, seconds from the key to the card) on the real screen, with the helper process away and the words as they are shipped."""
    from tests.fakes import FakeThinker, an_assistant
    from tests.tui.helpers import an_app, on_screen, talking

    sentences = [ex["antwoord"] for ex in examples.load("signaal") if ex["vorm"] == "expliciet"][:size]
    times: list[float] = []
    app = an_app(an_assistant(thinker=FakeThinker()))

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await talking(pilot)
            for text in sentences:
                screen.editor.load_text(text)
                await pilot.pause()
                begin = time.perf_counter()
                app.call_later(screen.action_bewaar)
                while type(app.screen).__name__ != "SafetyScreen" and time.perf_counter() - begin < 20:  # noqa: ASYNC110 (what is on screen is what counts)
                    await asyncio.sleep(0.002)
                if type(app.screen).__name__ == "SafetyScreen":
                    times.append(time.perf_counter() - begin)
                    await pilot.press("escape")
                await on_screen(pilot, "InterviewScreen")

    asyncio.run(run())
    return len(times), len(sentences), sorted(times)


def p24_nood(size: int, fault: str) -> Outcome:
    from assistant.engine import conversing
    from assistant.judging import signaal
    from tests.promises.kit import swapped
    from tests.quality.signaal_quality import figures

    whole = signaal.Signaleerder(
        signaal.eigen_woorden(), signaal.lees_gelijkenis(), lezer=signaal.lees_acuut, grenzen=signaal.lees_grenzen()
    )

    def hear(text: str, vraag: str) -> dict[str, Any]:
        return {"acuut": False, "soort": None, "woorden": ""} if fault else whole.signaal(text, vraag)

    counts = {name: [0, 0] for name in ("explicit", "veiled", "false", "ordinary_false")}
    found = figures("toetsen", hear)  # the only part that neither the words nor the reading were made on
    for name, pair in counts.items():
        pair[0] += found[name][0]
        pair[1] += found[name][1]
    recall, veiled = (counts[name][0] / max(1, counts[name][1]) for name in ("explicit", "veiled"))
    false = (counts["false"][0] + counts["ordinary_false"][0]) / max(1, counts["false"][1] + counts["ordinary_false"][1])
    if fault:
        with swapped(conversing, "quick_signal", lambda text, content: None):
            shown, asked, times = 0, 1, [0.0]
    else:
        shown, asked, times = _cards(max(6, size // 10))
    middle = times[len(times) // 2] if times else 99.0
    passed = tried = 0
    for n in range(max(60, size)):
        label = LABELS[n % len(LABELS)]
        text = "Ik wil weer vissen. Ik voel me soms somber."
        payload = {"dossier": {"uitingen": [{"id": "u1", "leefgebied": None, "tekst": text}]}}
        draft = {
            "doel": "Ik wil weer vissen",
            "actie": PLACES[n % len(PLACES)].format(x=label),
            "wanneer": "zaterdag",
            "uitingen": ["u1"],
            "bron": "model",
        }
        tried += 1
        passed += not problems(draft, Situation(payload, None), None)
    assert DIAGNOSIS.search("borderline")
    late = middle > CARD_S * slowness()
    bad = (recall < 0.98) + (false > 0.10) + (shown < asked) + late + passed
    return Outcome(
        counts["explicit"][1] + counts["veiled"][1] + counts["false"][1] + counts["ordinary_false"][1] + tried,
        bad,
        f"explicit {counts['explicit'][0]} of {counts['explicit'][1]} ({recall:.3f}), veiled {veiled:.2f} by words and reading, false cards {false:.3f}; "
        f"{shown} of {asked} cards on the screen, middle {1000 * middle:.0f} ms (machine {slowness():.1f} times busy); "
        f"{passed} of {tried} drafts with a diagnosis let through",
    )


PROMISES = [
    Promise(
        "P21", "naar een AI buiten: eerst zien, zonder namen", p21_eerst_zien, 48, 500, {"zonder-namen": "bekende namen niet meegegeven"}
    ),
]
NOT_YET = [Promise("P24", "bij nood verschijnt hulp", p24_nood, 20, 300, {"zonder-woorden": "de woordenlijst weg"})]
"""The card comes in time and no diagnosis passes; but of explicit danger in sentences written by others less than .98 is heard."""
