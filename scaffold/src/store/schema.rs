//! The tables, as `migrations/` makes them on either database.

diesel::table! {
    notes (id) {
        id -> BigInt,
        author -> Text,
        text -> Text,
        written_at -> Timestamp,
    }
}
