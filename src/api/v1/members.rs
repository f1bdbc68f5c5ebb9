//! Members on the v1 surface.

use orgd_api::apis::V1Members;
use orgd_api::apis::v1_members::{
    V1ListMembersRequest, V1ListMembersResponse, V1RemoveMemberRequest, V1RemoveMemberResponse,
    V1TransferOwnershipRequest, V1TransferOwnershipResponse, V1UpdateMemberRequest,
    V1UpdateMemberResponse,
};
use orgd_api::models;
use orgd_runtime::{Context, Permission};

use super::v1_role;
use crate::api::{REVALIDATED, cursor};
use crate::app::App;
use crate::auth::Caller;
use crate::domain::{Member, Role};
use crate::error::Error;

impl V1Members for App {
    async fn v1_list_members(
        &self,
        context: Context<Caller, Permission>,
        request: V1ListMembersRequest,
    ) -> Result<V1ListMembersResponse, Error> {
        let (page, total) = self
            .list_members(
                context,
                request.org_id,
                request.limit,
                cursor(request.cursor),
            )
            .await?;
        let next_cursor = page.next_cursor(|member| member.membership.id.clone());
        Ok(V1ListMembersResponse::Status200 {
            cache_control: REVALIDATED,
            body: models::V1MemberList {
                members: page.items.into_iter().map(v1_member).collect(),
                total,
                next_cursor,
            },
        })
    }

    async fn v1_update_member(
        &self,
        context: Context<Caller, Permission>,
        request: V1UpdateMemberRequest,
    ) -> Result<V1UpdateMemberResponse, Error> {
        let role = match request.body.role {
            models::V1AssignableRole::Admin => Role::Admin,
            models::V1AssignableRole::Member => Role::Member,
            models::V1AssignableRole::Viewer => Role::Viewer,
        };
        let member = self
            .update_member(context, request.org_id, request.member_id, role)
            .await?;
        Ok(V1UpdateMemberResponse::Status200 {
            cache_control: REVALIDATED,
            body: v1_member(member),
        })
    }

    async fn v1_remove_member(
        &self,
        context: Context<Caller, Permission>,
        request: V1RemoveMemberRequest,
    ) -> Result<V1RemoveMemberResponse, Error> {
        self.remove_member(context, request.org_id, request.member_id)
            .await?;
        Ok(V1RemoveMemberResponse::Status200 {
            cache_control: REVALIDATED,
            body: models::V1Message {
                message: "Member removed successfully".to_owned(),
            },
        })
    }

    async fn v1_transfer_ownership(
        &self,
        context: Context<Caller, Permission>,
        request: V1TransferOwnershipRequest,
    ) -> Result<V1TransferOwnershipResponse, Error> {
        self.transfer_ownership(context, request.org_id, request.body.member_id)
            .await?;
        Ok(V1TransferOwnershipResponse::Status200 {
            cache_control: REVALIDATED,
            body: models::V1Message {
                message: "Ownership transferred successfully".to_owned(),
            },
        })
    }
}

fn v1_member(member: Member) -> models::V1Member {
    let Member { membership, user } = member;
    models::V1Member {
        id: membership.id,
        user_id: membership.user_id,
        organization_id: membership.organization_id,
        role: v1_role(membership.role),
        user: models::V1MemberUser {
            id: user.id,
            email: user.email,
            full_name: user.name,
            // orgd stores no pictures of users.
            avatar_url: None,
        },
        joined_at: membership.joined_at,
    }
}
