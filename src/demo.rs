//! What `serve --demo` starts with: the pages' own example organization, and requests to try on it.

use chrono::TimeDelta;
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr};

use crate::app::App;
use crate::auth::key;
use crate::auth::token::{SigningError, TokenSettings};
use crate::crypto::vault::{self, VaultError};
use crate::domain::Role;
use crate::domain::id;
use crate::domain::organization::{Organization, OrganizationPatch, now};
use crate::store::{ApiKey, Credential, MemberOutcome, StoreError, User};

const USER: &str = "usr_cld2abc123def456";
const EMAIL: &str = "demo@example.com";
const ORGANIZATION: &str = "org_cld2abc123def456";

/// How long the key and the token of one start are valid.
const CREDENTIAL_LIFETIME: TimeDelta = TimeDelta::days(30);

/// The demo could not be prepared.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("there is no room for the demo: {0} has {1}")]
    InTheWay(&'static str, &'static str),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Signing(#[from] SigningError),
}

/// Makes what is missing of the demo, keeps what is there, and says what to try.
///
/// # Errors
/// A fault of the database, the vault or the tokens.
pub async fn prepare(
    app: &App,
    tokens: &TokenSettings,
    address: SocketAddr,
) -> Result<String, DemoError> {
    let user = User {
        id: USER.to_owned(),
        email: EMAIL.to_owned(),
        name: Some("Demo".to_owned()),
        created_at: now(),
        deactivated_at: None,
    };
    app.store.create_user(user.clone()).await?;
    let active = Credential::User(USER.to_owned());
    if app.store.find_caller(&active, now()).await?.is_none() {
        return Err(DemoError::InTheWay(
            "another user, or none that is active,",
            EMAIL,
        ));
    }
    create_organization(app).await?;
    let key = create_key(app).await?;
    let token = tokens.issue(&user, now() + CREDENTIAL_LIFETIME)?;
    Ok(text(address, &key, &token))
}

async fn create_organization(app: &App) -> Result<(), DemoError> {
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
    let organization = Organization::new(
        ORGANIZATION.to_owned(),
        "Acme Corp".to_owned(),
        "acme-corp".to_owned(),
        USER.to_owned(),
        patch,
        now(),
    );
    let sealed = app
        .vault
        .seal(ORGANIZATION, vault::embed_secret().as_bytes())?;
    let membership = id::membership();
    let created = app
        .store
        .create_organization(&organization, &sealed, &membership);
    if !created.await? {
        app.store.restore_organization(ORGANIZATION).await?;
    }
    let membership = id::membership();
    let member = app
        .store
        .set_member(&membership, ORGANIZATION, USER, Role::Owner, now());
    match member.await? {
        MemberOutcome::Set => Ok(()),
        _ => Err(DemoError::InTheWay("another organization", "acme-corp")),
    }
}

async fn create_key(app: &App) -> Result<String, DemoError> {
    let secret = key::generate();
    let created_at = now();
    let api_key = ApiKey {
        id: id::api_key(),
        user_id: USER.to_owned(),
        name: Some("demo".to_owned()),
        created_at,
        expires_at: Some(created_at + CREDENTIAL_LIFETIME),
        revoked_at: None,
    };
    app.store
        .create_api_key(api_key, key::hash(&secret))
        .await?;
    Ok(secret)
}

fn text(mut address: SocketAddr, key: &str, token: &str) -> String {
    // Listened on, but no place to go to.
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    format!(
        r##"
Swagger UI: http://{address}/docs/ (authorize with the key or the token below)

The public surface, with an API key:

curl --request PATCH \
  --url http://{address}/api/public/organizations/{ORGANIZATION} \
  --header 'Authorization: Bearer {key}' \
  --header 'Content-Type: application/json' \
  --data '{{
  "customAiContext": "Widgets are counted in dozens.",
  "skipOnboarding": true,
  "fullEmbedEnabled": true,
  "embedAllowedOrigins": ["https://example.com", "https://*.example.com"],
  "isBillable": true,
  "insightsEnabled": true
}}'

The v1 surface, with a token:

curl -X PATCH http://{address}/api/v1/organizations/{ORGANIZATION} \
  -H "Authorization: Bearer {token}" \
  -H "Content-Type: application/json" \
  -d '{{
    "name": "Acme Corporation",
    "settings": {{
      "branding": {{
        "primaryColor": "#4338CA"
      }}
    }}
  }}'
"##
    )
}
