//! Read-only members in an update: a client may send back what it has read.

use chrono::{DateTime, Utc};

use super::{OnboardingStatus, Organization};

/// What an update expects of the members that it cannot change; `None` expects nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unchanged {
    /// The id.
    pub id: Option<String>,
    /// The slug.
    pub slug: Option<String>,
    /// The state of the onboarding.
    pub onboarding_status: Option<OnboardingStatus>,
    /// The end of the trial.
    pub trial_ends_at: Option<Option<DateTime<Utc>>>,
    /// The id of the user who created it.
    pub created_by: Option<String>,
    /// The time of its creation.
    pub created_at: Option<DateTime<Utc>>,
    /// The time of its last change.
    pub updated_at: Option<DateTime<Utc>>,
}

impl Unchanged {
    /// The names, as both surfaces have them, of the members whose present values are others.
    pub fn differing(&self, organization: &Organization) -> Vec<&'static str> {
        fn differs<T: PartialEq>(expected: Option<&T>, present: &T) -> bool {
            expected.is_some_and(|expected| expected != present)
        }
        let members = [
            ("id", differs(self.id.as_ref(), &organization.id)),
            ("slug", differs(self.slug.as_ref(), &organization.slug)),
            (
                "onboardingStatus",
                differs(
                    self.onboarding_status.as_ref(),
                    &organization.onboarding_status,
                ),
            ),
            (
                "trialEndsAt",
                differs(self.trial_ends_at.as_ref(), &organization.trial_ends_at),
            ),
            (
                "createdBy",
                differs(self.created_by.as_ref(), &organization.created_by),
            ),
            (
                "createdAt",
                differs(self.created_at.as_ref(), &organization.created_at),
            ),
            (
                "updatedAt",
                differs(self.updated_at.as_ref(), &organization.updated_at),
            ),
        ];
        let differing = members.into_iter().filter(|(_, differs)| *differs);
        differing.map(|(name, _)| name).collect()
    }
}
