//! Encryption of embed secrets with the master key (XChaCha20-Poly1305), so that the database does not reveal them.

use chacha20poly1305::aead::{Aead, Generate, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use rand::distr::{Alphanumeric, SampleString};
use sha2::Sha256;
use thiserror::Error;

/// The length of the nonce, which precedes the ciphertext.
const NONCE: usize = 24;

/// The owner and the plain text of the key check.
const KEY_CHECK: (&str, &[u8]) = ("orgd key check", b"orgd");

/// Derives the keys of the server from the master key, and encrypts with one of them.
///
/// While the master key is rotated, there is a second one, which decrypts what the first one cannot.
#[derive(Clone)]
pub struct Vault {
    derivation: Hkdf<Sha256>,
    cipher: XChaCha20Poly1305,
    second: Option<Box<Vault>>,
}

/// The reason for which a secret cannot be encrypted or decrypted.
#[derive(Debug, Error)]
pub enum VaultError {
    /// Encryption failed.
    #[error("a secret could not be encrypted")]
    Seal,
    /// Decryption failed: the key, the owner or the bytes are different.
    #[error("a stored secret could not be decrypted with the master key")]
    Open,
    /// There is nothing to decrypt.
    #[error("a stored secret is absent")]
    Absent,
}

impl Vault {
    /// The minimum length of a master key, in bytes.
    pub const MIN_KEY: usize = 32;

    /// Creates a vault with the master key, at least [`Self::MIN_KEY`] random bytes.
    pub fn new(master_key: &[u8]) -> Self {
        let derivation = Hkdf::<Sha256>::new(None, master_key);
        let key = derive(&derivation, "embed secrets");
        Self {
            derivation,
            cipher: XChaCha20Poly1305::new(&Key::from(key)),
            second: None,
        }
    }

    /// Adds a second master key.
    pub fn with_second(self, second: Vault) -> Self {
        Self {
            second: Some(Box::new(second)),
            ..self
        }
    }

    /// The vault of the second master key, if there is one.
    pub fn second(&self) -> Option<&Vault> {
        self.second.as_deref()
    }

    /// Derives a key for another purpose, always the same for the same master key.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        derive(&self.derivation, purpose)
    }

    /// Encrypts a secret for an owner. It cannot be decrypted for another owner.
    ///
    /// # Errors
    /// [`VaultError::Seal`], only for secrets of gigabytes.
    pub fn seal(&self, owner: &str, secret: &[u8]) -> Result<Vec<u8>, VaultError> {
        let nonce = XNonce::generate();
        let payload = Payload {
            msg: secret,
            aad: owner.as_bytes(),
        };
        let ciphertext = self.cipher.encrypt(&nonce, payload);
        let ciphertext = ciphertext.map_err(|_| VaultError::Seal)?;
        Ok([nonce.as_slice(), &ciphertext].concat())
    }

    /// Decrypts a secret that [`Self::seal`] encrypted for the same owner, with either master key.
    ///
    /// # Errors
    /// [`VaultError::Open`] for anything else.
    pub fn open(&self, owner: &str, sealed: &[u8]) -> Result<String, VaultError> {
        let opened = self.open_with_first(owner, sealed);
        match &self.second {
            Some(second) => opened.or_else(|_| second.open(owner, sealed)),
            None => opened,
        }
    }

    /// Encrypts a secret again that the second master key has encrypted. Returns `None` if the first one has.
    ///
    /// # Errors
    /// As [`Self::open`] and [`Self::seal`].
    pub fn reseal(&self, owner: &str, sealed: &[u8]) -> Result<Option<Vec<u8>>, VaultError> {
        if self.open_with_first(owner, sealed).is_ok() {
            return Ok(None);
        }
        let secret = self.open(owner, sealed)?;
        self.seal(owner, secret.as_bytes()).map(Some)
    }

    fn open_with_first(&self, owner: &str, sealed: &[u8]) -> Result<String, VaultError> {
        let (nonce, ciphertext) = sealed.split_at_checked(NONCE).ok_or(VaultError::Open)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| VaultError::Open)?;
        let payload = Payload {
            msg: ciphertext,
            aad: owner.as_bytes(),
        };
        let secret = self.cipher.decrypt(&nonce, payload);
        let secret = secret.map_err(|_| VaultError::Open)?;
        String::from_utf8(secret).map_err(|_| VaultError::Open)
    }

    /// Returns a value with which a database identifies the master key.
    ///
    /// # Errors
    /// Same as [`Self::seal`].
    pub fn key_check(&self) -> Result<Vec<u8>, VaultError> {
        self.seal(KEY_CHECK.0, KEY_CHECK.1)
    }

    /// Returns `true` if the key check was created with one of the master keys.
    pub fn has_key_check(&self, key_check: &[u8]) -> bool {
        self.open(KEY_CHECK.0, key_check).is_ok()
    }
}

/// Generates an embed secret: 48 random letters and digits, about 285 bits.
pub fn embed_secret() -> String {
    Alphanumeric.sample_string(&mut rand::rng(), 48)
}

fn derive(derivation: &Hkdf<Sha256>, purpose: &str) -> [u8; 32] {
    let mut key = [0; 32];
    // Fails only for keys longer than 255 hashes.
    let _ = derivation.expand(purpose.as_bytes(), &mut key);
    key
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.debug_struct("Vault").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Vault;

    #[test]
    fn a_secret_opens_for_its_owner_under_its_key_alone() {
        let vault = Vault::new(&[1; 32]);
        let sealed = vault.seal("org_a", b"secret").unwrap();
        assert_eq!(vault.open("org_a", &sealed).unwrap(), "secret");
        assert!(vault.open("org_b", &sealed).is_err());
        assert!(Vault::new(&[2; 32]).open("org_a", &sealed).is_err());
        assert!(vault.open("org_a", &sealed[..10]).is_err());
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
    }

    #[test]
    fn a_second_key_opens_what_the_first_seals_again() {
        let old = Vault::new(&[1; 32]);
        let new = Vault::new(&[2; 32]).with_second(old.clone());
        let sealed = old.seal("org_a", b"secret").unwrap();
        assert_eq!(new.open("org_a", &sealed).unwrap(), "secret");
        assert!(new.has_key_check(&old.key_check().unwrap()));
        let resealed = new.reseal("org_a", &sealed).unwrap().unwrap();
        assert_eq!(new.reseal("org_a", &resealed).unwrap(), None);
        let alone = Vault::new(&[2; 32]);
        assert_eq!(alone.open("org_a", &resealed).unwrap(), "secret");
        assert!(alone.reseal("org_a", &sealed).is_err());
        assert!(new.reseal("org_b", &sealed).is_err());
    }

    #[test]
    fn a_key_check_tells_master_keys_apart() {
        let check = Vault::new(&[1; 32]).key_check().unwrap();
        assert!(Vault::new(&[1; 32]).has_key_check(&check));
        assert!(!Vault::new(&[2; 32]).has_key_check(&check));
    }
}
