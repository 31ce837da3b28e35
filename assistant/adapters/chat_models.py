"""assistant.adapters.chat_models: a language model server of the organisation's own (OpenAI-compatible), through LangChain.

Off unless `model_url` is set. A server may hang, trickle, flood, cut off, redirect or answer nonsense: every call has one total deadline,
a cap on raw bytes, no compressed answers, no redirects, no proxy from the environment and no retries. Only loopback addresses, unless the
settings say otherwise. No words of a client or of the server in errors or logs.
"""

from __future__ import annotations

import ipaddress
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from assistant.domain.values import Frozen
from assistant.errors import ModelUnavailable, ReplyRejected, SettingsError

MAX_BYTES = 256 * 1024
"""Longest raw answer taken, headers left out. Three drafts are about 2 KiB."""
CONNECT_S = 3.0
_HINT = "De voorstellen komen nu van de regels. Kijk of de modelserver draait (`krachtgesprek dokter`)."


def is_loopback(url: str) -> bool:
    """Whether the address is on this machine: 127.0.0.0/8, ::1 or the name localhost."""
    host = urlsplit(url).hostname or ""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_address(url: str, *, op_afstand: bool) -> None:
    """Raises SettingsError for an address that is no http(s) URL, carries a password, or lies elsewhere without leave."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError("In de instellingen klopt iets niet bij: model_url.", hint="Schrijf het adres als http://127.0.0.1:11434/v1.")
    if parts.username or parts.password:
        raise SettingsError("In model_url staat een naam of wachtwoord.", hint="Haal die uit het adres.")
    if not is_loopback(url) and not op_afstand:
        raise SettingsError(
            "De modelserver staat niet op deze computer.",
            hint="Zet model_op_afstand aan als uw organisatie dat heeft afgesproken; de cliënt geeft er apart toestemming voor.",
        )


class Overrun(Exception):
    """The answer is too long, too late, compressed, or sends us elsewhere."""


def _guarded_client(deadline: Callable[[], float], cap: int) -> Any:
    """An httpx client that stops at the deadline (a moment of time.monotonic) and after `cap` raw bytes of one answer."""
    import httpx

    class Stream(httpx.SyncByteStream):
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def __iter__(self) -> Iterator[bytes]:
            taken = 0
            for chunk in self._inner:
                taken += len(chunk)
                if taken > cap:
                    raise Overrun("too long")
                if time.monotonic() > deadline():
                    raise Overrun("too late")
                yield chunk

        def close(self) -> None:
            self._inner.close()

    class Transport(httpx.BaseTransport):
        def __init__(self) -> None:
            # a connection is used once: a server may close it after its answer, and a second question on it would fail by chance
            self._inner = httpx.HTTPTransport(retries=0, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            # what langchain and openai tell about this machine stays here; the request itself keeps its marks, they read them back
            kept = [
                (k, v) for k, v in request.headers.multi_items() if not k.lower().startswith(("x-stainless", "openai-", "accept-encoding"))
            ]
            sent = httpx.Request(
                request.method,
                request.url,
                headers=[*kept, ("Accept-Encoding", "identity")],
                stream=request.stream,
                extensions=request.extensions,
            )
            response = self._inner.handle_request(sent)
            if response.is_redirect:
                response.close()
                raise Overrun("redirect")
            if response.headers.get("content-encoding", "identity") not in ("identity", ""):
                response.close()
                raise Overrun("compressed")
            return httpx.Response(
                response.status_code, headers=response.headers, stream=Stream(response.stream), extensions=response.extensions
            )

        def close(self) -> None:
            self._inner.close()

    return httpx.Client(transport=Transport(), follow_redirects=False, trust_env=False)


class ChatModel:
    """LanguageModel on a LangChain chat model. One call at a time; the rest waits at most its own time.

    Args:
        url, name: of the server and the model on it.
        op_afstand: leave for an address that is not on this machine.
        key: sent as bearer token. '' sends a placeholder that says nothing.
    """

    def __init__(self, url: str, name: str, *, op_afstand: bool = False, key: str = "") -> None:
        check_address(url, op_afstand=op_afstand)
        self._url, self._name, self._key = url, name or "model", key or "geen-sleutel"
        self._lock = threading.Lock()

    @property
    def is_remote(self) -> bool:
        return not is_loopback(self._url)

    @property
    def name(self) -> str:
        return self._name

    def reply(self, *, system: str, user: str, schema: type[Frozen], timeout_s: float) -> Frozen:
        """One structured reply within `timeout_s` in all.

        Raises:
            ModelUnavailable: not reachable, too slow, too long, broken off, or not an OpenAI-compatible answer.
            ReplyRejected: an answer that is not JSON of this schema.
        """
        end = time.monotonic() + timeout_s
        if not self._lock.acquire(timeout=timeout_s):
            raise ModelUnavailable("Het taalmodel is nog bezig.", hint=_HINT)
        try:
            return self._read(self._within(end, system, user, schema), schema)
        finally:
            self._lock.release()

    def _within(self, end: float, system: str, user: str, schema: type[Frozen]) -> str:
        """Run the call in a thread of its own: the deadline holds whatever the server does, and closing the client frees the thread."""
        client = _guarded_client(lambda: end, MAX_BYTES)
        box: dict[str, Any] = {}

        def work() -> None:
            try:
                box["text"] = self._ask(client, end, system, user, schema)
            except BaseException as error:  # noqa: BLE001 - carried to the caller below, as a kind only
                box["error"] = error

        thread = threading.Thread(target=work, name="taalmodel", daemon=True)
        thread.start()
        thread.join(max(0.0, end - time.monotonic()))
        client.close()
        if "text" in box:
            return str(box["text"])
        if (error := box.get("error")) is not None:
            raise ModelUnavailable("Het taalmodel gaf geen antwoord.", hint=_HINT, details=type(error).__name__) from None
        raise ModelUnavailable("Het taalmodel deed er te lang over.", hint=_HINT)

    def _ask(self, client: Any, end: float, system: str, user: str, schema: type[Frozen]) -> str:
        import openai
        from langchain_core.messages import HumanMessage, SystemMessage
        from langchain_openai import ChatOpenAI

        left = max(0.1, end - time.monotonic())
        model = ChatOpenAI(
            model=self._name,
            base_url=self._url,
            api_key=self._key,
            http_client=client,
            temperature=0.3,
            max_retries=0,
            timeout=_timeouts(left),
            max_tokens=1200,
        )
        shape = {"type": "json_schema", "json_schema": {"name": schema.__name__.lower(), "schema": schema.model_json_schema()}}
        messages = [SystemMessage(content=system), HumanMessage(content=user)]
        try:
            answer = model.bind(response_format=shape).invoke(messages)
        except openai.BadRequestError:  # an older server that knows no schema: the words of the prompt must do
            answer = model.invoke(messages)
        return answer.content if isinstance(answer.content, str) else json.dumps(answer.content)

    def _read(self, text: str, schema: type[Frozen]) -> Frozen:
        """The JSON object in an answer, as `schema`. Raises ReplyRejected."""
        found = re.search(r"\{.*\}", text, re.DOTALL)
        try:
            return schema.model_validate(json.loads(found[0] if found else text))
        except (ValueError, ValidationError, RecursionError):
            raise ReplyRejected("Het taalmodel gaf geen bruikbaar voorstel.", hint=_HINT, details=f"{len(text)} tekens") from None


def _timeouts(left: float) -> Any:
    import httpx

    return httpx.Timeout(left, connect=min(CONNECT_S, left))


class DraftPrompts:
    """prompts/drafting/*.md as LangChain prompt templates, replaced file by file by the organisation's own folder."""

    def __init__(self, own: Path | None = None) -> None:
        self._own = own

    def _text(self, name: str) -> str:
        if self._own is not None and (mine := self._own / "drafting" / name).is_file():
            return mine.read_text(encoding="utf-8-sig")
        return resources.files("prompts").joinpath("drafting").joinpath(name).read_text(encoding="utf-8")

    def render(self, kind: str, values: Mapping[str, str]) -> tuple[str, str]:
        """(system, user) with `values` filled in literally: words of a client are never read as a template."""
        from langchain_core.prompts import ChatPromptTemplate

        template = ChatPromptTemplate.from_messages(
            [("system", self._text(f"{kind}.system.md")), ("human", self._text(f"{kind}.user.md"))], template_format="mustache"
        )
        # mustache escapes for HTML in two braces; three keep the words as they are
        for message in template.messages:
            message.prompt.template = re.sub(r"(?<!\{)\{\{(\w+)\}\}(?!\})", r"{{{\1}}}", message.prompt.template)  # type: ignore[union-attr]
        system, user = template.format_messages(**values)
        return str(system.content), str(user.content)
