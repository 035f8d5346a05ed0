"""What the pages between the platform and the first page receive."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageQuestion:
    """What a script says to the platform's storage.

    ``target`` names the frame that keeps things, ``platform`` is an address of the platform: its origin is
    the only one that may read the message and answer it. ``value`` is empty when something is asked for.
    """

    target: str
    platform: str
    key: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoragePage:
    """``launch/storage.html``: keeps a proof with the platform and goes on to ``href`` by itself."""

    href: str
    storage: StorageQuestion
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTabPage:
    """``launch/new_tab.html``: one button that carries the launch on to a new tab.

    ``sealed`` is the code in the button's form, good once and for ``seconds``. ``storage`` is ``None`` when
    the platform keeps nothing. ``code``, ``reason`` and ``reference`` are those of every refusal.
    """

    code: str
    reason: str
    reference: str
    sealed: str
    action: str
    seconds: int
    storage: StorageQuestion | None = None
    frame: Frame = NO_FRAME
