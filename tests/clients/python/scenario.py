"""The scenario of tests/clients/README.md."""

import datetime
import os
import re
import secrets
import sys

import orgd_client as orgd

RANDOM = secrets.token_hex(4)
LOGO = "https://cdn.example.com/logo.png"


class Checks:
    passed = 0
    step = ""

    def same(self, what, actual, expected):
        if actual != expected:
            sys.exit(f"python: step {self.step}: {what} is {actual!r}, not {expected!r}")
        self.passed += 1


class Caller:
    def __init__(self, key):
        client = orgd.ApiClient(orgd.Configuration(host=os.environ["ORGD_URL"], access_token=key))
        self.v1 = orgd.V1OrganizationsApi(client)
        self.public = orgd.PublicOrganizationsApi(client)

    def update(self, org_id, if_match=None, **members):
        update = orgd.V1OrganizationUpdate(**members)
        return self.v1.v1_update_organization_with_http_info(org_id, update, if_match=if_match)

    def publish(self, org_id, if_match=None, include=None, **members):
        update = orgd.PublicOrganizationUpdate(**members)
        return self.public.public_update_organization(org_id, update, include=include, if_match=if_match).data


checks = Checks()
owner = Caller(os.environ["ORGD_KEY"])
outsider = Caller(os.environ["ORGD_ADMIN_KEY"])
stranger = Caller("bd_key_unknown")


def slug(n):
    return f"python-{RANDOM}-{n}"


def refused(status, envelope, call, *arguments, **members):
    """Returns the typed error of a call, which the server must refuse."""
    try:
        call(*arguments, **members)
    except orgd.ApiException as error:
        checks.same("status", error.status, status)
        checks.same("the type of the error", type(error.data), envelope)
        checks.same("requestId", error.data.error.request_id, error.headers["X-Request-Id"])
        return error.data.error
    sys.exit(f"python: step {checks.step}: the request was not refused")


def faults(error):
    return sorted((violation.part, violation.pointer, violation.code) for violation in error.violations)


def create_on_v1():
    checks.step = 1
    settings = orgd.V1SettingsUpdate(
        branding=orgd.V1BrandingUpdate(primary_color="#4338CA", accent_color="#818CF8"),
        features=orgd.V1FeaturesUpdate(webhooks=True),
    )
    answer = owner.v1.v1_create_organization_with_http_info(
        orgd.V1OrganizationCreate(
            name="Acme Labs", slug=slug(1), description="Widgets", logo_url=LOGO, settings=settings
        )
    )
    created = answer.data
    checks.same("name", created.name, "Acme Labs")
    checks.same("slug", created.slug, slug(1))
    checks.same("description", created.description, "Widgets")
    checks.same("logoUrl", created.logo_url, LOGO)
    checks.same("settings", created.settings.to_dict(), settings.to_dict())
    checks.same("whether the ETag is one", bool(re.fullmatch('"[0-9]+"', answer.headers["etag"])), True)
    return created.id, answer.headers["etag"]


def update_on_v1(org_id, created):
    checks.step = 2
    answer = owner.update(org_id, name="Acme Corporation")
    checks.same("name", answer.data.name, "Acme Corporation")
    checks.same("description", answer.data.description, "Widgets")
    checks.same("logoUrl", answer.data.logo_url, LOGO)
    checks.same("accentColor", answer.data.settings.branding.accent_color, "#818CF8")
    checks.same("whether the ETag is the same", answer.headers["etag"] == created, False)

    checks.step = 3
    organization = owner.update(org_id, description=None).data
    checks.same("description", organization.description, None)
    checks.same("name", organization.name, "Acme Corporation")
    checks.same("logoUrl", organization.logo_url, LOGO)

    checks.step = 4
    branding = orgd.V1BrandingUpdate(primary_color="#000000")
    organization = owner.update(org_id, settings=orgd.V1SettingsUpdate(branding=branding)).data
    checks.same("primaryColor", organization.settings.branding.primary_color, "#000000")
    checks.same("accentColor", organization.settings.branding.accent_color, "#818CF8")
    checks.same("webhooks", organization.settings.features.webhooks, True)

    checks.step = 5
    branding = orgd.V1BrandingUpdate(accent_color=None)
    removed = owner.update(org_id, settings=orgd.V1SettingsUpdate(branding=branding, features=None))
    checks.same("settings", removed.data.settings.to_dict(), {"branding": {"primaryColor": "#000000"}})

    checks.step = 6
    unchanged = owner.update(org_id)
    checks.same("updatedAt", unchanged.data.updated_at, removed.data.updated_at)
    checks.same("ETag", unchanged.headers["etag"], removed.headers["etag"])


