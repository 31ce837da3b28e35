"""assistant.judging.training.poorten: work out the gates of the words of danger beforehand, so that no start has to.

Run after a change in prompts/veiligheid/woorden.toml: python -m assistant.judging.training.poorten. Writes gewichten/poorten.json. Words of an
organisation that are not in it are worked out when they are read; nothing breaks when this file is old.
"""

from __future__ import annotations

import json

from assistant.judging import signaal


def gates() -> dict[str, list[list[str]]]:
    """Pattern key -> its gates, in a fixed order. Patterns without a gate (exceptions, conditions) have an empty list: they were checked."""
    words = signaal.eigen_woorden()
    out: dict[str, list[list[str]]] = {signaal.pattern_key(p.source): [] for p in words.other_patterns() if p.parsed is not None}
    for rule in words.rules():
        for gated in rule.patterns:  # from the pattern itself, whatever was worked out before
            out[signaal.pattern_key(gated.pattern.source)] = [sorted(need) for need in signaal.gates_of(gated.pattern.parsed)]
    return dict(sorted(out.items()))


def main() -> None:
    found = gates()
    (signaal.WEIGHTS / "poorten.json").write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(found)} patronen")


if __name__ == "__main__":
    main()
