"""Where a server may differ from JSON Schema: for these requests agree.py has no verdict. Every one has its reason.

Those that come from how parameters are written stand where they are read, in wire.py.
"""

import json

import jsonschema
from jsonschema.validators import extend

import judge

INT64 = range(-(2**63), 2**63)


# Rules of orgd that its document cannot state, by the code of their violations.
UNSTATED = {
    "cursor": "a cursor is the id of one of the caller's organizations",
    "embed-origin": "which domains are public suffixes, and how long a label may be",
}


class NoVerdict(Exception):
    """Either answer is right."""


def only_unstated(answer):
    """Whether every violation of a refusal is of a rule that the document cannot state."""
    try:
        problem = json.loads(answer)
    except ValueError:
        return False
    error = problem.get("error", problem) if isinstance(problem, dict) else {}
    violations = error.get("violations", [])
    return bool(violations) and all(violation["code"] in UNSTATED for violation in violations)


def whole_numbers(value):
    """OpenAPI's integers are typed: what no 64 bits hold may be refused."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            whole_numbers(item)
    elif judge.is_integer(value) and int(value) not in INT64:
        raise NoVerdict


def selecting(document):
    """A validator whose discriminators select the schema; by their specification, they only describe."""
    components = document.get("components", {}).get("schemas", {})
    entered = set()

    def heirs(base):
        """The components that inherit from a base, by their names."""
        found, waiting = {}, [base]
        while waiting:
            reference = {"$ref": f"#/components/schemas/{waiting.pop()}"}
            for name, schema in components.items():
                if name not in found and isinstance(schema, dict) and reference in schema.get("allOf", []):
                    found[name] = f"#/components/schemas/{name}"
                    waiting.append(name)
        return found

    def selected(validator, discriminator, instance, schema):
        name = discriminator.get("propertyName")
        if not isinstance(instance, dict) or not isinstance(instance.get(name), str):
            return
        branches = schema.get("oneOf", schema.get("anyOf", []))
        names = {branch.get("$ref", "").rpartition("/")[2]: branch.get("$ref") for branch in branches}
        base = next((own for own, component in components.items() if component == schema), None)
        if not branches and base:
            names = {**heirs(base), base: None}
            if len(names) == 1:
                return
        if not names:
            return
        mapping = discriminator.get("mapping", {})
        target = mapping.get(instance[name], names.get(instance[name], False))
        if target is False:
            yield jsonschema.ValidationError(f"{instance[name]} selects no schema")
        elif target is not None and (id(instance), target) not in entered:
            target = target if target.startswith("#") else f"#/components/schemas/{target}"
            # An heir contains its base, where the discriminator selects no more.
            entered.add((id(instance), target))
            try:
                yield from list(validator.descend(instance, {"$ref": target}))
            finally:
                entered.discard((id(instance), target))

    return extend(judge.Validator, {"discriminator": selected, "contentEncoding": encoded})


def encoded(validator, encoding, instance, schema):
    """To JSON Schema, contentEncoding only describes; base64 can be checked."""
    if isinstance(instance, str) and encoding == "base64" and not judge.formats.conforms(instance, "byte"):
        yield jsonschema.ValidationError(f"{instance!r} is not base64")


class Verdicts:
    """JSON Schema's verdicts on the values of one document."""

    def __init__(self, document):
        self.document = document
        self.validators = {}
        self.readings = judge.Validator, selecting(document)

    def is_valid(self, schema, value):
        """Raises NoVerdict where the two readings of what describes or restricts differ."""
        whole_numbers(value)
        if id(schema) not in self.validators:
            self.validators[id(schema)] = [
                judge.validator(self.document, schema, base) for base in self.readings
            ]
        verdicts = {validator.is_valid(value) for validator in self.validators[id(schema)]}
        if len(verdicts) > 1:
            raise NoVerdict
        return verdicts.pop()


def for_requests(node):
    """The document with no read-only member required, since requests may not have them."""
    if isinstance(node, list):
        return [for_requests(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: for_requests(value) for key, value in node.items()}
    members = node.get("properties")
    if isinstance(node.get("required"), list) and isinstance(members, dict):
        read_only = {n for n, m in members.items() if isinstance(m, dict) and m.get("readOnly")}
        node["required"] = [name for name in node["required"] if name not in read_only]
    return node
