"""What stands between the network and the fake LMS: it writes a journal and lets requests go wrong."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.handlers import format_date_time
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import ThreadedWSGIServer
from werkzeug.wrappers import Response

from lti_tool.demo.platform import DemoPlatform

HANG_SECONDS = 60.0
SLOW_STEP_SECONDS = 0.2
HUGE_BYTES = 16 * 1024 * 1024
HEALTHY = "none"
AFTER_STORING = "-after-storing"
_ENDINGS = ("scores", "results", "token", "jwks", "auth", "members")
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One request in the journal. ``status`` is ``None`` when nothing was answered.

    ``bearer_kid`` is the tool's key that earned the token used; ``body`` is the JSON or the form sent.
    """

    at: datetime
    method: str
    path_kind: str
    path: str
    query: str
    status: int | None
    fault: str
    body: Mapping[str, Any]  # Any: JSON of the tool
    bearer_kid: str

    @property
    def sub(self) -> str:
        """Whose score was posted; empty otherwise."""
        return str(self.body.get("userId", ""))

    @property
    def score(self) -> float | None:
        """The number that was posted."""
        given = self.body.get("scoreGiven")
        return None if given is None else float(given)

    @property
    def timestamp(self) -> str:
        """When the tool says that the score is from, as the tool wrote it."""
        return str(self.body.get("timestamp", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong for the next ``times`` requests to one kind of address."""

    path_kind: str
    kind: str
    times: int
    retry_after: str | None
    seconds: float

    @property
    def is_after_storing(self) -> bool:
        """Whether the request is carried out before its answer is spoilt."""
        return self.kind.endswith(AFTER_STORING)


class ResettingServer(ThreadedWSGIServer):
    """Breaks a connection off, without the polite end, when a fault asked for that."""

    def shutdown_request(self, request: Any) -> None:  # Any: the parent's union has no public name
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, len(_RESET)) == _RESET:
            self.close_request(request)
        else:
            super().shutdown_request(request)


class Misbehaviour:
    """A WSGI application around the healthy one."""

    def __init__(
        self,
        healthy: WSGIApplication,
        platform: DemoPlatform,
        kid_of: Callable[[str | None], str],
    ) -> None:
        self._healthy = healthy
        self._platform = platform
        self._kid_of = kid_of
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._released = threading.Event()
        self.hanging = 0
        self.journal: list[Entry] = []

    def add(self, fault: Fault) -> None:
        """Queue one fault behind those of the same kind of address."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Behave from now on."""
        with self._lock:
            self._faults.clear()

    def let_go(self) -> None:
        """End everything that hangs or dawdles."""
        self._released.set()

    def begin(self) -> None:
        """Be able to hang again."""
        self._released = threading.Event()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        raw = _read_body(environ)
        kind = path_kind_of(environ["PATH_INFO"])
        fault = self._next_fault(kind)
        try:
            answer = self._answer(fault, environ)
        except ConnectionResetError:
            self._write(environ, kind, fault, raw, None)
            raise
        self._write(environ, kind, fault, raw, answer.status_code)
        return answer(environ, start_response)

    def _answer(self, fault: Fault | None, environ: WSGIEnvironment) -> Response:
        if fault is None or fault.kind == HEALTHY:
            return Response.from_app(self._healthy, environ, buffered=True)
        if fault.is_after_storing:
            Response.from_app(self._healthy, environ, buffered=True)
        kind = fault.kind.removesuffix(AFTER_STORING)
        if kind == "hang":
            self.hanging += 1
            self._released.wait(fault.seconds)
            self.hanging -= 1
        if kind in ("hang", "reset", "reset-before"):
            environ["werkzeug.socket"].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            raise ConnectionResetError(kind)
        answer = self._spoilt(kind, fault, environ)
        answer.headers["Date"] = format_date_time(self._platform.clock().timestamp())
        return answer

    def _spoilt(self, kind: str, fault: Fault, environ: WSGIEnvironment) -> Response:
        if kind == "slow":
            healthy = Response.from_app(self._healthy, environ, buffered=True)
            body = healthy.get_data() or b"\n"
            healthy.headers.pop("Content-Length", None)
            healthy.response = self._drip(body, fault.seconds)
            return healthy
        if kind == "html-200":
            return Response("<!doctype html><title>Connexion</title><form></form>", mimetype="text/html")
        if kind == "redirect":
            return Response(status=302, headers={"Location": f"{self._platform.addresses.lms_url}/elsewhere"})
        if kind == "garbage-json":
            return Response('{"id": "1", "lab', mimetype="application/json")
        if kind == "huge":
            return Response(_blanks(), mimetype="application/json")
        if kind == "rate-limit":
            habits = self._platform.habits
            return Response(habits.rate_limit_text, status=habits.rate_limit_status, mimetype="text/plain")
        if kind == "not-gradable":
            habits = self._platform.habits
            text = json.dumps({"status": habits.not_gradable_status, "reason": habits.not_gradable_text})
            return Response(text, status=habits.not_gradable_status, mimetype="application/json")
        answer = Response(f"fault {kind}", status=int(kind), mimetype="text/plain")
        if fault.retry_after is not None:
            answer.headers["Retry-After"] = fault.retry_after
        return answer

    def _drip(self, body: bytes, seconds: float) -> Iterator[bytes]:
        """The body in pieces over ``seconds``, the rest at once when the server stops."""
        steps = max(1, int(seconds / SLOW_STEP_SECONDS))
        size = max(1, len(body) // steps)
        for first in range(0, len(body), size):
            self._released.wait(seconds / steps)
            yield body[first : first + size]

    def _next_fault(self, path_kind: str) -> Fault | None:
        with self._lock:
            for index, fault in enumerate(self._faults):
                if fault.path_kind == path_kind:
                    left = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                    self._faults[index : index + 1] = left
                    return fault
        return None

    def _write(
        self, environ: WSGIEnvironment, kind: str, fault: Fault | None, raw: bytes, status: int | None
    ) -> None:
        entry = Entry(
            at=self._platform.clock(),
            method=environ["REQUEST_METHOD"],
            path_kind=kind,
            path=environ["PATH_INFO"],
            query=environ["QUERY_STRING"],
            status=status,
            fault=fault.kind if fault else "",
            body=_readable(raw, environ.get("CONTENT_TYPE", "")),
            bearer_kid=self._kid_of(environ.get("HTTP_AUTHORIZATION")),
        )
        with self._lock:
            self.journal.append(entry)


def path_kind_of(path: str) -> str:
    """The word for this kind of address in faults and journal; one column counts as ``lineitems``."""
    ending = path.rpartition("/")[2]
    if ending in _ENDINGS:
        return ending
    if path.startswith("/ags/"):
        return "results" if "/results/" in path else "lineitems"
    return "elsewhere" if path == "/elsewhere" else "page"


def _read_body(environ: WSGIEnvironment) -> bytes:
    length = environ.get("CONTENT_LENGTH") or "0"
    raw: bytes = environ["wsgi.input"].read(int(length)) if length.isdecimal() else b""
    environ["wsgi.input"] = BytesIO(raw)
    return raw


def _readable(raw: bytes, content_type: str) -> Mapping[str, Any]:  # Any: as Entry.body
    text = raw.decode("utf-8", "replace")
    if content_type.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(text, keep_blank_values=True))
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _blanks() -> Iterator[bytes]:
    piece = b" " * 65_536
    yield b"["
    for _ in range(HUGE_BYTES // len(piece)):
        yield piece
    yield b"]"
