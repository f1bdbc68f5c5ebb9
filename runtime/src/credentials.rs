//! The credentials of a request, by the security schemes of the contract.

use std::borrow::Cow;

use axum::http::request::Parts;
use axum::http::{Extensions, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use crate::operation::{Requirement, Scheme, SchemeKind};
use crate::{decode, input};

/// The credentials that a request has for one alternative of the operation's `security`.
#[derive(Debug)]
pub struct Credentials<'r> {
    /// The alternative.
    pub requirement: &'static Requirement,
    /// A credential for each of its schemes, in the contract's order.
    pub sent: Vec<Credential<'r>>,
    /// What middleware has put into the request's extensions, such as the client's address.
    pub extensions: &'r Extensions,
}

/// A credential of a security scheme.
pub struct Credential<'r> {
    /// The scheme, with the scopes that the operation asks for.
    pub scheme: &'static Scheme,
    /// The token, the key, or what follows the scheme in `Authorization`.
    pub secret: Cow<'r, str>,
}

impl Requirement {
    /// The credentials that the request has for this alternative, if it has all of them.
    pub(crate) fn credentials<'r>(&'static self, parts: &'r Parts) -> Option<Credentials<'r>> {
        let sent = self.0.iter().map(|scheme| {
            let secret = scheme.kind.secret(parts)?;
            Some(Credential { scheme, secret })
        });
        Some(Credentials {
            requirement: self,
            sent: sent.collect::<Option<_>>()?,
            extensions: &parts.extensions,
        })
    }

    /// Whether a query parameter of that name is a credential.
    pub(crate) fn has_query(&self, name: &str) -> bool {
        self.0
            .iter()
            .any(|scheme| matches!(scheme.kind, SchemeKind::Query(own) if own == name))
    }
}

impl SchemeKind {
    fn secret(self, parts: &Parts) -> Option<Cow<'_, str>> {
        match self {
            Self::Bearer => authorization(parts, "bearer").map(Cow::Borrowed),
            Self::Basic => {
                let encoded = authorization(parts, "basic")?;
                let decoded = STANDARD.decode(encoded).ok()?;
                decoded.contains(&b':').then_some(Cow::Borrowed(encoded))
            }
            Self::Http(scheme) => authorization(parts, scheme).map(Cow::Borrowed),
            Self::Header(name) => {
                let mut values = parts.headers.get_all(name).iter();
                match (values.next(), values.next()) {
                    (Some(value), None) => value.to_str().ok().map(Cow::Borrowed),
                    _ => None,
                }
            }
            Self::Query(name) => {
                let pairs = decode::pairs(parts.uri.query().unwrap_or_default());
                let mut own = pairs.iter().filter(|(key, _)| key == name);
                let (_, value) = own.next().filter(|_| own.next().is_none())?;
                let value = value.replace('+', " ");
                Some(Cow::Owned(
                    percent_decode_str(&value).decode_utf8().ok()?.into_owned(),
                ))
            }
            Self::Cookie(name) => {
                let cookies = input::cookies(parts);
                let mut own = cookies.into_iter().filter(|(key, _)| key == name);
                own.next().map(|(_, value)| value)
            }
        }
    }
}

/// What follows the scheme in the only `Authorization` header.
fn authorization<'p>(parts: &'p Parts, scheme: &str) -> Option<&'p str> {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return None;
    };
    let (own, secret) = value.to_str().ok()?.split_once(' ')?;
    let secret = secret.trim();
    (own.eq_ignore_ascii_case(scheme) && !secret.is_empty()).then_some(secret)
}

impl std::fmt::Debug for Credential<'_> {
    /// Without the secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter
            .debug_struct("Credential")
            .field("scheme", &self.scheme.name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    static ALL: Requirement = Requirement(&[
        Scheme {
            name: "header",
            kind: SchemeKind::Header("X-Key"),
            scopes: &[],
        },
        Scheme {
            name: "query",
            kind: SchemeKind::Query("key"),
            scopes: &[],
        },
        Scheme {
            name: "cookie",
            kind: SchemeKind::Cookie("key"),
            scopes: &[],
        },
        Scheme {
            name: "token",
            kind: SchemeKind::Bearer,
            scopes: &["read"],
        },
    ]);

    fn secrets(target: &str, headers: &[(&str, &str)]) -> Option<Vec<String>> {
        let mut request = Request::builder().uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let sent = ALL.credentials(&parts)?.sent;
        Some(sent.iter().map(|one| one.secret.to_string()).collect())
    }

    #[test]
    fn every_scheme_of_a_requirement_is_needed() {
        let headers = [
            ("X-Key", "h"),
            ("Cookie", "a=b; key=c"),
            ("Authorization", "bearer t"),
        ];
        let sent = secrets("/?key=q%20+x", &headers);
        assert_eq!(sent.unwrap(), ["h", "q  x", "c", "t"]);
        assert_eq!(secrets("/", &headers), None);
        for missing in 0..headers.len() {
            let mut headers = headers.to_vec();
            headers.remove(missing);
            assert_eq!(secrets("/?key=q", &headers), None);
        }
    }

    #[test]
    fn a_credential_that_is_given_twice_is_none() {
        let headers = [
            ("X-Key", "h"),
            ("Cookie", "key=c"),
            ("Authorization", "Bearer t"),
        ];
        assert!(secrets("/?key=q", &headers).is_some());
        assert_eq!(secrets("/?key=q&key=q", &headers), None);
        for again in headers.iter().filter(|(name, _)| *name != "Cookie") {
            let mut headers = headers.to_vec();
            headers.push(*again);
            assert_eq!(secrets("/?key=q", &headers), None, "{again:?}");
        }
    }

    #[test]
    fn basic_is_a_user_and_a_password_in_base64() {
        let secret = |value: &str| {
            let request = Request::builder().header("Authorization", value);
            let (parts, ()) = request.body(()).unwrap().into_parts();
            SchemeKind::Basic.secret(&parts).map(Cow::into_owned)
        };
        assert_eq!(secret("Basic YTpi").as_deref(), Some("YTpi"));
        for value in ["Basic YWI=", "Basic a:b", "Bearer YTpi", "Basic"] {
            assert_eq!(secret(value), None, "{value}");
        }
    }
}
