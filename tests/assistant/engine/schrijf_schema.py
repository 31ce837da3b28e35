"""Write docs/uitwisseling.schema.json anew: `python -m tests.assistant.engine.schrijf_schema`. A changed form needs a new `vormversie`."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.engine.exchanging import schema

if __name__ == "__main__":
    target = Path(__file__).resolve().parents[3] / "docs" / "uitwisseling.schema.json"
    target.write_text(json.dumps(schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
