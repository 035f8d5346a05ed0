"""Where the platform's services are, as its token says: kept only when the platform itself is there.

A refused address never refuses the learner: grades or roster are off and an administrator reads why.
Source: LTI AGS 2.0, 3.1; LTI NRPS 2.0, 3.6.1.1; security notes C50 to C57.
"""

from __future__ import annotations

from typing import Any

from lti_tool.domain.launch import AgsClaim, Registration
from lti_tool.lti.addresses import origin_of, service_fault
from lti_tool.lti.quirks import scope_words

AGS_CLAIM = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"

_AGS_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCORE_SCOPE = f"{_AGS_SCOPE}score"
LINE_ITEM_SCOPE = f"{_AGS_SCOPE}lineitem"
LINE_ITEM_READ_SCOPE = f"{_AGS_SCOPE}lineitem.readonly"
RESULT_SCOPE = f"{_AGS_SCOPE}result.readonly"
REVIEWABLE_STATUS = ("Completed",)
"""The progress from which on a platform's gradebook may open a person's work with the tool.
Source: LTI Submission Review 1.0, section 3.3."""
MEMBERSHIP_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
AGS_SCOPES = frozenset({SCORE_SCOPE, LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE, RESULT_SCOPE})


def read_ags(
    claims: dict[str, Any],  # Any: claims are of any JSON shape until they have been looked at.
    registration: Registration,
    *,
    allow_insecure: bool,
) -> tuple[AgsClaim | None, tuple[str, ...]]:
    """The grade services and warning codes such as ``ags-not-https``; ``None`` without any address.

    Unknown scopes are left out: they are never asked for.
    """
    claim = claims.get(AGS_CLAIM)
    if claim is None:
        return None, ()
    if not isinstance(claim, dict):
        return None, ("ags-malformed",)
    lineitems, warning = _address(claim, "lineitems", registration, allow_insecure=allow_insecure)
    lineitem, other = _address(claim, "lineitem", registration, allow_insecure=allow_insecure)
    warnings = [*warning, *other]
    if lineitem and lineitems and origin_of(lineitem) != origin_of(lineitems):
        lineitem = None
        warnings.append("ags-other-host")
    if not lineitem and not lineitems:
        return None, tuple(dict.fromkeys(warnings))
    scopes = scope_words(claim.get("scope")) & AGS_SCOPES
    if SCORE_SCOPE not in scopes:
        warnings.append("ags-no-score-scope")
    kept = AgsClaim(lineitems_url=lineitems, lineitem_url=lineitem, scopes=tuple(sorted(scopes)))
    return kept, tuple(dict.fromkeys(warnings))


def read_nrps(
    claims: dict[str, Any],  # Any: as above.
    registration: Registration,
    *,
    allow_insecure: bool,
) -> tuple[str | None, tuple[str, ...]]:
    """The roster's address and warning codes such as ``nrps-other-host``."""
    claim = claims.get(NRPS_CLAIM)
    url = claim.get("context_memberships_url") if isinstance(claim, dict) else None
    if url is None:
        return None, ()
    fault = service_fault(url, registration, allow_insecure=allow_insecure)
    return (None, (f"nrps-{fault}",)) if fault else (url, ())


def _address(
    claim: dict[str, Any],  # Any: as above.
    name: str,
    registration: Registration,
    *,
    allow_insecure: bool,
) -> tuple[str | None, tuple[str, ...]]:
    url = claim.get(name)
    if url is None or url == "":
        return None, ()
    fault = service_fault(url, registration, allow_insecure=allow_insecure)
    return (None, (f"ags-{fault}",)) if fault else (url, ())
