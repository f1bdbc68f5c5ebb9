//! Roles and their permissions.

/// The role of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// May do everything, including deletion.
    Owner,
    /// May update the organization and manage its members.
    Admin,
    /// May read.
    Member,
    /// May read.
    Viewer,
}

impl Role {
    /// All roles, the most powerful first.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Admin, Self::Member, Self::Viewer];

    /// The name in the contract and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Viewer => "viewer",
        }
    }

    /// Returns the role with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// The permissions of the role, as documented by BunShip. `*` grants everything, and `category:*` grants
    /// everything in the category.
    pub fn grants(self) -> &'static [&'static str] {
        match self {
            Self::Owner => &["*"],
            Self::Admin => &[
                "org:read",
                "org:update",
                "members:*",
                "invitations:*",
                "api-keys:*",
                "audit-logs:read",
            ],
            Self::Member | Self::Viewer => &["org:read", "members:read"],
        }
    }

    /// Returns `true` if the role grants the permission, such as `org:update`.
    pub fn allows(self, permission: &str) -> bool {
        self.grants().iter().any(|grant| {
            *grant == "*"
                || *grant == permission
                || grant.strip_suffix('*').is_some_and(|category| {
                    category.ends_with(':') && permission.starts_with(category)
                })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn each_role_is_allowed_what_the_page_says() {
        let allowed = |permission| Role::ALL.map(|role| role.allows(permission));
        assert_eq!(allowed("org:read"), [true, true, true, true]);
        assert_eq!(allowed("org:update"), [true, true, false, false]);
        assert_eq!(allowed("org:delete"), [true, false, false, false]);
        assert_eq!(allowed("members:invite"), [true, true, false, false]);
        assert_eq!(allowed("members:read"), [true, true, true, true]);
        assert_eq!(allowed("membership:read"), [true, false, false, false]);
    }
}
