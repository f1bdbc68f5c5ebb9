"""What Schemathesis cannot know from openapi.yaml alone."""

import schemathesis
from hypothesis import strategies as st
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
    # says all that the format does: how long a label may be, or what a public suffix is.
    schemas["PublicEmbedAllowedOrigins"]["items"].pop("pattern", None)


@schemathesis.hook
def filter_failure(context, failure, case, response) -> bool:
    """Accept a 400 for a cursor that is well-formed but none of the caller's organizations, and for nothing else.

    No schema can tell which ids those are. A request that is refused for anything beside its cursor still fails.
    """
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 400 or "cursor" not in case.query:
        return True
    codes = {violation["code"] for violation in response.json()["error"].get("violations", [])}
    return codes != {"cursor"}
