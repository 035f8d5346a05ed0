"""The answer to a deep linking request: its claims, its items, its signature."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from lti_tool.domain.deep_link import Columns, DeepLinkAnswer, DeepLinkItem
from lti_tool.domain.errors import InvalidMessage
from lti_tool.lti.deep_linking import DeepLinkAnswers
from lti_tool.lti.message_claims import read_deep_linking
from lti_tool.lti.signing import check
from lti_tool.lti.tool_keys import ToolKeys
from tests.lti.doubles import NOW, registration

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
UUID = "0d4cf4b5-8a62-4a6a-9a7f-0f6f0f6f0f6f"
ITEM = DeepLinkItem(
    activity="diagnostic",
    uuid=UUID,
    title="Mon point de départ",
    text="Ce n'est pas un examen.",
    columns=Columns.SIX,
)
OPEN_EDX = {"deep_link_return_url": "https://lms.example/api/lti_consumer/v1/lti/1/lti-dl/response"}
Sign = Callable[..., dict[str, Any]]  # Any: claims are JSON


@pytest.fixture
def sign(tool_keys: ToolKeys) -> Sign:
    """Signs an answer and reads it as the platform does."""

    def signed(*items: DeepLinkItem, **more: Any) -> dict[str, Any]:  # Any: the fields of an answer
        data, accepts_line_items = more.pop("data", None), more.pop("accepts_line_items", True)
        token = DeepLinkAnswers(tool_keys=tool_keys, base_url="https://tool.example").sign(
            registration(),
            "deployment-7",
            DeepLinkAnswer(items=items, **more),
            data=data,
            accepts_line_items=accepts_line_items,
            now=NOW,
        )
        return check(token, tool_keys.jwks(), registration().issuer, now=NOW)

    return signed


def test_the_claims_are_those_of_an_answer_when_one_is_signed(sign: Sign) -> None:
    claims = sign(ITEM)

    assert {
        "iss": registration().client_id,
        "aud": registration().issuer,
        f"{CLAIM}deployment_id": "deployment-7",
        f"{CLAIM}message_type": "LtiDeepLinkingResponse",
        f"{CLAIM}version": "1.3.0",
    } == {name: claims[name] for name in ("iss", "aud", *(n for n in claims if n.startswith(CLAIM)))}
    assert claims["iat"] <= NOW.timestamp()
    assert claims["exp"] == int((NOW + timedelta(minutes=5)).timestamp())


def test_no_two_answers_share_a_nonce_when_they_are_signed(sign: Sign) -> None:
    assert sign(ITEM)["nonce"] != sign(ITEM)["nonce"]


def test_nothing_is_empty_in_the_answer_when_there_is_little_to_say(sign: Sign) -> None:
    claims = sign(DeepLinkItem(activity="diagnostic", uuid=UUID, title="T", text="", columns=Columns.ONE))

    assert {f"{DL}content_items"} == {name for name in claims if name.startswith(DL)}
    assert "null" not in json.dumps(claims)
    assert "text" not in claims[f"{DL}content_items"][0]


@pytest.mark.parametrize("data", ["", "a\nb\x00", "\ud83d"])
def test_the_data_goes_back_as_it_came_when_there_is_some(sign: Sign, data: str) -> None:
    assert data == sign(ITEM, data=data)[f"{DL}data"]


def test_the_words_are_carried_when_there_are_no_items(sign: Sign) -> None:
    claims = sign(message="Rien.", error="Pas possible.", log="nothing chosen")

    assert ([], "Rien.", "Pas possible.", "nothing chosen") == tuple(
        claims[f"{DL}{name}"] for name in ("content_items", "msg", "errormsg", "log")
    )


def test_an_item_is_what_a_platform_can_keep_when_it_is_read(sign: Sign) -> None:
    """Moodle keeps custom values as lines of ``name=value`` and rescales columns above its own maximum."""
    (item,) = sign(ITEM)[f"{DL}content_items"]

    assert ("ltiResourceLink", ITEM.title, ITEM.text, "https://tool.example/lti/launch") == tuple(
        item[name] for name in ("type", "title", "text", "url")
    )
    assert {"activity": "diagnostic", "link": UUID, "columns": "six"}.items() <= item["custom"].items()
    assert not [value for value in item["custom"].values() if "=" in value or "\n" in value]
    picture = "https://tool.example/lti/pictures/diagnostic.svg"
    assert {"url": picture, "width": 64, "height": 64} == item["icon"]
    assert item["thumbnail"]["width"] > item["icon"]["width"]


def test_there_is_no_line_item_when_the_platform_takes_none(sign: Sign) -> None:
    (item,) = sign(ITEM, accepts_line_items=False)[f"{DL}content_items"]

    assert "lineItem" not in item


def test_there_is_no_line_item_when_the_activity_has_no_column(sign: Sign) -> None:
    (item,) = sign(replace(ITEM, is_graded=False))[f"{DL}content_items"]

    assert "lineItem" not in item


def test_stock_pylti1p3_writes_the_same_item_when_it_is_told_the_same(sign: Sign) -> None:
    """A second opinion on the fields that the library knows."""
    (item,) = sign(ITEM)[f"{DL}content_items"]
    column = LineItem().set_label(ITEM.title).set_score_maximum(8).set_tag("passerelle:diagnostic")
    column.set_resource_id("diagnostic").set_submission_review(["Completed"])
    stock = DeepLinkResource().set_title(ITEM.title).set_url("https://tool.example/lti/launch")
    stock.set_custom_params(item["custom"]).set_lineitem(column).set_icon_url(item["icon"]["url"])
    known = stock.to_dict()

    assert {"url": item["icon"]["url"]} == known.pop("icon")
    assert known == {name: item[name] for name in known}


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("http://lms.example/back", "return-not-https", id="D05"),
        pytest.param("https://evil.example/back", "return-other-host", id="D04"),
        pytest.param("https://lms.example/back#x", "return-bad-url", id="D07"),
    ],
)
def test_the_way_back_is_refused_when_it_is_not_the_platforms_own(url: str, reason: str) -> None:
    """Outside development, where platforms are on https alone."""
    claims = {
        f"{CLAIM}message_type": "LtiDeepLinkingRequest",
        f"{DL}deep_linking_settings": {"deep_link_return_url": url},
    }
    with pytest.raises(InvalidMessage) as caught:
        read_deep_linking(claims, registration(), allow_insecure=False)

    assert ("e-sec", reason) == (caught.value.code, caught.value.reason)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({}, (True, False, True), id="moodle-says-little"),
        pytest.param({"accept_multiple": "true", "accept_lineitem": "false"}, (True, True, False), id="text"),
        pytest.param({"accept_multiple": "yes", "accept_types": ["file"]}, (False, False, True), id="odd"),
        pytest.param({"accept_multiple": True, **OPEN_EDX}, (True, False, True), id="open-edx-has-one-link"),
    ],
)
def test_the_wishes_are_read_when_platforms_write_them_differently(
    said: dict[str, object], expected: tuple[bool, bool, bool]
) -> None:
    settings = {"deep_link_return_url": "https://lms.example/back", **said}
    claims = {f"{CLAIM}message_type": "LtiDeepLinkingRequest", f"{DL}deep_linking_settings": settings}
    found = read_deep_linking(claims, registration(), allow_insecure=False)

    assert found is not None
    assert expected == (found.accepts_links, found.accepts_several, found.accepts_line_items)
