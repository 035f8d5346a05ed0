"""The real ``domain.ports.Lms``: what services see of a platform's services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from lti_tool.domain.errors import PlatformRefused
from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import LineItem, LineItemDraft, PlatformResult, Score, SendReceipt
from lti_tool.domain.roster import RosterMember
from lti_tool.lti.ags import GradeService, check_score
from lti_tool.lti.connector import Channel, PlatformConnector
from lti_tool.lti.nrps import RosterService
from lti_tool.lti.platform_clock import PlatformClocks
from lti_tool.lti.pylti import offline_session
from lti_tool.lti.service_claims import (
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    MEMBERSHIP_SCOPE,
    RESULT_SCOPE,
    SCORE_SCOPE,
)
from lti_tool.lti.tokens import AccessTokens
from lti_tool.lti.tool_keys import ToolKeys
from lti_tool.lti.transport import Transport

_ROSTER = frozenset({MEMBERSHIP_SCOPE})
_SCORE = frozenset({SCORE_SCOPE})
_RESULT = frozenset({RESULT_SCOPE})
_WRITE_ITEMS = frozenset({LINE_ITEM_SCOPE})
_READ_ITEMS = frozenset({LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE})


class HttpLms:
    """Line items, scores, results and rosters over HTTP; one object serves all registrations and threads.

    ``clock`` gives the moment, aware: a request takes time, so one moment as an argument is not enough.
    Each call asks for the scopes that it needs among those granted in the claim, and for no others.
    """

    def __init__(self, *, transport: Transport, tool_keys: ToolKeys, clock: Callable[[], datetime]) -> None:
        clocks = PlatformClocks()
        self._channel = Channel(
            transport=transport,
            tokens=AccessTokens(transport=transport, tool_keys=tool_keys, clocks=clocks, clock=clock),
            clocks=clocks,
            clock=clock,
            offline=offline_session(),
        )

    def find_line_items(
        self, registration: Registration, lineitems_url: str, *, scopes: Sequence[str], resource_id: str
    ) -> tuple[LineItem, ...]:
        """All columns of the context whose resource id is ``resource_id`` (empty when there is none)."""
        service = self._service(registration, lineitems_url, scopes, _READ_ITEMS, _READ_ITEMS)
        return service.matching_line_items(resource_id)

    def create_line_item(
        self, registration: Registration, lineitems_url: str, draft: LineItemDraft, *, scopes: Sequence[str]
    ) -> LineItem:
        """Create one column and return it with its address."""
        return self._service(registration, lineitems_url, scopes, _READ_ITEMS, _WRITE_ITEMS).create(draft)

    def send_score(
        self, registration: Registration, line_item_url: str, score: Score, *, scopes: Sequence[str]
    ) -> SendReceipt:
        """Post one score, completed and fully graded.

        Raises:
            ValueError: for a score that must not leave: see ``ags.check_score``.
        """
        check_score(score)
        return self._service(registration, line_item_url, scopes, _SCORE, _SCORE).send_score(score)

    def read_result(
        self, registration: Registration, line_item_url: str, sub: str, *, scopes: Sequence[str]
    ) -> PlatformResult | None:
        """What the LMS shows now for this person; ``None`` when it shows nothing."""
        return self._service(registration, line_item_url, scopes, _RESULT, _RESULT).result_of(sub)

    def read_roster(self, registration: Registration, url: str) -> tuple[RosterMember, ...]:
        """Everybody of the course whose roster is at ``url``, read to the end.

        The scope is asked for whatever was granted at registration: an administrator may grant it later.
        """
        return RosterService(PlatformConnector(registration, self._channel, _ROSTER), url).read()

    def platform_now(self, registration: Registration, now: datetime) -> datetime:
        """``now`` in the platform's clock, from the ``Date`` headers it sent; ``now`` when none is known."""
        return self._channel.clocks.platform_now(registration, now)

    def _service(
        self,
        registration: Registration,
        url: str,
        granted: Sequence[str],
        useful: frozenset[str],
        needed: frozenset[str],
    ) -> GradeService:
        """The service for one call: of the ``useful`` scopes those granted, one of ``needed`` among them."""
        asked = useful.intersection(granted)
        if not asked & needed:
            raise PlatformRefused(reason="scope-missing")
        return GradeService(PlatformConnector(registration, self._channel, needed), url, sorted(asked))
