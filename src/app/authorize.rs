//! Authorization: a caller's role against the permissions of an operation.

use orgd_runtime::Permission;

use crate::domain::Role;
use crate::error::Error;

/// Refuses a caller who is not a member, or whose role lacks one of the permissions.
///
/// # Errors
/// [`Error::NotAMember`], [`Error::Forbidden`].
pub(super) fn authorize(role: Option<Role>, permissions: &[Permission]) -> Result<(), Error> {
    let role = role.ok_or(Error::NotAMember)?;
    let mut permissions = permissions.iter();
    match permissions.find(|permission| !role.allows(permission.0)) {
        Some(missing) => Err(Error::Forbidden(*missing)),
        None => Ok(()),
    }
}
