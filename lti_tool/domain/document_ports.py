"""The protocols through which documents are signed and printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol  # Any: the values of a JSON object

from lti_tool.domain.ports import KeyMaker, StoredKey


class CredentialSigner(KeyMaker, Protocol):
    """Makes keys for badges, and signs with them."""

    def sign(self, key: StoredKey, key_url: str, credential: Mapping[str, Any]) -> str:
        """The credential as a compact JWT; ``key_url`` is where the public key can be read.

        Raises:
            SettingsFault: no known secret opens the key.
        """
        ...


class Press(Protocol):
    """Prints a page as a PDF."""

    def pdf(self, html: str) -> bytes | None:
        """The page as a tagged PDF; ``None`` where this server makes none."""
        ...
