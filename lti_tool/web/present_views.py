"""What the page of who looked receives: ready values, nothing to compute. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsPage:
    """``views/who_looked.html``: who looked at my record, one sentence each, the last look first.

    ``at_most`` is how many lines there are at most when some may be missing, 0 when these are all.
    ``trainer_name`` may be empty.
    """

    lines: tuple[str, ...]
    at_most: int = 0
    trainer_name: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME
