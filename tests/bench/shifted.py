"""Web server and worker as they are installed, with a clock that somebody else moves on.

python -m tests.bench.shifted SHIFT_FILE serve PORT WORKERS | worker SWEEP_EVERY_ROUNDS
"""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lti_tool import worker
from lti_tool.bootstrap import install
from lti_tool.cli_serve import DEFAULT_PORT
from lti_tool.serving import serve_with_gunicorn
from lti_tool.settings import read_settings
from tests.bench.fault_platform import SharedShift


def main(shift_path: str, command: str, *numbers: str) -> None:
    """Serve, or deliver and sweep, until told to stop."""
    shift = SharedShift(Path(shift_path))
    settings = read_settings(os.environ, default_base_url=f"http://127.0.0.1:{DEFAULT_PORT}")
    installation = install(settings, clock=lambda: datetime.now(UTC) + timedelta(seconds=shift.seconds))
    if command == "serve":
        port, workers = map(int, numbers)
        serve_with_gunicorn(installation, host="127.0.0.1", port=port, workers=workers)
        return
    stop = threading.Event()
    worker.stop_on_signals(stop)
    worker.run(installation.services, stop, sweep_every_rounds=int(numbers[0]))


if __name__ == "__main__":
    main(*sys.argv[1:])
