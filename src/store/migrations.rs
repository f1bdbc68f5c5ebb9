//! Compares the migrations of a database with those of this program.

use diesel::backend::Backend;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};

use super::error::StoreError;
use crate::causes::with_causes;

diesel::table! {
    /// The table in which Diesel records migrations.
    __diesel_schema_migrations (version) {
        version -> Text,
    }
}

pub(super) use __diesel_schema_migrations as applied_migrations;

/// Runs the migrations that the database lacks.
///
/// # Errors
/// If the database has migrations that this program does not know; a database error.
pub(super) fn migrate<DB: Backend>(
    connection: &mut impl MigrationHarness<DB>,
    migrations: EmbeddedMigrations,
) -> Result<(), StoreError> {
    let applied = connection.applied_migrations();
    let applied = applied.map_err(StoreError::internal)?;
    refuse_newer(
        applied.iter().map(ToString::to_string),
        known::<DB>(&migrations)?,
    )?;
    connection
        .run_pending_migrations(migrations)
        .map(drop)
        .map_err(StoreError::internal)
}

/// Checks that the database has exactly the migrations of this program, by the rows that were read from
/// [`applied_migrations`].
///
/// # Errors
/// If it has more or fewer, or if they cannot be read; a database error.
pub(super) fn check<DB: Backend>(
    applied: Result<Vec<String>, StoreError>,
    migrations: &EmbeddedMigrations,
) -> Result<(), StoreError> {
    let advice = "run `orgd migrate` with a user who may change the schema";
    let applied = applied.map_err(|error| match error {
        StoreError::Internal(_) => StoreError::Config(format!(
            "cannot tell which schema the database has ({}): {advice}",
            with_causes(&error)
        )),
        error => error,
    })?;
    let known = known::<DB>(migrations)?;
    if let Some(missing) = known.iter().find(|version| !applied.contains(version)) {
        return Err(StoreError::Config(format!(
            "the database lacks the migration {missing}: {advice}"
        )));
    }
    refuse_newer(applied.into_iter(), known)
}

/// A newer version may write what this one does not read, and this one may break what the newer one relies on.
fn refuse_newer(
    mut applied: impl Iterator<Item = String>,
    known: Vec<String>,
) -> Result<(), StoreError> {
    match applied.find(|version| !known.contains(version)) {
        None => Ok(()),
        Some(unknown) => Err(StoreError::Config(format!(
            "the database was migrated by a newer version of orgd (migration {unknown}): use that version"
        ))),
    }
}

fn known<DB: Backend>(migrations: &EmbeddedMigrations) -> Result<Vec<String>, StoreError> {
    let all: Vec<Box<dyn Migration<DB>>> = migrations.migrations().map_err(StoreError::internal)?;
    Ok(all
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect())
}
