"""One oddity of one platform, one function; each names where it was seen."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from requests.utils import parse_header_links

from lti_tool.domain.ports import LineItemDraft
from lti_tool.lti.strict_json import read_json

_TYPOGRAPHIC = str.maketrans({"\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"', "\u2019": "'"})
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:[^\s\"']+", re.IGNORECASE)
_PERSON_WORD = re.compile(r"\b(?:user|enrol|student|learner|incorrect score received)", re.IGNORECASE)
_TIMESTAMP_WORD = re.compile(
    r"score timestamp can only be updated|score already exists for the provided timestamp", re.IGNORECASE
)
_RATE_WORD = re.compile(r"rate.?limit|too many requests|throttl", re.IGNORECASE)
_VARIABLE = re.compile(r"\$[A-Za-z][A-Za-z0-9._-]*")


def service_address(url: str, ending: str = "", **filters: str) -> str:
    """The address of a service below ``url``: path ending and filters put where they belong.

    Moodle's line items carry ``?type_id=N``: the ending goes before that query, the filters after it.
    Source: Moodle 4.1 ``mod/lti/service/gradebookservices``.
    """
    parts = urlsplit(url)
    path = f"{parts.path.rstrip('/')}/{ending}" if ending else parts.path
    added = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in filters.items())
    query = "&".join(piece for piece in (parts.query, added) if piece)
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def next_page(link_header: str, url: str) -> str | None:
    """The absolute address of the next page in a ``Link`` header, or ``None``.

    Moodle writes typographic quotes around the relation, in UTF-8, which ``http.client`` hands over as
    Latin-1, and the address escaped as in HTML.
    Source: RFC 8288; Moodle 4.1 and 5.1 ``gradebookservices/classes/local/resources/lineitems.php``.
    """
    try:
        readable = link_header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        readable = link_header
    for link in parse_header_links(readable.translate(_TYPOGRAPHIC).replace("&amp;", "&")):
        relations = str(link.get("rel", "")).lower().split()
        if "next" in relations and link.get("url"):
            return urljoin(url, str(link["url"]))
    return None


def is_invented_nonce(nonce: str) -> bool:
    """Whether a wrong nonce was made by the platform itself instead of coming from one of our logins.

    Ours are never a UUID; a platform built on lib-lti1p3-core sends one.
    Source: https://github.com/oat-sa/lib-lti1p3-core/issues/154
    """
    return _UUID.fullmatch(nonce) is not None


def is_unsubstituted(value: str) -> bool:
    """Whether a custom value is the bare name of a variable, such as ``$Context.id.history``.

    Moodle and Canvas send the name unchanged when they do not know it. Source: LTI 1.3 core, 5.4.6.1.
    """
    return _VARIABLE.fullmatch(value) is not None


def is_empty_php_object(value: object) -> bool:
    """Whether this is ``[]`` where an object was meant: PHP writes an empty array so."""
    return value == []


def speaks_of_person(text: str) -> bool:
    """Whether a refusal is about the learner, not about the column.

    Moodle says "Incorrect score received", Blackboard "User could not be found", Brightspace that the
    user is not enrolled. Addresses are left out: Moodle repeats the request's. Source:
    https://github.com/Cvmcosta/ltijs/issues/55 and hypothesis/lms ``lti_grading/_v13.py``.
    """
    return _PERSON_WORD.search(_ADDRESS.sub("", text.replace("\\/", "/"))) is not None


def speaks_of_timestamp(text: str) -> bool:
    """Whether a 400 is a conflict: Open edX holds a score with the same or a later timestamp.

    Source: lti-consumer-xblock 11.4.4, ``LtiAgsScoreSerializer.validate_timestamp``.
    """
    return _TIMESTAMP_WORD.search(text) is not None


def speaks_of_rate(text: str) -> bool:
    """Whether a 403 is a rate limit in disguise, as Canvas answers. Source: PrairieLearn ``fetchRetry``."""
    return _RATE_WORD.search(text) is not None


def speaks_of_large_roster(text: str) -> bool:
    """Whether a 403 means that the course has too many people: Open edX lists 1000 of a course by default.

    Source: lti-consumer-xblock 11.4.4, ``LtiNrpsContextMembershipViewSet.list``.
    """
    return "above_response_limit" in text


def link_of_column(draft: LineItemDraft) -> str:
    """The resource link that a new column is tied to, or nothing.

    Open edX publishes every score of every column tied to a unit as that unit's one grade: an area's level
    would replace the activity's. So there the areas' columns are tied to no unit. Its resource links are
    usage keys. Source: openedx/xblock-lti-consumer ``signals/signals.py``, publish_grade_on_score_update.
    """
    is_open_edx_unit = draft.resource_link_id.startswith("block-v1:")
    return "" if is_open_edx_unit and not draft.is_main else draft.resource_link_id


def scope_words(value: object) -> frozenset[str]:
    """Scopes as a set, from a list or from one text with spaces or commas between them."""
    if isinstance(value, str):
        return frozenset(value.replace(",", " ").split())
    if isinstance(value, list):
        return frozenset(word for word in value if isinstance(word, str))
    return frozenset()


def is_update_token(token: str) -> bool:
    """Whether a registration token is for a registration that exists: Moodle's says ``reg-update``.

    Read without checking its signature, which is the platform's own: it only tells what the platform
    meant. Source: Moodle 5.1 ``mod/lti/classes/local/ltiopenid/registration_helper.php``.
    """
    pieces = token.split(".")
    if len(pieces) != 3:
        return False
    try:
        claims = read_json(base64.urlsafe_b64decode(pieces[1] + "=" * (-len(pieces[1]) % 4)))
    except ValueError:
        return False
    return isinstance(claims, dict) and claims.get("scope") == "reg-update"
