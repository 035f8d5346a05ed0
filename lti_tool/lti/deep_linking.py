"""The real ``domain.ports.DeepLinkSigner``: the answer to a deep linking request, in the standard's words.

It stands on pylti1p3's two classes and fills what they leave out: text, thumbnail, custom parameters as
text, no empty values, messages, and a life of five minutes.
Source: LTI Deep Linking 2.0, 4.5 and appendix B; security notes D11, D12.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem as LibraryLineItem

from lti_tool.domain.deep_link import (
    ACTIVITY_PARAMETER,
    COLUMNS_PARAMETER,
    LINK_PARAMETER,
    DeepLinkAnswer,
    DeepLinkItem,
)
from lti_tool.domain.grade import columns_of
from lti_tool.domain.launch import CUSTOM_PARAMETERS, Registration
from lti_tool.lti.pylti import KnownRegistration
from lti_tool.lti.service_claims import REVIEWABLE_STATUS
from lti_tool.lti.tool_keys import ToolKeys

ANSWER_LIFE = timedelta(minutes=5)
# Moodle compares ``iat`` without any leeway.
ANSWER_BACK_DATE = timedelta(seconds=5)
ICON_PIXELS, THUMBNAIL_PIXELS = 64, 256
LABEL_CHARACTERS = 100

_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/"


class DeepLinkAnswers:
    """Signs the answers of one installation; ``base_url`` is the tool's own address."""

    def __init__(self, *, tool_keys: ToolKeys, base_url: str) -> None:
        self._tool_keys = tool_keys
        self._base_url = base_url

    def sign(
        self,
        registration: Registration,
        deployment_id: str,
        answer: DeepLinkAnswer,
        *,
        data: str | None,
        accepts_line_items: bool,
        now: datetime,
    ) -> str:
        """The signed answer, good for five minutes.

        Raises:
            SettingsFault, StoreUnavailable: as ``ToolKeys.signer``.
        """
        links = [
            ActivityLink(item, self._base_url, has_line_item=accepts_line_items and item.is_graded)
            for item in answer.items
        ]
        message = AnswerMessage(registration, deployment_id, answer, data=data, now=now)
        return self._tool_keys.sign_for(registration, message.get_message_jwt(links), now)


class ActivityLink(DeepLinkResource):
    """One chosen activity as a content item. Every text is what a platform can keep on one line."""

    def __init__(self, item: DeepLinkItem, base_url: str, *, has_line_item: bool) -> None:
        self._item = item
        self._picture_url = f"{base_url}/lti/pictures/{item.activity}.svg"
        self.set_title(item.title)
        self.set_url(f"{base_url}/lti/launch")
        self.set_custom_params(_custom_of(item))
        if has_line_item:
            self.set_lineitem(_line_item_of(item))

    def to_dict(self) -> dict[str, object]:
        """The content item, without any empty value."""
        plain = dict(super().to_dict())
        plain["icon"] = self._picture(ICON_PIXELS)
        plain["thumbnail"] = self._picture(THUMBNAIL_PIXELS)
        if self._item.text:
            plain["text"] = self._item.text
        return plain

    def _picture(self, pixels: int) -> dict[str, object]:
        return {"url": self._picture_url, "width": pixels, "height": pixels}


class AnswerMessage(DeepLink):
    """The claims of one answer. The library's own ``encode_jwt`` is not used: our keys sign."""

    def __init__(
        self,
        registration: Registration,
        deployment_id: str,
        answer: DeepLinkAnswer,
        *,
        data: str | None,
        now: datetime,
    ) -> None:
        super().__init__(KnownRegistration(registration), deployment_id, {})
        self._audience = registration.issuer
        self._answer = answer
        self._data = data
        self._now = now

    def get_message_jwt(
        self, resources: Sequence[DeepLinkResource]
    ) -> dict[str, Any]:  # Any: claims are JSON
        """All claims: ``data`` unchanged and only when it came, messages only when there is one."""
        issued_at = self._now - ANSWER_BACK_DATE
        claims: dict[str, Any] = dict(super().get_message_jwt(resources))  # Any: as above
        claims.update(
            aud=self._audience,
            nonce=secrets.token_urlsafe(24),
            iat=int(issued_at.timestamp()),
            exp=int((self._now + ANSWER_LIFE).timestamp()),
        )
        claims.pop(f"{_CLAIM}data")
        spoken: Mapping[str, str | None] = {
            "data": self._data,
            "msg": self._answer.message or None,
            "errormsg": self._answer.error or None,
            "log": self._answer.log or None,
        }
        claims |= {f"{_CLAIM}{name}": value for name, value in spoken.items() if value is not None}
        return claims


def _custom_of(item: DeepLinkItem) -> dict[str, str]:
    """The custom parameters of a link. Platforms keep them as lines of ``name=value``."""
    return {
        ACTIVITY_PARAMETER: item.activity,
        LINK_PARAMETER: item.uuid,
        COLUMNS_PARAMETER: item.columns.value,
        **CUSTOM_PARAMETERS,
    }


def _line_item_of(item: DeepLinkItem) -> LibraryLineItem:
    own = columns_of(item.activity)[0]
    wanted = LibraryLineItem().set_label(item.title[:LABEL_CHARACTERS]).set_score_maximum(item.maximum)
    wanted.set_tag(own.tag).set_resource_id(own.resource_id)
    return wanted.set_submission_review(list(REVIEWABLE_STATUS))
