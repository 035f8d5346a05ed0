"""The fake LMS of the tests: the demo's platform on a port of this machine, misbehaving on demand.

``with FakeLms("moodle-5") as lms:`` serves until the end of the block. Several can run at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from lti_tool.demo.book import DemoBook, StoredLineItem, StoredResult
from lti_tool.demo.cast import Activity, Cast, Course, Member
from lti_tool.demo.habits import HABITS
from lti_tool.demo.lms import assemble
from lti_tool.demo.platform import KeySetReader
from lti_tool.demo.selections import SelectionDesk
from lti_tool.demo.server import LOOPBACK, LoopbackServer
from lti_tool.domain.launch import Registration
from lti_tool.lti.signing import SigningKey, sign
from tests import people
from tests.demo.misbehaviour import HANG_SECONDS, Entry, Fault, Misbehaviour, ResettingServer

# Any: claims are JSON. The function changes them in place or returns others.
ClaimsChange = Callable[[dict[str, Any]], dict[str, Any] | None]


class FakeLms:
    """One platform. ``dialect`` is a name of ``lti_tool.demo.habits.HABITS``.

    ``tool_keys`` gives the tool's key set; without it the platform fetches ``<tool_url>/lti/jwks``.
    ``book_path`` keeps the state in a file; ``extra_learners`` puts more people into the course, with the
    subs ``"1001"`` and on.
    """

    book_class = DemoBook

    def __init__(
        self,
        dialect: str = "moodle-5",
        *,
        tool_url: str = "https://tool.example",
        tool_keys: KeySetReader | None = None,
        book_path: Path | None = None,
        extra_learners: int = 0,
        host: str = LOOPBACK,
    ) -> None:
        self.clock_offset_seconds = 0.0
        self.book = self.book_class(book_path)
        self._server = LoopbackServer(server_class=ResettingServer, host=host)
        self.url = self._server.url
        self._lms = assemble(
            self.book,
            lms_url=self.url,
            tool_url=tool_url,
            cast=_cast(extra_learners),
            habits=HABITS[dialect],
            clock=lambda: datetime.now(UTC) + timedelta(seconds=self.clock_offset_seconds),
            read_tool_keys=tool_keys,
        )
        self.platform = self._lms.platform
        self._front = Misbehaviour(self._lms.app, self.platform, self._kid_of)
        self._server.start(self._front)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Be down; whatever hangs is let go. ``start`` brings the same platform back at the same address."""
        self._front.let_go()
        self._server.stop()

    def start(self) -> None:
        """Be up again."""
        self._front.begin()
        self._server.start()

    @property
    def journal(self) -> list[Entry]:
        """Every request so far, oldest first."""
        return list(self._front.journal)

    # What a test asks for.

    def fault(
        self,
        path_kind: str,
        kind: str | int,
        times: int = 1,
        *,
        retry_after: str | None = None,
        seconds: float = HANG_SECONDS,
    ) -> None:
        """Let the next ``times`` requests to ``path_kind`` go wrong; faults of one kind of address queue up.

        ``kind`` is a status code, ``rate-limit`` or ``not-gradable`` (in the dialect's own words),
        ``reset-before``, ``hang`` or ``slow`` (for ``seconds``), ``html-200``, ``redirect``,
        ``garbage-json`` or ``huge``. With ``-after-storing`` behind it the request is carried out first:
        ``reset-after-storing``, ``503-after-storing``. ``path_kind`` is ``scores``, ``results``,
        ``lineitems``, ``members``, ``token``, ``jwks``, ``auth`` or ``page``. ``none`` lets a request pass.
        """
        self._front.add(
            Fault(path_kind=path_kind, kind=str(kind), times=times, retry_after=retry_after, seconds=seconds)
        )

    def end_faults(self) -> None:
        """Behave from now on."""
        self._front.clear()

    def requests_to(self, path_kind: str) -> list[Entry]:
        """The journal's entries of one kind of address, oldest first."""
        return [entry for entry in self.journal if entry.path_kind == path_kind]

    @property
    def is_hanging(self) -> bool:
        """Whether a request hangs at this moment."""
        return self._front.hanging > 0

    def forget_tokens(self) -> None:
        """Answer 401 to every token given out so far."""
        self._lms.tokens.forget_tokens()

    def rotate_key(self) -> SigningKey:
        """Sign with a new key; the old one stays published."""
        return self.book.rotate_key()

    def unpublish_old_key(self) -> None:
        """Publish the newest key alone."""
        self.book.unpublish_old_keys()

    def registration(
        self, *, centre_id: str = "centre", registration_id: str = "registration"
    ) -> Registration:
        """This platform as the tool would have it stored."""
        addresses = self.platform.addresses
        return Registration(
            centre_id=centre_id,
            id=registration_id,
            issuer=self.url,
            client_id=self.book.client_id,
            auth_login_url=addresses.auth_login_url,
            token_url=addresses.token_url,
            jwks_url=addresses.jwks_url,
            name=self.platform.habits.name,
            token_audience=self.platform.habits.token_audience or None,
        )

    # The gradebook. A column is named by tag, resource id, number or address; "" is the activity's own.

    def line_item(self, column: str = "", context_id: str = people.COURSE) -> StoredLineItem:
        """One column; ``LookupError`` when there is none."""
        for item in self.book.line_items(context_id):
            names = (item.tag, item.resource_id, item.number, self.platform.line_item_url(item))
            if column in names if column else item.is_coupled:
                return item
        raise LookupError(column)

    def line_item_url(self, column: str = "", context_id: str = people.COURSE) -> str:
        """The address of one column."""
        return self.platform.line_item_url(self.line_item(column, context_id))

    def line_items_url(self, context_id: str = people.COURSE) -> str:
        """The address of a course's columns."""
        return self.platform.line_items_url(context_id)

    def remove_line_item(self, column: str = "") -> None:
        """Remove a column, as a trainer can."""
        self.book.remove_line_item(self.line_item(column).number)

    def result(self, sub: str, column: str = "") -> StoredResult | None:
        """What a column holds for one person."""
        return self.book.results(self.line_item(column).number).get(sub)

    def grade(self, sub: str, column: str = "") -> float | None:
        """The number in a column for one person; ``None`` without one."""
        result = self.result(sub, column)
        return result.value if result else None

    def override_grade(self, sub: str, column: str, value: float) -> None:
        """Type a grade by hand, as a trainer can; this moves the stored time as well."""
        now = self.platform.clock()
        fresh = StoredResult(value=value, comment="", stored_at=now, received_at=now, is_overridden=True)
        self.book.change_result(
            self.line_item(column).number,
            sub,
            lambda old: replace(fresh, comment=old.comment if old else ""),
        )

    # Launches without a browser.

    def login_parameters(
        self, person: people.TestPerson, *, document_target: str = "window"
    ) -> dict[str, str]:
        """What the platform sends to the tool's login address for this person, in their own course."""
        member = self.platform.cast.member(person.key)
        if member is None:
            raise LookupError(person.key)
        activity = self.platform.cast.activities_of(person.context_id)[0]
        return self._lms.launches.login_parameters(member, activity, document_target)

    def selection_parameters(self, person: people.TestPerson) -> dict[str, str]:
        """The same for a deep linking request of this person in their own course."""
        member = self.platform.cast.member(person.key)
        if member is None:
            raise LookupError(person.key)
        return self._lms.launches.selection_parameters(self.selections.begin(member), "iframe")

    @property
    def selections(self) -> SelectionDesk:
        """Where the answers to deep linking requests are taken."""
        return self._lms.selections

    def answer_login(
        self,
        redirect_url: str,
        *,
        claims: ClaimsChange | None = None,
        header: Mapping[str, str | None] | None = None,
        key: SigningKey | None = None,
    ) -> tuple[str, str]:
        """Play the authorization endpoint for the address that the tool redirected to.

        Returns the id_token and the state. ``header`` adds entries to the token's header, ``None`` takes
        one out; ``key`` signs instead of the platform's own.

        Raises:
            LoginRefused, UntrustedRequest: as the endpoint would answer.
        """
        parts = urlsplit(redirect_url)
        if f"{parts.scheme}://{parts.netloc}{parts.path}" != self.platform.addresses.auth_login_url:
            raise LookupError(redirect_url)
        parameters = dict(parse_qsl(parts.query))
        self._lms.launches.check_redirect(parameters)
        said = self._lms.launches.authorize(parameters)
        changed = claims(said) if claims else None
        token = sign(said if changed is None else changed, key or self.book.signing_key, header)
        return token, parameters.get("state", "")

    def _kid_of(self, authorization: str | None) -> str:
        token = self._lms.tokens.known(authorization)
        return token.kid if token else ""