def refusals_on_v1(org_id, outdated):
    checks.step = 7
    # The client knows patterns itself: these are refused by what formats say beyond them.
    logo = "https://example.com/my logo.png"
    billing = orgd.V1BillingUpdate(email=f"{'a' * 65}@example.com")
    settings = orgd.V1SettingsUpdate(billing=billing)
    error = refused(400, orgd.V1Failure, owner.update, org_id, logo_url=logo, settings=settings)
    checks.same("code", error.code, "VALIDATION_ERROR")
    checks.same(
        "violations", faults(error), [("body", "/logoUrl", "uri"), ("body", "/settings/billing/email", "email")]
    )

    checks.step = 8
    error = refused(401, orgd.V1Failure, stranger.v1.v1_get_organization, org_id)
    checks.same("code", error.code, "AUTHENTICATION_ERROR")

    checks.step = 9
    error = refused(403, orgd.V1Failure, outsider.update, org_id, name="Taken over")
    checks.same("code", error.code, "AUTHORIZATION_ERROR")

    checks.step = 10
    error = refused(404, orgd.V1Failure, owner.v1.v1_get_organization, "org_missing")
    checks.same("code", error.code, "NOT_FOUND")

    checks.step = 11
    error = refused(412, orgd.V1Failure, owner.update, org_id, if_match=outdated, name="Acme Late")
    checks.same("code", error.code, "PRECONDITION_FAILED")
    read = owner.v1.v1_get_organization_with_http_info(org_id)
    checks.same("name", read.data.name, "Acme Corporation")
    organization = owner.update(org_id, if_match=read.headers["etag"], name="Acme Late").data
    checks.same("name", organization.name, "Acme Late")


def pages_on_v1(first):
    """Runs step 12; returns the ids of the three organizations."""
    checks.step = 12
    ids = [first]
    for n in (2, 3):
        create = orgd.V1OrganizationCreate(name="Acme Page", slug=slug(n))
        ids.append(owner.v1.v1_create_organization(create).id)
    page = owner.v1.v1_list_organizations(limit=2)
    listed = page.organizations
    while page.next_cursor is not None:
        page = owner.v1.v1_list_organizations(limit=2, cursor=page.next_cursor)
        listed += page.organizations
    checks.same("how many ids there are", len({entry.id for entry in listed}), page.total)
    checks.same("how many are listed", len(listed), page.total)
    own = [entry for entry in listed if entry.id in ids]
    checks.same("the order", [entry.id for entry in own], ids[::-1])
    checks.same("the roles", {entry.role for entry in own}, {orgd.V1Role.OWNER})
    return ids


def create_on_public():
    checks.step = 13
    create = orgd.PublicOrganizationCreate(name="Acme Labs", slug=slug(4), custom_ai_context="Dozens")
    answer = owner.public.public_create_organization_with_http_info(create)
    created = answer.data.data
    checks.same("name", created.name, "Acme Labs")
    checks.same("slug", created.slug, slug(4))
    checks.same("customAiContext", created.custom_ai_context, "Dozens")
    checks.same("isBillable", created.is_billable, True)
    now = datetime.datetime.now(datetime.timezone.utc)
    checks.same("whether trialEndsAt is to come", created.trial_ends_at > now, True)
    checks.same("jwtSecret", created.jwt_secret, None)
    return created.id, answer.headers["etag"]


