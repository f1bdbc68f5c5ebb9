-- An update without a lock: SELECT, then UPDATE of the version that was read, with its entry in the audit log.
\set n random(0, :organizations - 1)
\set change random(0, 1000000000)
SELECT o.id, o.name, o.slug, o.description, o.logo_url, o.settings, o.custom_ai_context, o.onboarding_status,
  o.full_embed_enabled, o.embed_allowed_origins, o.is_billable, o.insights_enabled, o.trial_ends_at,
  o.created_by, o.created_at, o.updated_at, o.deleted_at, o.version, m.role
FROM organizations o
LEFT JOIN memberships m ON m.organization_id = o.id AND m.user_id = 'usr_01k9xw5q3m0000000000000000'
WHERE o.id = 'org_01k9xw5q3m' || lpad(:n::bigint::text, 16, '0') AND o.deleted_at IS NULL
\gset
WITH changed AS (
  UPDATE organizations SET
    name = 'Floor ' || :change::bigint::text,
    settings = :settings, description = :description, logo_url = :logo_url,
    custom_ai_context = :custom_ai_context, onboarding_status = :onboarding_status,
    full_embed_enabled = :full_embed_enabled, embed_allowed_origins = :embed_allowed_origins,
    is_billable = :is_billable, insights_enabled = :insights_enabled, trial_ends_at = :trial_ends_at,
    deleted_at = NULL, updated_at = :updated_at, version = :version::bigint + 1
  WHERE id = :id AND version = :version::bigint
  RETURNING 1
)
INSERT INTO audit_logs (id, organization_id, created_at, action, actor_id, credential, request_id, target_id, changes,
  version, api_key_id)
SELECT 'aud_' || gen_random_uuid(), :id, timezone('utc', now())::timestamp(3), 'organization.update',
  'usr_01k9xw5q3m0000000000000000', 'token', gen_random_uuid()::text, NULL,
  json_build_array(
    json_build_object('path', '/name', 'from', :name::text, 'to', 'Floor ' || :change::bigint::text),
    json_build_object('path', '/settings/branding/primaryColor', 'from', '#4338ca', 'to', '#' || to_hex(:change::bigint))
  ),
  :version::bigint + 1, (SELECT id FROM api_keys WHERE hash = NULL)
FROM changed;
