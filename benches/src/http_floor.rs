//! The floor of HTTP: the router, the middleware, the checks and the JSON of orgd over one organization in
//! memory. Whatever orgd costs more is what it does with credentials and the database.

use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderValue;
use clap::Args;
use orgd::config::LogFormat;
use orgd::config::limits::LimitsConfig;
use orgd::config::proxies::ProxiesConfig;
use orgd::domain::organization::origin::PlainHttp;
use orgd::http::client_address::TrustedProxies;
use orgd::http::server::Options;
use orgd::http::{server, with_middleware};
use orgd::log::Log;
use orgd_api::apis::public_organizations::*;
use orgd_api::apis::v1_organizations::*;
use orgd_api::models::{PublicOrganization, PublicOrganizationEnvelope, V1Organization};
use orgd_runtime::{Credentials, Format, Problem, Routes, Service};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::Failure;
use crate::data::Organization;

#[derive(Args)]
pub struct HttpFloor {
    /// The address and port to listen on
    #[arg(long)]
    listen: String,
    #[command(flatten)]
    limits: LimitsConfig,
    #[command(flatten)]
    proxies: ProxiesConfig,
}

impl HttpFloor {
    pub fn run(self) -> Result<(), Failure> {
        tokio::runtime::Runtime::new()?.block_on(async {
            let _log = Log::start(LogFormat::Text)?;
            let (listener, _) = server::listen(&self.listen).await?;
            let router = with_middleware(routes().router(Fixed::new()?, orgd_api::SCHEMAS), None);
            let options = Options {
                limits: self.limits,
                proxies: TrustedProxies::new(&self.proxies),
                tls: None,
                leaving: CancellationToken::new(),
                shutdown_delay: Duration::ZERO,
            };
            Ok(server::serve(listener, router, options).await?)
        })
    }
}

/// Knows one organization, whatever its id, and lets everybody in who has a credential.
#[derive(Clone)]
struct Fixed {
    public: Arc<PublicOrganization>,
    v1: Arc<V1Organization>,
}

impl Fixed {
    fn new() -> Result<Self, Failure> {
        let row = Organization::nth(0, 1);
        let created_at = row.created_at.and_utc();
        let v1 = json!({
            "id": row.id,
            "name": row.name,
            "slug": row.slug,
            "description": row.description,
            "logoUrl": row.logo_url,
            "settings": serde_json::from_str::<Value>(&row.settings)?,
            "createdBy": row.created_by,
            "createdAt": created_at,
            "updatedAt": created_at,
        });
        let public = json!({
            "id": row.id,
            "name": row.name,
            "slug": row.slug,
            "customAiContext": row.custom_ai_context,
            "onboardingStatus": row.onboarding_status,
            "fullEmbedEnabled": true,
            "embedAllowedOrigins": serde_json::from_str::<Value>(&row.embed_allowed_origins)?,
            "isBillable": true,
            "insightsEnabled": true,
            "trialEndsAt": row.trial_ends_at.and_utc(),
        });
        Ok(Self {
            public: Arc::new(serde_json::from_value(public)?),
            v1: Arc::new(serde_json::from_value(v1)?),
        })
    }
}

const REVALIDATED: HeaderValue = HeaderValue::from_static("private, no-cache");
const ETAG: HeaderValue = HeaderValue::from_static("\"1\"");

/// The operations that are loaded.
fn routes() -> Routes<Fixed> {
    Routes::new()
        .secured(|fixed: Fixed, _, _: V1GetOrganizationRequest| async move {
            let body = V1Organization::clone(&fixed.v1);
            Ok(V1GetOrganizationResponse::Status200 {
                cache_control: REVALIDATED,
                e_tag: ETAG,
                body,
            })
        })
        .secured(
            |fixed: Fixed, _, request: V1UpdateOrganizationRequest| async move {
                let mut body = V1Organization::clone(&fixed.v1);
                body.name = request.body.name.unwrap_or(body.name);
                Ok(V1UpdateOrganizationResponse::Status200 {
                    cache_control: REVALIDATED,
                    e_tag: ETAG,
                    body,
                })
            },
        )
        .secured(
            |fixed: Fixed, _, _: PublicGetOrganizationRequest| async move {
                let data = PublicOrganization::clone(&fixed.public);
                Ok(PublicGetOrganizationResponse::Status200 {
                    cache_control: REVALIDATED,
                    e_tag: ETAG,
                    body: PublicOrganizationEnvelope { data },
                })
            },
        )
        .secured(
            |fixed: Fixed, _, request: PublicUpdateOrganizationRequest| async move {
                let mut data = PublicOrganization::clone(&fixed.public);
                data.name = request.body.name.unwrap_or(data.name);
                Ok(PublicUpdateOrganizationResponse::Status200 {
                    cache_control: REVALIDATED,
                    e_tag: ETAG,
                    body: PublicOrganizationEnvelope { data },
                })
            },
        )
}

impl Service for Fixed {
    type Caller = ();
    type Error = Problem;

    async fn authenticate(&self, _: &Credentials<'_>) -> Result<(), Problem> {
        Ok(())
    }

    fn formats(&self) -> Vec<Format> {
        orgd::api::formats(PlainHttp::Local)
    }
}
