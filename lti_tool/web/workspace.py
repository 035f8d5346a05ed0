"""The parts of the trainer's workspace, as every page of a trainer shows the way to them."""

from __future__ import annotations

from flask import current_app, request, url_for

from lti_tool.domain.roles import REVIEWERS, Rights
from lti_tool.services.launches import Visit
from lti_tool.web.i18n import _
from lti_tool.web.present import Tab
from lti_tool.web.state import services

_HELPING = frozenset({"cohort.review", "sittings.overview", "helping.overview"})


def tabs_of(visit: Visit) -> tuple[Tab, ...]:
    """The parts that this visitor may open; nothing for a learner, and nothing where there is but one.

    An assistant who sees no results, like a digital steward, has the group, and what it takes to help
    (R04, S2-18).
    """
    if visit.rights not in REVIEWERS:
        return ()
    is_steward = visit.rights is Rights.ASSISTANT and not services().cohorts.shows_results(visit)
    handle = visit.launch.handle
    known = [
        (name, endpoint)
        for name, endpoint in _parts()
        if endpoint in current_app.view_functions and not (is_steward and endpoint not in _HELPING)
    ]
    if len(known) < 2:
        return ()
    here = (request.endpoint or "").partition(".")[0].replace("desk", "helping")
    return tuple(
        Tab(name=name, href=url_for(endpoint, handle=handle), is_current=endpoint.startswith(f"{here}."))
        for name, endpoint in known
    )


def _parts() -> tuple[tuple[str, str], ...]:
    """Name and first page of each part, in the order of a trainer's week."""
    return (
        (_("Le groupe"), "cohort.review"),
        (_("À faire"), "actions.overview"),
        (_("En séance"), "sittings.overview"),
        (_("Aider"), "helping.overview"),
        (_("Les notes"), "ledger.overview"),
        (_("Documents"), "documents.overview"),
        (_("Exporter"), "exports.overview"),
    )
