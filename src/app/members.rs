//! The use cases of callers for the members of an organization.

use orgd_runtime::{Context, Permission};

use super::authorize::authorize;
use super::{App, Consistency};
use crate::auth::Caller;
use crate::domain::{Member, MemberChange, Page, Resource, Role};
use crate::error::Error;
use crate::store::Seen;

impl App {
    /// Returns a page of up to `limit` members of the organization, in the order in which they joined, after the
    /// one whose ID is the cursor; and the number of all members.
    ///
    /// # Errors
    /// As [`Self::get_organization`].
    pub async fn list_members(
        &self,
        context: Context<Caller, Permission>,
        organization_id: String,
        limit: u32,
        cursor: Option<String>,
    ) -> Result<(Page<Member>, u64), Error> {
        let Context {
            caller, permission, ..
        } = context;
        let organization = self
            .get_organization(caller, organization_id, &[permission], Consistency::Strong)
            .await?;
        let page = self
            .store
            .list_members(organization.id.clone(), limit.into(), cursor)
            .await?;
        let total = self.store.count_members(organization.id).await?;
        Ok((page, total.unsigned_abs()))
    }

    /// Changes the role of a member. Returns the member with the new role.
    ///
    /// # Errors
    /// As [`Self::get_organization`]; [`Error::NotFound`] for a member of another organization;
    /// [`Error::ProtectedMember`].
    pub async fn update_member(
        &self,
        context: Context<Caller, Permission>,
        organization_id: String,
        member_id: String,
        role: Role,
    ) -> Result<Member, Error> {
        self.change_member(context, organization_id, member_id, move |seen, member| {
            member.check_changeable(&seen.user_id)?;
            Ok((member.membership.role != role).then_some(MemberChange::Role(role)))
        })
        .await
    }

    /// Removes a member from the organization.
    ///
    /// # Errors
    /// As [`Self::update_member`].
    pub async fn remove_member(
        &self,
        context: Context<Caller, Permission>,
        organization_id: String,
        member_id: String,
    ) -> Result<(), Error> {
        self.change_member(context, organization_id, member_id, |seen, member| {
            member.check_changeable(&seen.user_id)?;
            Ok(Some(MemberChange::Removal))
        })
        .await
        .map(drop)
    }

    /// Makes a member the owner, and the previous owner an admin.
    ///
    /// # Errors
    /// As [`Self::get_organization`]; [`Error::NotFound`] for a member of another organization;
    /// [`Error::NotTransferable`].
    pub async fn transfer_ownership(
        &self,
        context: Context<Caller, Permission>,
        organization_id: String,
        member_id: String,
    ) -> Result<(), Error> {
        self.change_member(context, organization_id, member_id, |_, member| {
            member.check_transferable()?;
            Ok(Some(MemberChange::Ownership))
        })
        .await
        .map(drop)
    }

    /// Changes a member as `decide` says, if the caller has the permission.
    async fn change_member(
        &self,
        context: Context<Caller, Permission>,
        organization_id: String,
        member_id: String,
        decide: impl Fn(&Seen, &Member) -> Result<Option<MemberChange>, Error> + Send + Sync + 'static,
    ) -> Result<Member, Error> {
        let permission = context.permission;
        let request_id = context.request_id.map(String::from);
        let (lookup, fingerprint) = context.caller.into_lookup(organization_id);
        self.store
            .change_member(lookup, member_id, request_id, move |seen, member| {
                authorize(seen.role, &[permission])?;
                let member = member.ok_or(Error::NotFound(Resource::Member))?;
                decide(seen, member)
            })
            .await
            .map_err(|error| self.authenticator.evict_if_invalid(fingerprint, error))
    }
}
