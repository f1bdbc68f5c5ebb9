"""Sends the corpus's requests to a server: python check.py [BASE_URL DOCUMENT]

The server was generated from DOCUMENT, which assemble.py made, and answers 501 to every request that keeps to the
contract. Without a server, only the corpus itself is checked: each value of a `schema` case against Python's jsonschema.
"""

import http.client
import json
import pathlib
import sys
import urllib.parse

import assemble
import cases
import judge

REFUSALS = {400, 401, 403, 404, 405, 406, 411, 413, 415, 422}
BOUNDARY = "corpus-boundary"


def doubts(case):
    """The values whose verdict JSON Schema does not share."""
    if "schema" not in case or "beyond" in case or case.loud:
        return
    validator = judge.validator(assemble.alone(case), case["schema"])
    for verdict, request in case.requests():
        text = request["body"] if "body" in request else json.dumps(request["json"])
        try:
            value = json.loads(text, object_pairs_hook=without_duplicates, parse_constant=not_json)
        except ValueError:
            valid = False
        else:
            valid = validator.is_valid(value)
        if valid != (verdict == "accept"):
            yield f"{case.id}: {verdict} {text}: JSON Schema says otherwise"


def without_duplicates(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a member is given twice")
    return dict(pairs)


def not_json(text):
    raise ValueError(f"{text} is not JSON")


def multipart(parts):
    body = ""
    for part in parts:
        name = f'; filename="{part["filename"]}"' if "filename" in part else ""
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{part["name"]}"{name}\r\n'
        if "type" in part:
            body += f"Content-Type: {part['type']}\r\n"
        body += f"\r\n{part['content']}\r\n"
    return (body + f"--{BOUNDARY}--\r\n").encode()


def content(request):
    """The body and its type, or (None, None)."""
    if "multipart" in request:
        return multipart(request["multipart"]), f"multipart/form-data; boundary={BOUNDARY}"
    if "json" in request:
        return json.dumps(request["json"], ensure_ascii=False).encode(), "application/json"
    if "body" in request:
        return request["body"].encode(), request["contentType"]
    return None, None


class Server:
    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.host, self.port, self.path = parts.hostname, parts.port or 80, parts.path.rstrip("/")
        self.connection = None

    def send(self, method, target, headers, body):
        """The status and the body that answer exactly these bytes."""
        if self.connection:
            try:
                return self.exchange(method, target, headers, body)
            except (http.client.RemoteDisconnected, ConnectionError):
                # The server may end a connection between two requests: once more, on one of its own.
                self.connection.close()
        self.connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        return self.exchange(method, target, headers, body)

    def exchange(self, method, target, headers, body):
        connection = self.connection
        connection.putrequest(method, quoted(self.path + target), skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        elif method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", "0")
        connection.endheaders(body)
        response = connection.getresponse()
        answer = response.read()
        if response.will_close:
            connection.close()
        return response.status, answer


def quoted(target):
    """The target as it is, except what cannot stand in a request line."""
    return "".join(c if "!" <= c <= "~" else urllib.parse.quote(c) for c in target)


def send(server, case, request):
    body, content_type = content(request)
    headers = dict(request.get("headers", {}))
    if content_type:
        headers["Content-Type"] = content_type
    if "cookies" in request:
        headers["Cookie"] = request["cookies"]
    method = request.get("method", case.method).upper()
    target = case.prefix + request.get("path", "")
    if "query" in request:
        target += "?" + request["query"]
    return server.send(method, target, headers, body)


def wrong(server, case, verdict, request):
    """What is wrong with the answer, in one line, or None."""
    try:
        status, answer = send(server, case, request)
    except (OSError, http.client.HTTPException) as error:
        server.connection = None
        status, answer = "no answer", repr(error).encode()
    if "status" in request:
        right, wanted = status == request["status"], request["status"]
    elif verdict == "accept":
        right, wanted = status == 501, 501
    else:
        right, wanted = status in REFUSALS, "4xx"
    if right:
        return None
    told = " ".join(answer.decode(errors="replace").split())[:200]
    return f"{case.id}: {verdict} {json.dumps(request, ensure_ascii=False)}: {status}, not {wanted}: {told}"


def main():
    corpus = cases.load()
    faults = [doubt for case in corpus for doubt in doubts(case)]
    total = sum(1 for case in corpus for _ in case.requests())
    if faults:
        print(*faults, sep="\n")
        sys.exit(f"{len(faults)} of the corpus's own verdicts are doubtful")
    if len(sys.argv) == 1:
        print(f"{len(corpus)} cases with {total} requests, all as JSON Schema has them")
        return
    url, document = sys.argv[1:]
    paths = json.loads(pathlib.Path(document).read_text(encoding="utf-8"))["paths"]
    server, passed, failed = Server(url), 0, 0
    for case in corpus:
        if not any(path == case.prefix or path.startswith((f"{case.prefix}/",)) for path in paths):
            continue
        for verdict, request in case.requests():
            if fault := wrong(server, case, verdict, request):
                failed += 1
                print(fault)
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
