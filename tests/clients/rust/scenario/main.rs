//! The scenario of `../../README.md` with the Rust client.
mod public;
mod v1;

use orgd_client::apis::Error;
use orgd_client::apis::configuration::Configuration;
use orgd_client::apis::{public_organizations_api, v1_organizations_api};
use orgd_client::models::violation::Part;
use orgd_client::models::{PublicErrorTitle, PublicFailure, V1ErrorCode, V1Failure, Violation};
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::time::{SystemTime, UNIX_EPOCH};

pub struct Scenario {
    pub owner: Configuration,
    pub outsider: Configuration,
    pub unknown: Configuration,
    random: String,
    step: &'static str,
    slugs: u32,
    checks: u32,
}

#[tokio::main]
async fn main() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let mut scenario = Scenario {
        owner: caller(&variable("ORGD_KEY")),
        outsider: caller(&variable("ORGD_ADMIN_KEY")),
        unknown: caller("bd_key_unknown"),
        random: format!("{:x}", now.as_nanos()),
        step: "",
        slugs: 0,
        checks: 0,
    };
    let mut made = scenario.v1().await;
    made.extend(scenario.public().await);
    scenario.delete(&made).await;
    println!("rust: {} checks passed", scenario.checks);
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} must be set"))
}

fn caller(key: &str) -> Configuration {
    Configuration {
        base_path: variable("ORGD_URL"),
        bearer_access_token: Some(key.to_owned()),
        ..Configuration::default()
    }
}

impl Scenario {
    pub fn step(&mut self, step: &'static str) {
        self.step = step;
    }

    pub fn slug(&mut self) -> String {
        self.slugs += 1;
        format!("rust-{}-{}", self.random, self.slugs)
    }

    fn fail(&self, difference: &str) -> ! {
        eprintln!("rust: {}: {difference}", self.step);
        std::process::exit(1)
    }

    pub fn equal<T: PartialEq<U> + Debug, U: Debug>(&mut self, what: &str, expected: T, actual: U) {
        if expected != actual {
            self.fail(&format!(
                "{what}: expected {expected:?}, there was {actual:?}"
            ));
        }
        self.checks += 1;
    }

    pub fn succeeded<T, E: Debug>(&self, result: Result<T, Error<E>>) -> T {
        result.unwrap_or_else(|error| self.fail(&format!("{error:?}")))
    }

    /// Returns the error with the given status, as the type that the contract declares.
    fn failure<F: DeserializeOwned, T: Debug, E: Debug>(
        &mut self,
        status: u16,
        result: Result<T, Error<E>>,
    ) -> F {
        match result {
            Err(Error::ResponseError(response)) => {
                self.equal("status", status, response.status.as_u16());
                let read = serde_json::from_str(&response.content);
                read.unwrap_or_else(|error| self.fail(&format!("{error} in {}", response.content)))
            }
            other => self.fail(&format!(
                "expected an error of status {status}, there was {other:?}"
            )),
        }
    }

    pub fn v1_failure<T: Debug, E: Debug>(
        &mut self,
        status: u16,
        code: V1ErrorCode,
        result: Result<T, Error<E>>,
    ) -> V1Failure {
        let failure: V1Failure = self.failure(status, result);
        self.equal("success", false, failure.success);
        self.equal("code", code, failure.error.code);
        failure
    }

    pub fn public_failure<T: Debug, E: Debug>(
        &mut self,
        status: u16,
        title: PublicErrorTitle,
        result: Result<T, Error<E>>,
    ) -> PublicFailure {
        let failure: PublicFailure = self.failure(status, result);
        self.equal("title", title, failure.error.title);
        failure
    }

    /// Checks the pointers and codes of the violations in the body, in any order.
    pub fn violations(&mut self, listed: Option<Vec<Violation>>, expected: [(&str, &str); 2]) {
        let mut faults: Vec<_> = listed.unwrap_or_default();
        faults.sort_by(|one, other| one.pointer.cmp(&other.pointer));
        self.equal("how many violations", expected.len(), faults.len());
        for (fault, (pointer, code)) in faults.iter().zip(expected) {
            self.equal("part", Part::Body, fault.part);
            self.equal("pointer", pointer, &*fault.pointer);
            self.equal("code", code, &*fault.code);
        }
    }

    /// The client does not show headers, so this uses its HTTP client.
    pub async fn tag(&mut self, path: &str) -> String {
        let url = format!("{}{path}", self.owner.base_path);
        let key = self.owner.bearer_access_token.clone().unwrap_or_default();
        let response = self.succeeded::<_, ()>(
            self.owner
                .client
                .get(url)
                .bearer_auth(key)
                .send()
                .await
                .map_err(Error::from),
        );
        let tag = response.headers()["etag"]
            .to_str()
            .unwrap_or_default()
            .to_owned();
        let digits = tag
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or_default();
        let strong = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        self.equal(&format!("{tag} is a strong tag"), true, strong);
        tag
    }

    /// Checks all pages: no id occurs twice, and the created organizations are listed, newest first.
    pub fn listed(&mut self, ids: &[String], made: &[String]) {
        let mut once = ids.to_vec();
        once.sort();
        once.dedup();
        self.equal("how many different ids", ids.len(), once.len());
        let mine: Vec<_> = ids
            .iter()
            .rev()
            .filter(|id| made.contains(id))
            .cloned()
            .collect();
        self.equal("those that were made", made, &*mine);
    }

    async fn delete(&mut self, made: &[String]) {
        self.step("21. delete");
        self.equal("how many were made", 6, made.len());
        for id in made {
            let result =
                v1_organizations_api::v1_delete_organization(&self.owner, id, None, None).await;
            let message = self.succeeded(result).message;
            self.equal("message", "Organization deleted successfully", message);
        }
        let result =
            v1_organizations_api::v1_get_organization(&self.owner, &made[0], None, None).await;
        self.v1_failure(404, V1ErrorCode::NotFound, result);
        let result = public_organizations_api::public_get_organization(
            &self.owner,
            &made[0],
            None,
            None,
            None,
        )
        .await;
        self.public_failure(404, PublicErrorTitle::NotFound, result);
    }
}
