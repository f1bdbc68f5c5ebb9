//! The floor of HTTP: the router, the middleware, the checks and the JSON of orgd over one organization in
//! memory. The additional cost of orgd is its work with credentials and the database.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use clap::Args;
use orgd::cli::start_log;
use orgd::config::LogFormat;
use orgd::http::{server, with_middleware};
use orgd_api::apis::public_organizations::*;
use orgd_api::apis::v1_organizations::*;
use orgd_api::apis::{PublicOrganizations, V1Organizations};
use orgd_api::models::{PublicOrganization, PublicOrganizationEnvelope, V1Organization};
use orgd_api::{Operation, Permission, Rejection, Service};
use serde_json::{Value, json};

use crate::Failure;
use crate::data::Organization;

#[derive(Args)]
pub struct HttpFloor {
    /// The address and port to listen on
    #[arg(long)]
    listen: String,
}

impl HttpFloor {
    pub fn run(self) -> Result<(), Failure> {
        tokio::runtime::Runtime::new()?.block_on(async {
            start_log(LogFormat::Text)?;
            let (listener, _) = server::listen(&self.listen).await?;
            let router = with_middleware(orgd_api::router(Fixed::new()?), None);
            Ok(server::serve(listener, router).await?)
        })
    }
}

/// Has one organization, for every id, and accepts every credential.
#[derive(Clone)]
struct Fixed {
    public: Arc<PublicOrganization>,
    v1: Arc<V1Organization>,
}

/// The reason for a refusal. The load expects no refusal, and fails if there is one.
struct Refused(StatusCode);

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

impl Service for Fixed {
    type Caller = ();
    type Error = Refused;

    async fn authenticate(&self, headers: &HeaderMap) -> Result<(), Refused> {
        match headers.contains_key(header::AUTHORIZATION) {
            true => Ok(()),
            false => Err(Refused(StatusCode::UNAUTHORIZED)),
        }
    }

    async fn confirm(&self, (): &()) -> Result<(), Refused> {
        Ok(())
    }

    fn refuse(&self, _: &'static Operation, error: Refused) -> Response {
        error.0.into_response()
    }
}

impl From<Rejection> for Refused {
    fn from(_: Rejection) -> Self {
        Self(StatusCode::BAD_REQUEST)
    }
}

/// The refusal of operations that the load does not use.
const UNANSWERED: Refused = Refused(StatusCode::NOT_IMPLEMENTED);

impl V1Organizations for Fixed {
    async fn v1_get_organization(
        &self,
        (): (),
        _: Permission,
        _: V1GetOrganizationRequest,
    ) -> Result<V1GetOrganizationResponse, Refused> {
        Ok(V1GetOrganizationResponse::Status200 {
            cache_control: REVALIDATED,
            e_tag: ETAG,
            body: V1Organization::clone(&self.v1),
        })
    }

    async fn v1_update_organization(
        &self,
        (): (),
        _: Permission,
        request: V1UpdateOrganizationRequest,
    ) -> Result<V1UpdateOrganizationResponse, Refused> {
        let mut body = V1Organization::clone(&self.v1);
        body.name = request.body.name.unwrap_or(body.name);
        Ok(V1UpdateOrganizationResponse::Status200 {
            cache_control: REVALIDATED,
            e_tag: ETAG,
            body,
        })
    }

    async fn v1_create_organization(
        &self,
        (): (),
        _: V1CreateOrganizationRequest,
    ) -> Result<V1CreateOrganizationResponse, Refused> {
        Err(UNANSWERED)
    }

    async fn v1_delete_organization(
        &self,
        (): (),
        _: Permission,
        _: V1DeleteOrganizationRequest,
    ) -> Result<V1DeleteOrganizationResponse, Refused> {
        Err(UNANSWERED)
    }

    async fn v1_list_organizations(
        &self,
        (): (),
        _: V1ListOrganizationsRequest,
    ) -> Result<V1ListOrganizationsResponse, Refused> {
        Err(UNANSWERED)
    }
}

impl PublicOrganizations for Fixed {
    async fn public_get_organization(
        &self,
        (): (),
        _: Permission,
        _: Permission,
        _: PublicGetOrganizationRequest,
    ) -> Result<PublicGetOrganizationResponse, Refused> {
        let data = PublicOrganization::clone(&self.public);
        Ok(PublicGetOrganizationResponse::Status200 {
            cache_control: REVALIDATED,
            e_tag: ETAG,
            body: PublicOrganizationEnvelope { data },
        })
    }

    async fn public_update_organization(
        &self,
        (): (),
        _: Permission,
        request: PublicUpdateOrganizationRequest,
    ) -> Result<PublicUpdateOrganizationResponse, Refused> {
        let mut data = PublicOrganization::clone(&self.public);
        data.name = request.body.name.unwrap_or(data.name);
        Ok(PublicUpdateOrganizationResponse::Status200 {
            cache_control: REVALIDATED,
            e_tag: ETAG,
            body: PublicOrganizationEnvelope { data },
        })
    }

    async fn public_create_organization(
        &self,
        (): (),
        _: PublicCreateOrganizationRequest,
    ) -> Result<PublicCreateOrganizationResponse, Refused> {
        Err(UNANSWERED)
    }

    async fn public_list_organizations(
        &self,
        (): (),
        _: PublicListOrganizationsRequest,
    ) -> Result<PublicListOrganizationsResponse, Refused> {
        Err(UNANSWERED)
    }
}
