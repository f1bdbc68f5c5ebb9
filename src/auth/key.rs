//! API keys: `bd_key_` and 32 random characters, as Basedash documents them. Only their hash is stored.

use rand::distr::{Alphanumeric, SampleString};
use sha2::{Digest, Sha256};

const PREFIX: &str = "bd_key_";

/// A new key, to be shown once.
pub fn generate() -> String {
    PREFIX.to_owned() + &Alphanumeric.sample_string(&mut rand::rng(), 32)
}

/// Returns `true` if the credential claims to be a key. Keys may have any length.
pub fn is_key(credential: &str) -> bool {
    credential.starts_with(PREFIX)
}

/// The SHA-256 hash of a credential. A key is random and long, so the hash needs neither salt nor stretching.
pub fn hash(credential: &str) -> [u8; 32] {
    Sha256::digest(credential).into()
}
