//! Identifiers: a prefix that names the kind and a UUIDv7, written as TypeIDs are, such as
//! `org_01k9xw5q3mf7kvpq2v4m1c8z6d`. They sort by the time of their making.

use type_safe_id::{StaticType, TypeSafeId};

macro_rules! kinds {
    ($($name:ident $kind:ident $prefix:literal,)*) => {$(
        #[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
        struct $kind;

        impl StaticType for $kind {
            const TYPE: &'static str = $prefix;
        }

        #[doc = concat!("A new `", $prefix, "_…`.")]
        pub fn $name() -> String {
            TypeSafeId::<$kind>::new().to_string()
        }
    )*};
}

kinds! {
    organization Organization "org",
    user User "usr",
    membership Membership "mbr",
    api_key ApiKey "key",
    session Session "ses",
}
