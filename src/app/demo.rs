//! The data of the demo: the example organization of the contract, and credentials for it.

use std::time::Duration;

use serde_json::json;

use super::{App, OperatorError};
use crate::auth::token::TokenSettings;
use crate::domain::{Action, Organization, OrganizationPatch, Role, User, now};
use crate::store::{Author, Change};

/// The id of the demo organization.
pub const ORGANIZATION: &str = "org_cld2abc123def456";

const SLUG: &str = "acme-corp";
const USER: &str = "usr_cld2abc123def456";
const EMAIL: &str = "demo@example.com";

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
        let user = self.ensure_demo_user().await?;
        self.ensure_demo_organization().await?;
        let (_, key) = operator
            .create_api_key(USER, Some("demo".to_owned()), Some(CREDENTIAL_LIFETIME))
            .await?;
        let longest = tokens.max_lifetime().unwrap_or(CREDENTIAL_LIFETIME);
        let token = operator.create_token(tokens, &user, CREDENTIAL_LIFETIME.min(longest))?;
        Ok(Demo { key, token })
    }

    async fn ensure_demo_user(&self) -> Result<User, OperatorError> {
        let operator = self.operator();
        let (id, name) = (Some(USER.to_owned()), Some("Demo".to_owned()));
        match operator.create_user(id, EMAIL.to_owned(), name).await {
            Ok(_) | Err(OperatorError::UserExists) => {}
            Err(error) => return Err(error),
        }
        match operator.find_active_user(USER).await {
            Err(OperatorError::NoUser(_) | OperatorError::Deactivated(_)) => Err(
                OperatorError::DemoInTheWay("another or a deactivated user", EMAIL),
            ),
            found => found,
        }
    }

    async fn ensure_demo_organization(&self) -> Result<(), OperatorError> {
        let organization = demo_organization();
        let change = Change::new(Action::OrganizationCreate, None, organization, None);
        let created = self
            .store_new_organization::<OperatorError>(change, Author::CommandLine)
            .await?;
        if !created {
            self.store
                .restore_organization(ORGANIZATION.to_owned())
                .await?;
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
