//! Identifiers in the TypeID format: a prefix for the kind and a UUIDv7, such as `org_01k9xw5q3mf7kvpq2v4m1c8z6d`.
//! The IDs of one process sort in the order of their creation.

use chrono::{DateTime, Utc};
use type_safe_id::{StaticType, TypeSafeId};
use uuid::Uuid;

macro_rules! kinds {
    ($($name:ident $kind:ident $prefix:literal,)*) => {$(
        #[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
        struct $kind;

        impl StaticType for $kind {
            const TYPE: &'static str = $prefix;
        }

        #[doc = concat!("Generates a `", $prefix, "_…`.")]
        pub fn $name() -> String {
            TypeSafeId::<$kind>::from_uuid(Uuid::now_v7()).to_string()
        }
    )*};
}

kinds! {
    user User "usr",
    membership Membership "mbr",
    api_key ApiKey "key",
    session Session "ses",
    audit_entry AuditEntry "aud",
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Organization;

impl StaticType for Organization {
    const TYPE: &'static str = "org";
}

/// Generates an `org_…`, and returns it with the time that it contains.
///
/// Lists sort by the creation time and then by the ID. If the time came from another reading of the clock, two
/// concurrent requests could get times in one order and IDs in the other.
pub fn organization() -> (String, DateTime<Utc>) {
    let uuid = Uuid::now_v7();
    let id = TypeSafeId::<Organization>::from_uuid(uuid).to_string();
    (id, created_at(uuid).unwrap_or_else(super::now))
}

fn created_at(uuid: Uuid) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = uuid.get_timestamp()?.to_unix();
    DateTime::from_timestamp(seconds.try_into().ok()?, nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_as_they_were_made_and_as_their_times_do() {
        let made: Vec<_> = (0..1000).map(|_| organization()).collect();
        let by_id = made.is_sorted_by_key(|(id, _)| id);
        let by_both = made.is_sorted_by_key(|(id, created_at)| (*created_at, id));
        assert!(by_id && by_both);
        let now = crate::domain::now();
        let (_, created_at) = organization();
        assert!((created_at - now).num_seconds() < 1, "{created_at} {now}");
    }
}
