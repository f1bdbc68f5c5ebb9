//! The statements of orgd, prepared once.

use std::path::Path;

use chrono::Utc;
use rusqlite::types::Value;
use rusqlite::{Connection, Statement, params, params_from_iter};
use serde_json::json;

use crate::data::{self, User};

/// The columns that orgd reads. The columns that it writes back come first.
const SELECT: &str = "SELECT name, settings, description, logo_url, custom_ai_context,
        onboarding_status, full_embed_enabled, embed_allowed_origins, is_billable,
        insights_enabled, trial_ends_at, deleted_at, updated_at, version, organizations.id,
        slug, created_by, created_at, role
    FROM organizations
    LEFT JOIN memberships ON organization_id = organizations.id AND user_id = ?2
    WHERE organizations.id = ?1 AND deleted_at IS NULL";

const UPDATE: &str = "UPDATE organizations
    SET name = ?1, settings = ?2, description = ?3, logo_url = ?4, custom_ai_context = ?5,
        onboarding_status = ?6, full_embed_enabled = ?7, embed_allowed_origins = ?8,
        is_billable = ?9, insights_enabled = ?10, trial_ends_at = ?11, deleted_at = ?12,
        updated_at = ?13, version = ?14 + 1
    WHERE id = ?15 AND version = ?14";

/// The entry in the audit log. Its caller has a token, so that the lookup of the key finds none.
const INSERT: &str =
    "INSERT INTO audit_logs (id, organization_id, created_at, action, actor_id, credential,
        request_id, target_id, changes, version, api_key_id)
    SELECT ?1, ?2, ?3, 'organization.update', ?4, 'token', ?5, NULL, ?6, ?7 + 1,
        (SELECT id FROM api_keys WHERE hash = NULL)";

/// The number of parameters of `UPDATE`, which are the first columns of `SELECT`.
const UPDATED: usize = 15;

const COLUMNS: usize = 19;

// Columns of `SELECT`.
const NAME: usize = 0;
const SETTINGS: usize = 1;
const UPDATED_AT: usize = 12;
const VERSION: usize = 13;
const ID: usize = 14;

/// Opens the database like orgd.
pub fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA busy_timeout = 5000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;",
    )?;
    Ok(connection)
}

pub struct Statements<'a> {
    begin: Statement<'a>,
    commit: Statement<'a>,
    select: Statement<'a>,
    update: Statement<'a>,
    insert: Statement<'a>,
    user: String,
    /// Makes every update change something.
    updates: u32,
}

impl<'a> Statements<'a> {
    pub fn prepare(connection: &'a Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            begin: connection.prepare("BEGIN IMMEDIATE")?,
            commit: connection.prepare("COMMIT")?,
            select: connection.prepare(SELECT)?,
            update: connection.prepare(UPDATE)?,
            insert: connection.prepare(INSERT)?,
            user: User::Owner.id(),
            updates: rand::random(),
        })
    }

    /// Reads the organization with that number, and the caller's role in it.
    pub fn select(&mut self, number: u64) -> rusqlite::Result<[Value; COLUMNS]> {
        let id = data::organization_id(number);
        self.select.query_row(params![id, self.user], |row| {
            let mut columns = [const { Value::Null }; COLUMNS];
            for (index, column) in columns.iter_mut().enumerate() {
                *column = row.get(index)?;
            }
            Ok(columns)
        })
    }

    /// Reads and updates the organizations with those numbers, with an entry in the audit log for each, and commits.
    pub fn update_all(&mut self, numbers: impl IntoIterator<Item = u64>) -> rusqlite::Result<()> {
        self.begin.execute([])?;
        for number in numbers {
            self.update(number)?;
        }
        self.commit.execute([])?;
        Ok(())
    }

    fn update(&mut self, number: u64) -> rusqlite::Result<()> {
        let mut columns = self.select(number)?;
        self.updates = self.updates.wrapping_add(1);
        let name = format!("Floor {}", self.updates);
        let color = format!("#{:06x}", self.updates & 0xff_ffff);
        let now = Utc::now().format("%F %T%.3f").to_string();
        let entry = self.entry(&columns, &name, &color, &now);
        let settings = format!(
            r##"{{"branding":{{"accentColor":"#818CF8","primaryColor":"{color}"}},"features":{{"apiAccess":true,"webhooks":true}}}}"##
        );
        columns[NAME] = Value::Text(name);
        columns[SETTINGS] = Value::Text(settings);
        columns[UPDATED_AT] = Value::Text(now);
        let updated = self.update.execute(params_from_iter(&columns[..UPDATED]))?;
        debug_assert_eq!(updated, 1, "nobody else writes");
        self.insert.execute(params_from_iter(entry))?;
        Ok(())
    }

    /// The parameters of `INSERT`, as large as orgd's own.
    fn entry(&self, before: &[Value; COLUMNS], name: &str, color: &str, now: &str) -> [Value; 7] {
        let from = match &before[NAME] {
            Value::Text(name) => name.as_str(),
            _ => "",
        };
        let changes = json!([
            { "path": "/name", "from": from, "to": name },
            { "path": "/settings/branding/primaryColor", "from": "#4338ca", "to": color },
        ]);
        [
            Value::Text(format!("aud_{:026}", self.updates)),
            before[ID].clone(),
            Value::Text(now.to_owned()),
            Value::Text(self.user.clone()),
            Value::Text(format!("00000000-0000-7000-8000-{:012x}", self.updates)),
            Value::Text(changes.to_string()),
            before[VERSION].clone(),
        ]
    }
}
