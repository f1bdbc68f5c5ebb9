//! PostgreSQL: `COPY`, and then the maintenance that a slowly grown database has already done.

use std::io::Write;

use indicatif::ProgressBar;
use postgres::{Client, Transaction};

use crate::Failure;
use crate::data::{Organization, User};

const COPY_ORGANIZATIONS: &str = "COPY organizations
    (id, name, slug, description, logo_url, settings, custom_ai_context, onboarding_status,
     full_embed_enabled, embed_allowed_origins, embed_secret, is_billable, insights_enabled,
     trial_ends_at, created_by, created_at, updated_at, version)
    FROM STDIN";

const COPY_MEMBERSHIPS: &str = "COPY memberships
    (id, user_id, organization_id, role, joined_at, organization_created_at)
    FROM STDIN";

pub fn load(mut client: Client, count: u64, bar: &ProgressBar) -> Result<(), Failure> {
    let mut transaction = client.transaction()?;
    let oldest = Organization::nth(0, count).created_at;
    for user in User::ALL {
        let insert = format!(
            "INSERT INTO users (id, email, created_at) VALUES ('{}', '{}', '{oldest}')",
            user.id(),
            user.email()
        );
        transaction.batch_execute(&insert)?;
    }
    copy_organizations(&mut transaction, count, bar)?;
    copy_memberships(&mut transaction, count, bar)?;
    transaction.commit()?;
    bar.set_message("vacuum");
    client.batch_execute("VACUUM ANALYZE")?;
    client.batch_execute("CHECKPOINT")?;
    Ok(())
}

/// These texts need no escaping.
fn copy_organizations(
    transaction: &mut Transaction,
    count: u64,
    bar: &ProgressBar,
) -> Result<(), Failure> {
    bar.set_message("organizations");
    let mut copy = transaction.copy_in(COPY_ORGANIZATIONS)?;
    for number in 0..count {
        let row = Organization::nth(number, count);
        let secret: String = row
            .embed_secret
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        writeln!(
            copy,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\tt\t{}\t\\\\x{}\tt\tt\t{}\t{}\t{created_at}\t{created_at}\t1",
            row.id,
            row.name,
            row.slug,
            row.description,
            row.logo_url,
            row.settings,
            row.custom_ai_context,
            row.onboarding_status,
            row.embed_allowed_origins,
            secret,
            row.trial_ends_at,
            row.created_by,
            created_at = row.created_at,
        )?;
        bar.inc(1);
    }
    copy.finish()?;
    Ok(())
}

fn copy_memberships(
    transaction: &mut Transaction,
    count: u64,
    bar: &ProgressBar,
) -> Result<(), Failure> {
    bar.reset();
    bar.set_message("memberships");
    let mut copy = transaction.copy_in(COPY_MEMBERSHIPS)?;
    for number in 0..count {
        let organization = Organization::nth(number, count);
        let joined_at = organization.created_at;
        for user in User::ALL {
            if let Some((id, role)) = user.membership(number, count) {
                let (user, organization) = (user.id(), &organization.id);
                writeln!(
                    copy,
                    "{id}\t{user}\t{organization}\t{role}\t{joined_at}\t{joined_at}"
                )?;
            }
        }
        bar.inc(1);
    }
    copy.finish()?;
    Ok(())
}
