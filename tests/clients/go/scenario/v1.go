package main

import (
	"context"
	"net/http"
	"regexp"

	"example.com/app/orgd"
)

func (s *scenario) v1Update(id string, update *orgd.V1OrganizationUpdate) (*orgd.V1Organization, string) {
	organization, response, err := s.client.V1OrganizationsAPI.V1UpdateOrganization(s.owner, id).V1OrganizationUpdate(*update).Execute()
	s.succeeded(err)
	return organization, response.Header.Get("ETag")
}

func (s *scenario) v1Failure(status int, code orgd.V1ErrorCode, response *http.Response, err error) orgd.V1Failure {
	refusal := failure[orgd.V1Failure](s, status, response, err)
	s.equal("success", false, refusal.Success)
	s.equal("code", code, refusal.Error.Code)
	s.equal("requestId", response.Header.Get("X-Request-Id"), refusal.Error.RequestId)
	return refusal
}

func (s *scenario) v1() []string {
	created, first := s.v1Create()
	last := s.v1Updates(created, first)
	s.v1Refusals(last, first)
	return s.v1Pages(created.Id)
}

func (s *scenario) v1Create() (*orgd.V1Organization, string) {
	s.step = "1. create on v1"
	branding := orgd.NewV1BrandingUpdate()
	branding.SetPrimaryColor("#4338CA")
	branding.SetAccentColor("#818CF8")
	features := orgd.NewV1FeaturesUpdate()
	features.SetWebhooks(true)
	settings := orgd.NewV1SettingsUpdate()
	settings.SetBranding(*branding)
	settings.SetFeatures(*features)
	slug := s.slug()
	create := orgd.NewV1OrganizationCreate("Acme Labs", slug)
	create.SetDescription("Widgets")
	create.SetLogoUrl("https://cdn.example.com/logo.png")
	create.SetSettings(*settings)
	created, response, err := s.client.V1OrganizationsAPI.V1CreateOrganization(s.owner).V1OrganizationCreate(*create).Execute()
	s.succeeded(err)
	s.equal("status", http.StatusCreated, response.StatusCode)
	s.equal("name", "Acme Labs", created.Name)
	s.equal("slug", slug, created.Slug)
	s.equal("description", "Widgets", *created.Description.Get())
	s.equal("logoUrl", "https://cdn.example.com/logo.png", *created.LogoUrl.Get())
	s.equal("primaryColor", "#4338CA", created.Settings.Branding.GetPrimaryColor())
	s.equal("accentColor", "#818CF8", created.Settings.Branding.GetAccentColor())
	s.equal("webhooks", true, created.Settings.Features.GetWebhooks())
	tag := response.Header.Get("ETag")
	s.check("the ETag is a strong one: "+tag, regexp.MustCompile(`^"[0-9]+"$`).MatchString(tag))
	return created, tag
}

func (s *scenario) v1Updates(created *orgd.V1Organization, first string) *orgd.V1Organization {
	s.step = "2. update a part on v1"
	update := orgd.NewV1OrganizationUpdate()
	update.SetName("Acme Corporation")
	named, second := s.v1Update(created.Id, update)
	s.equal("name", "Acme Corporation", named.Name)
	s.equal("description", created.Description, named.Description)
	s.equal("logoUrl", created.LogoUrl, named.LogoUrl)
	s.equal("settings", created.Settings, named.Settings)
	s.check("the ETag is another", second != first)

	s.step = "3. null removes on v1"
	update = orgd.NewV1OrganizationUpdate()
	update.SetDescriptionNil()
	removed, _ := s.v1Update(created.Id, update)
	s.equal("description", (*string)(nil), removed.Description.Get())
	s.equal("name", "Acme Corporation", removed.Name)
	s.equal("logoUrl", created.LogoUrl, removed.LogoUrl)

	s.step = "4. merge settings"
	branding := orgd.NewV1BrandingUpdate()
	branding.SetPrimaryColor("#000000")
	settings := orgd.NewV1SettingsUpdate()
	settings.SetBranding(*branding)
	update = orgd.NewV1OrganizationUpdate()
	update.SetSettings(*settings)
	merged, _ := s.v1Update(created.Id, update)
	s.equal("primaryColor", "#000000", merged.Settings.Branding.GetPrimaryColor())
	s.equal("accentColor", "#818CF8", merged.Settings.Branding.GetAccentColor())
	s.equal("webhooks", true, merged.Settings.Features.GetWebhooks())

	s.step = "5. null removes within settings"
	branding = orgd.NewV1BrandingUpdate()
	branding.SetAccentColorNil()
	settings = orgd.NewV1SettingsUpdate()
	settings.SetBranding(*branding)
	settings.SetFeaturesNil()
	update.SetSettings(*settings)
	reduced, tag := s.v1Update(created.Id, update)
	s.equal("has accentColor", false, reduced.Settings.Branding.HasAccentColor())
	s.equal("has features", false, reduced.Settings.HasFeatures())
	s.equal("primaryColor", "#000000", reduced.Settings.Branding.GetPrimaryColor())

	s.step = "6. change nothing"
	same, sameTag := s.v1Update(created.Id, orgd.NewV1OrganizationUpdate())
	s.equal("the organization", reduced, same)
	s.equal("ETag", tag, sameTag)
	return same
}

