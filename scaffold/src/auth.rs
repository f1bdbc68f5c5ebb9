//! From a credential to the caller.

use std::fmt;

use orgd_runtime::Credentials;

/// Who is calling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The name that `API_TOKENS` gives the credential.
    pub name: String,
}

/// Which credentials are valid.
#[derive(Clone)]
pub enum Access {
    /// These, each with the name of its caller.
    Tokens(Vec<(String, String)>),
    /// Any, for tests.
    AnyCredential,
}

impl Access {
    /// What `API_TOKENS` lists: `NAME=SECRET`, separated by commas. A secret is what a client sends in the place of
    /// the token or key; for HTTP Basic it is `USER:PASSWORD` in Base64.
    ///
    /// # Errors
    /// When an entry has no name or no secret.
    pub fn from_environment() -> Result<Self, String> {
        Self::from_list(&std::env::var("API_TOKENS").unwrap_or_default())
    }

    /// As [`from_environment`](Self::from_environment), of a list.
    ///
    /// # Errors
    /// When an entry has no name or no secret.
    pub fn from_list(list: &str) -> Result<Self, String> {
        let entries = list.split(',').filter(|entry| !entry.trim().is_empty());
        let tokens = entries.map(|entry| match entry.trim().split_once('=') {
            Some((name, secret)) if !name.is_empty() && !secret.is_empty() => {
                Ok((name.to_owned(), secret.to_owned()))
            }
            // The entry may be a secret, so it is not shown.
            _ => Err("API_TOKENS must list NAME=SECRET, separated by commas".to_owned()),
        });
        Ok(Self::Tokens(tokens.collect::<Result<_, _>>()?))
    }

    /// Logs what an operator should know.
    pub fn warn(&self) {
        match self {
            Self::AnyCredential => {
                tracing::warn!("any credential is accepted (--insecure-any-credential)");
            }
            Self::Tokens(tokens) if tokens.is_empty() => {
                tracing::warn!("API_TOKENS is not set: no credential is valid");
            }
            Self::Tokens(_) => {}
        }
    }

    /// The caller who has all of these credentials.
    pub fn caller(&self, credentials: &Credentials<'_>) -> Option<Caller> {
        let mut names = credentials
            .sent
            .iter()
            .map(|credential| self.name(&credential.secret));
        let name = names.next()??;
        // An operation may ask for several credentials at once: they must be of one caller.
        let is_one = names.all(|other| other == Some(name));
        is_one.then(|| Caller {
            name: name.to_owned(),
        })
    }

    fn name(&self, secret: &str) -> Option<&str> {
        match self {
            Self::AnyCredential => Some("anyone"),
            Self::Tokens(tokens) => {
                let mut valid = tokens.iter().filter(|(_, token)| is_same(token, secret));
                valid.next().map(|(name, _)| name.as_str())
            }
        }
    }
}

/// Compares secrets in a time that does not depend on where they differ.
fn is_same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).map(|(a, b)| a ^ b);
    one.len() == other.len() && differences.fold(0, |sum, difference| sum | difference) == 0
}

impl fmt::Debug for Access {
    /// Without the secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(match self {
            Self::Tokens(_) => "Tokens",
            Self::AnyCredential => "AnyCredential",
        })
    }
}
