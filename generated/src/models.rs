//! What requests and responses are made of.
//!
//! In a request, `Option` is what may be absent and the inner `Option` of two is what may be null.

mod public_error_title;
pub use public_error_title::PublicErrorTitle;

mod public_failure;
pub use public_failure::PublicFailure;

mod public_failure_detail;
pub use public_failure_detail::PublicFailureDetail;

mod public_include;
pub use public_include::PublicInclude;

mod public_onboarding_status;
pub use public_onboarding_status::PublicOnboardingStatus;

mod public_organization;
pub use public_organization::PublicOrganization;

mod public_organization_create;
pub use public_organization_create::PublicOrganizationCreate;

mod public_organization_envelope;
pub use public_organization_envelope::PublicOrganizationEnvelope;

mod public_organization_list;
pub use public_organization_list::PublicOrganizationList;

mod public_organization_update;
pub use public_organization_update::PublicOrganizationUpdate;

mod public_pagination;
pub use public_pagination::PublicPagination;

mod v1_assignable_role;
pub use v1_assignable_role::V1AssignableRole;

mod v1_audit_action;
pub use v1_audit_action::V1AuditAction;

mod v1_audit_credential;
pub use v1_audit_credential::V1AuditCredential;

mod v1_audit_entry;
pub use v1_audit_entry::V1AuditEntry;

mod v1_audit_log;
pub use v1_audit_log::V1AuditLog;

mod v1_billing;
pub use v1_billing::V1Billing;

mod v1_billing_update;
pub use v1_billing_update::V1BillingUpdate;

mod v1_branding;
pub use v1_branding::V1Branding;

mod v1_branding_update;
pub use v1_branding_update::V1BrandingUpdate;

mod v1_error_code;
pub use v1_error_code::V1ErrorCode;

mod v1_failure;
pub use v1_failure::V1Failure;

mod v1_failure_detail;
pub use v1_failure_detail::V1FailureDetail;

mod v1_features;
pub use v1_features::V1Features;

mod v1_features_update;
pub use v1_features_update::V1FeaturesUpdate;

mod v1_field_change;
pub use v1_field_change::V1FieldChange;

mod v1_member;
pub use v1_member::V1Member;

mod v1_member_list;
pub use v1_member_list::V1MemberList;

mod v1_member_update;
pub use v1_member_update::V1MemberUpdate;

mod v1_member_user;
pub use v1_member_user::V1MemberUser;

mod v1_message;
pub use v1_message::V1Message;

mod v1_organization;
pub use v1_organization::V1Organization;

mod v1_organization_create;
pub use v1_organization_create::V1OrganizationCreate;

mod v1_organization_list;
pub use v1_organization_list::V1OrganizationList;

mod v1_organization_membership;
pub use v1_organization_membership::V1OrganizationMembership;

mod v1_organization_update;
pub use v1_organization_update::V1OrganizationUpdate;

mod v1_ownership_transfer;
pub use v1_ownership_transfer::V1OwnershipTransfer;

mod v1_role;
pub use v1_role::V1Role;

mod v1_settings;
pub use v1_settings::V1Settings;

mod v1_settings_update;
pub use v1_settings_update::V1SettingsUpdate;

mod violation;
pub use violation::Violation;

mod violation_part;
pub use violation_part::ViolationPart;
