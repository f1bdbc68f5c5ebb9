"""Rules that Schemathesis cannot derive from openapi.yaml."""

import collections.abc
import itertools
import os
import re

import schemathesis
from hypothesis import strategies as st
from schemathesis.engine.run import PhaseName
from schemathesis.generation.meta import TestPhase
from schemathesis.openapi.checks import EnsureResourceAvailability, RejectedPositiveData

labels = st.from_regex(r"[a-z]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True).filter(
    # Two hyphens in this place mark an encoding, such as punycode, which must then be valid.
    lambda label: label[2:4] != "--"
)
domains = st.builds("{}.{}".format, labels, st.sampled_from(["com", "org", "co.uk", "example"]))
ports = st.one_of(st.just(""), st.integers(1, 65535).map(":{}".format))

schemathesis.openapi.format(
    "embed-origin",
    st.one_of(
        st.builds("https://{}{}{}".format, st.sampled_from(["", "*."]), domains, ports),
        st.builds("http://{}{}".format, st.sampled_from(["localhost", "127.0.0.1", "[::1]"]), ports),
    ),
)

schemathesis.openapi.format(
    "display-name",
    # A visible letter, then characters outside the categories of invisible characters.
    st.builds(
        "{}{}".format,
        st.sampled_from("aZ7é北"),
        st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=99),
    ),
)

# The coverage phase cannot generate a header whose pattern requires a quotation mark, and treats an invalid value as
# valid instead. A custom strategy for the format avoids this.
entity_tags = st.builds('{}"{}"'.format, st.sampled_from(["", "W/"]), st.from_regex(r"[0-9a-z]{0,3}", fullmatch=True))
schemathesis.openapi.format(
    "entity-tags", st.one_of(st.just("*"), st.lists(entity_tags, min_size=1, max_size=3).map(", ".join))
)


@schemathesis.hook
def before_load_schema(context, raw_schema) -> None:
    schemas = raw_schema["components"]["schemas"]
    schemas["EntityTags"]["format"] = "entity-tags"
    # If there is a pattern, Schemathesis generates valid values from it and not from the format's strategy. A pattern
    # cannot express all of the format, such as the length of a label, the public suffixes or visible characters.
    remove_patterns(schemas, ["embed-origin", "display-name"])


def remove_patterns(schema, formats):
    """Removes the pattern of every schema with one of the formats."""
    if isinstance(schema, dict):
        if schema.get("format") in formats:
            schema.pop("pattern", None)
        schema = schema.values()
    if not isinstance(schema, str) and isinstance(schema, collections.abc.Iterable):
        for part in schema:
            remove_patterns(part, formats)


def depends_on_state(case, status) -> bool:
    """Tells whether a valid request of the operation may have the status, by what the server holds: a random id
    causes 403 and 404, a random tag in If-Match 412, one that matches If-None-Match 304, and a taken slug 409."""
    headers = case.operation.headers
    return (
        (status in (403, 404) and len(case.operation.path_parameters) > 0)
        or (status == 412 and "If-Match" in headers)
        or (status == 304 and "If-None-Match" in headers and case.method == "GET")
        or (status == 409 and case.method == "POST")
    )


@schemathesis.hook
def filter_failure(context, failure, case, response) -> bool:
    """Accept a 400 for a well-formed cursor that is not one of the caller's organizations or for a protected member,
    and a status that depends on what the server holds. Nothing else is accepted.

    The schema cannot tell which cursors are valid and who is the owner. A request that is refused for more still fails.
    """
    if isinstance(failure, EnsureResourceAvailability) and needs_another_member(case.operation):
        # The 404 is for the member.
        return False
    if not isinstance(failure, RejectedPositiveData):
        return True
    allowed = {"cursor"} if "cursor" in case.query else set()
    if needs_another_member(case.operation):
        allowed = {"owner", "self"}
    if response.status_code != 400 or not allowed:
        return not depends_on_state(case, response.status_code)
    codes = {violation["code"] for violation in response.json()["error"].get("violations", [])}
    return not codes or not codes <= allowed


taken = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs) -> None:
    """Give each created organization its own slug in the stateful phase. Hypothesis repeats requests: the second
    creation returns 409 and has no links to follow, and Hypothesis silently gives up tests that do not repeat."""
    if case.meta.phase.name is not TestPhase.STATEFUL or not isinstance(case.body, dict):
        return
    slug = case.body.get("slug")
    if isinstance(slug, str) and 3 <= len(slug) <= 50 and re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug):
        case.body = case.body | {"slug": f"{slug[:20]}x{next(taken)}"}


def needs_another_member(operation) -> bool:
    return "memberId" in operation.path_parameters or operation.path.endswith("/transfer")


@schemathesis.check
class OrganizationsAreThereUntilDeleted:
    """Fails if an organization is missing after its creation, or present after its deletion, on either surface.

    The built-in checks find less: `use_after_free` treats the surfaces as two resources, and
    `ensure_resource_availability` passes if a link does not set every parameter, such as If-Match here.

    Also fails if a run did not try these cases, or if Hypothesis silently gave up early."""

    def __init__(self):
        self.created, self.deleted = set(), set()
        self.operations, self.used, self.freed = set(), set(), set()
        self.fuzzed, self.stateful = collections.defaultdict(set), set()

    def after_response(self, ctx, response, case):
        operation, status = case.operation.label, response.status_code
        if ctx.phase is PhaseName.FUZZING:
            self.fuzzed[operation].add(case.id)
        if ctx.phase is PhaseName.STATEFUL_TESTING:
            self.stateful.add(case.id)
        if status == 201:
            self.created.add(response.headers["location"][0].rsplit("/", 1)[1])
        parameters = case.path_parameters or {}
        for id in filter(None, map(parameters.get, ("id", "orgId"))):
            assert id not in self.deleted or status >= 400, f"{status} for an organization that was deleted"
            # A created organization has no member but its owner, whom these operations protect.
            if needs_another_member(case.operation):
                continue
            self.operations.add(operation)
            assert id not in self.created - self.deleted or status != 404, "404 for an organization that was created"
            if id in self.created and 200 <= status < 300:
                self.used.add(operation)
            if id in self.deleted and status == 404:
                self.freed.add(operation)
            if case.method == "DELETE" and status == 200:
                self.deleted.add(id)

    def after_run(self, ctx):
        examples = int(os.environ["ORGD_EXAMPLES"])
        few = {operation: len(ids) for operation, ids in self.fuzzed.items() if len(ids) < examples}
        assert self.fuzzed and not few, f"fewer than {examples} requests: {few}"
        # Every scenario has at least two requests.
        assert len(self.stateful) >= 2 * examples, f"only {len(self.stateful)} requests in {examples} scenarios"
        unused = self.operations - self.used
        assert self.operations and not unused, f"not called for a created organization: {sorted(unused)}"
        assert self.freed, "nothing was called for a deleted organization"
