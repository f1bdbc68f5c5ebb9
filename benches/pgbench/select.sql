-- The single SELECT of a read: the organization and the caller's role in it.
\set n random(0, :organizations - 1)
SELECT o.id, o.name, o.slug, o.description, o.logo_url, o.settings, o.custom_ai_context, o.onboarding_status,
  o.full_embed_enabled, o.embed_allowed_origins, o.is_billable, o.insights_enabled, o.trial_ends_at,
  o.created_by, o.created_at, o.updated_at, o.deleted_at, o.version, m.role
FROM organizations o
LEFT JOIN memberships m ON m.organization_id = o.id AND m.user_id = 'usr_01k9xw5q3m0000000000000000'
WHERE o.id = 'org_01k9xw5q3m' || lpad(:n::bigint::text, 16, '0') AND o.deleted_at IS NULL;