def _cast(extra_learners: int) -> Cast:
    described = [
        people.TestPerson(
            key=f"learner-{number}",
            sub=str(1000 + number),
            given_name="Apprenant",
            family_name=str(number),
            roles=(people.LEARNER_ROLE,),
        )
        for number in range(1, extra_learners + 1)
    ]
    return Cast(
        site_name="Fake LMS",
        courses=(
            Course(context_id=people.COURSE, label="NUM-1", title="Premiers pas numériques"),
            Course(context_id=people.OTHER_COURSE, label="NUM-2", title="Un autre cours"),
        ),
        activities=(_activity("11", people.COURSE), _activity("31", people.OTHER_COURSE)),
        members=tuple(_member(person) for person in (*people.EVERYBODY, *described)),
    )


def _activity(link_id: str, context_id: str) -> Activity:
    return Activity(
        link_id=link_id,
        context_id=context_id,
        title="Mon point de départ numérique",
        custom={"activity": "diagnostic"},
        points_maximum=8,
        tag="passerelle:diagnostic",
        resource_id="diagnostic",
    )


def _member(person: people.TestPerson) -> Member:
    is_test_user = people.TEST_USER_ROLE in person.roles
    return Member(
        key=person.key,
        sub=person.sub,
        given_name=person.given_name,
        family_name=person.family_name,
        roles=person.roles,
        context_id=person.context_id,
        is_gradable=people.LEARNER_ROLE in person.roles and not is_test_user,
    )
