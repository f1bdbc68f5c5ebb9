"""Compares a server's verdicts with JSON Schema's: python agree.py BASE_URL DOCUMENT [--examples N]

Every operation of the document gets N requests near its schemas, valid ones and some that miss by a little. A valid
request must not be refused as invalid, whatever else answers it, and an invalid one must be: with 400, or with 404
for a parameter of the path. Draws are the same in every run. deviations.py says for which requests there is no verdict.
"""

import argparse
import http.client
import json
import pathlib
import sys
from urllib.parse import quote

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import cases
import deviations
import values
import wire
from check import Server

INVALID = {400, 406, 413, 415, 422}
FORM = "application/x-www-form-urlencoded"


class Disagreement(Exception):
    pass


class Operation:
    def __init__(self, document, verdicts, method, path, item, operation):
        self.document, self.verdicts, self.method, self.path = document, verdicts, method, path
        declared = {}
        for parameter in [*item.get("parameters", []), *operation.get("parameters", [])]:
            parameter = self.resolved(parameter)
            declared[parameter["name"], parameter["in"]] = parameter
        ignored = {("header", name) for name in ("accept", "content-type", "authorization")}
        self.parameters = [
            wire.Parameter(document, parameter)
            for (name, place), parameter in declared.items()
            if (place, name.lower()) not in ignored
        ]
        body = self.resolved(operation.get("requestBody", {}))
        self.body_required = body.get("required", False)
        self.bodies = {
            kind: media["schema"]
            for kind, media in body.get("content", {}).items()
            if "schema" in media and writable(kind, media)
        }
        self.writable = bool(self.bodies) or not self.body_required
        self.credentials = list(credentials(document, operation.get("security", document.get("security", []))))

    def resolved(self, node):
        return values.resolve(self.document, node["$ref"]) if "$ref" in node else node

    def request(self, draw):
        """(method, target, headers, body, whether it is valid, whether a 404 says that it is not)"""
        drawing = values.Drawing(draw, self.document)
        target, query, headers, cookies, in_path = self.path, [], {}, [], False
        valid = True
        if not self.writable:
            raise deviations.NoVerdict
        for parameter in self.parameters:
            if parameter.place != "path" and (drawing.seldom() if parameter.required else draw(st.booleans())):
                valid = valid and not parameter.required
                continue
            try:
                text, seen = parameter.write(drawing.value(parameter.schema))
            except wire.Unwritable:
                if parameter.required:
                    raise deviations.NoVerdict from None
                continue
            fits = self.verdicts.is_valid(parameter.schema, seen)
            valid = valid and fits
            if parameter.place == "path":
                target, in_path = target.replace(f"{{{parameter.name}}}", text), in_path or not fits
            elif parameter.place == "query":
                query.append(text)
            elif parameter.place == "cookie":
                cookies.append(text)
            else:
                headers[parameter.name] = text
        body, fits = self.body(drawing, headers)
        for place, name, value in self.credentials:
            if place == "query":
                query.append(f"{name}={value}")
            elif place == "cookie":
                cookies.append(f"{name}={value}")
            else:
                headers[name] = value
        if cookies:
            headers["Cookie"] = "; ".join(cookies)
        return self.method, target + ("?" + "&".join(query) if query else ""), headers, body, valid and fits, in_path

    def body(self, drawing, headers):
        if not self.bodies or (drawing.seldom() if self.body_required else drawing.draw(st.booleans())):
            return None, not (self.bodies and self.body_required)
        kind = drawing.pick(self.bodies)
        headers["Content-Type"] = kind
        value = drawing.value(self.bodies[kind])
        if kind == FORM:
            text, value = form(self.document, self.bodies[kind], value)
        elif kind == "text/plain":
            text = value = wire.text_of(value)
            value = wire.read(self.document, self.bodies[kind], text)
        else:
            text = json.dumps(value, ensure_ascii=False)
        return text.encode(), self.verdicts.is_valid(self.bodies[kind], value)


