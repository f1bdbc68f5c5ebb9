//! The data of the demo: the example organization of the contract, and credentials for it.

use std::time::Duration;

use serde_json::json;

use super::{App, Operator, OperatorError};
use crate::auth::token::TokenSettings;
use crate::domain::{Action, Membership, Organization, OrganizationPatch, Role, User, now};
use crate::store::{Author, Change};

/// The id of the demo organization.
pub const ORGANIZATION: &str = "org_cld2abc123def456";

const SLUG: &str = "acme-corp";
const USER: &str = "usr_cld2abc123def456";
const EMAIL: &str = "demo@example.com";

/// Another member, whom the requests of the contract's examples change.
const MEMBER: &str = "mbr_cld2abc123def457";
const MEMBER_USER: &str = "usr_cld2abc123def457";
const MEMBER_EMAIL: &str = "grace@example.com";

/// The lifetime of the key and the token. Each start creates new ones.
const CREDENTIAL_LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// New credentials of the owner of the demo organization.
#[derive(Debug)]
pub struct Demo {
    /// An API key.
    pub key: String,
    /// A token.
    pub token: String,
}

impl App {
    /// Creates the missing data of the demo, keeps existing data, and creates new credentials.
    ///
    /// # Errors
    /// [`OperatorError::DemoInTheWay`]; an error of the database, the vault or the tokens.
    pub async fn prepare_demo(&self, tokens: &TokenSettings) -> Result<Demo, OperatorError> {
        let operator = self.operator();
        let user = ensure_user(&operator, USER, EMAIL, "Demo").await?;
        ensure_user(&operator, MEMBER_USER, MEMBER_EMAIL, "Grace Hopper").await?;
        self.ensure_demo_organization().await?;
        let (_, key) = operator
            .create_api_key(USER, Some("demo".to_owned()), Some(CREDENTIAL_LIFETIME))
            .await?;
        let longest = tokens.max_lifetime().unwrap_or(CREDENTIAL_LIFETIME);
        let token = operator.create_token(tokens, &user, CREDENTIAL_LIFETIME.min(longest))?;
        Ok(Demo { key, token })
    }

    async fn ensure_demo_organization(&self) -> Result<(), OperatorError> {
        let organization = demo_organization();
        let change = Change::new(Action::OrganizationCreate, None, organization, None);
        let created = self
            .store_new_organization::<OperatorError>(change, Author::CommandLine)
            .await?;
        match created {
            true => self.add_demo_member().await?,
            false => {
                let restored = self.store.restore_organization(ORGANIZATION.to_owned());
                restored.await?;
            }
        }
        match self
            .operator()
            .set_membership(ORGANIZATION, USER, Role::Owner)
            .await
        {
            Err(OperatorError::NoOrganization(_)) => {
                Err(OperatorError::DemoInTheWay("another organization", SLUG))
            }
            set => set.map(drop),
        }
    }

    async fn add_demo_member(&self) -> Result<(), OperatorError> {
        let membership = Membership {
            id: MEMBER.to_owned(),
            organization_id: ORGANIZATION.to_owned(),
            user_id: MEMBER_USER.to_owned(),
            role: Role::Member,
            joined_at: now(),
        };
        let set = self.store.set_membership(membership, Author::CommandLine);
        Ok(set.await.map(drop)?)
    }
}

async fn ensure_user(
    operator: &Operator,
    id: &str,
    email: &'static str,
    name: &str,
) -> Result<User, OperatorError> {
    let (owned_id, name) = (Some(id.to_owned()), Some(name.to_owned()));
    match operator.create_user(owned_id, email.to_owned(), name).await {
        Ok(_) | Err(OperatorError::UserExists) => {}
        Err(error) => return Err(error),
    }
    match operator.find_active_user(id).await {
        Err(OperatorError::NoUser(_) | OperatorError::Deactivated(_)) => Err(
            OperatorError::DemoInTheWay("another or a deactivated user", email),
        ),
        found => found,
    }
}

fn demo_organization() -> Organization {
    let text = |text: &str| Some(Some(text.to_owned()));
    let patch = OrganizationPatch {
        description: text("Building the future of widgets since 2024"),
        logo_url: text("https://cdn.bunship.com/logos/acme-v2.png"),
        settings: Some(json!({
            "branding": { "primaryColor": "#6366F1", "accentColor": "#818CF8" },
            "features": { "webhooks": true, "apiAccess": true },
        })),
        ..OrganizationPatch::default()
    };
    Organization::new(
        ORGANIZATION.to_owned(),
        "Acme Corp".to_owned(),
        SLUG.to_owned(),
        USER.to_owned(),
        patch,
        now(),
    )
}
