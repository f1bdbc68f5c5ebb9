//! What the domain refuses of a body: the formats of this contract, which the generated models do not know.

use orgd_api::models::Violation;

use crate::app::App;
use crate::auth::Caller;
use crate::domain::organization::origin::{self, PlainHttp};
use crate::domain::organization::{name, slug};
use crate::error::Error;
use crate::http::violations::{self, violation};

/// Gathers all of it, because a 400 lists every violation.
#[derive(Debug, Default)]
pub(super) struct Refusals(Vec<Violation>);

impl Refusals {
    /// Checks a `format: display-name`.
    pub fn check_name(&mut self, name: &str) {
        if let Err(error) = name::check(name) {
            self.add("/name".to_owned(), violations::DISPLAY_NAME, &error);
        }
    }

    /// Checks that a slug is not reserved.
    pub fn check_slug(&mut self, slug: &str) {
        if slug::is_reserved(slug) {
            self.add("/slug".to_owned(), "not", &violations::RESERVED);
        }
    }

    /// The origins, each a `format: embed-origin`, as they are stored.
    pub fn normalised(
        &mut self,
        origins: Option<Vec<String>>,
        plain_http: PlainHttp,
    ) -> Option<Vec<String>> {
        match origin::normalise_all(&origins?, plain_http) {
            Ok(origins) => Some(origins),
            Err(refused) => {
                for (index, error) in refused {
                    let pointer = format!("/embedAllowedOrigins/{index}");
                    self.add(pointer, violations::EMBED_ORIGIN, &error);
                }
                None
            }
        }
    }

    fn add(&mut self, pointer: String, code: &str, message: &impl ToString) {
        let violation = violation("body", pointer, code, message.to_string());
        self.0.push(violation);
    }
}

impl App {
    /// Goes on unless there are refusals, which are told to nobody but a caller whose credential still holds.
    ///
    /// # Errors
    /// [`Error::Invalid`]; as [`App::revalidate`].
    pub(super) async fn unless_refused(
        &self,
        caller: &Caller,
        refusals: Refusals,
    ) -> Result<(), Error> {
        if refusals.0.is_empty() {
            return Ok(());
        }
        self.revalidate(caller).await?;
        Err(Error::Invalid(refusals.0))
    }
}
