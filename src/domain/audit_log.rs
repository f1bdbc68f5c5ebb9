//! The audit log: who changed what, when, from what to what.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

mod filter;

pub use filter::{AuditCursor, AuditFilter};

use super::organization::changes;
use super::{Organization, Role, clock, id, now};

/// An entry of an organization's audit log.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// The ID of the organization.
    pub organization_id: String,
    /// Who made the change.
    pub actor: Actor,
    /// The change.
    pub event: AuditEvent,
}

/// Who made a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A user with an API key.
    ApiKey {
        /// The ID of the user.
        user_id: String,
        /// The ID of the key.
        key_id: String,
    },
    /// A user with a token.
    Token {
        /// The ID of the user.
        user_id: String,
    },
    /// An operator on the command line.
    CommandLine,
}

/// A change, as the audit log records it. It never contains a secret.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEvent {
    /// `aud_` and a time-ordered suffix.
    pub id: String,
    /// The ID of the request, which the server's log has too. `None` on the command line.
    pub request_id: Option<String>,
    /// The kind of the change.
    pub action: Action,
    /// The ID of the user whose membership changed, or `None` if the organization itself changed.
    pub target_id: Option<String>,
    /// Each field that changed.
    pub changes: Vec<FieldChange>,
    /// The version of the organization that the change produced. Changes of members produce none.
    pub version: Option<i64>,
    /// The time of the change.
    pub created_at: DateTime<Utc>,
}

/// A change of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// A JSON pointer (RFC 6901) to the field, with the names of the contract.
    pub path: String,
    /// The value before, or null if there was none.
    pub from: Value,
    /// The value after, or null if there is none.
    pub to: Value,
}

/// The kinds of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// An organization was created.
    OrganizationCreate,
    /// Fields of an organization were changed.
    OrganizationUpdate,
    /// An organization was deleted.
    OrganizationDelete,
    /// The deletion of an organization was reverted.
    OrganizationRestore,
    /// A user became a member.
    MemberCreate,
    /// The role of a member was changed.
    MemberUpdate,
    /// A user ceased to be a member.
    MemberDelete,
}

impl Actor {
    /// The kind of the credential of an [`Actor::ApiKey`], in the database and in output.
    pub const API_KEY: &'static str = "api_key";
    /// The kind of the credential of an [`Actor::Token`].
    pub const TOKEN: &'static str = "token";
    /// Stands for a credential on the command line, which needs none.
    pub const COMMAND_LINE: &'static str = "command_line";

    /// The kind of the credential.
    pub fn credential(&self) -> &'static str {
        match self {
            Self::ApiKey { .. } => Self::API_KEY,
            Self::Token { .. } => Self::TOKEN,
            Self::CommandLine => Self::COMMAND_LINE,
        }
    }

    /// The ID of the user, if there is one.
    pub fn user_id(&self) -> Option<&str> {
        match self {
            Self::ApiKey { user_id, .. } | Self::Token { user_id } => Some(user_id),
            Self::CommandLine => None,
        }
    }

    /// The ID of the API key, if there is one.
    pub fn key_id(&self) -> Option<&str> {
        match self {
            Self::ApiKey { key_id, .. } => Some(key_id),
            Self::Token { .. } | Self::CommandLine => None,
        }
    }
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 7] = [
        Self::OrganizationCreate,
        Self::OrganizationUpdate,
        Self::OrganizationDelete,
        Self::OrganizationRestore,
        Self::MemberCreate,
        Self::MemberUpdate,
        Self::MemberDelete,
    ];

    /// The name in the database and in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OrganizationCreate => "organization.create",
            Self::OrganizationUpdate => "organization.update",
            Self::OrganizationDelete => "organization.delete",
            Self::OrganizationRestore => "organization.restore",
            Self::MemberCreate => "member.create",
            Self::MemberUpdate => "member.update",
            Self::MemberDelete => "member.delete",
        }
    }

    /// Returns the action with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == name)
    }
}

impl AuditEvent {
    /// A change of an organization: of the fields that differ from `before` or, without it, of every field that has a
    /// value.
    pub fn of_organization(
        action: Action,
        before: Option<&Organization>,
        after: &Organization,
        request_id: Option<String>,
    ) -> Self {
        Self {
            id: id::audit_entry(),
            request_id,
            action,
            target_id: None,
            changes: changes(before, after),
            version: Some(after.version),
            // Not the clock, which may differ between nodes: the entries of an organization sort by this time.
            created_at: after.updated_at,
        }
    }

    /// The restoration of an organization that was deleted at that time, with its new version.
    pub fn restored(deleted_at: DateTime<Utc>, version: i64) -> Self {
        Self {
            id: id::audit_entry(),
            request_id: None,
            action: Action::OrganizationRestore,
            target_id: None,
            changes: vec![FieldChange {
                path: "/deletedAt".to_owned(),
                from: clock::rfc3339(deleted_at).into(),
                to: Value::Null,
            }],
            version: Some(version),
            created_at: now(),
        }
    }

    /// A change of the user's role in an organization, of which the user is a member with a role, and otherwise not.
    pub fn of_member(
        user_id: &str,
        from: Option<Role>,
        to: Option<Role>,
        request_id: Option<String>,
    ) -> Self {
        let name = |role: Role| Value::from(role.as_str());
        Self {
            id: id::audit_entry(),
            request_id,
            action: match (from, to) {
                (None, _) => Action::MemberCreate,
                (_, None) => Action::MemberDelete,
                _ => Action::MemberUpdate,
            },
            target_id: Some(user_id.to_owned()),
            changes: vec![FieldChange {
                path: "/role".to_owned(),
                from: from.map_or(Value::Null, name),
                to: to.map_or(Value::Null, name),
            }],
            version: None,
            created_at: now(),
        }
    }
}
