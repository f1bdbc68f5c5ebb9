//! JSON Web Tokens (RFC 7519), HS256 with a shared secret, as BunShip documents them.

use std::time::Duration;

use chrono::{DateTime, Utc};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, TokenData, Validation, decode, encode,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::refusal::Refusal;
use crate::domain::User;

/// The settings with which tokens are signed and verified.
#[derive(Clone)]
pub struct TokenSettings {
    secret: Vec<u8>,
    second_secret: Option<Vec<u8>>,
    issuer: Option<String>,
    audience: Option<String>,
    max_lifetime: Option<Duration>,
}

/// Verifies the tokens of callers.
#[derive(Clone)]
pub struct TokenVerifier {
    key: DecodingKey,
    second_key: Option<DecodingKey>,
    validation: Validation,
    /// In seconds.
    leeway: f64,
    /// In seconds.
    max_lifetime: Option<f64>,
}

/// The contents of a valid token.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidToken {
    /// The ID of the user.
    pub user_id: String,
    /// The expiration time plus the leeway, in seconds since 1970. The token is refused from then on.
    refused_from: f64,
}

/// The error if a token cannot be signed.
#[derive(Debug, Error)]
#[error("cannot sign a token: {0}")]
pub struct SigningError(#[from] jsonwebtoken::errors::Error);

/// The claims that identify the user, `sub` or, without it, `userId`, and the times.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Claims {
    sub: Option<String>,
    user_id: Option<String>,
    exp: f64,
    nbf: Option<f64>,
    iat: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewClaims<'a> {
    sub: &'a str,
    user_id: &'a str,
    email: &'a str,
    session_id: String,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<&'a str>,
}

impl TokenSettings {
    /// The minimum length of a shared secret, in bytes.
    pub const MIN_SECRET: usize = 32;

    /// The least `exp` that is taken for milliseconds: as seconds, it is in the year 5138.
    const MILLISECONDS: f64 = 1e11;

    /// Creates settings. New tokens are signed with the secret; those signed with the second one are accepted, too. If an issuer or an audience is given, tokens must have it, and new tokens get it. If a
    /// maximum lifetime is given, tokens that are valid for longer are refused.
    pub fn new(
        secret: Vec<u8>,
        second_secret: Option<Vec<u8>>,
        issuer: Option<String>,
        audience: Option<String>,
        max_lifetime: Option<Duration>,
    ) -> Self {
        Self {
            secret,
            second_secret,
            issuer,
            audience,
            max_lifetime,
        }
    }

    /// The maximum lifetime of tokens, if there is one.
    pub fn max_lifetime(&self) -> Option<Duration> {
        self.max_lifetime
    }

    /// Creates a verifier for HS256 tokens with `exp`. The leeway applies to `exp`, `nbf` and `iat`, because the clock
    /// of whoever signs tokens may differ.
    pub fn verifier(&self, leeway: Duration) -> TokenVerifier {
        let mut validation = Validation::new(Algorithm::HS256);
        // `TokenVerifier::check` checks it, to the millisecond.
        validation.validate_exp = false;
        let mut required = vec!["exp"];
        if let Some(issuer) = &self.issuer {
            validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        match &self.audience {
            Some(audience) => {
                validation.set_audience(&[audience]);
                required.push("aud");
            }
            None => validation.validate_aud = false,
        }
        validation.set_required_spec_claims(&required);
        TokenVerifier {
            key: DecodingKey::from_secret(&self.secret),
            second_key: self.second_secret.as_deref().map(DecodingKey::from_secret),
            validation,
            leeway: leeway.as_secs_f64(),
            max_lifetime: self.max_lifetime.map(|longest| longest.as_secs_f64()),
        }
    }

    /// Issues a token for the user that is valid until `expires_at`, to the second.
    ///
    /// # Errors
    /// If the signing library refuses the key.
    pub fn issue(&self, user: &User, expires_at: DateTime<Utc>) -> Result<String, SigningError> {
        let claims = NewClaims {
            sub: &user.id,
            user_id: &user.id,
            email: &user.email,
            session_id: crate::domain::id::session(),
            iat: Utc::now().timestamp(),
            exp: expires_at.timestamp(),
            iss: self.issuer.as_deref(),
            aud: self.audience.as_deref(),
        };
        let key = EncodingKey::from_secret(&self.secret);
        Ok(encode(&Header::new(Algorithm::HS256), &claims, &key)?)
    }
}

impl TokenVerifier {
    /// Returns the contents of a valid token.
    ///
    /// # Errors
    /// The reason for which it is refused.
    pub fn check(&self, token: &str) -> Result<ValidToken, Refusal> {
        let token = self.decode(token)?;
        if token.header.crit.is_some() {
            return Err(Refusal::Critical);
        }
        let claims = token.claims;
        self.check_times(&claims)?;
        let user_id = claims.sub.or(claims.user_id).ok_or(Refusal::NoUser)?;
        // No ID contains it, and PostgreSQL does not accept it in a query.
        if user_id.contains('\0') {
            return Err(Refusal::NoUser);
        }
        let valid = ValidToken {
            user_id,
            refused_from: claims.exp + self.leeway,
        };
        match valid.has_expired() {
            true => Err(Refusal::Expired),
            false => Ok(valid),
        }
    }

    fn decode(&self, token: &str) -> jsonwebtoken::errors::Result<TokenData<Claims>> {
        let decode = |key| decode::<Claims>(token, key, &self.validation);
        match (decode(&self.key), &self.second_key) {
            (Err(error), Some(second)) if *error.kind() == ErrorKind::InvalidSignature => {
                decode(second)
            }
            (decoded, _) => decoded,
        }
    }

    fn check_times(&self, claims: &Claims) -> Result<(), Refusal> {
        if claims.exp >= TokenSettings::MILLISECONDS {
            return Err(Refusal::Milliseconds);
        }
        let begins = [claims.nbf, claims.iat].into_iter().flatten();
        if begins.fold(f64::NEG_INFINITY, f64::max) > now() + self.leeway {
            return Err(Refusal::NotYetValid);
        }
        // Without `iat`, what remains of the lifetime is all that is known of it.
        let lifetime = claims.exp - claims.iat.unwrap_or_else(now);
        match self.max_lifetime {
            Some(longest) if lifetime > longest + self.leeway => Err(Refusal::Lifetime),
            _ => Ok(()),
        }
    }
}

impl ValidToken {
    /// RFC 7519, 4.1.4: the token is refused on or after its expiration time, with some leeway.
    pub fn has_expired(&self) -> bool {
        self.refused_from <= now()
    }
}

/// The current time, in seconds since 1970.
fn now() -> f64 {
    Utc::now().timestamp_millis() as f64 / 1000.0
}

impl std::fmt::Debug for TokenSettings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter
            .debug_struct("TokenSettings")
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for TokenVerifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter
            .debug_struct("TokenVerifier")
            .finish_non_exhaustive()
    }
}
