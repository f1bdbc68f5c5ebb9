//! The tables, the same in both databases. `migrations/` creates them.

diesel::table! {
    /// A single row with data about the installation.
    instance (id) {
        id -> Integer,
        key_check -> Binary,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        name -> Nullable<Text>,
        created_at -> Timestamp,
        deactivated_at -> Nullable<Timestamp>,
        shares_email -> Bool,
    }
}

diesel::table! {
    api_keys (id) {
        id -> Text,
        user_id -> Text,
        name -> Nullable<Text>,
        hash -> Binary,
        created_at -> Timestamp,
        expires_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    organizations (id) {
        id -> Text,
        name -> Text,
        slug -> Text,
        description -> Nullable<Text>,
        logo_url -> Nullable<Text>,
        settings -> Json,
        custom_ai_context -> Nullable<Text>,
        onboarding_status -> Text,
        full_embed_enabled -> Bool,
        embed_allowed_origins -> Json,
        embed_secret -> Binary,
        is_billable -> Bool,
        insights_enabled -> Bool,
        trial_ends_at -> Nullable<Timestamp>,
        created_by -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        deleted_at -> Nullable<Timestamp>,
        version -> BigInt,
        members_version -> BigInt,
        updated_by -> Nullable<Text>,
    }
}

diesel::table! {
    memberships (id) {
        id -> Text,
        user_id -> Text,
        organization_id -> Text,
        role -> Text,
        joined_at -> Timestamp,
        organization_created_at -> Timestamp,
        organization_deleted_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    audit_logs (organization_id, created_at, id) {
        id -> Text,
        organization_id -> Text,
        created_at -> Timestamp,
        action -> Text,
        actor_id -> Nullable<Text>,
        credential -> Text,
        api_key_id -> Nullable<Text>,
        request_id -> Nullable<Text>,
        target_id -> Nullable<Text>,
        changes -> Json,
        version -> Nullable<BigInt>,
    }
}

diesel::joinable!(api_keys -> users (user_id));
diesel::joinable!(memberships -> organizations (organization_id));
diesel::joinable!(memberships -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(api_keys, users, organizations, memberships);
