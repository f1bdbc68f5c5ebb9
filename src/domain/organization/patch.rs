//! Updates of an organization, with the same semantics on both surfaces.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{OnboardingStatus, Organization};

/// The duration of a trial.
const TRIAL: TimeDelta = TimeDelta::days(14);

/// The changes of an update. `None` keeps a field, and `Some(None)` removes its value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OrganizationPatch {
    /// The new name.
    pub name: Option<String>,
    /// The new description.
    pub description: Option<Option<String>>,
    /// The new URL of the logo.
    pub logo_url: Option<Option<String>>,
    /// A merge patch (RFC 7396) of the settings.
    pub settings: Option<Value>,
    /// The new instructions for the AI features.
    pub custom_ai_context: Option<Option<String>>,
    /// `true` completes the onboarding; `false` changes nothing.
    pub skip_onboarding: Option<bool>,
    /// Turns full embedding on or off.
    pub full_embed_enabled: Option<bool>,
    /// Normalised origins, which replace the current ones.
    pub embed_allowed_origins: Option<Vec<String>>,
    /// `true` starts the trial if there was none.
    pub is_billable: Option<bool>,
    /// Turns insights on or off.
    pub insights_enabled: Option<bool>,
}

impl Organization {
    /// Returns the organization after an update at `now`, with the next version, or `None` if nothing changes.
    pub fn updated(&self, patch: OrganizationPatch, now: DateTime<Utc>) -> Option<Self> {
        let mut next = self.clone();
        next.apply(patch, now);
        (next != *self).then(|| next.changed(now))
    }

    /// Returns the organization after its deletion at `now`.
    pub fn deleted(&self, now: DateTime<Utc>) -> Self {
        let mut next = self.clone();
        next.deleted_at = Some(now);
        next.changed(now)
    }

    fn changed(mut self, now: DateTime<Utc>) -> Self {
        self.version += 1;
        // The clocks of two nodes may differ, but the time must not go back for a reader.
        self.updated_at = self.updated_at.max(now);
        self
    }

    pub(super) fn apply(&mut self, patch: OrganizationPatch, now: DateTime<Utc>) {
        replace(&mut self.name, patch.name);
        replace(&mut self.description, patch.description);
        replace(&mut self.logo_url, patch.logo_url);
        replace(&mut self.custom_ai_context, patch.custom_ai_context);
        replace(&mut self.full_embed_enabled, patch.full_embed_enabled);
        replace(&mut self.embed_allowed_origins, patch.embed_allowed_origins);
        replace(&mut self.insights_enabled, patch.insights_enabled);
        if let Some(settings) = patch.settings {
            merge_settings(&mut self.settings, &settings);
        }
        if patch.skip_onboarding == Some(true) {
            self.onboarding_status = OnboardingStatus::Completed;
        }
        let was_billable = self.is_billable;
        replace(&mut self.is_billable, patch.is_billable);
        if self.is_billable && !was_billable && self.trial_ends_at.is_none() {
            self.trial_ends_at = Some(now + TRIAL);
        }
    }
}

fn replace<T>(current: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *current = value;
    }
}

/// Merges as in RFC 7396, with one exception: an empty object for an absent group changes nothing, as the contract
/// says, while the RFC would add an empty group.
fn merge_settings(settings: &mut Value, patch: &Value) {
    let before = settings.clone();
    json_patch::merge(settings, patch);
    if let Some(groups) = settings.as_object_mut() {
        groups.retain(|name, group| before.get(name).is_some() || *group != json!({}));
    }
}

#[cfg(test)]
mod tests;
