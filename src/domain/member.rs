//! Members: memberships with their users, and the rules for changing them.

use thiserror::Error;

use super::{Membership, Role, User};

/// A member of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The membership.
    pub membership: Membership,
    /// The user who is the member.
    pub user: User,
}

/// A change of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberChange {
    /// The member gets another role.
    Role(Role),
    /// The member becomes the owner, and the previous owner an admin.
    Ownership,
    /// The user is no longer a member.
    Removal,
}

/// The reason for which a member cannot be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ProtectedMember {
    /// An organization always has an owner: only a transfer of the ownership replaces the owner.
    #[error("must not be the owner: transfer the ownership first")]
    Owner,
    /// Callers cannot lock themselves out.
    #[error("must not be your own membership")]
    Caller,
}

/// The reason for which a member cannot become the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotTransferable {
    /// The member is the owner already.
    #[error("must not be the owner")]
    Owner,
    /// The user was deactivated and could not act as the owner.
    #[error("must not be a deactivated user")]
    Deactivated,
}

impl Member {
    /// Checks that the caller may change or remove this member.
    ///
    /// # Errors
    /// [`ProtectedMember`] for the owner and for the caller.
    pub fn check_changeable(&self, caller_id: &str) -> Result<(), ProtectedMember> {
        if self.membership.role == Role::Owner {
            return Err(ProtectedMember::Owner);
        }
        if self.user.id == caller_id {
            return Err(ProtectedMember::Caller);
        }
        Ok(())
    }

    /// Checks that this member may become the owner.
    ///
    /// # Errors
    /// [`NotTransferable`] for the owner and for a deactivated user.
    pub fn check_transferable(&self) -> Result<(), NotTransferable> {
        if self.membership.role == Role::Owner {
            return Err(NotTransferable::Owner);
        }
        if self.user.deactivated_at.is_some() {
            return Err(NotTransferable::Deactivated);
        }
        Ok(())
    }
}
