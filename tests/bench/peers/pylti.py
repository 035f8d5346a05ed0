"""PyLTI1p3 in its standard set-up with Flask, its cache of platforms' keys switched on."""

from __future__ import annotations

import os

from flask import Flask, redirect
from flask_caching import Cache  # type: ignore[import-not-found]  # installed where the bench runs
from pylti1p3.contrib.flask import (
    FlaskCacheDataStorage,
    FlaskMessageLaunch,
    FlaskOIDCLogin,
    FlaskRequest,
)
from pylti1p3.tool_config import ToolConfDict
from werkzeug import Response

KEYS_SECONDS = 7200
LMS, PORT = os.environ["LMS"], os.environ["PORT"]

app = Flask(__name__)
app.secret_key = "x" * 40
cache = Cache(app, config={"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": 100_000})
tool_conf = ToolConfDict(
    {
        f"{LMS}/{number}": {
            "client_id": f"client-{number}",
            "auth_login_url": f"{LMS}/{number}/auth",
            "auth_token_url": f"{LMS}/{number}/token",
            "key_set_url": f"{LMS}/jwks",
            "deployment_ids": ["1"],
        }
        for number in range(int(os.environ["PLATFORMS"]))
    }
)


@app.route("/login")
def login() -> Response:
    """Send the browser to the platform."""
    storage = FlaskCacheDataStorage(cache)
    begun = FlaskOIDCLogin(FlaskRequest(), tool_conf, launch_data_storage=storage)
    answer: Response = begun.redirect(f"http://127.0.0.1:{PORT}/launch")
    return answer


@app.route("/launch", methods=["POST"])
def launch() -> Response:
    """Check the message, and open the first page."""
    storage = FlaskCacheDataStorage(cache)
    found = FlaskMessageLaunch(FlaskRequest(), tool_conf, launch_data_storage=storage)
    found.set_public_key_caching(storage, cache_lifetime=KEYS_SECONDS)
    found.get_launch_data()
    return redirect(f"/first/{found.get_launch_id()}")
