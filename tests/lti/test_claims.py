"""The LTI claims: C12 to C49 of the catalogue."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from lti_tool.domain.errors import InvalidMessage, PasserelleError
from lti_tool.domain.roles import Rights
from tests.lti.desk import Desk
from tests.lti.doubles import AGS, CLAIM, LEARNER, NRPS, TRAINER, launch_claims, signed

LONG = "x" * 300


def refusal(desk: Desk, **changes: object) -> tuple[str, str]:
    with pytest.raises(InvalidMessage) as caught:
        desk.launch(**changes)
    return caught.value.code, caught.value.reason


def cases(row: str, claim: str, reason: str, **values: object) -> list[Any]:
    name = claim if claim in ("sub",) else f"{CLAIM}{claim}"
    return [pytest.param({name: value}, reason, id=f"{row}-{claim}-{what}") for what, value in values.items()]


REFUSED = [
    *cases("C12", "deployment_id", "deployment-id", missing=..., empty="", null=None),
    *cases("C15", "deployment_id", "deployment-id", list=["1"], number=1, long=LONG, nul="1\x00"),
    *cases(
        "C17",
        "version",
        "version",
        missing=...,
        old="1.1",
        short="1.3",
        number=1.3,
        padded="1.3.00",
        null=None,
    ),
    *cases(
        "C19",
        "message_type",
        "message-type",
        unknown="Hello",
        proctoring="LtiStartProctoring",
        privacy="DataPrivacyLaunchRequest",
        assessment="LtiStartAssessment",
        list=["LtiResourceLinkRequest"],
        number=1,
    ),
    *cases("C20", "message_type", "message-type", case="ltiresourcelinkrequest"),
    *cases("C23", "roles", "roles", missing=..., null=None),
    *cases("C25", "roles", "roles", text=LEARNER, number=1, object={}, mixed=[LEARNER, 1]),
    *cases("C27", "roles", "roles", many=[LEARNER] * 1000, one_too_many=[LEARNER] * 65),
    *cases("C28", "resource_link", "resource-link", missing=..., null=None, text="33", list=["33"]),
    *cases(
        "C29",
        "resource_link",
        "resource-link",
        without={},
        empty={"id": ""},
        object={"id": {}},
        long={"id": LONG},
    ),
    *cases("C31", "sub", "sub", empty="", null=None, number=7, object={}, long=LONG, control="7\r\n"),
    *cases("C35", "target_link_uri", "target-link-uri", missing=..., null=None, number=1, empty=""),
    *cases("C38", "context", "context", without={}, text="2", null=None, number={"id": 2}, list=[]),
    *cases("C44", "custom", "custom", many={str(n): "x" for n in range(201)}, text="a=b", list=["a"]),
]


@pytest.mark.parametrize(("changes", "reason"), REFUSED)
def test_launch_is_refused_when_a_claim_is_wrong(desk: Desk, changes: dict[str, Any], reason: str) -> None:
    assert refusal(desk, **changes) == ("e-config", reason)


def test_launch_is_refused_when_the_token_is_a_plain_sign_in(desk: Desk) -> None:
    """C21: no LTI claim at all."""
    claims = {name: value for name, value in launch_claims().items() if not name.startswith("https:")}
    desk.remember()

    with pytest.raises(InvalidMessage) as caught:
        desk.post(signed(claims))
    assert caught.value.code == "e-config"
    assert caught.value.reason.startswith("message-type-and-version-and-deployment-id")


def test_all_faults_are_named_when_several_claims_are_wrong(desk: Desk) -> None:
    """C22."""
    found = refusal(desk, **{f"{CLAIM}roles": ..., f"{CLAIM}version": "1.1", "sub": ""})

    assert found == ("e-config", "version-and-roles-and-sub")


def test_launch_goes_on_when_there_is_no_context(desk: Desk) -> None:
    """C37."""
    assert desk.launch(**{f"{CLAIM}context": ...}).context is None


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("x" * 80_000, id="C40-long"),
        pytest.param(["Amina"], id="C40-list"),
        pytest.param({"a": 1}, id="C40-object"),
        pytest.param(None, id="C40-null"),
        pytest.param("\x00\ud800\x07", id="C40-control"),
    ],
)
def test_launch_goes_on_when_the_name_is_odd(desk: Desk, name: object) -> None:
    launch = desk.launch(name=name)

    assert launch.person is not None
    assert launch.person.name in ("", "x" * 255)


def test_name_is_put_together_when_only_its_parts_are_sent(desk: Desk) -> None:
    launch = desk.launch(name=..., given_name="Amina", family_name="Diallo")

    assert launch.person is not None
    assert launch.person.name == "Amina Diallo"


@pytest.mark.parametrize(
    ("presentation", "locale"),
    [
        pytest.param({"locale": "pt_br"}, "pt_br", id="C42-moodle"),
        pytest.param({"locale": "../../etc"}, "../../etc", id="C42-path-is-only-a-word"),
        pytest.param({"locale": ["fr"]}, "nl", id="C42-list"),
        pytest.param(["fr"], "nl", id="C42-presentation-list"),
        pytest.param(None, "nl", id="C42-presentation-null"),
    ],
)
def test_language_is_taken_from_the_presentation_when_it_is_text(
    desk: Desk, presentation: object, locale: str
) -> None:
    launch = desk.launch(**{f"{CLAIM}launch_presentation": presentation, "locale": "nl"})

    assert launch.locale == locale


def test_custom_values_become_text_when_they_are_numbers_or_booleans(desk: Desk) -> None:
    sent = {
        "text": "a\x00b",
        "number": 7,
        "fraction": 1.5,
        "flag": True,
        "variable": "$Context.id.history",
        "price": "$5",
        "list": [1],
        "object": {},
        "null": None,
        "long": "x" * 9000,
        "": "no name",
        "half\ud800": "x",
    }

    launch = desk.launch(**{f"{CLAIM}custom": sent})

    assert launch.custom == {
        "text": "ab",
        "number": "7",
        "fraction": "1.5",
        "flag": "true",
        "price": "$5",
    }


def test_launch_goes_on_when_custom_is_an_empty_php_array(desk: Desk) -> None:
    assert desk.launch(**{f"{CLAIM}custom": []}).custom == {}
    assert desk.launch(**{f"{CLAIM}custom": ...}).custom == {}


def test_history_is_listed_when_the_course_was_copied(desk: Desk) -> None:
    launch = desk.launch(**{f"{CLAIM}custom": {"context_history": "12, 9,,12"}})

    assert launch.context is not None
    assert launch.context.history == ("12", "9")


def test_history_is_decoded_when_an_id_holds_a_comma(desk: Desk) -> None:
    """What decodes to something that is no identifier is left out."""
    said = "cours%2C%20%C3%A9t%C3%A9,a%00b,%0A,100%,9"
    launch = desk.launch(**{f"{CLAIM}custom": {"context_history": said}})

    assert launch.context is not None
    assert launch.context.history == ("cours, été", "100%", "9")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("Abc", "abc", id="C33-case"),
        pytest.param("caf\u00e9", "cafe\u0301", id="C33-unicode-form"),
    ],
)
def test_two_people_stay_two_when_their_subs_look_alike(desk: Desk, first: str, second: str) -> None:
    one, two = desk.launch(sub=first).person, desk.launch(sub=second).person

    assert one is not None
    assert two is not None
    assert (one.sub, two.sub) == (first, second)


@pytest.mark.parametrize(
    "return_url",
    [
        pytest.param("https://evil.example/", id="other-origin"),
        pytest.param("https://lms.example:8443/", id="other-port"),
        pytest.param("https://lms.example@evil.example/", id="user-information"),
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("//lms.example/", id="no-scheme"),
        pytest.param("https://lms.example/\\..", id="backslash"),
        pytest.param("https://lms.example/\r\nX: y", id="line-break"),
        pytest.param(["https://lms.example/"], id="list"),
        pytest.param(7, id="number"),
        pytest.param("https://lms.example:99999/", id="bad-port"),
        pytest.param("https://[lms.example/", id="bad-host"),
    ],
)
def test_return_link_is_dropped_when_it_leads_elsewhere(desk: Desk, return_url: object) -> None:
    launch = desk.launch(**{f"{CLAIM}launch_presentation": {"return_url": return_url}})

    assert launch.return_url is None


def test_claims_are_ignored_when_they_are_of_another_vocabulary(desk: Desk) -> None:
    """C41, C43, C48, C49, C60: none is an identity, an address that we open, or a right."""
    launch = desk.launch(
        email="x@y\r\nBcc: z",
        picture="http://169.254.169.254/",
        user_id="8",
        **{f"{CLAIM}lis": {"person_sourcedid": "8"}, f"{CLAIM}role_scope_mentor": ["8"]},
    )

    assert launch.person is not None
    assert launch.person.sub == "7"
    assert launch.rights is Rights.LEARNER


def test_odd_roles_are_dropped_when_others_are_right(desk: Desk) -> None:
    launch = desk.launch(**{f"{CLAIM}roles": [TRAINER, "x" * 256, "a\x00b"]})

    assert launch.roles == (TRAINER,)
    assert launch.rights is Rights.TRAINER


def test_launch_goes_on_when_there_are_64_roles_and_200_custom_values(desk: Desk) -> None:
    launch = desk.launch(
        **{f"{CLAIM}roles": [LEARNER] * 64, f"{CLAIM}custom": {str(n): "x" for n in range(200)}}
    )

    assert len(launch.custom) == 200


ODD: list[object] = [
    None,
    "",
    "\ud800",
    "x" * 300,
    0,
    -1,
    1.5,
    10**400,
    True,
    [],
    [None],
    [[]],
    {},
    {"id": None},
]
PLACES = [
    *launch_claims(),
    *(f"{CLAIM}resource_link/{name}" for name in ("id", "title")),
    *(f"{CLAIM}context/{name}" for name in ("id", "title", "label", "type")),
    *(f"{CLAIM}launch_presentation/{name}" for name in ("locale", "return_url")),
    f"{CLAIM}custom/context_history",
    *(f"{AGS}/{name}" for name in ("scope", "lineitem", "lineitems")),
    f"{NRPS}/context_memberships_url",
]


@pytest.mark.parametrize("place", PLACES)
def test_only_our_errors_come_out_when_a_claim_is_of_any_shape(desk: Desk, place: str) -> None:
    """G9: never a 500, and whatever is kept can be stored as UTF-8."""
    name = next(claim for claim in launch_claims() if place == claim or place.startswith(f"{claim}/"))
    member = place.removeprefix(name).removeprefix("/")
    for value in ODD:
        usual = launch_claims()[name]
        changed = {**usual, member: value} if member else value
        try:
            launch = desk.launch(**{name: changed})
        except PasserelleError:
            continue
        assert json.dumps(asdict(replace(launch, login=None)), ensure_ascii=False).encode("utf-8")
