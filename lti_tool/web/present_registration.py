"""What the pages of a registration receive: ready values, nothing to compute."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectPage:
    """``registration/connect.html``: one sentence and one button.

    ``fields`` are the hidden fields of the form. ``hosts`` is empty but on the second showing, when a
    person must confirm addresses that have nothing to do with ``platform``.
    """

    platform: str
    fields: tuple[tuple[str, str], ...]
    is_moodle: bool = False
    hosts: tuple[str, ...] = ()
    action: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedPage:
    """``registration/connected.html``: what remains to do in the platform, in its own words.

    ``clicks`` are needed, ``options`` are not. ``off`` says which functions the platform did not grant.
    """

    clicks: tuple[str, ...]
    options: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    is_update: bool = False
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedPage:
    """``registration/failed.html``: what happened, what is kept, what to do, and the technical word.

    ``manual_href`` leads to the page for connecting by hand, empty where that would not help.
    """

    happened: str
    kept: str
    next_step: str
    code: str
    reason: str
    reference: str
    manual_href: str = ""
    frame: Frame = NO_FRAME
