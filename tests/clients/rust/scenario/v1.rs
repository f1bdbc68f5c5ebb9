use crate::Scenario;
use orgd_client::apis::v1_organizations_api;
use orgd_client::models::{
    V1BillingUpdate, V1BrandingUpdate, V1ErrorCode, V1FeaturesUpdate, V1Organization,
    V1OrganizationCreate, V1OrganizationUpdate, V1Role, V1SettingsUpdate,
};

fn text(value: &str) -> Option<Option<String>> {
    Some(Some(value.to_owned()))
}

fn named(name: &str) -> V1OrganizationUpdate {
    V1OrganizationUpdate {
        name: Some(name.to_owned()),
        ..Default::default()
    }
}

impl Scenario {
    pub async fn v1(&mut self) -> Vec<String> {
        let (created, first) = self.v1_create().await;
        self.v1_updates(&created, &first).await;
        let last = self.v1_settings(&created).await;
        self.v1_refusals(&created.id).await;
        self.v1_precondition(&last, &first).await;
        self.v1_pages(created.id).await
    }

    async fn v1_tag(&mut self, id: &str) -> String {
        self.tag(&format!("/api/v1/organizations/{id}")).await
    }

    async fn v1_update(&mut self, id: &str, update: V1OrganizationUpdate) -> V1Organization {
        self.succeeded(
            v1_organizations_api::v1_update_organization(&self.owner, id, update, None, None).await,
        )
    }

    async fn v1_create(&mut self) -> (V1Organization, String) {
        self.step("1. create on v1");
        let slug = self.slug();
        let branding = V1BrandingUpdate {
            primary_color: text("#4338CA"),
            accent_color: text("#818CF8"),
        };
        let features = V1FeaturesUpdate {
            webhooks: Some(Some(true)),
            ..Default::default()
        };
        let create = V1OrganizationCreate {
            name: "Acme Labs".to_owned(),
            slug: slug.clone(),
            description: text("Widgets"),
            logo_url: text("https://cdn.example.com/logo.png"),
            settings: Some(V1SettingsUpdate {
                branding: Some(Some(branding)),
                features: Some(Some(features)),
                ..Default::default()
            }),
        };
        let created =
            self.succeeded(v1_organizations_api::v1_create_organization(&self.owner, create).await);
        self.equal("name", "Acme Labs", &*created.name);
        self.equal("slug", slug, &*created.slug);
        self.equal(
            "description",
            Some("Widgets"),
            created.description.as_deref(),
        );
        self.equal(
            "logoUrl",
            Some("https://cdn.example.com/logo.png"),
            created.logo_url.as_deref(),
        );
        let branding = created.settings.branding.clone().unwrap_or_default();
        self.equal(
            "primaryColor",
            Some("#4338CA"),
            branding.primary_color.as_deref(),
        );
        self.equal(
            "accentColor",
            Some("#818CF8"),
            branding.accent_color.as_deref(),
        );
        self.equal(
            "webhooks",
            Some(true),
            created
                .settings
                .features
                .clone()
                .unwrap_or_default()
                .webhooks,
        );
        let tag = self.v1_tag(&created.id).await;
        (created, tag)
    }

    async fn v1_updates(&mut self, created: &V1Organization, first: &str) {
        self.step("2. update a part on v1");
        let updated = self.v1_update(&created.id, named("Acme Corporation")).await;
        self.equal("name", "Acme Corporation", &*updated.name);
        self.equal("description", &created.description, &updated.description);
        self.equal("logoUrl", &created.logo_url, &updated.logo_url);
        self.equal("settings", &created.settings, &updated.settings);
        let second = self.v1_tag(&created.id).await;
        self.equal("the ETag is another", true, second != first);

        self.step("3. null removes on v1");
        let update = V1OrganizationUpdate {
            description: Some(None),
            ..Default::default()
        };
        let removed = self.v1_update(&created.id, update).await;
        self.equal("description", None, removed.description);
        self.equal("name", "Acme Corporation", &*removed.name);
        self.equal("logoUrl", &created.logo_url, &removed.logo_url);
    }

