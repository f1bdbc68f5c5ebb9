//! SQLite: prepared statements in large transactions, synced once at the end.

use indicatif::ProgressBar;
use rusqlite::{Connection, Statement, params};

use crate::Failure;
use crate::data::{Organization, User};

/// The number of organizations per transaction.
const TRANSACTION: u64 = 50_000;

const INSERT_USER: &str = "INSERT INTO users (id, email, created_at) VALUES (?1, ?2, ?3)";

const INSERT_ORGANIZATION: &str = "INSERT INTO organizations
    (id, name, slug, description, logo_url, settings, custom_ai_context, onboarding_status,
     full_embed_enabled, embed_allowed_origins, embed_secret, is_billable, insights_enabled,
     trial_ends_at, created_by, created_at, updated_at, version)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?10, 1, 1, ?11, ?12, ?13, ?13, 1)";

const INSERT_MEMBERSHIP: &str = "INSERT INTO memberships
    (id, user_id, organization_id, role, joined_at, organization_created_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?5)";

pub fn load(connection: Connection, count: u64, bar: &ProgressBar) -> Result<(), Failure> {
    connection.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -1000000;",
    )?;
    let oldest = written(Organization::nth(0, count).created_at);
    for user in User::ALL {
        connection.execute(INSERT_USER, params![user.id(), user.email(), oldest])?;
    }
    bar.set_message("organizations");
    let mut organizations = connection.prepare(INSERT_ORGANIZATION)?;
    let mut memberships = connection.prepare(INSERT_MEMBERSHIP)?;
    for begin in (0..count).step_by(usize::try_from(TRANSACTION)?) {
        let transaction = connection.unchecked_transaction()?;
        for number in begin..(begin + TRANSACTION).min(count) {
            let organization = Organization::nth(number, count);
            insert_organization(&mut organizations, &organization)?;
            insert_memberships(&mut memberships, &organization, number, count)?;
            bar.inc(1);
        }
        transaction.commit()?;
    }
    bar.set_message("checkpoint");
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE);")?;
    Ok(())
}

fn insert_organization(insert: &mut Statement, row: &Organization) -> rusqlite::Result<usize> {
    insert.execute(params![
        row.id,
        row.name,
        row.slug,
        row.description,
        row.logo_url,
        row.settings,
        row.custom_ai_context,
        row.onboarding_status,
        row.embed_allowed_origins,
        row.embed_secret,
        written(row.trial_ends_at),
        row.created_by,
        written(row.created_at),
    ])
}

fn insert_memberships(
    insert: &mut Statement,
    organization: &Organization,
    number: u64,
    count: u64,
) -> rusqlite::Result<()> {
    let joined_at = written(organization.created_at);
    for user in User::ALL {
        if let Some((id, role)) = user.membership(number, count) {
            insert.execute(params![id, user.id(), organization.id, role, joined_at])?;
        }
    }
    Ok(())
}

/// Times in exactly the format that orgd writes, because they are compared as text.
fn written(time: chrono::NaiveDateTime) -> String {
    time.format("%F %T%.f").to_string()
}
