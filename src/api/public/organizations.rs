//! Organizations on the public surface.

use axum::http::HeaderValue;
use orgd_api::apis::PublicOrganizations;
use orgd_api::apis::public_organizations::{
    PublicCreateOrganizationRequest, PublicCreateOrganizationResponse,
    PublicGetOrganizationRequest, PublicGetOrganizationResponse, PublicListOrganizationsRequest,
    PublicListOrganizationsResponse, PublicUpdateOrganizationRequest,
    PublicUpdateOrganizationResponse,
};
use orgd_api::models::{self, PublicInclude};
use orgd_runtime::{Context, Permission};

use crate::api::conditional::{etag, precondition};
use crate::api::{NO_STORE, REVALIDATED, cursor, location, normalised};
use crate::app::{App, Consistency};
use crate::auth::Caller;
use crate::domain::organization::{OnboardingStatus, Organization, OrganizationPatch, Unchanged};
use crate::error::Error;

impl PublicOrganizations for App {
    async fn public_create_organization(
        &self,
        context: Context<Caller>,
        request: PublicCreateOrganizationRequest,
    ) -> Result<PublicCreateOrganizationResponse, Error> {
        let body = request.body;
        let embed_allowed_origins = normalised(body.embed_allowed_origins, self.plain_http())?;
        let patch = OrganizationPatch {
            custom_ai_context: body.custom_ai_context,
            skip_onboarding: Some(body.skip_onboarding),
            full_embed_enabled: Some(body.full_embed_enabled),
            embed_allowed_origins,
            is_billable: Some(body.is_billable),
            insights_enabled: Some(body.insights_enabled),
            ..OrganizationPatch::default()
        };
        let organization = self
            .create_organization(context, body.name, body.slug, patch)
            .await?;
        Ok(PublicCreateOrganizationResponse::Status201 {
            cache_control: cache_control(request.include),
            e_tag: etag(organization.version),
            location: location("/api/public/organizations", &organization)?,
            body: self.envelope(organization, request.include).await?,
        })
    }

    async fn public_get_organization(
        &self,
        context: Context<Caller, [Permission; 2]>,
        request: PublicGetOrganizationRequest,
    ) -> Result<PublicGetOrganizationResponse, Error> {
        let [read, _] = context.permission;
        let (permissions, consistency) = match request.include {
            // A replica may not know yet that the caller lost the permission.
            Some(PublicInclude::JwtSecret) => (&context.permission[..], Consistency::Strong),
            None => (
                &[read][..],
                Consistency::of_read(request.if_match.is_some()),
            ),
        };
        let organization = self
            .get_organization(context.caller, request.id, permissions, consistency)
            .await?;
        let cache_control = cache_control(request.include);
        let e_tag = etag(organization.version);
        // A caller who asks for the secret needs a body.
        let if_none_match = request.if_none_match.filter(|_| request.include.is_none());
        let precondition = precondition(request.if_match, if_none_match);
        if precondition.is_known(organization.version)? {
            return Ok(PublicGetOrganizationResponse::Status304 {
                cache_control,
                e_tag,
            });
        }
        Ok(PublicGetOrganizationResponse::Status200 {
            cache_control,
            e_tag,
            body: self.envelope(organization, request.include).await?,
        })
    }

    async fn public_update_organization(
        &self,
        context: Context<Caller, Permission>,
        request: PublicUpdateOrganizationRequest,
    ) -> Result<PublicUpdateOrganizationResponse, Error> {
        let body = request.body;
        let embed_allowed_origins = normalised(body.embed_allowed_origins, self.plain_http())?;
        let patch = OrganizationPatch {
            name: body.name,
            custom_ai_context: body.custom_ai_context,
            skip_onboarding: body.skip_onboarding,
            full_embed_enabled: body.full_embed_enabled,
            embed_allowed_origins,
            is_billable: body.is_billable,
            insights_enabled: body.insights_enabled,
            ..OrganizationPatch::default()
        };
        let unchanged = Unchanged {
            id: body.id,
            slug: body.slug,
            onboarding_status: body.onboarding_status.map(onboarding_status),
            trial_ends_at: body.trial_ends_at,
            ..Unchanged::default()
        };
        let precondition = precondition(request.if_match, request.if_none_match);
        let organization = self
            .update_organization(context, request.id, precondition, patch, unchanged)
            .await?;
        Ok(PublicUpdateOrganizationResponse::Status200 {
            cache_control: cache_control(request.include),
            e_tag: etag(organization.version),
            body: self.envelope(organization, request.include).await?,
        })
    }

    async fn public_list_organizations(
        &self,
        context: Context<Caller>,
        request: PublicListOrganizationsRequest,
    ) -> Result<PublicListOrganizationsResponse, Error> {
        let page = self
            .list_organizations(&context.caller, request.limit, cursor(request.cursor))
            .await?;
        let next_cursor = page.next_cursor(|listed| listed.organization.id.clone());
        let items = page.items.into_iter();
        Ok(PublicListOrganizationsResponse::Status200 {
            cache_control: REVALIDATED,
            body: models::PublicOrganizationList {
                data: items
                    .map(|item| public_organization(item.organization, None))
                    .collect(),
                pagination: models::PublicPagination {
                    has_more: page.has_more,
                    next_cursor,
                },
            },
        })
    }
}

impl App {
    /// The organization in its envelope, with the secret only where it is asked for.
    async fn envelope(
        &self,
        organization: Organization,
        include: Option<PublicInclude>,
    ) -> Result<models::PublicOrganizationEnvelope, Error> {
        let secret = match include {
            Some(PublicInclude::JwtSecret) => Some(self.embed_secret(&organization).await?),
            None => None,
        };
        Ok(models::PublicOrganizationEnvelope {
            data: public_organization(organization, secret),
        })
    }
}

fn cache_control(include: Option<PublicInclude>) -> HeaderValue {
    match include {
        Some(PublicInclude::JwtSecret) => NO_STORE,
        None => REVALIDATED,
    }
}

fn public_organization(
    organization: Organization,
    jwt_secret: Option<String>,
) -> models::PublicOrganization {
    models::PublicOrganization {
        id: organization.id,
        name: organization.name,
        slug: organization.slug,
        custom_ai_context: organization.custom_ai_context,
        onboarding_status: match organization.onboarding_status {
            OnboardingStatus::Started => models::PublicOnboardingStatus::Started,
            OnboardingStatus::Completed => models::PublicOnboardingStatus::Completed,
            OnboardingStatus::Legacy => models::PublicOnboardingStatus::Legacy,
        },
        full_embed_enabled: organization.full_embed_enabled,
        embed_allowed_origins: organization.embed_allowed_origins,
        is_billable: organization.is_billable,
        insights_enabled: organization.insights_enabled,
        trial_ends_at: organization.trial_ends_at,
        jwt_secret,
    }
}

fn onboarding_status(status: models::PublicOnboardingStatus) -> OnboardingStatus {
    match status {
        models::PublicOnboardingStatus::Started => OnboardingStatus::Started,
        models::PublicOnboardingStatus::Completed => OnboardingStatus::Completed,
        models::PublicOnboardingStatus::Legacy => OnboardingStatus::Legacy,
    }
}
