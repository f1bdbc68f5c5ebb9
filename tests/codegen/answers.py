"""Asserts what the operations of server/answers.yaml answer: python answers.py BASE_URL"""

import http.client
import json
import sys
import urllib.parse

FORM = "application/x-www-form-urlencoded"


class Client:
    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.address, self.base = (parts.hostname, parts.port), parts.path

    def send(self, method, path, body=None, **headers):
        """The status, the headers and the text of an answer."""
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, dict):
            body, headers["Content-Type"] = json.dumps(body), "application/json"
        connection.request(method, self.base + path, body, headers)
        response = connection.getresponse()
        answer = response.status, response.headers, response.read()
        connection.close()
        return answer


failures = []


def same(what, actual, expected):
    if actual != expected:
        failures.append(f"{what}: {actual!r}, not {expected!r}")


def users(client):
    status, headers, body = client.send("POST", "/user", {"name": "ada", "password": "p", "secret": "s"})
    same("the status of a response with headers", status, 201)
    same("a writeOnly member is never sent", json.loads(body), {"id": 1, "name": "ada"})
    sent = [headers[name] for name in ("Location", "X-Count", "X-Rate", "X-New")]
    same("typed headers", sent, ["/v1/user/1", "3000000000", "0.5", "true"])
    _, headers, _ = client.send("POST", "/user", {"name": "nobody", "password": "p"})
    same("optional headers that are left out", [headers["X-Rate"], headers["X-New"]], [None, None])
    status, _, body = client.send("POST", "/user", "name=ada&password=p", Content_Type=FORM)
    same("a form where JSON is taken, too", (status, json.loads(body)), (201, {"id": 1, "name": "ada"}))
    status, headers, body = client.send("POST", "/user", {"name": "later", "password": "p"})
    same("another 2xx without a body", (status, headers["Content-Type"], body), (202, None, b""))
    for wrong in ({"name": "ada"}, {"name": "ada", "password": "p", "id": 1}):
        status, _, _ = client.send("POST", "/user", wrong)
        same(f"{wrong} lacks a writeOnly member, or has a readOnly one", status, 400)
    status, headers, body = client.send("DELETE", "/nothing")
    same("204", (status, headers["Content-Type"], body), (204, None, b""))


def media(client):
    status, headers, body = client.send("GET", "/text")
    same("text/plain", (status, headers["Content-Type"]), (200, "text/plain; charset=utf-8"))
    same("a text as it is", body.decode(), "größer & <gut>")
    _, headers, body = client.send("GET", "/file")
    same("a stream of bytes", (headers["Content-Type"], body), ("application/octet-stream", b"\x00\xff\x01\x02"))
    _, headers, body = client.send("GET", "/events")
    same("text/event-stream", headers["Content-Type"], "text/event-stream")
    same("events", body, b"event: number\ndata: one\n\nevent: number\ndata: two\n\n")


def negotiation(client):
    for accept, content_type, body in [
        ("application/json", "application/json", b'{"total":1}'),
        ("text/*", "text/csv; charset=utf-8", b"total\n1\n"),
        ("application/json;q=0.5, application/hal+json", "application/hal+json", b'{"total":1}'),
        ("*/*", "application/json", b'{"total":1}'),
    ]:
        _, headers, answer = client.send("GET", "/report", Accept=accept)
        same(f"Accept: {accept}", (headers["Content-Type"], answer), (content_type, body))
    status, headers, _ = client.send("GET", "/report", Accept="image/png")
    same("no media type that is acceptable", (status, headers["Content-Type"]), (406, "application/problem+json"))


def statuses(client):
    for code, body in [(200, b"200"), (203, b"203"), (404, b'"other"'), (503, b'"other"')]:
        status, _, answer = client.send("GET", f"/status/{code}")
        same(f"2XX or default with {code}", (status, answer), (code, body))
    status, _, _ = client.send("GET", "/status/600")
    same("a status beyond the contract", status, 400)


def callers(client):
    def caller(**headers):
        status, _, body = client.send("GET", "/caller", **headers)
        return json.loads(body) if status == 200 else status

    same("no credential, where none is needed", caller(), [])
    token = {"Authorization": "Bearer t"}
    same("scopes reach the service", caller(**token), ["oauth (users:read users:write): t"])
    same("a wrong credential, where none is needed", caller(Authorization="Bearer wrong"), 401)


def defaults(client):
    _, _, body = client.send("POST", "/defaults", {})
    meant = {"size": 3000000000, "level": "low", "tags": ["a", "b"], "note": "absent"}
    same("defaults of members and of a parameter", json.loads(body), meant)
    _, _, body = client.send("POST", "/defaults?size=1", {"level": "high", "tags": [], "note": None})
    same("values in their place", json.loads(body), {"size": 1, "level": "high", "tags": [], "note": "null"})


def server_url(client):
    client.base = client.base.removesuffix("/v1")
    status, _, _ = client.send("GET", "/text")
    same("a path without the server's", status, 404)


def main():
    client = Client(sys.argv[1])
    for check in (users, media, negotiation, statuses, callers, defaults, server_url):
        check(client)
    print(*failures, sep="\n", end="\n" if failures else "")
    sys.exit(f"{len(failures)} answers are wrong" if failures else None)


if __name__ == "__main__":
    main()
