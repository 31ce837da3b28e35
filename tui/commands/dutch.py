"""tui.commands.dutch: Click's own sentences in Dutch. Click asks gettext for every message; we answer."""

from __future__ import annotations

import click

_TEXTS = {
    "Usage:": "Gebruik:",
    "Options": "Opties",
    "Commands": "Opdrachten",
    "Error": "Fout",
    "Error: {message}": "Fout: {message}",
    "Show this message and exit.": "Toon deze hulp.",
    "Show the version and exit.": "Toon de versie.",
    "Missing argument": "Er ontbreekt een gegeven",
    "Missing option": "Er ontbreekt een optie",
    "Missing parameter": "Er ontbreekt een gegeven",
    "Missing {param_type}": "Er ontbreekt iets",
    "Missing argument {param_hint}.": "Er ontbreekt een gegeven: {param_hint}.",
    "No such command {name!r}.": "De opdracht {name!r} bestaat niet.",
    "No such option: {name}": "De optie {name} bestaat niet.",
    "No such option {name!r}.": "De optie {name!r} bestaat niet.",
    "Did you mean {possibility}?": "Bedoelt u {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Bedoelt u een van deze: {possibilities}?",
    "Missing command.": "Er ontbreekt een opdracht.",
    "Missing parameter: {param_name}": "Er ontbreekt een gegeven: {param_name}.",
    "unknown error": "onbekende fout",
    "{value} is not in the range {range}.": "{value} valt buiten {range}.",
    "{name} {filename!r} is not writable.": "In {name} {filename!r} mag niet geschreven worden.",
    "Takes {nargs} values but 1 was given.": "Hier horen {nargs} waarden; u gaf er 1.",
    "Takes {nargs} values but {len} were given.": "Hier horen {nargs} waarden; u gaf er {len}.",
    "Invalid value: {message}": "Dit klopt niet: {message}",
    "Invalid value for {param_hint}: {message}": "Dit klopt niet bij {param_hint}: {message}",
    "Try '{command} {option}' for help.": "Hulp: '{command} {option}'.",
    "Got unexpected extra argument ({args})": "Dit gegeven is te veel: {args}",
    "Got unexpected extra arguments ({args})": "Deze gegevens zijn te veel: {args}",
    "{name} {filename!r} does not exist.": "{name} {filename!r} bestaat niet.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} is een map.",
    "{name} {filename!r} is a file.": "{name} {filename!r} is een bestand.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} is niet te lezen.",
    "File": "Bestand",
    "Directory": "Map",
    "Path": "Pad",
    "file": "bestand",
    "directory": "map",
    "path": "pad",
    "Option {name!r} requires an argument.": "Bij de optie {name!r} hoort een waarde.",
    "Option {name!r} does not take a value.": "Bij de optie {name!r} hoort geen waarde.",
    "{value!r} is not a valid {number_type}.": "{value!r} is geen geldig getal ({number_type}).",
    "{value!r} is not {choice}.": "{value!r} is niet {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} is geen van: {choices}.",
    "Could not open file {filename!r}: {message}": "Het bestand {filename!r} gaat niet open: {message}",
    "default: {default}": "standaard: {default}",
    "required": "verplicht",
    "Aborted!": "Afgebroken.",
}


def dutch_click() -> None:
    """Hand Click our sentences: every module of Click looks up `_` (gettext) by name."""

    def translate(text: str) -> str:
        return _TEXTS.get(text, text)

    def translate_many(single: str, many: str, number: int) -> str:
        return translate(single if number == 1 else many)

    for module in (click.core, click.exceptions, click.types, click.decorators, click.formatting, click.parser, click.utils):
        if hasattr(module, "_"):
            setattr(module, "_", translate)  # noqa: B010 (no such name in the type information)
        if hasattr(module, "ngettext"):
            setattr(module, "ngettext", translate_many)  # noqa: B010
