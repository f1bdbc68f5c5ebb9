"""What Schemathesis cannot know from openapi.yaml alone."""

import re

import schemathesis
from schemathesis.openapi.checks import RejectedPositiveData

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}

PROBLEM = {
    "description": "The server refuses the request.",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail", "requestId"],
            }
        }
    },
}


@schemathesis.hook
def before_load_schema(context, raw_schema) -> None:
    """Declare what the server answers of itself, where the document says nothing of it: refusals, and 501 for what is
    not implemented yet. What the document does declare is tested as it stands."""
    for item in raw_schema["paths"].values():
        for method in METHODS & item.keys():
            responses = item[method].setdefault("responses", {})
            if "default" not in responses and "4XX" not in responses:
                for status in ("400", "401", "404", "406", "413", "415"):
                    responses.setdefault(status, PROBLEM)
            responses.setdefault("501", PROBLEM)


@schemathesis.hook
def filter_failure(context, failure, case, response) -> bool:
    """Accept that a header is refused for its pattern where Schemathesis takes it for valid: its coverage phase sends
    an empty header where it can make none for the pattern. Accept as well that a form is refused where it names a field
    with control characters: a field's name stands in a header of its part, which cannot have any."""
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 400:
        return True
    violations = response.json().get("violations", [])
    if case.media_type == "multipart/form-data" and not violations:
        names = case.body if isinstance(case.body, dict) else []
        return not any(re.search(r"[\x00-\x1f\x7f]", name) for name in names)
    rules = {(violation["part"], violation["code"]) for violation in violations}
    return rules != {("header", "pattern")}
