"""How to mend what stands in an LMS, by the path of its own menus.

Sources: Moodle 4.1 to 5.1 (``mod/lti``), read in its source; the others by their makers' documentation, not
tried.
"""

from __future__ import annotations

from collections.abc import Mapping

from lti_tool.domain.families import family_of_addresses
from lti_tool.domain.launch import Registration

_TOOL_PAGE: Mapping[str, str] = {
    "moodle": "Moodle: Site administration, Plugins, External tool, Manage tools, the pencil of Passerelle",
    "canvas": "Canvas: Admin, Developer Keys, the pencil of Passerelle's LTI key",
    "brightspace": "Brightspace: Admin Tools, Manage Extensibility, LTI Advantage, Passerelle",
    "blackboard": "Blackboard: Administrator Panel, LTI Tool Providers, Passerelle",
    "sakai": "Sakai: Administration Workspace, External Tools, Passerelle",
    "open-edx": "Open edX: the course in Studio, the LTI component of Passerelle, Edit",
}
_ANY_TOOL_PAGE = "The LMS: the page of its external tools, Passerelle"
_ON_THE_PAGE: Mapping[str, Mapping[str, str]] = {
    "moodle": {
        "addresses": "'View configuration details' (the list icon on the card) shows the right addresses",
        "moved": "'View configuration details' (the list icon on the card) shows the new addresses; put the "
        "address that 'passerelle platform invite --name NAME' prints into 'Tool URL' there, and press "
        "'Add LTI Advantage'",
        "client": "'Public key type' is 'Keyset URL', and 'Public keyset' the tool's own address; when that "
        "is a private one, 'cURL blocked hosts list' (General, Security, HTTP security) must not hold it",
        "grades": "Services, 'IMS LTI Assignment and Grade Services': "
        "'Use this service for grade sync and column management'",
        "members": "Services, 'IMS LTI Names and Role Provisioning': "
        "'Use this service to retrieve members' information as per privacy settings'",
        "deployment": "'View configuration details' shows the Deployment ID",
    },
    "canvas": {
        "grades": "LTI Advantage Services: switch on the lines about line items, scores and results",
        "members": "LTI Advantage Services: switch on 'Can retrieve user data associated with the context'",
    },
    "brightspace": {
        "grades": "Extensions: 'Assignment and Grade Services'",
        "members": "Extensions: 'Names and Role Provisioning Services'",
    },
    "blackboard": {
        "grades": "'Allow grade service access': Yes",
        "members": "'Allow Membership Service Access': Yes",
    },
    "sakai": {
        "grades": "allow the tool to return outcomes and to manage columns",
        "members": "allow the tool to retrieve the roster",
    },
}
_ON_ANY_PAGE: Mapping[str, str] = {
    "addresses": "compare the key set and token addresses with those of 'passerelle platform list'",
    "moved": "read the new addresses there, and connect it again with the address that 'passerelle platform "
    "invite --name NAME' prints",
    "client": "compare the client id, and give the address of the tool's key set",
    "grades": "allow the grade services (line items, scores, results)",
    "members": "allow the service of names and roles (membership)",
    "deployment": "it shows the deployment id",
}
TOPICS = tuple(_ON_ANY_PAGE)


def remedy(registration: Registration, topic: str) -> str:
    """Where in this platform's menus to go, and what to press there; ``topic`` is one of ``TOPICS``."""
    family = family_of_addresses(registration)
    there = _ON_THE_PAGE.get(family, {}).get(topic, _ON_ANY_PAGE[topic])
    return f"{_TOOL_PAGE.get(family, _ANY_TOOL_PAGE)}; {there}."