func (s *scenario) v1Refusals(last *orgd.V1Organization, first string) {
	s.step = "7. a validation error on v1"
	billing := orgd.NewV1BillingUpdate()
	billing.SetEmail("nobody")
	settings := orgd.NewV1SettingsUpdate()
	settings.SetBilling(*billing)
	update := orgd.NewV1OrganizationUpdate()
	update.SetLogoUrl("logo.png")
	update.SetSettings(*settings)
	patch := func(caller context.Context) orgd.ApiV1UpdateOrganizationRequest {
		return s.client.V1OrganizationsAPI.V1UpdateOrganization(caller, last.Id)
	}
	_, response, err := patch(s.owner).V1OrganizationUpdate(*update).Execute()
	refusal := s.v1Failure(400, orgd.V1ERRORCODE_VALIDATION_ERROR, response, err)
	s.violations(refusal.Error.Violations, map[string]string{"/logoUrl": "uri", "/settings/billing/email": "email"})

	s.step = "8. 401 on v1"
	_, response, err = s.client.V1OrganizationsAPI.V1GetOrganization(s.unknown, last.Id).Execute()
	s.v1Failure(401, orgd.V1ERRORCODE_AUTHENTICATION_ERROR, response, err)

	s.step = "9. 403 on v1"
	update = orgd.NewV1OrganizationUpdate()
	update.SetName("Acme Holding")
	_, response, err = patch(s.outsider).V1OrganizationUpdate(*update).Execute()
	s.v1Failure(403, orgd.V1ERRORCODE_AUTHORIZATION_ERROR, response, err)

	s.step = "10. 404 on v1"
	_, response, err = s.client.V1OrganizationsAPI.V1GetOrganization(s.owner, "org_missing").Execute()
	s.v1Failure(404, orgd.V1ERRORCODE_NOT_FOUND, response, err)

	s.step = "11. 412 on v1"
	_, response, err = patch(s.owner).V1OrganizationUpdate(*update).IfMatch(first).Execute()
	s.v1Failure(412, orgd.V1ERRORCODE_PRECONDITION_FAILED, response, err)
	read, response, err := s.client.V1OrganizationsAPI.V1GetOrganization(s.owner, last.Id).Execute()
	s.succeeded(err)
	s.equal("the organization", last, read)
	matched, _, err := patch(s.owner).V1OrganizationUpdate(*update).IfMatch(response.Header.Get("ETag")).Execute()
	s.succeeded(err)
	s.equal("name", "Acme Holding", matched.Name)
}

func (s *scenario) v1Pages(first string) []string {
	s.step = "12. all pages on v1"
	made := []string{first}
	for range 2 {
		create := orgd.NewV1OrganizationCreate("Acme Labs", s.slug())
		created, _, err := s.client.V1OrganizationsAPI.V1CreateOrganization(s.owner).V1OrganizationCreate(*create).Execute()
		s.succeeded(err)
		made = append(made, created.Id)
	}
	ids := []string{}
	request := s.client.V1OrganizationsAPI.V1ListOrganizations(s.owner).Limit(2)
	for {
		page, _, err := request.Execute()
		s.succeeded(err)
		for _, one := range page.Organizations {
			ids = append(ids, one.Id)
			s.equal("role of "+one.Id, orgd.V1ROLE_OWNER, one.Role)
		}
		cursor := page.NextCursor.Get()
		if cursor == nil {
			s.equal("total", page.Total, int64(len(ids)))
			break
		}
		s.equal("how many a page holds", 2, len(page.Organizations))
		request = request.Cursor(*cursor)
	}
	s.listed(ids, made)
	return made
}
