"""The tool and a platform behind TLS on two host names of this machine, so that one frames the other as a
stranger does, and a Chromium that blocks third-party cookies."""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser
from sqlalchemy import Engine
from werkzeug.serving import ThreadedWSGIServer

from lti_tool.demo.book import DemoBook
from lti_tool.demo.cast import Activity, Cast, Course, Member
from lti_tool.demo.lms import Lms, assemble
from lti_tool.demo.server import LoopbackServer
from lti_tool.services.registrations import NewPlatform
from tests import people
from tests.lti.doubles import rsa_key
from tests.lti.tls_peer import write_certificate
from tests.walking import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.web.site import House, Parts, house_on

TOOL_HOST, LMS_HOST = "tool.test", "lms.test"
LINKS = {people.COURSE: "11", people.OTHER_COURSE: "31"}
PLAIN_COOKIE = "plain=1; Secure; SameSite=None; Path=/"
CONTROL = "/control"


@dataclass
class Secured:
    """One installation and one platform, each at an https address of its own."""

    house: House
    lms: Lms
    tool_url: str
    lms_url: str
    front: Front

    def login_url(self, key: str, **more: str) -> str:
        """Where a launch of this person begins at the tool."""
        cast = self.lms.platform.cast
        member, activity = cast.member(key), cast.activity(LINKS[people.COURSE])
        assert member is not None
        assert activity is not None
        parameters = self.lms.launches.login_parameters(member, activity, "iframe")
        return f"{self.tool_url}/lti/login?{urlencode({**parameters, **more})}"

    def frame_url(self, key: str, context_id: str = people.COURSE) -> str:
        """A page of the course with the activity in a frame."""
        return f"{self.lms_url}/activity/{LINKS[context_id]}/open?as={key}&embed=1"


