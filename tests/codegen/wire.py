"""Writes values as parameters, in every style of OpenAPI, and tells what value a server has to read there."""

import json
import re
from urllib.parse import quote

import deviations
from values import UNIONS, flat, types

STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "|"}
INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
# What a place cannot carry, or carries only by conventions that OpenAPI does not state.
FORBIDDEN = {"header": r"[^!-+\--~]", "cookie": r"[^!#$&'*+\-./0-9A-Z^_`a-z|~]"}


class Unwritable(Exception):
    """No style says how to write this value."""


def text_of(value):
    return value if isinstance(value, str) else json.dumps(value)


def kinds(document, schema):
    """The types that a parameter's schema allows."""
    schema = flat(document, schema)
    found = set()
    for union in UNIONS:
        for branch in schema.get(union, []):
            found |= kinds(document, branch)
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        found |= {"string" if isinstance(v, str) else "boolean" if isinstance(v, bool) else "number" for v in values}
        found |= {"integer"} if "type" in schema and "integer" in types(schema) else set()
    if "type" in schema:
        declared = set(types(schema))
        found = found & declared or declared
    return found or set(types(schema))


def read(document, schema, text):
    """The value that this text is to a scalar's schema."""
    allowed = kinds(document, schema)
    if allowed >= {"string", "number"} or allowed >= {"string", "boolean"}:
        raise deviations.NoVerdict
    if "boolean" in allowed and text in ("true", "false"):
        return text == "true"
    if allowed & {"integer", "number"} and INTEGER.fullmatch(text):
        return int(text)
    if allowed & {"integer", "number"} and NUMBER.fullmatch(text):
        if "number" not in allowed and float(text).is_integer():
            # An integer written as 1.0 or 1e2: OpenAPI does not say.
            raise deviations.NoVerdict
        return float(text)
    if "null" in allowed and text in ("", "null"):
        raise deviations.NoVerdict
    return text


class Parameter:
    def __init__(self, document, declared):
        self.document, self.declared = document, declared
        self.name, self.place = declared["name"], declared["in"]
        self.content = "content" in declared
        self.schema = next(iter(declared["content"].values()))["schema"] if self.content else declared["schema"]
        self.style = declared.get("style", STYLES[self.place])
        self.explode = declared.get("explode", self.style == "form")
        self.required = declared.get("required", False)

    def shape(self):
        allowed = kinds(self.document, self.schema)
        return "array" if allowed == {"array"} else "object" if "object" in allowed and len(allowed) == 1 else "scalar"

    def clean(self, value):
        """Text that this parameter can carry."""
        text = text_of(value)
        if self.place in FORBIDDEN:
            text = re.sub(FORBIDDEN[self.place], "", text)
        if self.style in DELIMITERS:
            text = re.sub(r"[ |]", "", text)
        if self.style in ("label", "matrix"):
            text = re.sub(r"[.;,=]", "", text)
        if self.place == "path" and text.strip(".") == "":
            raise Unwritable
        return text

    def escaped(self, text):
        return text if self.place in FORBIDDEN else quote(text, safe="")

    def write(self, value):
        """(what stands on the wire, the value that a server reads): the former without the name in header and path."""
        if self.content:
            text = json.dumps(value, ensure_ascii=True)
            if self.place == "cookie":
                raise Unwritable
            return self.named(text if self.place == "header" else quote(text, safe="")), value
        return getattr(self, f"write_{self.shape()}")(value)

    def named(self, text):
        return f"{quote(self.name, safe='')}={text}" if self.place in ("query", "cookie") else text

    def write_scalar(self, value):
        text = self.clean(value)
        if not text and (self.declared.get("allowEmptyValue") or self.place != "query"):
            raise Unwritable
        prefix = {"label": ".", "matrix": f";{self.name}="}.get(self.style, "")
        return self.named(prefix + self.escaped(text)), read(self.document, self.schema, text)

    def write_array(self, value):
        texts = [self.clean(item) for item in (value if isinstance(value, list) else [value])]
        if not texts or (not all(texts) and not (self.style == "form" and self.explode)):
            raise Unwritable
        items = flat(self.document, self.schema).get("items", True)
        seen = [read(self.document, items, text) for text in texts]
        texts = [self.escaped(text) for text in texts]
        if self.style == "matrix":
            one = f";{self.name}="
            return "".join(one + text for text in texts) if self.explode else one + ",".join(texts), seen
        if self.style == "label":
            return "." + (".".join(texts) if self.explode else ",".join(texts)), seen
        if self.explode and (self.style == "form" or self.style in DELIMITERS):
            if self.place == "cookie":
                raise Unwritable
            return "&".join(self.named(text) for text in texts), seen
        return self.named(DELIMITERS.get(self.style, ",").join(texts)), seen

    def write_object(self, value):
        if not isinstance(value, dict) or not value:
            raise Unwritable
        known = flat(self.document, self.schema).get("properties", {})
        rest = flat(self.document, self.schema).get("additionalProperties", True)
        texts = {name: self.clean(member) for name, member in value.items()}
        if not all(texts.values()) or (self.style == "form" and self.explode and not texts.keys() <= known.keys()):
            raise Unwritable
        seen = {name: read(self.document, known.get(name, rest), text) for name, text in texts.items()}
        pairs = [(self.escaped(name), self.escaped(text)) for name, text in texts.items()]
        return self.joined(pairs), seen

    def joined(self, pairs):
        equals = [f"{name}={text}" for name, text in pairs]
        commas = [part for pair in pairs for part in pair]
        if self.style == "deepObject":
            return "&".join(f"{quote(self.name, safe='')}%5B{name}%5D={text}" for name, text in pairs)
        if self.style == "matrix":
            return ";" + ";".join(equals) if self.explode else f";{self.name}=" + ",".join(commas)
        if self.style == "label":
            return "." + (".".join(equals) if self.explode else ",".join(commas))
        if self.style == "form" and self.explode:
            return "&".join(equals)
        if self.explode and self.place == "header" or self.explode and self.place == "path":
            return ",".join(equals)
        return self.named(DELIMITERS.get(self.style, ",").join(commas))
