"""assistant.settings: every knob, each with a sentence. Values only, no behaviour; never a key or passphrase.

Order: what the command line says, then KRACHTGESPREK_… in the environment, then instellingen.toml in the settings folder, then these defaults.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from assistant.errors import SettingsError

APP = "krachtgesprek"


def config_file() -> Path:
    """Where the settings file stands: instellingen.toml in the user's settings folder."""
    return platformdirs.user_config_path(APP) / "instellingen.toml"


class Settings(BaseSettings):
    """Settings of one person on one machine."""

    model_config = SettingsConfigDict(
        env_prefix="KRACHTGESPREK_", extra="forbid", hide_input_in_errors=True, env_nested_delimiter="__", frozen=True
    )

    gegevens: Path = Field(default_factory=lambda: platformdirs.user_data_path(APP))
    """The data folder: dossiers (encrypted), added documents, the search index. Only its owner may read it."""
    inhoud: Path | None = None
    """A folder that replaces files of prompts/ one by one (own leefgebieden, questions, personas). None: only what ships."""
    naam: str = ""
    """Name or initials of the begeleider, put under confirmations. Empty: asked when needed."""
    thema: Literal["krachtgesprek-licht", "krachtgesprek-donker", "krachtgesprek-contrast"] = "krachtgesprek-donker"
    """Colours of the screen."""
    slot_minuten: int = Field(default=5, ge=1, le=60)
    """Minutes without a key before the screen locks. 2 is advised in the vrouwenopvang."""
    embedder: str = "ingebouwd"
    """'ingebouwd' (comes with the program), 'map:/pad' (a sentence-transformers folder), 'hub:naam' (only from the local cache unless `hub_ophalen`), 'openai:URL' (a local embedding server), 'geen' (words only)."""
    hub_ophalen: bool = False
    """True: a hub: model may be downloaded. Off by default: nothing leaves or enters this machine unasked."""
    model_url: str = ""
    """Address of an OpenAI-compatible language model server, for example http://127.0.0.1:11434/v1. Empty: no language model (the program is whole without)."""
    model_naam: str = ""
    """Name of the model on that server."""
    model_op_afstand: bool = False
    """True: a model that is not on this machine may be used, after the client's toestemming and with names masked. Off by default."""
    model_seconden: float = Field(default=20.0, gt=0, le=120)
    """How long a draft may wait for the model before the rules take over."""
    zonder_model: bool = False
    """True: never use a language model, whatever stands above (command line: --zonder-model)."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=config_file())


def load_settings(**given: Any) -> Settings:
    """Read the settings. `given` comes from the command line; None means not given.

    Raises:
        SettingsError: names the file and the key.
    """
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})
    except ValidationError as error:
        keys = ", ".join(".".join(str(part) for part in item["loc"]) for item in error.errors(include_input=False, include_url=False))
        raise SettingsError(
            f"In de instellingen klopt iets niet bij: {keys}.", hint=f"Kijk in {config_file()} of in de KRACHTGESPREK_-variabelen."
        ) from None
    except ValueError as error:  # a TOML mistake in the file itself
        raise SettingsError(f"Het instellingenbestand is niet te lezen: {error}.", hint=f"Herstel of verwijder {config_file()}.") from None
