use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// Settings as the naive reference has them: groups of keys.
type Groups = BTreeMap<String, BTreeMap<String, Value>>;

/// A patch of them: a group is removed, or has keys that are removed or set.
type GroupsPatch = BTreeMap<String, Option<BTreeMap<String, Option<Value>>>>;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
}

fn organization() -> Organization {
    let patch = OrganizationPatch::default();
    let [id, name, slug, user] = ["org_1", "Acme", "acme", "usr_1"].map(str::to_owned);
    Organization::new(id, name, slug, user, patch, at(0))
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        "[xy]".prop_map(Value::from)
    ]
}

fn groups() -> impl Strategy<Value = Groups> {
    btree_map("[a-c]", btree_map("[a-c]", value(), 0..3), 0..3)
}

fn groups_patch() -> impl Strategy<Value = GroupsPatch> {
    let keys = btree_map("[a-c]", option::of(value()), 0..3);
    btree_map("[a-c]", option::of(keys), 0..3)
}

fn text() -> impl Strategy<Value = String> {
    "[xy]"
}

prop_compose! {
    fn patch()(
        (name, description, logo_url) in
            (option::of(text()), option::of(option::of(text())), option::of(option::of(text()))),
        settings in option::of(groups_patch()),
        (custom_ai_context, origins) in
            (option::of(option::of(text())), option::of(vec(text(), 0..2))),
        flags in any::<[Option<bool>; 4]>(),
    ) -> OrganizationPatch {
        let [skip_onboarding, full_embed_enabled, is_billable, insights_enabled] = flags;
        OrganizationPatch {
            name,
            description,
            logo_url,
            settings: settings.map(|settings| json!(settings)),
            custom_ai_context,
            skip_onboarding,
            full_embed_enabled,
            embed_allowed_origins: origins,
            is_billable,
            insights_enabled,
        }
    }
}

/// The update table, row by row, for settings.
fn merged(mut settings: Groups, patch: &GroupsPatch) -> Groups {
    for (group, keys) in patch {
        match keys {
            None => {
                settings.remove(group);
            }
            Some(keys) if keys.values().all(Option::is_none) && !settings.contains_key(group) => {}
            Some(keys) => {
                let group = settings.entry(group.clone()).or_default();
                for (key, value) in keys {
                    match value {
                        None => group.remove(key),
                        Some(value) => group.insert(key.clone(), value.clone()),
                    };
                }
            }
        }
    }
    settings
}

