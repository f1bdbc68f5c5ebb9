package main

import (
	"context"
	"net/http"

	"example.com/app/orgd"
)

func (s *scenario) publicUpdate(id string, update *orgd.PublicOrganizationUpdate) orgd.PublicOrganization {
	envelope, _, err := s.client.PublicOrganizationsAPI.PublicUpdateOrganization(s.owner, id).PublicOrganizationUpdate(*update).Execute()
	s.succeeded(err)
	return envelope.Data
}

func (s *scenario) publicFailure(status int, title orgd.PublicErrorTitle, response *http.Response, err error) orgd.PublicFailure {
	refusal := failure[orgd.PublicFailure](s, status, response, err)
	s.equal("title", title, refusal.Error.Title)
	s.equal("requestId", response.Header.Get("X-Request-Id"), refusal.Error.RequestId)
	return refusal
}

func (s *scenario) public() []string {
	created, first := s.publicCreate()
	s.publicUpdates(created)
	s.publicRefusals(created.Id, first)
	return s.publicPages(created.Id)
}

func (s *scenario) publicCreate() (orgd.PublicOrganization, string) {
	s.step = "13. create on public"
	slug := s.slug()
	create := orgd.NewPublicOrganizationCreate("Acme Labs")
	create.SetSlug(slug)
	create.SetCustomAiContext("Dozens")
	envelope, response, err := s.client.PublicOrganizationsAPI.PublicCreateOrganization(s.owner).PublicOrganizationCreate(*create).Execute()
	s.succeeded(err)
	created := envelope.Data
	s.equal("name", "Acme Labs", created.Name)
	s.equal("slug", slug, created.Slug)
	s.equal("customAiContext", "Dozens", *created.CustomAiContext.Get())
	s.equal("isBillable", true, created.IsBillable)
	s.check("trialEndsAt is there", created.TrialEndsAt.Get() != nil)
	s.equal("has jwtSecret", false, created.HasJwtSecret())
	return created, response.Header.Get("ETag")
}

func (s *scenario) publicUpdates(created orgd.PublicOrganization) {
	s.step = "14. update a part on public, without the secret"
	origins := []string{"https://example.com"}
	update := orgd.NewPublicOrganizationUpdate()
	update.SetFullEmbedEnabled(true)
	update.SetEmbedAllowedOrigins([]string{"HTTPS://Example.com:443/"})
	embedded := s.publicUpdate(created.Id, update)
	s.equal("fullEmbedEnabled", true, embedded.FullEmbedEnabled)
	s.equal("embedAllowedOrigins", origins, embedded.EmbedAllowedOrigins)
	s.equal("name", created.Name, embedded.Name)
	s.equal("customAiContext", created.CustomAiContext, embedded.CustomAiContext)
	s.equal("has jwtSecret", false, embedded.HasJwtSecret())

	s.step = "15. null removes on public"
	update = orgd.NewPublicOrganizationUpdate()
	update.SetCustomAiContextNil()
	removed := s.publicUpdate(created.Id, update)
	s.equal("customAiContext", (*string)(nil), removed.CustomAiContext.Get())
	s.equal("name", created.Name, removed.Name)
	s.equal("embedAllowedOrigins", origins, removed.EmbedAllowedOrigins)

	s.step = "16. update with the secret"
	update = orgd.NewPublicOrganizationUpdate()
	update.SetInsightsEnabled(false)
	envelope, _, err := s.client.PublicOrganizationsAPI.PublicUpdateOrganization(s.owner, created.Id).
		Include(orgd.PUBLICINCLUDE_JWT_SECRET).PublicOrganizationUpdate(*update).Execute()
	s.succeeded(err)
	s.equal("insightsEnabled", false, envelope.Data.InsightsEnabled)
	s.check("the jwtSecret is long enough", len(envelope.Data.GetJwtSecret()) >= 32)
}

func (s *scenario) publicRefusals(id, first string) {
	s.step = "17. a validation error on public"
	update := orgd.NewPublicOrganizationUpdate()
	update.SetEmbedAllowedOrigins([]string{"https://*.com", "http://example.com"})
	patch := func(caller context.Context) orgd.ApiPublicUpdateOrganizationRequest {
		return s.client.PublicOrganizationsAPI.PublicUpdateOrganization(caller, id)
	}
	_, response, err := patch(s.owner).PublicOrganizationUpdate(*update).Execute()
	refusal := s.publicFailure(400, orgd.PUBLICERRORTITLE_VALIDATION_ERROR, response, err)
	s.violations(refusal.Error.Violations, map[string]string{
		"/embedAllowedOrigins/0": "embed-origin", "/embedAllowedOrigins/1": "embed-origin",
	})

	s.step = "18. 401, 403 and 404 on public"
	_, response, err = s.client.PublicOrganizationsAPI.PublicGetOrganization(s.unknown, id).Execute()
	s.publicFailure(401, orgd.PUBLICERRORTITLE_UNAUTHORIZED, response, err)
	update = orgd.NewPublicOrganizationUpdate()
	update.SetName("Acme Holding")
	_, response, err = patch(s.outsider).PublicOrganizationUpdate(*update).Execute()
	s.publicFailure(403, orgd.PUBLICERRORTITLE_FORBIDDEN, response, err)
	_, response, err = s.client.PublicOrganizationsAPI.PublicGetOrganization(s.owner, "org_missing").Execute()
	s.publicFailure(404, orgd.PUBLICERRORTITLE_NOT_FOUND, response, err)

	s.step = "19. 412 on public"
	_, response, err = patch(s.owner).PublicOrganizationUpdate(*update).IfMatch(first).Execute()
	s.publicFailure(412, orgd.PUBLICERRORTITLE_PRECONDITION_FAILED, response, err)
	read, response, err := s.client.PublicOrganizationsAPI.PublicGetOrganization(s.owner, id).Execute()
	s.succeeded(err)
	s.equal("name", "Acme Labs", read.Data.Name)
	matched, _, err := patch(s.owner).PublicOrganizationUpdate(*update).IfMatch(response.Header.Get("ETag")).Execute()
	s.succeeded(err)
	s.equal("name", "Acme Holding", matched.Data.Name)
}

func (s *scenario) publicPages(first string) []string {
	s.step = "20. all pages on public"
	made := []string{first}
	for range 2 {
		create := orgd.NewPublicOrganizationCreate("Acme Labs")
		create.SetSlug(s.slug())
		created, _, err := s.client.PublicOrganizationsAPI.PublicCreateOrganization(s.owner).PublicOrganizationCreate(*create).Execute()
		s.succeeded(err)
		made = append(made, created.Data.Id)
	}
	ids := []string{}
	request := s.client.PublicOrganizationsAPI.PublicListOrganizations(s.owner).Limit(2)
	for {
		page, _, err := request.Execute()
		s.succeeded(err)
		for _, one := range page.Data {
			ids = append(ids, one.Id)
		}
		cursor := page.Pagination.NextCursor.Get()
		s.equal("hasMore", cursor != nil, page.Pagination.HasMore)
		if cursor == nil {
			break
		}
		s.equal("how many a page holds", 2, len(page.Data))
		request = request.Cursor(*cursor)
	}
	s.listed(ids, made)
	return made
}
