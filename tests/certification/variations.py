"""Valid launches in two hundred disguises: what seven platforms send, and what the standard leaves open.

A variation is made from its number alone. Only claims that no rule of the standard fixes are touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.certification.check import CLAIM, Claims
from tests.certification.flavours import COURSE, FLAVOURS

SITE = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
SYSTEM = "http://purl.imsglobal.org/vocab/lis/v2/system/person#"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"

# Roles as they are sent, and the rights that appendix A.2 of the standard gives for them.
ROLES: tuple[tuple[list[str], str], ...] = (
    ([f"{COURSE}#Learner"], "learner"),
    (["Learner"], "learner"),
    ([], "learner"),
    ([f"{COURSE}#Learner", f"{SITE}Student"], "learner"),
    ([f"{COURSE}#Learner", f"{SITE}Instructor", f"{SITE}Faculty"], "learner"),
    (
        [f"{COURSE}#Learner", f"{SYSTEM}User", f"{SITE}Student", f"{COURSE}/Learner#NonCreditLearner"],
        "learner",
    ),
    ([f"{COURSE}/Learner#Instructor"], "learner"),
    ([f"{COURSE}#Mentor"], "learner"),
    ([f"{COURSE}#Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"], "learner"),
    (["http://purl.imsglobal.org/vocab/lis/v2/uknownrole/unknown#Helper"], "learner"),
    (["urn:lti:role:ims/lis/Learner"], "learner"),
    ([f"{COURSE}#Instructor"], "trainer"),
    (["Instructor"], "trainer"),
    ([f"{COURSE}#Instructor", f"{SITE}Administrator", f"{SYSTEM}Administrator"], "trainer"),
    ([f"{COURSE}#Instructor", f"{COURSE}#Learner"], "trainer"),
    ([f"{COURSE}/Instructor#PrimaryInstructor"], "trainer"),
    ([f"{COURSE}/Instructor#Lecturer", f"{SITE}Staff"], "trainer"),
    ([f"{COURSE}/Instructor#TeachingAssistant"], "assistant"),
    ([f"{COURSE}/Instructor#Grader", f"{COURSE}#Learner"], "assistant"),
    ([f"{SITE}Administrator"], "help-only"),
    ([f"{SYSTEM}SysAdmin", f"{SYSTEM}Administrator", f"{SITE}Administrator"], "help-only"),
    ([f"{SYSTEM}SysAdmin", f"{COURSE}#Learner"], "learner"),
)
NAMES = (
    "Inès Martin", "محمد عبد الله", "\u202eעברית\u202c", "👩🏽‍💻 Zoé", "தமிழ்ச்செல்வி", "ወይዘሮ አበበች",
    "Nguyễn Thị Hồng", "O'Brien-Łukasz",
    "x" * 255, "y" * 1000, "e\u0301\u0323" * 80, "<b>gras</b> & \"guillemets\"", "=1+1", "  espaces  ",
    "0", "",
)  # fmt: skip
LOCALES = (
    "fr", "fr-FR", "fr_FR", "fr-BE", "nl", "nl-be", "de_DE", "en-US", "en_us.UTF-8", "pt_br", "zh-Hans-CN",
    "ar",
    "de_kids", "xx", "", "../../etc", "x" * 400, None, 7, ["fr"],
)  # fmt: skip
SUBS = (
    "7",
    "0",
    "103:5",
    "a1b2c3d4-0000-4000-8000-a1b2c3d4e5f6",
    "x" * 255,
    "İnès",
    "user@lms.example",
    " 7",
    "000007",
)
CUSTOM = (
    {}, {"count": 3}, {"flag": True, "other": False}, {"part": 1.5, "big": 10**18}, {"nothing": None},
    {"history": "$Context.id.history", "price": "$5"}, {"list": [1, 2], "object": {"a": {}}},
    {"x" * 255: "y" * 8000},
    {"accents é": "ça & là", "line": "a\nb"}, {f"k{number}": number for number in range(150)},
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """One valid launch: what is left out of the login, what is changed in the token, and who it makes one."""

    number: int
    flavour: str
    method: str
    without: tuple[str, ...]
    header: dict[str, str | None]
    claims: Callable[[Claims], None]
    rights: str

    @property
    def name(self) -> str:
        """What to look it up by."""
        return f"{self.number}-{self.flavour}-{self.method}"


def variation(number: int) -> Variation:
    """The variation of this number."""
    random = Random(f"variation/{number}")
    flavours = tuple(FLAVOURS)
    flavour = flavours[number % len(flavours)]
    roles, rights = random.choice(ROLES)

    def change(claims: Claims) -> None:
        claims[f"{CLAIM}roles"] = list(roles)
        FLAVOURS[flavour](random, claims)
        for part in (_person, _places, _parties_and_times, _services, _others):
            part(random, claims)

    return Variation(
        number=number,
        flavour=flavour,
        method=random.choice(("GET", "POST")),
        without=tuple(name for name in ("client_id", "lti_deployment_id") if random.random() < 0.4),
        header=random.choice(({}, {"typ": None}, {"typ": "jwt"}, {"cty": "JWT"})),
        claims=change,
        rights=rights,
    )


def _person(random: Random, claims: Claims) -> None:
    claims["sub"] = random.choice(SUBS)
    for name in ("name", "given_name", "family_name"):
        if random.random() < 0.3:
            claims[name] = random.choice(NAMES)
        elif random.random() < 0.3:
            claims.pop(name, None)
    claims |= random.choice(
        ({}, {"email": "a@lms.example"}, {"email": None}, {"email": "x" * 400, "email_verified": 1})
    )


def _places(random: Random, claims: Claims) -> None:
    if random.random() < 0.5:
        claims[f"{CLAIM}launch_presentation"] = {
            "document_target": "iframe",
            "locale": random.choice(LOCALES),
        }
    if random.random() < 0.3:
        claims["locale"] = random.choice(LOCALES)
    if random.random() < 0.25:
        claims.pop(f"{CLAIM}context", None)
    elif random.random() < 0.4:
        title: Claims = {random.choice(("title", "label")): random.choice(NAMES)}
        claims[f"{CLAIM}context"] = {"id": random.choice(("2", "x" * 255, "Été 2026")), **title}
    if random.random() < 0.4:
        claims[f"{CLAIM}resource_link"] |= {
            "title": random.choice((*NAMES, None, 7)),
            "description": "x" * 3000,
        }
    claims[f"{CLAIM}custom"] = {**claims.get(f"{CLAIM}custom", {}), **random.choice(CUSTOM)}


def _parties_and_times(random: Random, claims: Claims) -> None:
    ours = claims["aud"][0] if isinstance(claims["aud"], list) else claims["aud"]
    if random.random() < 0.4:
        claims["aud"] = random.choice((ours, [ours]))
    if random.random() < 0.4:
        claims["azp"] = ours
    if random.random() < 0.4:
        claims["nbf"] = claims["iat"] - random.choice((0, 1, 60, 3600))
    if random.random() < 0.4:
        claims["exp"] = claims["iat"] + random.choice((60, 300, 3600, 3600.5, 86_400))
    if random.random() < 0.2:
        claims["iat"] = float(claims["iat"]) - 0.25


def _services(random: Random, claims: Claims) -> None:
    """Grades and roster, whole, in part, elsewhere or not at all: a learner is let in each time."""
    home = f"{claims['iss']}/services"
    scope: Any = random.choice(  # Any: a list or one text
        (
            [],
            [f"{SCOPE}score"],
            f"{SCOPE}score {SCOPE}lineitem",
            [f"{SCOPE}result.readonly", "urn:other"],
            None,
        )
    )
    endpoint = {
        "scope": scope,
        "lineitems": f"{home}/items",
        "lineitem": f"{home}/items/1",
        "errors": {"errors": {}},
    }
    chosen = random.choice(("as-sent", "none", "whole", "lineitems", "elsewhere", "malformed"))
    if chosen == "none":
        claims.pop(AGS, None)
        claims.pop(NRPS, None)
    elif chosen in ("whole", "lineitems"):
        claims[AGS] = endpoint if chosen == "whole" else {**endpoint, "lineitem": random.choice((None, ""))}
        claims[NRPS] = {"context_memberships_url": f"{home}/members", "service_versions": ["2.0"]}
    elif chosen == "elsewhere":
        claims[AGS] = {**endpoint, "lineitems": "https://evil.example/items"}
        claims[NRPS] = {"context_memberships_url": "ftp://evil.example/members"}
    elif chosen == "malformed":
        claims[AGS] = random.choice(([], "x", {"lineitems": 7}))
        claims[NRPS] = random.choice(([], None, {"context_memberships_url": []}))


def _others(random: Random, claims: Claims) -> None:
    """Words of OpenID Connect, of older drafts and of nobody: ignored (C60)."""
    others: Claims = {
        "jti": "a1b2",
        "auth_time": claims["iat"],
        "s_hash": "x",
        "amr": ["pwd"],
        "user_id": "8",
        "roles": [f"{COURSE}#Instructor"],
        "http://imsglobal.org/lti/message_type": "LtiResourceLinkRequest",
        "https://lms.example/ext": {"deep": [[[[[{"a": "é"}]]]]], "text": "x" * 20_000},
        f"{CLAIM}role_scope_mentor": ["8"],
        "": "",
    }
    for name, value in others.items():
        if random.random() < 0.3:
            claims[name] = value
