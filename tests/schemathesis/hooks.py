"""What Schemathesis cannot know from openapi.yaml alone."""

import collections
import itertools
import os
import re

import schemathesis
from hypothesis import strategies as st
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine.run import PhaseName
from schemathesis.generation.meta import CoveragePhaseData, CoverageScenario, TestPhase
from schemathesis.openapi.checks import RejectedPositiveData

labels = st.from_regex(r"[a-z]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True).filter(
    # Two hyphens there announce an encoding, such as punycode, which then has to be right.
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
    # A letter for the eye, and what is in no category of invisible characters.
    st.builds(
        "{}{}".format,
        st.sampled_from("aZ7é北"),
        st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=99),
    ),
)

# The coverage phase draws no header whose pattern demands a quotation mark, and then takes an invalid value for a
# valid one. A strategy of our own for the format saves it from having to.
entity_tags = st.builds('{}"{}"'.format, st.sampled_from(["", "W/"]), st.from_regex(r"[0-9a-z]{0,3}", fullmatch=True))
schemathesis.openapi.format(
    "entity-tags", st.one_of(st.just("*"), st.lists(entity_tags, min_size=1, max_size=3).map(", ".join))
)


@schemathesis.hook
def before_load_schema(context, raw_schema) -> None:
    schemas = raw_schema["components"]["schemas"]
    schemas["EntityTags"]["format"] = "entity-tags"
    # Where there is a pattern, valid values are drawn from it and not from the format's strategy, but no pattern
    # says all that the format does: how long a label may be, what a public suffix is, or what can be seen.
    schemas["PublicEmbedAllowedOrigins"]["items"].pop("pattern", None)
    for surface, operation in itertools.product(["Public", "V1"], ["Create", "Update"]):
        schemas[f"{surface}Organization{operation}"]["properties"]["name"].pop("pattern", None)


def only_adds_a_parameter(data) -> bool:
    return (
        isinstance(data, CoveragePhaseData)
        and data.scenario is CoverageScenario.OBJECT_UNEXPECTED_PROPERTIES
        and data.parameter_location is ParameterLocation.QUERY
    )


@schemathesis.hook
def filter_failure(context, failure, case, response) -> bool:
    """Accept a 400 for a cursor that is well-formed but none of the caller's organizations, a success in spite of a
    query parameter that the contract does not know, and nothing else.

    Tools and proxies add parameters of their own, and orgd ignores them. Schemathesis does not count them either,
    but for some that it takes for objects in the coverage phase. No schema can tell which ids those are. A request that is refused for anything beside its cursor still fails.
    """
    if isinstance(failure, AcceptedNegativeData):
        return not only_adds_a_parameter(case.meta.phase.data)
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 400 or "cursor" not in case.query:
        return True
    codes = {violation["code"] for violation in response.json()["error"].get("violations", [])}
    return codes != {"cursor"}


taken = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs) -> None:
    """Give each organization that is created a slug of its own where the phase is stateful: Hypothesis repeats
    requests, a creation that is answered 409 the second time has no links to follow, and tests that go another way
    when they are repeated are given up without a word."""
    if case.meta.phase.name is not TestPhase.STATEFUL or not isinstance(case.body, dict):
        return
    slug = case.body.get("slug")
    if isinstance(slug, str) and 3 <= len(slug) <= 50 and re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug):
        case.body = case.body | {"slug": f"{slug[:20]}x{next(taken)}"}


@schemathesis.check
class OrganizationsAreThereUntilDeleted:
    """Fails on an organization that is missing after its creation, or there after its deletion, on either surface.

    The checks of Schemathesis see less: `use_after_free` takes the surfaces for two resources, and
    `ensure_resource_availability` passes where a link does not give each parameter, as no If-Match is given here.

    Fails as well a run in which no such thing was tried, or that Hypothesis gave up early, which it does without a
    word."""

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
        for id in (case.path_parameters or {}).values():
            self.operations.add(operation)
            assert id not in self.deleted or status >= 400, f"{status} for an organization that was deleted"
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
        # Every scenario has two requests or more.
        assert len(self.stateful) >= 2 * examples, f"only {len(self.stateful)} requests in {examples} scenarios"
        unused = self.operations - self.used
        assert self.operations and not unused, f"not called for a created organization: {sorted(unused)}"
        assert self.freed, "nothing was called for a deleted organization"
