//! Organizations on the v1 surface.

use orgd_api::apis::V1Organizations;
use orgd_api::apis::v1_organizations::{
    V1CreateOrganizationRequest, V1CreateOrganizationResponse, V1DeleteOrganizationRequest,
    V1DeleteOrganizationResponse, V1GetOrganizationRequest, V1GetOrganizationResponse,
    V1ListOrganizationsRequest, V1ListOrganizationsResponse, V1UpdateOrganizationRequest,
    V1UpdateOrganizationResponse,
};
use orgd_api::models;
use orgd_runtime::{Context, Permission};

use super::v1_role;
use crate::api::conditional::{etag, precondition};
use crate::api::{REVALIDATED, cursor, location};
use crate::app::{App, Consistency};
use crate::auth::Caller;
use crate::domain::organization::Unchanged;
use crate::domain::{Listed, Organization, OrganizationPatch, OrganizationSummary};
use crate::error::Error;

impl V1Organizations for App {
    async fn v1_create_organization(
        &self,
        context: Context<Caller>,
        request: V1CreateOrganizationRequest,
    ) -> Result<V1CreateOrganizationResponse, Error> {
        let models::V1OrganizationCreate {
            name,
            slug,
            description,
            logo_url,
            settings,
        } = request.body;
        let patch = OrganizationPatch {
            description,
            logo_url,
            settings: merge_patch(settings)?,
            ..OrganizationPatch::default()
        };
        let organization = self
            .create_organization(context, name, Some(slug), patch)
            .await?;
        Ok(V1CreateOrganizationResponse::Status201 {
            cache_control: REVALIDATED,
            e_tag: etag(organization.version),
            location: location("/api/v1/organizations", &organization)?,
            body: v1_organization(organization)?,
        })
    }

    async fn v1_get_organization(
        &self,
        context: Context<Caller, Permission>,
        request: V1GetOrganizationRequest,
    ) -> Result<V1GetOrganizationResponse, Error> {
        let consistency = Consistency::of_read(request.if_match.is_some());
        let organization = self
            .get_organization(
                context.caller,
                request.org_id,
                &[context.permission],
                consistency,
            )
            .await?;
        let precondition = precondition(request.if_match, request.if_none_match);
        let e_tag = etag(organization.version);
        if precondition.is_known(organization.version)? {
            return Ok(V1GetOrganizationResponse::Status304 {
                cache_control: REVALIDATED,
                e_tag,
            });
        }
        Ok(V1GetOrganizationResponse::Status200 {
            cache_control: REVALIDATED,
            e_tag,
            body: v1_organization(organization)?,
        })
    }

    async fn v1_update_organization(
        &self,
        context: Context<Caller, Permission>,
        request: V1UpdateOrganizationRequest,
    ) -> Result<V1UpdateOrganizationResponse, Error> {
        let body = request.body;
        let patch = OrganizationPatch {
            name: body.name,
            description: body.description,
            logo_url: body.logo_url,
            settings: merge_patch(body.settings)?,
            ..OrganizationPatch::default()
        };
        let unchanged = Unchanged {
            id: body.id,
            slug: body.slug,
            created_by: body.created_by,
            created_at: body.created_at,
            updated_at: body.updated_at,
            ..Unchanged::default()
        };
        let precondition = precondition(request.if_match, request.if_none_match);
        let organization = self
            .update_organization(context, request.org_id, precondition, patch, unchanged)
            .await?;
        Ok(V1UpdateOrganizationResponse::Status200 {
            cache_control: REVALIDATED,
            e_tag: etag(organization.version),
            body: v1_organization(organization)?,
        })
    }

    async fn v1_delete_organization(
        &self,
        context: Context<Caller, Permission>,
        request: V1DeleteOrganizationRequest,
    ) -> Result<V1DeleteOrganizationResponse, Error> {
        let precondition = precondition(request.if_match, request.if_none_match);
        self.delete_organization(context, request.org_id, precondition)
            .await?;
        Ok(V1DeleteOrganizationResponse::Status200 {
            cache_control: REVALIDATED,
            body: models::V1Message {
                message: "Organization deleted successfully".to_owned(),
            },
        })
    }

    async fn v1_list_organizations(
        &self,
        context: Context<Caller>,
        request: V1ListOrganizationsRequest,
    ) -> Result<V1ListOrganizationsResponse, Error> {
        let (page, total) = self
            .list_organization_summaries(&context.caller, request.limit, cursor(request.cursor))
            .await?;
        let next_cursor = page.next_cursor(|listed| listed.organization.id.clone());
        Ok(V1ListOrganizationsResponse::Status200 {
            cache_control: REVALIDATED,
            body: models::V1OrganizationList {
                organizations: page.items.into_iter().map(v1_membership).collect(),
                total,
                next_cursor,
            },
        })
    }
}

/// The settings of a request as a merge patch: absent and null stay apart.
fn merge_patch(
    settings: Option<models::V1SettingsUpdate>,
) -> Result<Option<serde_json::Value>, Error> {
    let patch = settings.map(serde_json::to_value).transpose();
    patch.map_err(|error| Error::Internal(format!("settings: {error}")))
}

fn v1_organization(organization: Organization) -> Result<models::V1Organization, Error> {
    let settings = serde_json::from_value(organization.settings)
        .map_err(|error| Error::Internal(format!("stored settings: {error}")))?;
    Ok(models::V1Organization {
        id: organization.id,
        name: organization.name,
        slug: organization.slug,
        description: organization.description,
        logo_url: organization.logo_url,
        settings,
        created_by: organization.created_by,
        created_at: organization.created_at,
        updated_at: organization.updated_at,
    })
}

fn v1_membership(listed: Listed<OrganizationSummary>) -> models::V1OrganizationMembership {
    models::V1OrganizationMembership {
        id: listed.organization.id,
        name: listed.organization.name,
        slug: listed.organization.slug,
        logo_url: listed.organization.logo_url,
        role: v1_role(listed.role),
        membership_id: listed.membership_id,
        joined_at: listed.joined_at,
    }
}
