"""Draws values near a schema: most that it accepts, and many that miss it by a little.

Nothing here decides what is valid; judge.py does. So it is enough that a schema's keywords are met most of the time.
"""

import math
import re

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

import judge

NAMES = ["zz", "x1", "other"]
# Text of a format is taken from here: about what is nearly an e-mail address, two libraries seldom agree.
SAMPLES = {
    "date-time": ["2026-11-25T07:00:00Z", "2024-02-29T23:59:59.5+01:00", "2026-11-25", "2026-13-01T00:00:00Z"],
    "date": ["2026-11-25", "2024-02-29", "2025-02-29", "2026-1-1"],
    "time": ["07:00:00Z", "23:59:59+02:00", "25:00:00Z", "7:00"],
    "duration": ["P1D", "PT1H30M", "1D", "P"],
    "email": ["ada@example.com", "a.b@sub.example.org", "ada"],
    "idn-email": ["ada@example.com", "ada"],
    "hostname": ["example.com", "localhost", "-a.com", "a b"],
    "idn-hostname": ["example.com", "-a.de"],
    "ipv4": ["127.0.0.1", "255.255.255.255", "256.0.0.1", "1.2.3"],
    "ipv6": ["::1", "2001:db8::1", "g::", "1.2.3.4"],
    "uri": ["https://example.com/a", "urn:isbn:0451450523", "/a", "https://exa mple.com"],
    "uri-reference": ["/a?b", "https://example.com", "a b"],
    "iri": ["https://example.com/ä", "/ä"],
    "iri-reference": ["/ä", "a b"],
    "uuid": ["2eb8aa08-aa98-11ea-b4aa-73b441d16380", "2EB8AA08-AA98-11EA-B4AA-73B441D16380", "2eb8aa08"],
    "byte": ["aGVsbG8=", "AP8=", "!", "aGVsbG8"],
    "json-pointer": ["/a/0", "/a~1b", "a", "/~2"],
    "relative-json-pointer": ["0", "1/a", "/a", "-1"],
    "regex": ["^a+$", "(a"],
    "uri-template": ["/a/{id}", "/a/{id"],
}
# Python's re knows no Unicode properties; these will do to draw from.
PROPERTIES = {r"\p{L}": "[a-zA-ZäÉж]", r"\p{Lu}": "[A-ZÉЖ]", r"\p{Ll}": "[a-zäж]", r"\p{N}": "[0-9]"}
UNIONS = ("oneOf", "anyOf")
TEXT = st.characters(exclude_categories=["Cs"], exclude_characters="\0")

json_scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-1000, 1000), st.sampled_from([0.5, 1.0, -2.5]), st.text(TEXT, max_size=5)
)
json_values = st.recursive(
    json_scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=2)
)


def resolve(document, reference):
    node = document
    for part in reference.removeprefix("#/").split("/"):
        part = part.replace("~1", "/").replace("~0", "~")
        node = node[int(part)] if isinstance(node, list) else node[part]
    return node


def flat(document, schema):
    """A schema with its references and the parts of its allOf as one, roughly."""
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    own = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
    parts = [resolve(document, schema["$ref"])] if "$ref" in schema else []
    for part in [*parts, *schema.get("allOf", [])]:
        own = merged(flat(document, part), own)
    return own


def merged(first, second):
    both = {**first, **second}
    if "properties" in first and "properties" in second:
        both["properties"] = dict(first["properties"])
        for name, schema in second["properties"].items():
            known = first["properties"].get(name)
            both["properties"][name] = {"allOf": [known, schema]} if known is not None else schema
    if "required" in first and "required" in second:
        both["required"] = list(dict.fromkeys([*first["required"], *second["required"]]))
    return both


def named(schema, branch):
    """What the union's discriminator says of this branch."""
    discriminator, target = schema.get("discriminator"), branch.get("$ref") if isinstance(branch, dict) else None
    if not discriminator or not target:
        return {}
    name = target.rpartition("/")[2]
    found = [value for value, to in discriminator.get("mapping", {}).items() if to in (target, name)]
    return {"properties": {discriminator["propertyName"]: {"enum": found or [name]}}}


