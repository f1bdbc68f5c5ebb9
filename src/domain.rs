//! The domain: entities and their rules, without HTTP and databases.

pub mod api_key;
pub mod audit_log;
pub mod clock;
pub mod email;
pub mod id;
pub mod member;
pub mod membership;
pub mod organization;
pub mod page;
pub mod precondition;
pub mod resource;
pub mod role;
pub mod user;

pub use api_key::ApiKey;
pub use audit_log::{Action, Actor, AuditCursor, AuditEntry, AuditEvent, AuditFilter, FieldChange};
pub use clock::now;
pub use member::{Member, MemberChange};
pub use membership::{Listed, Membership};
pub use organization::{Organization, OrganizationPatch, OrganizationRecord, OrganizationSummary};
pub use page::Page;
pub use precondition::Precondition;
pub use resource::Resource;
pub use role::Role;
pub use user::User;
