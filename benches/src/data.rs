//! The organizations and users of a benchmark. Everything is derived from an organization's number, so that
//! load generators know every id without a lookup.

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::json;

/// The common prefix of all ids after their kind. Ids have 26 characters, like orgd's own. The load
/// generators use the same prefix.
const IDS: &str = "01k9xw5q3m";

/// The creation time of the oldest organization, in milliseconds: 2023-01-01.
const OLDEST: i64 = 1_672_531_200_000;

/// The time between the first and the last creation, in milliseconds: about three years.
const SPAN: i64 = 94_608_000_000;

const FIRST: [&str; 12] = [
    "Amber", "Blue", "Clear", "Distant", "Eastern", "First", "Golden", "Humble", "Iron", "Quiet",
    "Silver", "United",
];
const SECOND: [&str; 12] = [
    "Analytics",
    "Bakery",
    "Cargo",
    "Dynamics",
    "Energy",
    "Foods",
    "Health",
    "Logistics",
    "Media",
    "Robotics",
    "Textiles",
    "Widgets",
];

/// A caller.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum User {
    /// Owns every organization.
    Owner,
    /// A member of a few organizations, like an ordinary caller, evenly spread.
    Few,
    /// A member of the newest organizations, up to [`MANY`].
    Many,
}

/// The number of organizations of an ordinary caller.
const FEW: u64 = 20;

/// The number of organizations of the caller with long lists.
const MANY: u64 = 100_000;

impl User {
    pub const ALL: [Self; 3] = [Self::Owner, Self::Few, Self::Many];

    pub fn id(self) -> String {
        format!("usr_{IDS}{:016}", self as u8)
    }

    pub fn email(self) -> &'static str {
        match self {
            Self::Owner => "owner@bench.example",
            Self::Few => "few@bench.example",
            Self::Many => "many@bench.example",
        }
    }

    /// The id and the role of the user's membership in that organization, if there is one.
    pub fn membership(self, number: u64, count: u64) -> Option<(String, &'static str)> {
        let role = match self {
            Self::Owner => "owner",
            Self::Few if number.is_multiple_of((count / FEW).max(1)) => "admin",
            Self::Many if number >= count.saturating_sub(MANY) => "member",
            Self::Few | Self::Many => return None,
        };
        let id = format!("mbr_{IDS}{}{number:015}", self as u8);
        Some((id, role))
    }
}

/// The id of the organization with that number.
pub fn organization_id(number: u64) -> String {
    format!("org_{IDS}{number:016}")
}

/// A row of `organizations`, about as large as a real one.
pub struct Organization {
    pub id: String,
    pub name: String,
    pub slug: String,
    pub description: String,
    pub logo_url: String,
    pub settings: String,
    pub custom_ai_context: String,
    pub onboarding_status: &'static str,
    pub embed_allowed_origins: String,
    /// Has the length of an encrypted secret.
    pub embed_secret: [u8; 88],
    pub trial_ends_at: NaiveDateTime,
    pub created_by: String,
    pub created_at: NaiveDateTime,
}

impl Organization {
    /// The organization with that number out of `count`. It is older than the one with the next number.
    pub fn nth(number: u64, count: u64) -> Self {
        let mut random = SmallRng::seed_from_u64(number);
        let pick = |words: &[&'static str; 12], random: &mut SmallRng| {
            words.choose(random).copied().unwrap_or_default()
        };
        let (first, second) = (pick(&FIRST, &mut random), pick(&SECOND, &mut random));
        // Names are in random order, and so are slugs in their index.
        let slug = format!("{first}-{second}-{number}").to_lowercase();
        let created_at = created_at(number, count, &mut random);
        let colors: [u32; 2] = [
            random.random_range(0..1 << 24),
            random.random_range(0..1 << 24),
        ];
        let settings = json!({
            "branding": {
                "primaryColor": format!("#{:06x}", colors[0]),
                "accentColor": format!("#{:06x}", colors[1]),
            },
            "features": { "webhooks": random.random_bool(0.5), "apiAccess": random.random_bool(0.5) },
        });
        let mut embed_secret = [0; 88];
        random.fill_bytes(&mut embed_secret);
        Self {
            id: organization_id(number),
            name: format!("{first} {second} {number}"),
            description: format!(
                "Building the future of {second} since {}",
                created_at.format("%Y")
            ),
            logo_url: format!("https://cdn.example.com/logos/{slug}.png"),
            settings: settings.to_string(),
            custom_ai_context: format!("{second} is counted in dozens, and years begin in April."),
            onboarding_status: "COMPLETED",
            embed_allowed_origins: json!([format!("https://{slug}.example.com")]).to_string(),
            embed_secret,
            trial_ends_at: created_at + TimeDelta::days(14),
            created_by: User::Owner.id(),
            created_at,
            slug,
        }
    }
}

/// Later than the time of the previous number, by a varying step.
fn created_at(number: u64, count: u64, random: &mut SmallRng) -> NaiveDateTime {
    let step = SPAN / i64::try_from(count).unwrap_or(i64::MAX).max(1);
    let begin = OLDEST + step * i64::try_from(number).unwrap_or(0);
    let millis = begin + random.random_range(0..step.max(1));
    DateTime::from_timestamp_millis(millis)
        .unwrap_or_default()
        .naive_utc()
}

#[cfg(test)]
mod tests {
    use super::{FEW, Organization, User};

    #[test]
    fn each_is_older_than_the_next_and_has_a_slug_of_its_own() {
        let all: Vec<_> = (0..1_000)
            .map(|number| Organization::nth(number, 1_000))
            .collect();
        for pair in all.windows(2) {
            assert!(pair[0].created_at < pair[1].created_at);
            assert!(pair[0].id < pair[1].id);
        }
        let slugs: std::collections::HashSet<_> = all.iter().map(|row| &row.slug).collect();
        assert_eq!(slugs.len(), all.len());
    }

    #[test]
    fn callers_are_members_of_as_many_as_they_should() {
        let of = |user: User, count| {
            (0..count)
                .filter(|number| user.membership(*number, count).is_some())
                .count()
        };
        assert_eq!(of(User::Owner, 250_000), 250_000);
        assert_eq!(of(User::Few, 250_000), usize::try_from(FEW).unwrap());
        assert_eq!(of(User::Many, 250_000), 100_000);
        assert_eq!(of(User::Many, 1_000), 1_000);
    }
}