    async fn v1_settings(&mut self, created: &V1Organization) -> V1Organization {
        self.step("4. merge settings");
        let branding = V1BrandingUpdate {
            primary_color: text("#000000"),
            ..Default::default()
        };
        let settings = V1SettingsUpdate {
            branding: Some(Some(branding)),
            ..Default::default()
        };
        let update = V1OrganizationUpdate {
            settings: Some(settings),
            ..Default::default()
        };
        let merged = self.v1_update(&created.id, update).await.settings;
        let branding = merged.branding.unwrap_or_default();
        self.equal(
            "primaryColor",
            Some("#000000"),
            branding.primary_color.as_deref(),
        );
        self.equal(
            "accentColor",
            Some("#818CF8"),
            branding.accent_color.as_deref(),
        );
        self.equal(
            "webhooks",
            Some(true),
            merged.features.unwrap_or_default().webhooks,
        );

        self.step("5. null removes within settings");
        let branding = V1BrandingUpdate {
            accent_color: Some(None),
            ..Default::default()
        };
        let settings = V1SettingsUpdate {
            branding: Some(Some(branding)),
            features: Some(None),
            ..Default::default()
        };
        let update = V1OrganizationUpdate {
            settings: Some(settings),
            ..Default::default()
        };
        let reduced = self.v1_update(&created.id, update).await;
        let branding = reduced.settings.branding.clone().unwrap_or_default();
        self.equal("accentColor", None, branding.accent_color);
        self.equal("features", &None, &reduced.settings.features);
        self.equal(
            "primaryColor",
            Some("#000000"),
            branding.primary_color.as_deref(),
        );

        self.step("6. change nothing");
        let tag = self.v1_tag(&created.id).await;
        let same = self
            .v1_update(&created.id, V1OrganizationUpdate::default())
            .await;
        self.equal("the organization", &reduced, &same);
        let same_tag = self.v1_tag(&created.id).await;
        self.equal("ETag", tag, same_tag);
        same
    }

    async fn v1_refusals(&mut self, id: &str) {
        self.step("7. a validation error on v1");
        let billing = V1BillingUpdate {
            email: text("nobody"),
            ..Default::default()
        };
        let update = V1OrganizationUpdate {
            logo_url: text("logo.png"),
            settings: Some(V1SettingsUpdate {
                billing: Some(Some(billing)),
                ..Default::default()
            }),
            ..Default::default()
        };
        let result =
            v1_organizations_api::v1_update_organization(&self.owner, id, update, None, None).await;
        let failure = self.v1_failure(400, V1ErrorCode::ValidationError, result);
        self.equal(
            "has a requestId",
            false,
            failure.error.request_id.is_empty(),
        );
        self.violations(
            failure.error.violations,
            [("/logoUrl", "uri"), ("/settings/billing/email", "email")],
        );

        self.step("8. 401 on v1");
        let result = v1_organizations_api::v1_get_organization(&self.unknown, id, None, None).await;
        self.v1_failure(401, V1ErrorCode::AuthenticationError, result);

        self.step("9. 403 on v1");
        let result = v1_organizations_api::v1_update_organization(
            &self.outsider,
            id,
            named("Acme Holding"),
            None,
            None,
        )
        .await;
        self.v1_failure(403, V1ErrorCode::AuthorizationError, result);

        self.step("10. 404 on v1");
        let result =
            v1_organizations_api::v1_get_organization(&self.owner, "org_missing", None, None).await;
        self.v1_failure(404, V1ErrorCode::NotFound, result);
    }

    async fn v1_precondition(&mut self, last: &V1Organization, first: &str) {
        self.step("11. 412 on v1");
        let update = named("Acme Holding");
        let result = v1_organizations_api::v1_update_organization(
            &self.owner,
            &last.id,
            update.clone(),
            Some(first),
            None,
        )
        .await;
        self.v1_failure(412, V1ErrorCode::PreconditionFailed, result);
        let read = self.succeeded(
            v1_organizations_api::v1_get_organization(&self.owner, &last.id, None, None).await,
        );
        self.equal("the organization", last, &read);
        let tag = self.v1_tag(&last.id).await;
        let matched = self.succeeded(
            v1_organizations_api::v1_update_organization(
                &self.owner,
                &last.id,
                update,
                Some(&tag),
                None,
            )
            .await,
        );
        self.equal("name", "Acme Holding", matched.name);
    }

    async fn v1_pages(&mut self, first: String) -> Vec<String> {
        self.step("12. all pages on v1");
        let mut made = vec![first];
        for _ in 0..2 {
            let create = V1OrganizationCreate::new("Acme Labs".to_owned(), self.slug());
            made.push(
                self.succeeded(
                    v1_organizations_api::v1_create_organization(&self.owner, create).await,
                )
                .id,
            );
        }
        let mut ids = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = self.succeeded(
                v1_organizations_api::v1_list_organizations(
                    &self.owner,
                    Some(2),
                    cursor.as_deref(),
                )
                .await,
            );
            for one in &page.organizations {
                self.equal(&format!("role of {}", one.id), V1Role::Owner, one.role);
                ids.push(one.id.clone());
            }
            if page.next_cursor.is_none() {
                self.equal("total", page.total, ids.len() as i64);
                break;
            }
            self.equal("how many a page holds", 2, page.organizations.len());
            cursor = page.next_cursor;
        }
        self.listed(&ids, &made);
        made
    }
}
