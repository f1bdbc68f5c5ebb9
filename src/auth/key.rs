//! API keys: `bd_key_` and 32 random characters, as Basedash documents them. Only their hash is stored.

use rand::distr::{Alphanumeric, SampleString};
use sha2::{Digest, Sha256};

const PREFIX: &str = "bd_key_";

/// Generates a key, which is shown only once.
pub fn generate() -> String {
    PREFIX.to_owned() + &Alphanumeric.sample_string(&mut rand::rng(), 32)
}

/// Returns `true` if the credential has the prefix of a key. Keys may have any length.
pub fn is_key(credential: &str) -> bool {
    credential.starts_with(PREFIX)
}

/// Returns the SHA-256 hash of a credential. Keys are long and random, so the hash needs no salt or stretching.
pub fn hash(credential: &str) -> [u8; 32] {
    Sha256::digest(credential).into()
}
