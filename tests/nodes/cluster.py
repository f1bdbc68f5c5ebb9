"""The nodes, their database, the balancer before them, and a client."""

import csv
import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import requests

ORGD = os.environ["ORGD_BIN"]
BALANCER = "http://10.1.0.1:8080"

# What never happens within this many seconds counts as never happening.
DEADLINE = 30

# A request without an answer for this many seconds has failed. orgd gives up a silent database after 6, and
# its attempt to connect to it anew after 5.
PATIENCE = 15

_server = os.environ["ORGD_TEST_POSTGRES_URL"]
# All that configures a node, and the same for each of them.
ENVIRONMENT = {
    "DATABASE_URL": _server.removesuffix("postgres") + "orgd",
    "RUST_LOG": "warn",
    "ORGD_SECRET_KEY": "a-key-for-tests-only-0123456789abcdef",
}


def create_database() -> None:
    subprocess.run(["psql", "--quiet", _server, "-c", "create database orgd"], check=True)


def orgd(*arguments: str) -> dict:
    """Runs one of the program's own commands on the database, as an operator does."""
    command = subprocess.run([ORGD, "--json", *arguments], env=ENVIRONMENT, capture_output=True, text=True)
    assert command.returncode == 0, f"orgd {' '.join(arguments[:2])}: {command.stderr}"
    return json.loads(command.stdout)


def wait_until(condition, what: str) -> None:
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, f"{what}: not within {DEADLINE} s"
        time.sleep(0.05)


def say(what: str) -> None:
    print(f"ok: {what}", flush=True)


class Route:
    """A way to the API: one of the nodes, or the balancer."""

    def __init__(self, name: str, url: str):
        self.name = name
        self.url = url
        # While this is set, and only then, a request may fail.
        self.trouble = threading.Event()

    def __str__(self) -> str:
        return self.name

    def client(self, credential: str) -> "Client":
        return Client(self, credential)


class Node(Route):
    def __init__(self, number: int):
        super().__init__(f"node{number}", f"http://10.1.0.1{number}:8080")
        self.cables = {network: f"{network}{number}" for network in ("front", "back")}
        # A file system of this run alone.
        self.log = Path(f"/run/{self}.log")
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = ["ip", "netns", "exec", self.name, ORGD, "serve", "--listen", self.url.removeprefix("http://")]
        with self.log.open("ab") as file:
            self.process = subprocess.Popen(command, env={**os.environ, **ENVIRONMENT}, stdout=file, stderr=file)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, f"{self} ended with {self.process.returncode}"
        try:
            return requests.get(f"{self.url}/readyz", timeout=PATIENCE).status_code == 204
        except requests.RequestException:
            return False

    def kill(self) -> None:
        self.trouble.set()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def cut(self, network: str) -> None:
        """Pulls its cable to that network: what is sent from now on is lost, and nobody is told."""
        self.trouble.set()
        subprocess.run(["ip", "link", "set", self.cables[network], "nomaster"], check=True)

    def heal(self, network: str) -> None:
        subprocess.run(["ip", "link", "set", self.cables[network], "master", network], check=True)


class Balancer(Route):
    def __init__(self):
        super().__init__("balancer", BALANCER)

    def start(self) -> None:
        # It warns of every node that comes and goes, which is what the tests make them do.
        command = ["haproxy", "-q", "-db", "-f", str(Path(__file__).with_name("haproxy.cfg"))]
        subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def is_ready(self) -> bool:
        """Whether it takes every node for ready."""
        try:
            return len(self.up()) == 3
        except requests.RequestException:
            return False

    def up(self) -> set[str]:
        """The nodes that it sends requests to."""
        return {row["svname"] for row in self._servers() if row["status"].startswith("UP")}

    def connections(self) -> dict[str, int]:
        """How many it has made to each node so far."""
        return {row["svname"]: int(row["stot"]) for row in self._servers()}

    def _servers(self) -> list[dict]:
        text = requests.get("http://127.0.0.1:8404/;csv", timeout=PATIENCE).text
        rows = csv.DictReader(text.removeprefix("# ").splitlines())
        return [row for row in rows if row["svname"].startswith("node")]


class Client:
    """One caller by one route, on one connection for as long as it holds; repeats nothing of itself."""

    def __init__(self, route: Route, credential: str):
        self.route = route
        self.session = requests.Session()
        # Neither proxies nor .netrc of this machine.
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {credential}"

    def get(self, path: str, if_none_match: str | None = None) -> requests.Response:
        return self._send("GET", path, headers={"If-None-Match": if_none_match})

    def patch(self, path: str, body: dict, if_match: str | None = None) -> requests.Response:
        return self._send("PATCH", path, json=body, headers={"If-Match": if_match})

    def post(self, path: str, body: dict) -> requests.Response:
        return self._send("POST", path, json=body)

    def _send(self, method: str, path: str, **more) -> requests.Response:
        return self.session.request(method, self.route.url + path, timeout=PATIENCE, **more)