/// RFC 7396, appendix A: original, patch, result.
#[test]
fn the_library_merges_as_the_rfc_shows() {
    let table = [
        (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
        (
            json!({"a": "b"}),
            json!({"b": "c"}),
            json!({"a": "b", "b": "c"}),
        ),
        (json!({"a": "b"}), json!({"a": null}), json!({})),
        (
            json!({"a": "b", "b": "c"}),
            json!({"a": null}),
            json!({"b": "c"}),
        ),
        (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
        (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
        (
            json!({"a": {"b": "c"}}),
            json!({"a": {"b": "d", "c": null}}),
            json!({"a": {"b": "d"}}),
        ),
        (
            json!({"a": [{"b": "c"}]}),
            json!({"a": [1]}),
            json!({"a": [1]}),
        ),
        (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
        (json!({"a": "b"}), json!(["c"]), json!(["c"])),
        (json!({"a": "foo"}), json!(null), json!(null)),
        (json!({"a": "foo"}), json!("bar"), json!("bar")),
        (
            json!({"e": null}),
            json!({"a": 1}),
            json!({"e": null, "a": 1}),
        ),
        (
            json!([1, 2]),
            json!({"a": "b", "c": null}),
            json!({"a": "b"}),
        ),
        (
            json!({}),
            json!({"a": {"bb": {"ccc": null}}}),
            json!({"a": {"bb": {}}}),
        ),
    ];
    for (original, patch, expected) in table {
        let mut result = original.clone();
        json_patch::merge(&mut result, &patch);
        assert_eq!(result, expected, "{original} and {patch}");
    }
}

#[test]
fn an_empty_patch_changes_nothing() {
    let patch = OrganizationPatch::default();
    assert_eq!(organization().updated(patch, at(1)), None);
    let patch = OrganizationPatch {
        settings: Some(json!({ "branding": {}, "features": {} })),
        ..OrganizationPatch::default()
    };
    assert_eq!(organization().updated(patch, at(1)), None);
}

#[test]
fn skipping_the_onboarding_completes_it_and_not_skipping_changes_nothing() {
    let patch = |skip| OrganizationPatch {
        skip_onboarding: Some(skip),
        ..OrganizationPatch::default()
    };
    let organization = organization();
    assert_eq!(organization.updated(patch(false), at(1)), None);
    let completed = organization.updated(patch(true), at(1)).unwrap();
    assert_eq!(completed.onboarding_status, OnboardingStatus::Completed);
    assert_eq!(completed.updated(patch(false), at(2)), None);
    assert_eq!(completed.updated(patch(true), at(2)), None);
}

#[test]
fn time_does_not_go_back() {
    let patch = OrganizationPatch {
        name: Some("Acme Corporation".to_owned()),
        ..OrganizationPatch::default()
    };
    let updated = organization().updated(patch, at(-60)).unwrap();
    assert_eq!(updated.updated_at, at(0));
    assert_eq!(updated.version, 2);
}

proptest! {
    #[test]
    fn settings_are_merged_as_the_table_says(before in groups(), patch in groups_patch()) {
        let before = Organization { settings: json!(before), ..organization() };
        let groups: Groups = serde_json::from_value(before.settings.clone()).unwrap();
        let expected = json!(merged(groups, &patch));
        let patch = OrganizationPatch {
            settings: Some(json!(patch)),
            ..OrganizationPatch::default()
        };
        match before.updated(patch, at(1)) {
            Some(updated) => prop_assert_eq!(updated.settings, expected),
            None => prop_assert_eq!(before.settings, expected),
        }
    }

    #[test]
    fn a_member_has_the_patchs_value_or_its_own(first in patch(), second in patch()) {
        let before = organization().updated(first, at(1)).unwrap_or_else(organization);
        let after = before.updated(second.clone(), at(2)).unwrap_or_else(|| before.clone());
        prop_assert_eq!(after.name, second.name.unwrap_or(before.name));
        prop_assert_eq!(after.description, second.description.unwrap_or(before.description));
        prop_assert_eq!(after.logo_url, second.logo_url.unwrap_or(before.logo_url));
        let context = second.custom_ai_context.unwrap_or(before.custom_ai_context);
        prop_assert_eq!(after.custom_ai_context, context);
        let origins = second.embed_allowed_origins.unwrap_or(before.embed_allowed_origins);
        prop_assert_eq!(after.embed_allowed_origins, origins);
        let embed = second.full_embed_enabled.unwrap_or(before.full_embed_enabled);
        prop_assert_eq!(after.full_embed_enabled, embed);
        prop_assert_eq!(after.is_billable, second.is_billable.unwrap_or(before.is_billable));
        let insights = second.insights_enabled.unwrap_or(before.insights_enabled);
        prop_assert_eq!(after.insights_enabled, insights);
    }

    #[test]
    fn the_same_patch_changes_nothing_the_second_time(first in patch(), second in patch()) {
        let before = organization().updated(first, at(1)).unwrap_or_else(organization);
        let after = before.updated(second.clone(), at(2)).unwrap_or(before);
        prop_assert_eq!(after.updated(second, at(3)), None);
    }

    #[test]
    fn every_change_is_a_version_further_and_nothing_else_is(patches in vec(patch(), 0..6)) {
        let mut current = organization();
        for (patch, seconds) in patches.into_iter().zip(1..) {
            if let Some(next) = current.updated(patch, at(seconds)) {
                prop_assert_eq!(next.version, current.version + 1);
                prop_assert_eq!(next.updated_at, at(seconds));
                let unchanged = Organization {
                    version: current.version,
                    updated_at: current.updated_at,
                    ..next.clone()
                };
                prop_assert_ne!(unchanged, current);
                current = next;
            }
        }
    }

    /// Whatever happens to `isBillable`, the trial begins with its first `true`, and only then.
    #[test]
    fn the_trial_is_granted_once(billable in vec(any::<bool>(), 1..8)) {
        let patch = |is_billable| OrganizationPatch {
            is_billable: Some(is_billable),
            ..OrganizationPatch::default()
        };
        let [id, name, slug, user] = ["org_1", "Acme", "acme", "usr_1"].map(str::to_owned);
        let mut current = Organization::new(id, name, slug, user, patch(billable[0]), at(0));
        let first = billable.iter().position(|billable| *billable);
        for (now, is_billable) in (0..).zip(&billable) {
            current = current.updated(patch(*is_billable), at(now)).unwrap_or(current);
            let begun = first.filter(|first| *first as i64 <= now);
            let expected = begun.map(|first| at(first as i64) + TimeDelta::days(14));
            prop_assert_eq!(current.trial_ends_at, expected);
            prop_assert_eq!(current.is_billable, *is_billable);
        }
    }
}