def types(schema):
    """The types that a value of a flat schema is drawn from."""
    if "type" in schema:
        return schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    keys = schema.keys()
    if keys & {"properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties"}:
        return ["object"]
    if keys & {"items", "prefixItems", "contains", "minItems", "uniqueItems"}:
        return ["array"]
    if keys & {"minLength", "maxLength", "pattern", "format"}:
        return ["string"]
    if keys & {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}:
        return ["number"]
    return ["null", "boolean", "integer", "number", "string", "array", "object"]


def height(document, schema, limit=8):
    """How many levels the lowest value of a schema has, roughly; no more than `limit` are looked at."""
    if limit == 0:
        return 0
    schema = flat(document, schema)
    unions = [[height(document, branch, limit - 1) for branch in schema[union]] for union in UNIONS if union in schema]
    needed = [member for name, member in schema.get("properties", {}).items() if name in schema.get("required", [])]
    needed += [schema["items"]] if schema.get("minItems") and "items" in schema else []
    below = [height(document, member, limit - 1) for member in needed]
    return 1 + max([min(union) for union in unions] + below, default=0)


class Drawing:
    """One example's draws."""

    def __init__(self, draw, document):
        self.draw, self.document = draw, document
        # One chance in so many to miss, at every step. Half of the examples mean to be valid.
        self.miss = draw(st.sampled_from([0, 0, 0, 3, 6, 12]))

    def seldom(self):
        return bool(self.miss) and self.draw(st.integers(1, self.miss)) == self.miss

    def pick(self, options):
        return self.draw(st.sampled_from(list(options)))

    def value(self, schema, depth=0):
        schema = flat(self.document, schema)
        if self.seldom():
            return self.draw(json_values)
        for union in UNIONS:
            if union in schema:
                branches = schema[union]
                if depth > 3:
                    # Somewhere a recursion has to end.
                    branches = sorted(branches, key=lambda branch: height(self.document, branch))[:1]
                rest = {key: value for key, value in schema.items() if key not in (union, "discriminator")}
                branch = self.pick(branches)
                return self.value({"allOf": [rest, branch, named(schema, branch)]}, depth + 1)
        if "if" in schema:
            rest = {key: value for key, value in schema.items() if key not in ("if", "then", "else")}
            chosen = self.pick([[schema["if"], schema.get("then", True)], [schema.get("else", True)]])
            return self.value({"allOf": [rest, *chosen]}, depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.pick(schema["enum"])
        kind = self.pick(types(schema))
        return getattr(self, f"{kind}_value")(schema, depth)

    def null_value(self, schema, depth):
        return None

    def boolean_value(self, schema, depth):
        return self.draw(st.booleans())

    def integer_value(self, schema, depth):
        low, high = self.bounds(schema)
        step = schema.get("multipleOf", 1)
        if isinstance(step, float) and not step.is_integer():
            step *= next(n for n in range(1, 1001) if float(step * n).is_integer())
        step = int(step) or 1
        number = self.draw(st.integers(math.ceil(low / step), max(math.ceil(low / step), math.floor(high / step)))) * step
        if self.seldom():
            number = self.pick([math.ceil(low) - 1, math.floor(high) + 1, number + 1, number + 0.5])
        return number

    def number_value(self, schema, depth):
        low, high = self.bounds(schema)
        step = schema.get("multipleOf", 0.25)
        number = round(self.draw(st.integers(math.ceil(low / step), math.floor(high / step))) * step, 6)
        if self.seldom():
            number = self.pick([low - 0.5, high + 0.5, low, high, number + 0.001])
        return int(number) if float(number).is_integer() and self.draw(st.booleans()) else number

    def bounds(self, schema):
        """What lies between, and at its ends with an exclusive bound a miss."""
        low = max((schema[key] for key in ("minimum", "exclusiveMinimum") if key in schema), default=None)
        high = min((schema[key] for key in ("maximum", "exclusiveMaximum") if key in schema), default=None)
        if "exclusiveMinimum" in schema and not self.seldom() and low == schema["exclusiveMinimum"]:
            low += 1 if "integer" in types(schema) else 0.01
        if "exclusiveMaximum" in schema and not self.seldom() and high == schema["exclusiveMaximum"]:
            high -= 1 if "integer" in types(schema) else 0.01
        if low is None and high is None:
            return -1000, 1000
        low = high - 1000 if low is None else low
        return low, max(low, low + 1000 if high is None else high)

    def string_value(self, schema, depth):
        if schema.get("format") in SAMPLES:
            good = SAMPLES[schema["format"]]
            return self.pick(good if self.miss else good[:2])
        low = schema.get("minLength", 0)
        high = max(low, schema.get("maxLength", low + 8))
        if self.seldom():
            low, high = self.pick([(max(0, low - 1), max(0, low - 1)), (high + 1, high + 1)])
        if "pattern" in schema and not self.seldom():
            text = self.matching(schema["pattern"])
            if text is not None:
                return text if len(text) <= high or "maxLength" not in schema else text[:high]
        if low > 50:
            return self.draw(st.sampled_from("aä😀")) * self.pick([low, min(high, low + 5)])
        return self.draw(st.text(TEXT, min_size=low, max_size=min(high, low + 50)))

    def matching(self, pattern):
        for name, characters in PROPERTIES.items():
            pattern = pattern.replace(name, characters)
        try:
            text = self.draw(st.from_regex(re.compile(pattern, re.ASCII), alphabet=TEXT))
        except (re.error, InvalidArgument):  # what Python's re does not know either
            return None
        return text.removesuffix("\n") if pattern.endswith("$") else text

    def array_value(self, schema, depth):
        first = schema.get("prefixItems", [])
        low = max(schema.get("minItems", 0), schema.get("minContains", 1) if "contains" in schema else 0)
        high = schema.get("maxItems", max(low, len(first)) + (2 if depth < 3 else 0))
        if schema.get("items") is False and not self.seldom():
            high = min(high, len(first))
        if self.seldom():
            low, high = self.pick([(max(0, low - 1),) * 2, (high + 1,) * 2])
        high = self.pick([min(high, low + 4)] * 3 + [high])
        count = self.draw(st.integers(min(low, high), high))
        values = []
        for place in range(count):
            if place > len(first) + 10:
                # Long arrays are about their length.
                item = {"const": values[-1]}
            elif place < len(first):
                item = first[place]
            elif "contains" in schema and place < low:
                item = schema["contains"]
            else:
                item = schema.get("items", True)
            values.append(self.value(item, depth + 1))
        if schema.get("uniqueItems") and not self.seldom():
            values = [v for place, v in enumerate(values) if repr(v) not in map(repr, values[:place])]
        return values

    def object_value(self, schema, depth):
        properties = {
            name: member
            for name, member in schema.get("properties", {}).items()
            if member is not False and not flat(self.document, member).get("readOnly")
        }
        value = {}
        for name in dict.fromkeys([*properties, *schema.get("required", [])]):
            required = name in schema.get("required", [])
            if self.seldom() if required else depth > 3 or self.draw(st.booleans()):
                continue
            value[name] = self.value(properties.get(name, self.rest(schema)), depth + 1)
        for name in self.more_names(schema, depth):
            value.setdefault(name, self.value(self.rest(schema, name), depth + 1))
        return value if self.seldom() else self.sized(value, schema, properties, depth)

    def sized(self, value, schema, properties, depth):
        """The object with no more members, and no fewer, than its schema allows."""
        required = schema.get("required", [])
        optional = [name for name in value if name not in required]
        surplus = len(value) - schema.get("maxProperties", len(value))
        for name in optional[: max(0, surplus)]:
            del value[name]
        for name in [name for name in properties if name not in value] + NAMES:
            if len(value) >= schema.get("minProperties", 0):
                break
            value[name] = self.value(properties.get(name, self.rest(schema, name)), depth + 1)
        return value

    def rest(self, schema, name=None):
        for pattern, member in schema.get("patternProperties", {}).items():
            if name is not None and judge.matches(pattern, name):
                return member
        rest = schema.get("additionalProperties", schema.get("unevaluatedProperties", True))
        return True if rest is False else rest

    def more_names(self, schema, depth):
        closed = schema.get("additionalProperties") is False or schema.get("unevaluatedProperties") is False
        names = [self.matching(pattern) for pattern in schema.get("patternProperties", {})]
        keys = schema.get("propertyNames")
        if keys:
            names += [self.value(keys, depth + 1), self.value(keys, depth + 1)]
        if not closed and isinstance(schema.get("additionalProperties"), dict) or not schema.get("properties"):
            names += [] if closed or keys or depth > 3 else NAMES[:2]
        if self.seldom():
            names.append(self.pick(NAMES))
        return [name for name in names if isinstance(name, str) and self.draw(st.booleans())]
