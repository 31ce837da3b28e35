"""assistant.judging.maskeer: find and replace what could tell who somebody is. The handler of the command `maskeer`, and of every way out.

In: a text, and where known the names in the dossier.   Out: spans (begin, eind, soort) and the text with "[persoon 1]" and the like in their place.
In this order, the first that claims a stretch keeps it: the dossier's own names (whole or in part, any case, with 's), hard identifiers by their form
and checksum, dates and ages, then addresses, organisations, places and persons by editable lists (prompts/maskeer/) and by the words around them.
No model, no network, a few milliseconds. Never: certainty that nothing is left; whoever sends a text away reads it first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from assistant.judging.maskeer_lijsten import CALENDAR, COMMON, TWO, Lijsten, Maskeerwoorden, Namen, Plaatsen, eigen_lijsten, plat, zipf
from assistant.judging.maskeer_namen import Reader
from assistant.judging.maskeer_vormen import (
    HANDLE,
    SOORTEN,
    Claims,
    Span,
    addresses_of_mail,
    ages_after_names,
    dates_and_ages,
    hard_identifiers,
    spoken_numbers,
)


def _known(text: str, flat: str, names: Iterable[str], claims: Claims, lists: Lijsten) -> list[tuple[str, str]]:
    """Claim the dossier's own names. Returns (part, whole name) in small letters, for one number per person."""
    wholes = [re.sub(r"\s+", " ", plat(name)).strip() for name in names if isinstance(name, str) and name.strip()]
    parts: list[tuple[str, str]] = []
    for whole in wholes:
        parts.append((whole, whole))
        words = [word for word in re.split(r"[\s]+", whole) if word]
        parts += [(word.strip(".,"), whole) for word in words if len(words) > 1 and word not in lists.between and len(word.strip(".,")) > 1]
        parts += [(" ".join(words[k:]), whole) for k, word in enumerate(words) if 0 < k < len(words) - 1 and word in lists.between]
        parts += [
            (piece, whole) for word in words if "-" in word for piece in word.split("-") if len(piece) > 2 and piece not in lists.between
        ]
    parts.sort(key=lambda pair: -len(pair[0]))
    for part, _ in parts:
        pattern = r"[\s-]+".join(re.escape(piece) for piece in re.split(r"[\s-]+", part) if piece)
        if not pattern:
            continue
        plain = part in COMMON or part in TWO or part in CALENDAR or (part in lists.words and (zipf(part) or 0) >= 5.0)
        for match in re.finditer(rf"(?<!\w){pattern}(?=(?:'?s|'|'?[aou]?tje|je|ke|'s)?(?!\w))", flat):
            shown = text[match.start() : match.end()]
            if plain and not shown[0].isupper() and not _called(flat, match.start(), lists):
                continue  # "wil" beside the name Wil, "hoop" beside the name Hoop
            claims.add(match.start(), match.end(), "persoon")
    return parts


def _called(flat: str, begin: int, lists: Lijsten) -> bool:
    """Whether the words before say that a name follows: "ik heet roos", "mijn zus mei"."""
    before = re.findall(r"[\w'-]+", flat[max(0, begin - 40) : begin])[-2:]
    if not before:
        return False
    return (
        before[-1] in ("met", "bij", "aan", "naar", "namens")  # "met wil afgesproken": a verb cannot stand there
        or before[-1] in lists.calling - {"aan"}
        or " ".join(before) in lists.calling
        or before[-1] in lists.close
        or before[-1] in lists.titles
    )


# -- the whole -----------------------------------------------------------------------------------


