//! Read your writes: the primary counts each caller's writes, and a replica serves a read if it has as many.
//!
//! A trigger counts every write in the transaction of the write, for the user who wrote and in one of several slots.
//! When a read begins, it gets the counts of the primary. A replica whose counts are at least as high in every slot
//! has every write that was acknowledged before:
//!
//! - Writes in the same slot change the same row, so each commits after the previous one has ended. A replica applies
//!   commits in the order of the log, so it shows the n-th write only with all earlier ones. (There is no order
//!   between the slots in which writes become visible on the primary, so comparing sums would be wrong.)
//! - Writes older than the trigger are not counted. `CREATE TRIGGER` waits for the writes in progress and commits
//!   after them, so a replica with the trigger has them. A replica without the trigger is not used.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_async::SimpleAsyncConnection;

use super::{Connection, RunQueryDsl, Shared};
use crate::store::lookup::{Credential, Reader, Writes};
use crate::store::schema::{api_keys, users};

diesel::table! {
    caller_writes (user_id, slot) {
        user_id -> Text,
        slot -> SmallInt,
        count -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(caller_writes, users);
diesel::allow_tables_to_appear_in_same_query!(caller_writes, api_keys);

/// Identifies a database and its replicas.
pub(super) type Identity = String;

const SELECT_IDENTITY: &str =
    "(SELECT system_identifier FROM pg_control_system()) || '/' || current_database()";

const IS_COUNTING: &str = "EXISTS (SELECT FROM pg_trigger
    WHERE tgrelid = to_regclass('organizations') AND tgname = 'count_caller_write')";

/// Waits for the writes in progress, and blocks new ones. The lock timeout ends this before their timeout does.
/// Updates that keep the version change nothing that callers see.
const CREATE_TRIGGER: &str = "CREATE OR REPLACE TRIGGER count_caller_write
    AFTER INSERT OR UPDATE OF version ON organizations
    FOR EACH ROW EXECUTE FUNCTION count_caller_write()";

/// Returns the identity of the database, and `true` if its writes are counted.
pub(super) async fn inspect(connection: &mut Connection) -> QueryResult<(Identity, bool)> {
    diesel::select((sql::<Text>(SELECT_IDENTITY), sql::<Bool>(IS_COUNTING)))
        .get_result(connection)
        .await
}

/// Makes the primary count the writes of all nodes from now on. Returns the identity of the database.
pub(super) async fn enable_counting(connection: &mut Connection) -> QueryResult<Identity> {
    let (identity, is_counting) = inspect(connection).await?;
    // Checked first, so that nodes that start later do not take the lock.
    if !is_counting {
        connection.batch_execute(CREATE_TRIGGER).await?;
    }
    Ok(identity)
}

/// Finds the caller and the counts of their writes, in one round trip to the primary.
pub(super) async fn find_reader(
    connection: &mut Shared<'_>,
    credential: &Credential,
    now: DateTime<Utc>,
) -> QueryResult<Option<Reader>> {
    let of_user = caller_writes::user_id.eq(users::id);
    let rows: Vec<(String, Option<i16>, Option<i64>)> =
        of_caller!(credential, now, |callers| callers
            .left_join(caller_writes::table.on(of_user))
            .select((
                users::id,
                caller_writes::slot.nullable(),
                caller_writes::count.nullable(),
            ))
            .load(connection)
            .await)?;
    let [(user_id, ..), ..] = rows.as_slice() else {
        return Ok(None);
    };
    Ok(Some(Reader {
        user_id: user_id.clone(),
        writes: Some(rows.iter().filter_map(|row| row.1.zip(row.2)).collect()),
    }))
}

/// Returns `true` if the replica has all writes that the primary counted.
pub(super) async fn has_all(
    connection: &mut Shared<'_>,
    user_id: &str,
    writes: &Writes,
) -> QueryResult<bool> {
    if writes.is_empty() {
        return Ok(true);
    }
    let replayed: Writes = caller_writes::table
        .filter(caller_writes::user_id.eq(user_id))
        .select((caller_writes::slot, caller_writes::count))
        .load(connection)
        .await?;
    Ok(writes.iter().all(|(slot, count)| {
        let same = replayed.iter().find(|row| row.0 == *slot);
        same.is_some_and(|row| row.1 >= *count)
    }))
}
