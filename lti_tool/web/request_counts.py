"""How many requests this process answered, and how long they took, by who may open the address.

Counted in memory, per process, and lost with it: each process tells its own numbers under its own label.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from typing import cast

from flask import Flask, Response, current_app, g, request

from lti_tool.web.guards import Policy, policy_of_endpoint

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the durations, in seconds."""
STATIC, UNKNOWN = "static", "unknown"
GROUPS = (*(policy.value for policy in Policy), STATIC, UNKNOWN)
"""All that a group may be called. A policy is one; no address and no person ever is."""


class RequestCounts:
    """The counts of one process; any thread may call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: Counter[tuple[str, int]] = Counter()
        self._within: dict[str, list[int]] = {}
        self._seconds: dict[str, float] = {}

    def add(self, group: str, status: int, seconds: float) -> None:
        """Count one answer; ``status`` counts by its hundreds."""
        with self._lock:
            self._answers[group, status // 100] += 1
            self._seconds[group] = self._seconds.get(group, 0.0) + seconds
            within = self._within.setdefault(group, [0] * len(BOUNDS))
            for number, bound in enumerate(BOUNDS):
                within[number] += seconds <= bound

    def exposition(self) -> str:
        """The counts as Prometheus reads them, each with the number of this process."""
        process = os.getpid()
        with self._lock:
            answers, seconds = sorted(self._answers.items()), dict(self._seconds)
            within = {group: tuple(counts) for group, counts in sorted(self._within.items())}
        lines = _head("requests_total", "counter", "Answers of one process since it began.")
        for (group, hundreds), count in answers:
            labels = f'process="{process}",group="{group}",status="{hundreds}xx"'
            lines.append(f"passerelle_requests_total{{{labels}}} {count}")
        lines += _head("request_seconds", "histogram", "Seconds until an answer of one process was ready.")
        for group, counts in within.items():
            labels = f'process="{process}",group="{group}"'
            total = sum(count for (name, _hundreds), count in answers if name == group)
            for bound, count in (*zip(BOUNDS, counts, strict=True), ("+Inf", total)):
                lines.append(f'passerelle_request_seconds_bucket{{{labels},le="{bound}"}} {count}')
            lines.append(f"passerelle_request_seconds_sum{{{labels}}} {seconds[group]:.6f}")
            lines.append(f"passerelle_request_seconds_count{{{labels}}} {total}")
        return "\n".join(lines) + "\n"


def count_requests(app: Flask) -> None:
    """Count every request of an application; to be set up before whatever may refuse one."""
    app.extensions["passerelle_counts"] = RequestCounts()
    app.before_request(_begin)
    app.after_request(_counted)


def request_counts() -> RequestCounts:
    """The counts of this process."""
    return cast(RequestCounts, current_app.extensions["passerelle_counts"])


def _begin() -> None:
    g.began = time.perf_counter()


def _counted(response: Response) -> Response:
    began = g.get("began")
    if began is not None:
        request_counts().add(_group(), response.status_code, time.perf_counter() - began)
    return response


def _group() -> str:
    if request.endpoint == "public.static":
        return STATIC
    found = policy_of_endpoint(request.endpoint)
    return found.value if found else UNKNOWN


def _head(name: str, kind: str, about: str) -> list[str]:
    return [f"# HELP passerelle_{name} {about}", f"# TYPE passerelle_{name} {kind}"]
