"""A shelf of own documents: `python -m tests.quality.boeken_quality [--fouten]`.

36 invented house guides, protocols and books (tests/data/boeken, 191 sections) are added the way a user adds them, beside our own handleiding. To every
section four questions that it answers, at least one of them in quite other words, and four that it does not, although it is about the same thing and
often in the same words. Nothing is chosen on these: the set only measures.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

from assistant.bootstrap import build_guidance
from assistant.settings import Settings

DATA = Path(__file__).parents[1] / "data" / "boeken"


def sections() -> list[dict[str, Any]]:
    """Every section with its document, heading, text and questions; the sections of a document in order."""
    return [
        json.loads(line) for path in sorted(DATA.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def written(folder: Path) -> list[Path]:
    """The documents as Markdown files, as an organisation would have them."""
    documents: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for section in sections():
        documents[section["casus"]].append(section)
    paths = []
    for casus, own in documents.items():
        path = folder / f"{casus}.md"
        text = f"# {own[0]['document']}\n\n" + "\n\n".join(f"## {s['kop']}\n\n{s['tekst']}" for s in own) + "\n"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def main(arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as place:
        desk = build_guidance(Settings(gegevens=Path(place) / "gegevens"), background=False)
        paths = written(Path(place))
        answer = desk.voeg_toe({"paden": [str(path) for path in paths], "soort_bron": None, "titel": None})
        if answer["fouten"]:
            raise SystemExit(str(answer["fouten"]))
        found = desk.retriever()
        places, asked, refused, kept = [], [], 0, 0
        for section in sections():
            for question in section["vragen"]:
                guidance = found.ask(question["vraag"])
                keys = [(hit.passage.titel, hit.passage.kop[-1] if hit.passage.kop else "") for hit in guidance.hits]
                right = (section["document"], section["kop"])
                at = keys.index(right) + 1 if right in keys else 0
                if question["antwoord"] is None:
                    asked.append(guidance.niets_gevonden)
                    continue
                places.append(at)
                refused += guidance.niets_gevonden
                kept += at > 0 and guidance.niets_gevonden
                if "--fouten" in arguments and (at != 1 or guidance.niets_gevonden):
                    print(
                        f"   plaats {at}{' geweigerd' if guidance.niets_gevonden else ''}: {question['vraag']} -> {keys[:1]} in plaats van {right}"
                    )
    n = len(places)
    print(
        f"{len(paths)} documenten, {len(sections())} stukken; {n} vragen met antwoord: eerste {sum(p == 1 for p in places) / n:.3f}, eerste vijf {sum(p > 0 for p in places) / n:.3f}"
    )
    print(
        f"ten onrechte geweigerd {refused} van {n} (bij {kept} daarvan stond het goede stuk in de eerste vijf); bijna-vragen zonder antwoord geweigerd {sum(asked)} van {len(asked)}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
