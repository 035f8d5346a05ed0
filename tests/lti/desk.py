"""A launch desk: a verifier before a platform whose keys are at the peer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lti_tool.domain.errors import NotAuthenticated
from lti_tool.domain.launch import Launch, LoginState, Registration
from lti_tool.lti.launch import LaunchVerifier
from lti_tool.lti.login import STATE_LIFE, digest
from tests.lti.doubles import LAUNCH_URL, NOW, FakeStateBook, launch_claims, signed
from tests.lti.peer import Peer


@dataclass
class Desk:
    """A verifier before a platform whose keys are at the peer."""

    verifier: LaunchVerifier
    states: FakeStateBook
    registration: Registration
    peer: Peer

    def remember(self, state: str = "state-1", **changes: Any) -> None:
        kept = LoginState(
            state_hash=digest(state),
            nonce="nonce-1",
            browser_hash=digest("browser-1"),
            centre_id=self.registration.centre_id,
            registration_id=self.registration.id,
            target_link_uri=LAUNCH_URL,
            deployment_hint=None,
            created_at=NOW,
            expires_at=NOW + STATE_LIFE,
        )
        self.states.remember(replace(kept, **changes), state)

    def post(
        self,
        token: str | None = None,
        *,
        state: str | None = "state-1",
        browser_token: str | None = "browser-1",
        now: datetime = NOW,
        **more: str,
    ) -> Launch:
        form = {"id_token": token, "state": state, **more}
        body = {name: [value] for name, value in form.items() if value is not None}
        return self.accepted(self.verifier.verify(body, browser_token=browser_token, now=now))

    def accepted(self, launch: Launch) -> Launch:
        """Spend the launch's login, as whoever accepts it does."""
        if launch.login is not None and not self.states.spend(launch.login):
            raise NotAuthenticated("e-expired", reason="state-unknown")
        return launch

    def launch(self, **changes: Any) -> Launch:
        self.remember()
        return self.post(signed(launch_claims(**changes)))
