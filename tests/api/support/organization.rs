//! An organization for tests, and JSON documents for its updates.

use serde_json::{Value, json};

use super::User;

/// An organization by its paths on both surfaces, and its owner.
pub struct Organization {
    pub owner: User,
    pub id: String,
    pub v1: String,
    pub public: String,
}

impl Organization {
    /// An organization with only a name and a slug.
    pub async fn bare(owner: &User, slug: &str) -> Self {
        let id = owner.organization(slug).await;
        Self {
            owner: owner.clone(),
            v1: format!("/api/v1/organizations/{id}"),
            public: format!("/api/public/organizations/{id}"),
            id,
        }
    }

    /// An organization with a value in every place.
    pub async fn full(owner: &User, slug: &str) -> Self {
        let organization = Self::bare(owner, slug).await;
        let v1 = owner.patch(&organization.v1, full_v1()).await;
        assert_eq!(v1.status, 200, "{}", v1.body);
        let public = owner.patch(&organization.public, full_public()).await;
        assert_eq!(public.status, 200, "{}", public.body);
        organization
    }

    /// Its paths: v1, public.
    pub fn paths(&self) -> [&str; 2] {
        [&self.v1, &self.public]
    }

    /// Everything that a caller can see of the organization, which no refused request may change.
    pub async fn state(&self) -> [(Value, String); 2] {
        let v1 = self.owner.get(&self.v1).await;
        let public = self.owner.get(&self.public).await;
        [v1, public].map(|answer| {
            assert_eq!(answer.status, 200, "{}", answer.body);
            let etag = answer.header("etag").to_owned();
            (answer.body, etag)
        })
    }
}

/// A v1 update of everything except the name.
pub fn full_v1() -> Value {
    json!({
        "description": "Building the future of widgets since 2024",
        "logoUrl": "https://cdn.bunship.com/logos/acme-v2.png",
        "settings": {
            "branding": { "primaryColor": "#6366F1", "accentColor": "#818CF8" },
            "features": { "webhooks": true, "apiAccess": true, "customDomain": false },
            "billing": { "email": "billing@example.com", "taxId": "DE123" },
        },
    })
}

/// A public update of everything except the name and the values that a new organization already has.
pub fn full_public() -> Value {
    json!({
        "customAiContext": "Widgets are counted in dozens.",
        "fullEmbedEnabled": true,
        "embedAllowedOrigins": ["https://example.com", "https://*.example.com"],
    })
}

/// Sets a value at a JSON pointer, and creates the objects around it.
pub fn put(document: &mut Value, pointer: &str, value: Value) {
    let tokens = pointer.split('/').skip(1);
    *tokens.fold(document, |place, token| &mut place[token]) = value;
}

/// The smallest document with that value at that JSON pointer.
pub fn holding(pointer: &str, value: Value) -> Value {
    let mut document = Value::Null;
    put(&mut document, pointer, value);
    document
}

/// Removes the member at a JSON pointer from its object.
pub fn remove(document: &mut Value, pointer: &str) {
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap();
    parent.as_object_mut().unwrap().remove(member).unwrap();
}
