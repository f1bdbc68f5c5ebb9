//! Rotation of the master key.

use super::{Operator, OperatorError};
use crate::crypto::vault::Vault;
use crate::store::{Resealed, Sealed};

/// The number of secrets that are encrypted again in one transaction.
const BATCH: i64 = 100;

impl Operator {
    /// Encrypts every embed secret with the first master key that the second one has encrypted, and makes the database
    /// depend on the first one. Calls `progress` with the number of secrets that it has checked, and with that of all.
    /// Returns the number of secrets that it has encrypted.
    ///
    /// Servers may run, if they have both keys. The rotation can be interrupted at any time and repeated: it leaves
    /// secrets alone that the first key has encrypted.
    ///
    /// # Errors
    /// [`OperatorError::NoSecondKey`]; [`OperatorError::WrongMasterKey`]; an encryption error if a secret belongs to
    /// neither key; a database error.
    pub async fn rotate_master_key(
        &self,
        vault: &Vault,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<u64, OperatorError> {
        if vault.second().is_none() {
            return Err(OperatorError::NoSecondKey);
        }
        self.check_master_key(vault).await?;
        let mut encrypted = self.reseal_all(vault, &mut progress).await?;
        // From here on, a server without the first key refuses to start.
        self.store.set_key_check(vault.key_check()?).await?;
        // A server with the keys in the other order may have created organizations in the meantime.
        loop {
            match self.reseal_all(vault, &mut progress).await? {
                0 => return Ok(encrypted),
                more => encrypted += more,
            }
        }
    }

    /// Encrypts the secrets once. Returns their number.
    async fn reseal_all(
        &self,
        vault: &Vault,
        progress: &mut impl FnMut(u64, u64),
    ) -> Result<u64, OperatorError> {
        let all = self.store.count_embed_secrets().await?;
        let (mut checked, mut encrypted) = (0, 0);
        let mut last = String::new();
        loop {
            let batch = self.store.list_embed_secrets(last, BATCH).await?;
            let Some(end) = batch.last() else {
                return Ok(encrypted);
            };
            last = end.organization_id.clone();
            checked += batch.len() as u64;
            let resealed = reseal(vault, batch)?;
            encrypted += resealed.len() as u64;
            if !resealed.is_empty() {
                self.store.replace_embed_secrets(resealed).await?;
            }
            progress(checked, all.unsigned_abs());
        }
    }
}

fn reseal(vault: &Vault, batch: Vec<Sealed>) -> Result<Vec<Resealed>, OperatorError> {
    let mut resealed = Vec::new();
    for before in batch {
        let after = vault.reseal(&before.organization_id, &before.embed_secret)?;
        resealed.extend(after.map(|after| Resealed { before, after }));
    }
    Ok(resealed)
}
