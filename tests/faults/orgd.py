"""A server and its clients."""

import json
import os
import secrets
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import requests
import writers

ORGD = os.environ["ORGD_BIN"]
# The longest wait for a condition, in seconds.
DEADLINE = 60
# The longest time of a request, in seconds: 5 to connect to the database, 6 for its result, and some for this machine.
PATIENCE = 15
KEY = "a-key-for-tests-only-0123456789abcdef"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until(condition, what: str) -> float:
    """Returns the time that it took, in seconds."""
    return writers.wait_until(condition, what, DEADLINE)


class Server:
    def __init__(self, database: str):
        self.environment = {"DATABASE_URL": database, "RUST_LOG": "warn", "ORGD_SECRET_KEY": KEY}
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = Path(tempfile.mkdtemp()) / "log"
        self.start()

    def start(self) -> float:
        with self.log.open("ab") as log:
            command = [ORGD, "serve", "--listen", f"127.0.0.1:{self.port}", "--rate-limit", "off"]
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        return wait_until(self.is_ready, "the server is ready")

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return requests.get(f"{self.url}/readyz", timeout=PATIENCE).status_code == 204
        except requests.ConnectionError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def cli(self, *arguments: str) -> dict:
        command = [ORGD, *arguments, "--json"]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"orgd {' '.join(arguments)}: {done.stderr}"
        return json.loads(done.stdout)

    def owner(self, name: str = "owner") -> "Client":
        user = self.cli("user", "create", "--email", f"{name}@example.com")["id"]
        return Client(self.url, self.cli("key", "create", "--user", user)["key"])


class Client:
    def __init__(self, url: str, key: str):
        self.url, self.key = url, key
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = f"Bearer {key}"

    def again(self, url: str | None = None) -> "Client":
        """The same caller with a connection of its own."""
        return Client(url or self.url, self.key)

    def create(self, slug: str) -> str:
        answer = self.send("POST", "/api/public/organizations", {"name": slug, "slug": slug})
        assert answer.status_code == 201, answer.text
        return f"/api/public/organizations/{answer.json()['data']['id']}"

    def send(self, method: str, path: str, body=None) -> requests.Response:
        return self.session.request(method, self.url + path, json=body, timeout=PATIENCE)


class Writer(writers.Writer):
    """Sets a text to increasing numbers, each followed by random padding, in an organization of its own."""

    def __init__(self, client: Client, slug: str, padding: int = 0):
        super().__init__()
        self.client = client.again()
        self.path = client.create(slug)
        self.padding = padding
        self.sent = self.acknowledged = self.refused = self.cut = 0
        self.slowest_refusal = 0.0

    def step(self) -> None:
        self.sent += 1
        began = time.monotonic()
        try:
            answer = self.client.send("PATCH", self.path, {"customAiContext": f"{self.sent} {secrets.token_hex(self.padding // 2)}"})
        except requests.ConnectionError:
            self.cut += 1
            self.ended.wait(0.02)
            return
        if answer.status_code == 503:
            assert answer.headers["Retry-After"], answer.headers
            assert answer.json()["error"]["title"] == "ServiceUnavailable", answer.text
            self.refused += 1
            self.slowest_refusal = max(self.slowest_refusal, time.monotonic() - began)
            self.ended.wait(0.02)
            return
        assert answer.status_code == 200, answer.text
        self.acknowledged = self.sent

    def check(self, url: str | None = None) -> None:
        """Checks that what was acknowledged last is there, or something that was sent later."""
        read = self.client.again(url).send("GET", self.path)
        assert read.status_code == 200, read.text
        stored = int((read.json()["data"]["customAiContext"] or "0").split()[0])
        assert self.acknowledged <= stored <= self.sent, f"lost: {self.acknowledged} {stored} {self.sent}"


class Load:
    def __init__(self, client: Client, count: int = 8, padding: int = 0):
        self.writers = [Writer(client, f"acme-{number}", padding) for number in range(count)]
        for writer in self.writers:
            writer.start()

    def total(self, what: str) -> int:
        writers.raise_failures(self.writers)
        return sum(getattr(writer, what) for writer in self.writers)

    def goes_on(self, more: int = 100, what: str = "acknowledged") -> float:
        """Waits for that many more, and returns how long the first took."""
        before = self.total(what)
        first = wait_until(lambda: self.total(what) > before, f"more {what}")
        wait_until(lambda: self.total(what) >= before + more, f"{more} more {what}")
        return first

    def stop(self, url: str | None = None) -> str:
        writers.stop(self.writers)
        sent, refused, cut = self.total("sent"), self.total("refused"), self.total("cut")
        for writer in self.writers:
            writer.check(url)
        slowest = max(writer.slowest_refusal for writer in self.writers)
        assert slowest < PATIENCE
        return (
            f"{sent - refused - cut} updates acknowledged, 0 lost, {refused} answered 503 (slowest {slowest:.2f} s), "
            f"{cut} cut off"
        )
