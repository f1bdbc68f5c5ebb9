//! What a request of the document is about.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::{Operation, Server};

/// The resources that a request names in its path and in its body.
#[derive(Debug, Clone)]
pub struct Target {
    pub organization: String,
    /// The ID of a membership in the organization.
    pub member: String,
}

impl Target {
    /// The organization, without other resources that exist.
    pub fn at(organization: &str) -> Self {
        Self {
            organization: organization.to_owned(),
            member: "mbr_none".to_owned(),
        }
    }

    /// The organization, and a new member of it if the operation names one.
    pub async fn of(operation: &Operation, server: &Server, organization: &str) -> Self {
        let mut target = Self::at(organization);
        if operation.names("memberId") {
            target.member = new_member(server, organization).await;
        }
        target
    }

    /// The value of the path parameter, or of the member of a body, with that name.
    pub fn value(&self, name: &str) -> Option<&str> {
        match name {
            "id" | "orgId" => Some(&self.organization),
            "memberId" => Some(&self.member),
            _ => None,
        }
    }

    /// Puts the values into the body.
    pub fn put_into(&self, body: &mut Value) {
        for (name, value) in body.as_object_mut().into_iter().flatten() {
            if let Some(own) = self.value(name) {
                *value = own.into();
            }
        }
    }
}

/// Adds a member whom nobody else in the test uses. Returns the ID of the membership.
async fn new_member(server: &Server, organization: &str) -> String {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let user = server.user(&format!("target-{number}")).await;
    server.set_role(organization, &user, "member").await;
    user.membership(organization).await
}
