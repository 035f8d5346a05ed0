"""Binding what a request reads and writes to one centre."""

from __future__ import annotations

from lti_tool.store.wall import bind_to as bind_to
