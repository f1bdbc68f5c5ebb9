"""Reads the cases of corpus/*.yaml; README.md describes their form."""

import pathlib
import re

import yaml

HERE = pathlib.Path(__file__).resolve().parent
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
KEYS = {
    "id", "construct", "schema", "parameters", "requestBody", "operation", "paths", "webhooks", "path", "method",
    "components", "keep_names", "beyond", "accept", "refuse", "accept_text", "refuse_text", "loud", "either",
}  # fmt: skip


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema: `on` is a string, and so is 2026-11-25."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|", ["n", ""]),
    ("int", r"-?\d+", "-0123456789"),
    ("float", r"-?\d+\.\d+([eE][-+]?\d+)?|-?\d+[eE][-+]?\d+", "-0123456789"),
    ("merge", r"<<", "<"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def load_yaml(path):
    return yaml.load(path.read_text(encoding="utf-8"), CoreLoader)


class Case(dict):
    """One construct. `file` is the group that it stands in."""

    def __init__(self, file, fields):
        super().__init__(fields)
        self.file = file

    @property
    def id(self):
        return self["id"]

    @property
    def prefix(self):
        return f"/c/{self.id}"

    @property
    def loud(self):
        return "loud" in self and not self.get("either")

    @property
    def either(self):
        return bool(self.get("either"))

    @property
    def method(self):
        default = "post" if any(key in self.body_holder for key in ("schema", "requestBody")) else "get"
        return self.get("method", default)

    @property
    def body_holder(self):
        return self.get("operation", self)

    def requests(self):
        """Yields (verdict, request): what must pass, then what must not."""
        for verdict in ("accept", "refuse"):
            for value in self.get(verdict, []):
                yield verdict, {"json": value} if "schema" in self else value
            for text in self.get(f"{verdict}_text", []):
                yield verdict, {"body": text, "contentType": "application/json"}


def load():
    cases = []
    for path in sorted((HERE / "corpus").glob("*.yaml")):
        for fields in load_yaml(path):
            case = Case(path.stem, fields)
            if unknown := case.keys() - KEYS:
                raise ValueError(f"{path.name}: {case.id}: unknown {', '.join(unknown)}")
            if not case.loud and not any(case.requests()):
                raise ValueError(f"{path.name}: {case.id} has no request")
            cases.append(case)
    ids = [case.id for case in cases]
    if twice := {id for id in ids if ids.count(id) > 1}:
        raise ValueError(f"ids given twice: {', '.join(sorted(twice))}")
    return cases