class Front:
    """Stands before the tool. ``refuses_cookies`` plays a browser that keeps no cookie of a frame, however
    it is marked; ``agent`` is how it introduces itself when the platform's message comes, empty for the
    truth. The address ``/control`` gives a cookie without a partition and shows which ones came."""

    def __init__(self) -> None:
        self.tool: WSGIApplication | None = None
        self.refuses_cookies = False
        self.agent = ""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        assert self.tool is not None
        if environ["PATH_INFO"] == CONTROL:
            start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", PLAIN_COOKIE)])
            return [f"cookies: {environ.get('HTTP_COOKIE', '')}".encode()]
        if self.agent and environ["PATH_INFO"] == "/lti/launch":
            environ["HTTP_USER_AGENT"] = self.agent
        if not self.refuses_cookies or environ.get("HTTP_SEC_FETCH_DEST") != "iframe":
            return self.tool(environ, start_response)
        environ.pop("HTTP_COOKIE", None)

        def without_cookies(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:  # Any: WSGI's
            kept = [(name, value) for name, value in headers if name.lower() != "set-cookie"]
            return start_response(status, kept, *rest)

        return self.tool(environ, without_cookies)


@contextmanager
def secured_site(engine: Engine, parts: Parts, folder: Path) -> Iterator[Secured]:
    """Serve both until the end of the block."""
    front, plain = Front(), LoopbackServer()
    tool_server = LoopbackServer(server_class=_tls_server(folder, TOOL_HOST))
    lms_server = LoopbackServer(server_class=_tls_server(folder, LMS_HOST))
    tool_url, lms_url = f"https://{TOOL_HOST}:{tool_server.port}", f"https://{LMS_HOST}:{lms_server.port}"
    lms = assemble(
        DemoBook(None), lms_url=lms_url, tool_url=tool_url, cast=_cast(), read_tool_keys=_reader(parts)
    )
    with house_on(engine, parts, base_url=tool_url) as house:
        front.tool = house.app
        # The tool itself knows no ``lms.test``: it reads the keys where the platform serves without TLS.
        with plain.start(lms.app), lms_server.start(lms.app), tool_server.start(front):
            _connect(house, lms, lms_url, plain.url)
            yield Secured(house=house, lms=lms, tool_url=tool_url, lms_url=lms_url, front=front)


@contextmanager
def strict_chromium(browser: Browser) -> Iterator[Browser]:
    """A second Chromium of the same Playwright: it blocks third-party cookies and trusts the key of the
    tests alone."""
    key = rsa_key("tls").public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    arguments = [
        *CHROMIUM_ARGUMENTS,
        "--test-third-party-cookie-phaseout",
        "--host-resolver-rules=MAP *.test 127.0.0.1",
        f"--ignore-certificate-errors-spki-list={base64.b64encode(hashlib.sha256(spki).digest()).decode()}",
    ]
    strict = browser.browser_type.launch(executable_path=CHROMIUM, args=arguments)
    try:
        yield strict
    finally:
        strict.close()


def _tls_server(folder: Path, host: str) -> type[ThreadedWSGIServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(write_certificate(folder, host))

    class TlsServer(ThreadedWSGIServer):
        """Shakes hands in the thread of each connection: a silent one stops nobody else."""

        def __init__(self, *given: Any, **more: Any) -> None:  # Any: werkzeug's own
            super().__init__(*given, ssl_context=context, **more)
            self.socket.do_handshake_on_connect = False  # type: ignore[attr-defined]  # an SSL socket

    return TlsServer


def _connect(house: House, lms: Lms, lms_url: str, plain_url: str) -> None:
    house.installation.services.registrations.add(
        NewPlatform(
            issuer=lms_url,
            client_id=lms.platform.book.client_id,
            auth_login_url=lms.platform.addresses.auth_login_url,
            token_url=f"{plain_url}/token",
            jwks_url=f"{plain_url}/jwks",
            deployment_ids=(lms.platform.book.deployment_id,),
            name="Campus",
        ),
        house.clock(),
    )


def _reader(parts: Parts) -> Callable[[], Mapping[str, Any]]:  # Any: a key set is JSON
    return lambda: {"keys": [json.loads(parts.key.public_jwk)]}


def _cast() -> Cast:
    """Both learners in both courses: the activity says which course it is."""
    return Cast(
        site_name="Campus",
        courses=(
            Course(context_id=people.COURSE, label="NUM-1", title="Premiers pas numériques"),
            Course(context_id=people.OTHER_COURSE, label="NUM-2", title="Un autre cours"),
        ),
        activities=tuple(
            Activity(
                link_id=link_id,
                context_id=context_id,
                title="Mon point de départ numérique",
                custom={"activity": "diagnostic"},
                points_maximum=8,
                tag="passerelle:diagnostic",
                resource_id="diagnostic",
            )
            for context_id, link_id in LINKS.items()
        ),
        members=tuple(
            Member(
                key=person.key,
                sub=person.sub,
                given_name=person.given_name,
                family_name=person.family_name,
                roles=person.roles,
                context_id=person.context_id,
            )
            for person in (people.LEARNER, people.OUTSIDER, *_more_learners())
        ),
    )


def _more_learners() -> Iterator[people.TestPerson]:
    """One for each test that needs somebody who never opened the activity, and one with two roles."""
    for key, role, context_id in (
        ("learns", people.LEARNER_ROLE, people.COURSE),
        ("trains", people.INSTRUCTOR_ROLE, people.OTHER_COURSE),
    ):
        yield people.TestPerson(
            key=key,
            sub="2001",
            given_name="Apprenant",
            family_name="Double",
            roles=(role,),
            context_id=context_id,
        )
    for number, name in enumerate(("Un", "Deux", "Trois", "Quatre", "Cinq"), 1):
        yield people.TestPerson(
            key=f"apprenant-{number}",
            sub=str(1000 + number),
            given_name="Apprenant",
            family_name=name,
            roles=(people.LEARNER_ROLE,),
        )
