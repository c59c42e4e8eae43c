"""The page in a real browser, and what pages of other origins may do."""

import http.server
import json
import os
import pathlib
import shutil
import subprocess
import threading

import pytest
import requests
from conftest import file_of, make_pool, run_job, some_users

SCRIPT = pathlib.Path(os.environ.get("BROWSER_SCRIPT", pathlib.Path(__file__).parent / "browser" / "browser.mjs"))
CHROMIUM = shutil.which("chromium")
LIST_POOLS = "AWSCognitoIdentityProviderService.ListUserPools"


def browse(scenario, **arguments):
    done = subprocess.run(
        ["node", str(SCRIPT), scenario],
        input=json.dumps(arguments),
        env={**os.environ, "CHROMIUM": CHROMIUM},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Blank(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>another page</title><body>")

    def log_message(self, *_):
        pass


@pytest.fixture
def other_page():
    """A page of another port of this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Blank) as pages:
        threading.Thread(target=pages.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{pages.server_port}"
        pages.shutdown()


@pytest.mark.parametrize("how", ["choose", "drop"])
def test_a_file_is_checked_in_the_page(server, cognito, tmp_path, how):
    pool = make_pool(cognito)
    run_job(cognito, pool, some_users(1))
    users = some_users(3)
    users[2]["email"] = "tok3n is no address"
    file = tmp_path / "<b>users.csv"
    file.write_bytes(file_of(cognito, pool, users))
    seen = browse(how, url=f"{server.url}/pools/{pool}", file=str(file))
    assert seen["status"] == 200, seen
    assert seen["title"].startswith("Pre-flight of <b>users.csv")
    for part in ("username-already-exists", "email-is-invalid", "Predicted Status"):
        assert part in seen["text"]
    assert "tok3n" not in seen["text"]


@pytest.mark.parametrize("origin", ["of another port", "null"])
@pytest.mark.parametrize("path", ["/_clock", "/", "/pools/{pool}/preflight"])
def test_a_form_of_another_page_is_refused(server, cognito, other_page, path, origin):
    pool = make_pool(cognito)
    before = requests.get(server.url + "/_clock").json()["now"]
    action = server.url + path.format(pool=pool)
    page, expected = ("data:text/html,<body>", "null") if origin == "null" else (other_page, other_page)
    seen = browse("foreignForm", page=page, action=action)
    assert seen == {"status": 403, "origin": expected}
    assert requests.get(server.url + "/_clock").json()["now"] - before < 60


def test_an_application_is_answered_only_where_its_origin_is_allowed(serve, server, other_page):
    url = server.url + "/"
    seen = browse("fetches", page=other_page, url=url, method="POST", target=LIST_POOLS)
    assert "refused" in seen
    allowed = serve("--allow-origin", other_page)
    url = allowed.url + "/"
    seen = browse("fetches", page=other_page, url=url, method="POST", target=LIST_POOLS)
    assert seen["status"] == 200 and json.loads(seen["text"]) == {"UserPools": []}
    assert seen["id"], "the headers of the answer can be read"
    for method, path in (("GET", ""), ("GET", "_clock"), ("POST", "_clock"), ("GET", "style.css")):
        assert "refused" in browse("fetches", page=other_page, url=url + path, method=method, target=None)
