"""Resets the demo organization to its initial state (reset), or checks the result of an example (check)."""

import json
import os
import sys
import urllib.request

NEW = {
    "name": "Acme Corp",
    "description": "Building the future of widgets since 2024",
    "settings": {
        "branding": {"primaryColor": "#6366F1", "accentColor": "#818CF8"},
        "features": {"webhooks": True, "apiAccess": True},
    },
}
# In the examples' update, the name is absent, the description is null, and the primary colour has a value.
UPDATED = {
    "name": "Acme Corp",
    "description": None,
    "settings": {
        "branding": {"primaryColor": "#4338CA", "accentColor": "#818CF8"},
        "features": {"webhooks": True, "apiAccess": True},
    },
}


def call(method, body=None):
    request = urllib.request.Request(
        os.environ["ORGD_URL"] + "/api/v1/organizations/org_cld2abc123def456",
        method=method,
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": "Bearer " + os.environ["ORGD_KEY"], "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


expected = NEW if sys.argv[1] == "reset" else UPDATED
organization = call("PATCH", NEW) if sys.argv[1] == "reset" else call("GET")
for member, value in expected.items():
    if organization[member] != value:
        sys.exit(f"{member} is {organization[member]!r}, not {value!r}")
