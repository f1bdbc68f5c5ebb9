//! The differences between two states of an organization, for the audit log.

use chrono::{DateTime, Utc};
use json_patch::jsonptr::Token;
use serde_json::{Map, Value};

use super::{OnboardingStatus, Organization};
use crate::domain::audit_log::FieldChange;
use crate::domain::clock;

/// The fields that differ, with the names of the contract. Without `before`, every field that has a value.
pub fn changes(before: Option<&Organization>, after: &Organization) -> Vec<FieldChange> {
    // Without `..`, so that a new field must be compared, or listed here as one that the entry has elsewhere.
    let Organization {
        id: _,
        created_at: _,
        updated_at: _,
        version: _,
        name,
        slug,
        description,
        logo_url,
        settings,
        custom_ai_context,
        onboarding_status,
        full_embed_enabled,
        embed_allowed_origins,
        is_billable,
        insights_enabled,
        trial_ends_at,
        created_by,
        deleted_at,
    } = after;
    let mut changed = Changed {
        before,
        changes: Vec::new(),
    };
    changed.add("/name", |of| &of.name, name, plain);
    changed.add("/slug", |of| &of.slug, slug, plain);
    changed.add("/description", |of| &of.description, description, plain);
    changed.add("/logoUrl", |of| &of.logo_url, logo_url, plain);
    changed.add_members("/settings", |of| &of.settings, settings);
    changed.add(
        "/customAiContext",
        |of| &of.custom_ai_context,
        custom_ai_context,
        plain,
    );
    changed.add(
        "/onboardingStatus",
        |of| &of.onboarding_status,
        onboarding_status,
        status,
    );
    changed.add(
        "/fullEmbedEnabled",
        |of| &of.full_embed_enabled,
        full_embed_enabled,
        plain,
    );
    changed.add(
        "/embedAllowedOrigins",
        |of| &of.embed_allowed_origins,
        embed_allowed_origins,
        plain,
    );
    changed.add("/isBillable", |of| &of.is_billable, is_billable, plain);
    changed.add(
        "/insightsEnabled",
        |of| &of.insights_enabled,
        insights_enabled,
        plain,
    );
    changed.add("/trialEndsAt", |of| &of.trial_ends_at, trial_ends_at, time);
    changed.add("/createdBy", |of| &of.created_by, created_by, plain);
    changed.add("/deletedAt", |of| &of.deleted_at, deleted_at, time);
    changed.changes
}

/// The value of a member that is absent.
static NULL: Value = Value::Null;

/// The changes so far.
struct Changed<'a> {
    before: Option<&'a Organization>,
    changes: Vec<FieldChange>,
}

impl<'a> Changed<'a> {
    /// Adds the field if it differs.
    fn add<T: PartialEq + 'a>(
        &mut self,
        path: &str,
        field: impl Fn(&'a Organization) -> &'a T,
        after: &T,
        render: impl Fn(&T) -> Value,
    ) {
        let before = self.before.map(field);
        if before != Some(after) {
            let before = before.map_or(Value::Null, &render);
            self.push(path, before, render(after));
        }
    }

    /// Adds the members of an object that differ, at every depth.
    fn add_members(
        &mut self,
        path: &str,
        field: impl Fn(&'a Organization) -> &'a Value,
        after: &Value,
    ) {
        match self.before.map(field) {
            Some(before) => self.compare(path, before, after),
            None => self.compare(path, &Value::Object(Map::new()), after),
        }
    }

    fn compare(&mut self, path: &str, before: &Value, after: &Value) {
        let (Value::Object(before), Value::Object(after)) = (before, after) else {
            return self.push(path, before.clone(), after.clone());
        };
        let is_new = |name: &&String| !before.contains_key(*name);
        for name in before.keys().chain(after.keys().filter(is_new)) {
            let [from, to] = [before, after].map(|members| members.get(name).unwrap_or(&NULL));
            if from != to {
                let path = format!("{path}/{}", Token::new(name).encoded());
                self.compare(&path, from, to);
            }
        }
    }

    fn push(&mut self, path: &str, from: Value, to: Value) {
        if from != to {
            let path = path.to_owned();
            self.changes.push(FieldChange { path, from, to });
        }
    }
}

fn plain<T: Clone + Into<Value>>(value: &T) -> Value {
    value.clone().into()
}

fn status(status: &OnboardingStatus) -> Value {
    status.as_str().into()
}

fn time(time: &Option<DateTime<Utc>>) -> Value {
    time.map(clock::rfc3339).into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::OrganizationPatch;

    fn organization(settings: Value) -> Organization {
        let patch = OrganizationPatch {
            settings: Some(settings),
            ..OrganizationPatch::default()
        };
        let now = DateTime::UNIX_EPOCH;
        let text = str::to_owned;
        Organization::new(
            text("org_1"),
            text("Acme"),
            text("acme"),
            text("usr_1"),
            patch,
            now,
        )
    }

    fn lines(changes: Vec<FieldChange>) -> Vec<String> {
        let line = |change: FieldChange| format!("{} {} {}", change.path, change.from, change.to);
        changes.into_iter().map(line).collect()
    }

    #[test]
    fn the_same_state_has_no_changes() {
        let acme = organization(json!({ "a": { "b": [1] } }));
        assert_eq!(changes(Some(&acme), &acme), []);
    }

    #[test]
    fn names_each_member_of_the_settings_that_differs() {
        let before = organization(json!({ "a": { "b": 1, "c": 2 }, "d": [1], "e": 1 }));
        let after = organization(json!({ "a": { "b": 1, "c": 3, "f/~": true }, "d": [1, 2] }));
        let expected = [
            "/settings/a/c 2 3",
            "/settings/a/f~1~0 null true",
            "/settings/d [1] [1,2]",
            "/settings/e 1 null",
        ];
        assert_eq!(lines(changes(Some(&before), &after)), expected);
    }

    #[test]
    fn a_new_organization_has_every_field_with_a_value() {
        let expected = [
            r#"/name null "Acme""#,
            r#"/slug null "acme""#,
            "/settings/a null true",
            r#"/onboardingStatus null "STARTED""#,
            "/fullEmbedEnabled null false",
            "/embedAllowedOrigins null []",
            "/isBillable null true",
            "/insightsEnabled null true",
            r#"/trialEndsAt null "1970-01-15T00:00:00Z""#,
            r#"/createdBy null "usr_1""#,
        ];
        let created = organization(json!({ "a": true }));
        assert_eq!(lines(changes(None, &created)), expected);
    }
}
