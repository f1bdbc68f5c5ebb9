"""The nodes, their database, the load balancer in front of them, and a client."""

import csv
import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import requests
import writers

ORGD = os.environ["ORGD_BIN"]
BALANCER = "http://10.1.0.1:8080"

# The longest wait for a condition, in seconds.
DEADLINE = 30

# The timeout of a request, in seconds. orgd gives up a silent database after 6 s, and an attempt to reconnect after
# 5 s.
PATIENCE = 15

_server = os.environ["ORGD_TEST_POSTGRES_URL"]
# The complete configuration of a node, the same for all nodes.
ENVIRONMENT = {
    "DATABASE_URL": _server.removesuffix("postgres") + "orgd",
    "RUST_LOG": "warn",
    "ORGD_SECRET_KEY": "a-key-for-tests-only-0123456789abcdef",
}


def create_database() -> None:
    subprocess.run(["psql", "--quiet", _server, "-c", "create database orgd"], check=True)


def orgd(*arguments: str) -> dict:
    """Runs a command of orgd on the database, as an operator does."""
    command = subprocess.run([ORGD, *arguments, "--json"], env=ENVIRONMENT, capture_output=True, text=True)
    assert command.returncode == 0, f"orgd {' '.join(arguments[:2])}: {command.stderr}"
    return json.loads(command.stdout)


def wait_until(condition, what: str) -> None:
    writers.wait_until(condition, what, DEADLINE)


def say(what: str) -> None:
    print(f"ok: {what}", flush=True)


class Route:
    """A route to the API: one of the nodes, or the balancer."""

    def __init__(self, name: str, url: str):
        self.name = name
        self.url = url
        # Requests may fail only while this is set.
        self.trouble = threading.Event()

    def __str__(self) -> str:
        return self.name

    def client(self, credential: str) -> "Client":
        return Client(self, credential)


class Node(Route):
    def __init__(self, number: int):
        super().__init__(f"node{number}", f"http://10.1.0.1{number}:8080")
        self.cables = {network: f"{network}{number}" for network in ("front", "back")}
        # This file system belongs to this run.
        self.log = Path(f"/run/{self}.log")
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = ["ip", "netns", "exec", self.name, ORGD, "serve", "--listen", self.url.removeprefix("http://")]
        command += ["--rate-limit", "off"]
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
        """Pulls the node's cable to the network: everything that is sent from now on is silently lost."""
        self.trouble.set()
        subprocess.run(["ip", "link", "set", self.cables[network], "nomaster"], check=True)

    def heal(self, network: str) -> None:
        subprocess.run(["ip", "link", "set", self.cables[network], "master", network], check=True)


class Balancer(Route):
    def __init__(self):
        super().__init__("balancer", BALANCER)

    def start(self) -> None:
        # It warns about every node that comes or goes, which the tests cause on purpose.
        command = ["haproxy", "-q", "-db", "-f", str(Path(__file__).with_name("haproxy.cfg"))]
        subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def is_ready(self) -> bool:
        """Whether the balancer considers every node ready."""
        try:
            return len(self.up()) == 3
        except requests.RequestException:
            return False

    def up(self) -> set[str]:
        """The nodes that the balancer sends requests to."""
        return {row["svname"] for row in self._servers() if row["status"].startswith("UP")}

    def connections(self) -> dict[str, int]:
        """The number of connections to each node so far."""
        return {row["svname"]: int(row["stot"]) for row in self._servers()}

    def _servers(self) -> list[dict]:
        text = requests.get("http://127.0.0.1:8404/;csv", timeout=PATIENCE).text
        rows = csv.DictReader(text.removeprefix("# ").splitlines())
        return [row for row in rows if row["svname"].startswith("node")]


class Client:
    """One caller on one route, with one connection while it lasts. It never repeats a request."""

    def __init__(self, route: Route, credential: str):
        self.route = route
        self.session = requests.Session()
        # Ignore this machine's proxies and .netrc.
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