def writable(kind, media):
    """Whether this program can write bodies of that media type; check.py has cases for the others."""
    if kind in (FORM, "text/plain"):
        return "encoding" not in media
    return kind == "application/json" or kind.endswith("+json")


def form(document, schema, value):
    """A form's text, and the value that a server reads."""
    known = values.flat(document, schema)
    if not isinstance(value, dict):
        raise deviations.NoVerdict
    pairs, seen = [], {}
    for name, member in value.items():
        own = known.get("properties", {}).get(name, known.get("additionalProperties", True))
        if isinstance(member, list):
            items = values.flat(document, own).get("items", True)
            if "array" not in wire.kinds(document, own) or not member:
                raise deviations.NoVerdict
            seen[name] = [wire.read(document, items, wire.text_of(item)) for item in member]
        elif "array" in wire.kinds(document, own):
            raise deviations.NoVerdict
        else:
            seen[name] = wire.read(document, own, wire.text_of(member))
        pairs += [(name, wire.text_of(item)) for item in (member if isinstance(member, list) else [member])]
    return "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in pairs), seen


def credentials(document, security):
    """What meets the first of the alternatives, made up."""
    for name in security[0] if security else {}:
        scheme = document["components"]["securitySchemes"][name]
        if scheme["type"] == "apiKey":
            yield scheme["in"], scheme["name"], "k"
        elif scheme["type"] == "http" and scheme["scheme"] == "basic":
            yield "header", "Authorization", "Basic YTpi"
        else:
            yield "header", "Authorization", "Bearer x"


def operations(document):
    verdicts = deviations.Verdicts(document)
    for path, item in document["paths"].items():
        item = {**values.resolve(document, item["$ref"]), **item} if "$ref" in item else item
        for method in cases.METHODS:
            if method in item:
                yield Operation(document, verdicts, method.upper(), path, item, item[method])


def disagreement(operation, server, headers, examples):
    """The least request that the server and JSON Schema disagree on, in one line, or None; and how many were sent."""
    sent = {True: 0, False: 0}

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(st.data())
    def agree(data):
        try:
            method, target, own, body, valid, in_path = operation.request(data.draw)
        except (deviations.NoVerdict, wire.Unwritable):
            return
        try:
            status, answer = server.send(method, target, {**own, **headers}, body)
        except (OSError, http.client.HTTPException) as error:
            server.connection = None
            raise Disagreement(f"{method} {target} {own} {body!r}: no answer: {error!r}") from None
        if valid and deviations.only_unstated(answer):
            return
        sent[valid] += 1
        refused = status in INVALID or (in_path and status == 404)
        if refused == valid:
            told = " ".join(answer.decode(errors="replace").split())[:200]
            wanted = "valid" if valid else "invalid"
            raise Disagreement(f"{method} {target} {own} {body!r}: {status}, but {wanted} to JSON Schema: {told}")

    try:
        agree()
    except Disagreement as error:
        return str(error), sent
    return None, sent


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base_url")
    parser.add_argument("document", type=pathlib.Path)
    parser.add_argument("--examples", type=int, default=50)
    parser.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'")
    parser.add_argument("--only", default="", help="the operations whose path contains this")
    arguments = parser.parse_args()
    headers = dict(header.split(": ", 1) for header in arguments.header)
    document = deviations.for_requests(cases.load_yaml(arguments.document))
    server = Server(arguments.base_url)
    passed, failed, sent = 0, 0, {True: 0, False: 0}
    for operation in operations(document):
        if arguments.only not in operation.path:
            continue
        fault, own = disagreement(operation, server, headers, arguments.examples)
        sent = {verdict: sent[verdict] + own[verdict] for verdict in sent}
        if fault:
            failed += 1
            print(fault)
        else:
            passed += 1
    print(f"{sent[True]} requests were valid and {sent[False]} were not")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
