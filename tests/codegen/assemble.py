"""Makes OpenAPI documents of the corpus: python assemble.py OUT [--include ID…]

OUT/corpus.json     every case that has to work, and those `either` cases that --include names
OUT/loud/ID.json    a case that generation has to refuse; OUT/loud.tsv has, line by line, id, document and words
OUT/either/ID.json  a case that generation may refuse, listed in the same way in OUT/either.tsv

The documents are JSON, so that no reader takes a string for a number.
"""

import argparse
import copy
import json
import pathlib

import cases

DONE = {"204": {"description": "Done."}}


def camel(id):
    return "".join(word.capitalize() for word in id.split("_"))


def renamed(node, names):
    """`node` with its references to components under their new names."""
    if isinstance(node, list):
        return [renamed(item, names) for item in node]
    if not isinstance(node, dict):
        return node
    new = {}
    for key, value in node.items():
        if key == "$ref" and isinstance(value, str):
            value = renamed_reference(value, names)
        elif key == "mapping" and "propertyName" in node:
            value = {name: renamed_reference(target, names) for name, target in value.items()}
        elif key == "security" and isinstance(value, list):
            schemes = names.get("securitySchemes", {})
            value = [{schemes.get(name, name): scopes for name, scopes in one.items()} for one in value]
        else:
            value = renamed(value, names)
        new[key] = value
    return new


def renamed_reference(reference, names):
    parts = reference.split("/")
    if parts[:2] != ["#", "components"] or len(parts) < 4:
        return reference
    parts[3] = names.get(parts[2], {}).get(parts[3], parts[3])
    return "/".join(parts)


def path_items(case):
    """The case's paths: those it spells out, or the one of its operation."""
    if "paths" in case:
        paths = copy.deepcopy(case["paths"])
    else:
        operation = dict(case.get("operation", {}))
        operation.setdefault("operationId", case.id)
        operation.setdefault("responses", DONE)
        if "schema" in case:
            body = {"required": True, "content": {"application/json": {"schema": case["schema"]}}}
            operation["requestBody"] = body
        for key in ("parameters", "requestBody"):
            if key in case:
                operation[key] = case[key]
        paths = {case.get("path", ""): {case.method: operation}}
    if not case.get("keep_names"):
        paths = copy.deepcopy(paths)
    for item in [*paths.values(), *case.get("components", {}).get("pathItems", {}).values()]:
        for method, operation in item.items():
            if method in cases.METHODS:
                operation.setdefault("tags", [case.file])
                if operation["tags"] == []:
                    del operation["tags"]
                state_required(operation)
    return {case.prefix + suffix: item for suffix, item in paths.items()}


def state_required(operation):
    """Some readers of OpenAPI want `required` of every parameter stated."""
    for parameter in operation.get("parameters", []):
        if "$ref" not in parameter:
            parameter.setdefault("required", False)


def document(title):
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com/corpus/v1"}],
        "paths": {},
    }


def add(document, case, keep_names):
    kinds = case.get("components", {})
    names = {}
    if not keep_names:
        names = {kind: {name: camel(case.id) + name for name in items} for kind, items in kinds.items()}
    document["paths"].update(renamed(path_items(case), names))
    for kind, items in kinds.items():
        target = document.setdefault("components", {}).setdefault(kind, {})
        for name, item in items.items():
            new = names.get(kind, {}).get(name, name)
            if new in target:
                raise ValueError(f"{case.id}: there is a {kind} {new} already")
            target[new] = renamed(item, names)
    for name, item in case.get("webhooks", {}).items():
        document.setdefault("webhooks", {})[name] = renamed(item, names)


def corpus(include=()):
    merged = document("corpus")
    for case in cases.load():
        if case.loud or (case.either and case.id not in include):
            continue
        add(merged, case, bool(case.get("keep_names")))
    return merged


def alone(case):
    own = document(case.id)
    add(own, case, True)
    return own


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--include", nargs="*", default=[], metavar="ID")
    arguments = parser.parse_args()
    write(arguments.out / "corpus.json", corpus(arguments.include))
    for kind in ("loud", "either"):
        lines = []
        for case in cases.load():
            if getattr(case, kind):
                write(arguments.out / kind / f"{case.id}.json", alone(case))
                lines.append(f"{case.id}\t{kind}/{case.id}.json\t{case['loud']}\n")
        (arguments.out / f"{kind}.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
