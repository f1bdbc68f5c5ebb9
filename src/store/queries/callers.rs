//! Callers, identified by their credentials.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{RunQueryDsl, Shared};
use crate::store::lookup::Credential;
use crate::store::schema::{api_keys, users};

/// Runs the query for the user whom the credential identifies. Keys and tokens are looked up in different tables, so
/// their queries have different types.
macro_rules! of_caller {
    ($credential:expr, $now:expr, |$callers:ident| $query:expr) => {
        match $credential {
            Credential::Key(hash) => {
                let lasts = api_keys::expires_at
                    .is_null()
                    .or(api_keys::expires_at.gt($now.naive_utc()));
                let $callers = api_keys::table
                    .inner_join(users::table)
                    .filter(api_keys::hash.eq(hash.as_slice()))
                    .filter(api_keys::revoked_at.is_null())
                    .filter(lasts)
                    .filter(users::deactivated_at.is_null());
                $query
            }
            Credential::User(id) => {
                let $callers = users::table
                    .filter(users::id.eq(id))
                    .filter(users::deactivated_at.is_null());
                $query
            }
        }
    };
}

pub async fn find_caller(
    connection: &mut Shared<'_>,
    credential: &Credential,
    now: DateTime<Utc>,
) -> QueryResult<Option<String>> {
    of_caller!(credential, now, |callers| callers
        .select(users::id)
        .get_result(connection)
        .await
        .optional())
}
