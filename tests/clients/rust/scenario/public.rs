use crate::Scenario;
use orgd_client::apis::public_organizations_api;
use orgd_client::models::{
    PublicErrorTitle, PublicInclude, PublicOrganization, PublicOrganizationCreate,
    PublicOrganizationUpdate,
};

fn named(name: &str) -> PublicOrganizationUpdate {
    PublicOrganizationUpdate {
        name: Some(name.to_owned()),
        ..Default::default()
    }
}

impl Scenario {
    pub async fn public(&mut self) -> Vec<String> {
        let (created, first) = self.public_create().await;
        self.public_updates(&created).await;
        self.public_refusals(&created.id).await;
        self.public_precondition(&created.id, &first).await;
        self.public_pages(created.id).await
    }

    async fn public_tag(&mut self, id: &str) -> String {
        self.tag(&format!("/api/public/organizations/{id}")).await
    }

    async fn public_update(
        &mut self,
        id: &str,
        update: PublicOrganizationUpdate,
    ) -> PublicOrganization {
        let result = public_organizations_api::public_update_organization(
            &self.owner,
            id,
            update,
            None,
            None,
            None,
        )
        .await;
        self.succeeded(result).data
    }

    async fn public_create(&mut self) -> (PublicOrganization, String) {
        self.step("13. create on public");
        let slug = self.slug();
        let create = PublicOrganizationCreate {
            slug: Some(slug.clone()),
            custom_ai_context: Some(Some("Dozens".to_owned())),
            ..PublicOrganizationCreate::new("Acme Labs".to_owned())
        };
        let created = self
            .succeeded(
                public_organizations_api::public_create_organization(&self.owner, create, None)
                    .await,
            )
            .data;
        self.equal("name", "Acme Labs", &*created.name);
        self.equal("slug", slug, &*created.slug);
        self.equal(
            "customAiContext",
            Some("Dozens"),
            created.custom_ai_context.as_deref(),
        );
        self.equal("isBillable", true, created.is_billable);
        self.equal("has trialEndsAt", true, created.trial_ends_at.is_some());
        self.equal("jwtSecret", &None, &created.jwt_secret);
        let tag = self.public_tag(&created.id).await;
        (created, tag)
    }

    async fn public_updates(&mut self, created: &PublicOrganization) {
        self.step("14. update a part on public, without the secret");
        let origins = ["https://example.com"];
        let update = PublicOrganizationUpdate {
            full_embed_enabled: Some(true),
            embed_allowed_origins: Some(vec!["HTTPS://Example.com:443/".to_owned()]),
            ..Default::default()
        };
        let embedded = self.public_update(&created.id, update).await;
        self.equal("fullEmbedEnabled", true, embedded.full_embed_enabled);
        self.equal(
            "embedAllowedOrigins",
            &origins[..],
            embedded.embed_allowed_origins,
        );
        self.equal("name", &created.name, &embedded.name);
        self.equal(
            "customAiContext",
            &created.custom_ai_context,
            &embedded.custom_ai_context,
        );
        self.equal("jwtSecret", None, embedded.jwt_secret);

        self.step("15. null removes on public");
        let update = PublicOrganizationUpdate {
            custom_ai_context: Some(None),
            ..Default::default()
        };
        let removed = self.public_update(&created.id, update).await;
        self.equal("customAiContext", None, removed.custom_ai_context);
        self.equal("name", &created.name, &removed.name);
        self.equal(
            "embedAllowedOrigins",
            &origins[..],
            removed.embed_allowed_origins,
        );

        self.step("16. update with the secret");
        let update = PublicOrganizationUpdate {
            insights_enabled: Some(false),
            ..Default::default()
        };
        let include = Some(PublicInclude::JwtSecret);
        let result = public_organizations_api::public_update_organization(
            &self.owner,
            &created.id,
            update,
            include,
            None,
            None,
        )
        .await;
        let shown = self.succeeded(result).data;
        self.equal("insightsEnabled", false, shown.insights_enabled);
        self.equal(
            "jwtSecret is long enough",
            true,
            shown.jwt_secret.unwrap_or_default().len() >= 32,
        );
    }

    async fn public_refusals(&mut self, id: &str) {
        self.step("17. a validation error on public");
        let origins = ["https://*.com", "http://example.com"];
        let update = PublicOrganizationUpdate {
            embed_allowed_origins: Some(origins.map(str::to_owned).to_vec()),
            ..Default::default()
        };
        let result = public_organizations_api::public_update_organization(
            &self.owner,
            id,
            update,
            None,
            None,
            None,
        )
        .await;
        let failure = self.public_failure(400, PublicErrorTitle::ValidationError, result);
        self.equal(
            "has a requestId",
            false,
            failure.error.request_id.is_empty(),
        );
        let pointers = ["/embedAllowedOrigins/0", "/embedAllowedOrigins/1"];
        self.violations(
            failure.error.violations,
            pointers.map(|pointer| (pointer, "embed-origin")),
        );

        self.step("18. 401, 403 and 404 on public");
        let result =
            public_organizations_api::public_get_organization(&self.unknown, id, None, None, None)
                .await;
        self.public_failure(401, PublicErrorTitle::Unauthorized, result);
        let update = named("Acme Holding");
        let result = public_organizations_api::public_update_organization(
            &self.outsider,
            id,
            update,
            None,
            None,
            None,
        )
        .await;
        self.public_failure(403, PublicErrorTitle::Forbidden, result);
        let result = public_organizations_api::public_get_organization(
            &self.owner,
            "org_missing",
            None,
            None,
            None,
        )
        .await;
        self.public_failure(404, PublicErrorTitle::NotFound, result);
    }

    async fn public_precondition(&mut self, id: &str, first: &str) {
        self.step("19. 412 on public");
        let update = named("Acme Holding");
        let result = public_organizations_api::public_update_organization(
            &self.owner,
            id,
            update.clone(),
            None,
            Some(first),
            None,
        )
        .await;
        self.public_failure(412, PublicErrorTitle::PreconditionFailed, result);
        let read = self.succeeded(
            public_organizations_api::public_get_organization(&self.owner, id, None, None, None)
                .await,
        );
        self.equal("name", "Acme Labs", read.data.name);
        let tag = self.public_tag(id).await;
        let result = public_organizations_api::public_update_organization(
            &self.owner,
            id,
            update,
            None,
            Some(&tag),
            None,
        )
        .await;
        let matched = self.succeeded(result);
        self.equal("name", "Acme Holding", matched.data.name);
    }

    async fn public_pages(&mut self, first: String) -> Vec<String> {
        self.step("20. all pages on public");
        let mut made = vec![first];
        for _ in 0..2 {
            let slug = Some(self.slug());
            let create = PublicOrganizationCreate {
                slug,
                ..PublicOrganizationCreate::new("Acme Labs".to_owned())
            };
            let result =
                public_organizations_api::public_create_organization(&self.owner, create, None)
                    .await;
            made.push(self.succeeded(result).data.id);
        }
        let mut ids = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let result = public_organizations_api::public_list_organizations(
                &self.owner,
                Some(2),
                cursor.as_deref(),
            )
            .await;
            let page = self.succeeded(result);
            ids.extend(page.data.iter().map(|one| one.id.clone()));
            self.equal(
                "hasMore",
                page.pagination.next_cursor.is_some(),
                page.pagination.has_more,
            );
            if page.pagination.next_cursor.is_none() {
                break;
            }
            self.equal("how many a page holds", 2, page.data.len());
            cursor = page.pagination.next_cursor;
        }
        self.listed(&ids, &made);
        made
    }
}
