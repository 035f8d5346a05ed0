"""Who may read the results of others: trainers, and assistants where their centre lets them."""

from __future__ import annotations

from lti_tool.domain.administration import AssistantView
from lti_tool.domain.errors import NotFound
from lti_tool.domain.roles import REVIEWERS, Rights
from lti_tool.store.unit_of_work import UnitOfWork


def only_reviewers(rights: Rights) -> None:
    """Let trainers and their assistants pass.

    Raises:
        NotFound: the person is neither here.
    """
    if rights not in REVIEWERS:
        raise NotFound("e-role", reason="not-a-trainer")


def sees_results(unit: UnitOfWork, centre_id: str, rights: Rights) -> bool:
    """Whether somebody with these rights reads the results of others in this centre (R04)."""
    if rights is Rights.ASSISTANT:
        return unit.centres.assistants_see(centre_id) is AssistantView.RESULTS
    return rights is Rights.TRAINER


def only_readers_of_results(unit: UnitOfWork, centre_id: str, rights: Rights) -> None:
    """Let nobody else pass.

    Raises:
        NotFound: as if nothing were there.
    """
    if not sees_results(unit, centre_id, rights):
        is_assistant = rights is Rights.ASSISTANT
        raise NotFound(reason="assistant-sees-progress" if is_assistant else "not-a-trainer")