def update_on_public(org_id):
    checks.step = 14
    origins = ["HTTPS://Example.com:443/"]
    organization = owner.publish(org_id, full_embed_enabled=True, embed_allowed_origins=origins)
    checks.same("fullEmbedEnabled", organization.full_embed_enabled, True)
    checks.same("embedAllowedOrigins", organization.embed_allowed_origins, ["https://example.com"])
    checks.same("name", organization.name, "Acme Labs")
    checks.same("customAiContext", organization.custom_ai_context, "Dozens")
    checks.same("jwtSecret", organization.jwt_secret, None)

    checks.step = 15
    organization = owner.publish(org_id, custom_ai_context=None)
    checks.same("customAiContext", organization.custom_ai_context, None)
    checks.same("name", organization.name, "Acme Labs")
    checks.same("embedAllowedOrigins", organization.embed_allowed_origins, ["https://example.com"])

    checks.step = 16
    organization = owner.publish(org_id, include=orgd.PublicInclude.JWTSECRET, insights_enabled=False)
    checks.same("insightsEnabled", organization.insights_enabled, False)
    checks.same("whether the jwtSecret is long enough", len(organization.jwt_secret or "") >= 32, True)


def refusals_on_public(org_id, outdated):
    checks.step = 17
    origins = ["https://*.com", "http://example.com"]
    error = refused(400, orgd.PublicFailure, owner.publish, org_id, embed_allowed_origins=origins)
    checks.same("title", error.title, "ValidationError")
    expected = [("body", f"/embedAllowedOrigins/{n}", "embed-origin") for n in (0, 1)]
    checks.same("violations", faults(error), expected)

    checks.step = 18
    error = refused(401, orgd.PublicFailure, stranger.public.public_get_organization, org_id)
    checks.same("title", error.title, "Unauthorized")
    error = refused(403, orgd.PublicFailure, outsider.publish, org_id, name="Taken over")
    checks.same("title", error.title, "Forbidden")
    error = refused(404, orgd.PublicFailure, owner.public.public_get_organization, "org_missing")
    checks.same("title", error.title, "NotFound")

    checks.step = 19
    error = refused(412, orgd.PublicFailure, owner.publish, org_id, if_match=outdated, name="Acme Late")
    checks.same("title", error.title, "PreconditionFailed")
    read = owner.public.public_get_organization_with_http_info(org_id)
    checks.same("name", read.data.data.name, "Acme Labs")
    organization = owner.publish(org_id, if_match=read.headers["etag"], name="Acme Late")
    checks.same("name", organization.name, "Acme Late")


def pages_on_public(first):
    """Runs step 20; returns the ids of the three organizations."""
    checks.step = 20
    ids = [first]
    for n in (5, 6):
        create = orgd.PublicOrganizationCreate(name="Acme Page", slug=slug(n))
        ids.append(owner.public.public_create_organization(create).data.id)
    listed = []
    cursor = None
    while True:
        page = owner.public.public_list_organizations(limit=2, cursor=cursor)
        listed += [organization.id for organization in page.data]
        cursor = page.pagination.next_cursor
        checks.same("hasMore", page.pagination.has_more, cursor is not None)
        if cursor is None:
            break
    checks.same("how many ids there are", len(set(listed)), len(listed))
    checks.same("the order", [org_id for org_id in listed if org_id in ids], ids[::-1])
    return ids


def deletion(ids):
    checks.step = 21
    for org_id in ids:
        message = owner.v1.v1_delete_organization(org_id).message
        checks.same("message", message, "Organization deleted successfully")
    error = refused(404, orgd.V1Failure, owner.v1.v1_get_organization, ids[0])
    checks.same("code", error.code, "NOT_FOUND")
    error = refused(404, orgd.PublicFailure, owner.public.public_get_organization, ids[0])
    checks.same("title", error.title, "NotFound")


first, etag = create_on_v1()
update_on_v1(first, etag)
refusals_on_v1(first, etag)
every = pages_on_v1(first)
first, etag = create_on_public()
update_on_public(first)
refusals_on_public(first, etag)
every += pages_on_public(first)
deletion(every)
print(f"python: {checks.passed} checks passed")