def vind(text: str, known: Iterable[str] = (), lists: Lijsten | None = None) -> tuple[list[Span], list[tuple[str, str]]]:
    """(spans in reading order, parts of known names). Spans never overlap."""
    lists = lists or eigen_lijsten()
    flat = plat(text)
    claims = Claims(len(text))
    for match in re.finditer(rf"\[(?:{'|'.join(SOORTEN)}) \d+\]", text):
        claims._taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())  # what was masked before stays as it is
    addresses_of_mail(text, claims)  # before the names: fatima@… is one thing
    for match in HANDLE.finditer(text):
        claims.add(match.start(), match.end(), "gebruikersnaam")
    for match in re.finditer(r"(?:https?://|www\.)[^\s<>\"')\]]+", text):
        claims.add(match.start(), match.end() - (len(match.group()) - len(match.group().rstrip(".,;:!?"))), "url")
    parts = _known(text, flat, known, claims, lists)
    hard_identifiers(text, flat, claims, lists)
    spoken_numbers(flat, claims)
    dates_and_ages(flat, claims)
    Reader(text, flat, claims, lists).read()
    ages_after_names(flat, claims)
    return _joined(text, sorted(claims.spans, key=lambda s: s.begin)), parts


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Two stretches of one person side by side are one."""
    out: list[Span] = []
    for span in spans:
        if (
            out
            and span.soort == out[-1].soort == "persoon"
            and re.fullmatch(r"[ \u00a0](?:(?:van|de|der|den|el|al|ter|ten|te|'t)[ ]){0,3}", text[out[-1].eind : span.begin])
        ):
            out[-1] = Span(out[-1].begin, span.eind, "persoon")
        else:
            out.append(span)
    return out


def vervang(text: str, spans: list[Span], parts: Iterable[tuple[str, str]] = ()) -> tuple[str, dict[str, str]]:
    """(text with "[persoon 1]" …, key: what stands for what). One person, one number: also by first name, small letters or a part of a known name."""
    whole_of = dict(reversed(list(parts)))
    numbers: dict[tuple[str, str], int] = {}
    used = {soort: max((int(n) for n in re.findall(rf"\[{soort} (\d+)\]", text)), default=0) for soort in SOORTEN}
    key: dict[str, str] = {}
    out: list[str] = []
    at = 0
    for span in spans:
        words = text[span.begin : span.eind]
        name = re.sub(r"\s+", " ", plat(words))
        name = whole_of.get(name, name)
        if span.soort == "persoon" and (span.soort, name) not in numbers:
            for known, number in list(numbers.items()):
                if known[0] == "persoon" and (set(known[1].split()) <= set(name.split()) or set(name.split()) <= set(known[1].split())):
                    numbers[(span.soort, name)] = number
                    break
        if (span.soort, name) not in numbers:
            used[span.soort] += 1
            numbers[(span.soort, name)] = used[span.soort]
        mark = f"[{span.soort} {numbers[(span.soort, name)]}]"
        if len(words) > len(key.get(mark, "")):
            key[mark] = words  # the fullest form is put back
        out += [text[at : span.begin], mark]
        at = span.eind
    return "".join([*out, text[at:]]), key


def onthul(text: str, sleutel: Mapping[str, str]) -> str:
    """Put back what was replaced, in a text that came back from a model: marks in any case, with or without brackets spaced. Unknown marks stay."""
    known = {re.sub(r"\s+", " ", mark.strip("[]").lower()): value for mark, value in sleutel.items()}

    def back(match: re.Match[str]) -> str:
        return known.get(f"{match[1].lower()} {int(match[2])}", match[0])

    return re.sub(rf"\[\s*({'|'.join(SOORTEN)})[\s_]+(\d+)\s*\]", back, text, flags=re.IGNORECASE)


def maskeer(payload: Mapping[str, Any], lists: Lijsten | None = None) -> dict[str, Any]:
    """Carry out one request: {"id","tekst","bekende_namen"?} -> {"id","spans":[{"begin","eind","soort"}],"tekst"}.

    With "met_sleutel": true also {"sleutel": {"[persoon 1]": "…"}}, for `onthul`: that key stays on this computer.
    """
    text = str(payload.get("tekst") or "")
    names = payload.get("bekende_namen") or ()
    spans, parts = vind(text, [names] if isinstance(names, str) else names, lists)
    masked, key = vervang(text, spans, parts)
    out: dict[str, Any] = {
        "id": payload.get("id"),
        "spans": [{"begin": s.begin, "eind": s.eind, "soort": s.soort} for s in spans],
        "tekst": masked,
    }
    if payload.get("met_sleutel"):
        out["sleutel"] = key
    return out


M = TypeVar("M", bound=BaseModel)


class Source(Protocol):
    """Where the lists come from: the content of the organisation (assistant.engine.content.Content)."""

    def load(self, name: str, model: type[M]) -> M: ...


def build(content: Source) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """The handler of the name `maskeer`, with the lists of the organisation. Raises ContentError when a file has a mistake."""
    lists = Lijsten(
        content.load("maskeer/namen.toml", Namen),
        content.load("maskeer/plaatsen.toml", Plaatsen),
        content.load("maskeer/woorden.toml", Maskeerwoorden),
    )
    return lambda payload: maskeer(payload, lists)
