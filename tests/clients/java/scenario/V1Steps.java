import com.example.orgd.ApiResponse;
import com.example.orgd.api.V1OrganizationsApi;
import com.example.orgd.model.V1BillingUpdate;
import com.example.orgd.model.V1BrandingUpdate;
import com.example.orgd.model.V1ErrorCode;
import com.example.orgd.model.V1FeaturesUpdate;
import com.example.orgd.model.V1Organization;
import com.example.orgd.model.V1OrganizationCreate;
import com.example.orgd.model.V1OrganizationList;
import com.example.orgd.model.V1OrganizationMembership;
import com.example.orgd.model.V1OrganizationUpdate;
import com.example.orgd.model.V1Role;
import com.example.orgd.model.V1Settings;
import com.example.orgd.model.V1SettingsUpdate;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class V1Steps {
  private final Scenario scenario;
  private final V1OrganizationsApi api;
  private V1Organization created;
  private String first;
  private V1Organization last;

  V1Steps(Scenario scenario) {
    this.scenario = scenario;
    api = new V1OrganizationsApi(scenario.owner);
  }

  List<String> run() throws Exception {
    create();
    update();
    settings();
    refusals();
    precondition();
    return pages();
  }

  private ApiResponse<V1Organization> update(V1OrganizationUpdate update) throws Exception {
    return api.v1UpdateOrganizationWithHttpInfo(created.getId(), update, null, null);
  }

  private void create() throws Exception {
    scenario.step("1. create on v1");
    String slug = scenario.slug();
    ApiResponse<V1Organization> response = api.v1CreateOrganizationWithHttpInfo(new V1OrganizationCreate()
        .name("Acme Labs").slug(slug).description("Widgets").logoUrl(URI.create("https://cdn.example.com/logo.png"))
        .settings(new V1SettingsUpdate()
            .branding(new V1BrandingUpdate().primaryColor("#4338CA").accentColor("#818CF8"))
            .features(new V1FeaturesUpdate().webhooks(true))));
    created = response.getData();
    first = scenario.tag(response);
    scenario.equal("status", 201, response.getStatusCode());
    scenario.equal("name", "Acme Labs", created.getName());
    scenario.equal("slug", slug, created.getSlug());
    scenario.equal("description", "Widgets", created.getDescription());
    scenario.equal("logoUrl", "https://cdn.example.com/logo.png", created.getLogoUrl());
    scenario.equal("primaryColor", "#4338CA", created.getSettings().getBranding().getPrimaryColor());
    scenario.equal("accentColor", "#818CF8", created.getSettings().getBranding().getAccentColor());
    scenario.equal("webhooks", true, created.getSettings().getFeatures().getWebhooks());
  }

  private void update() throws Exception {
    scenario.step("2. update a part on v1");
    ApiResponse<V1Organization> response = update(new V1OrganizationUpdate().name("Acme Corporation"));
    V1Organization named = response.getData();
    scenario.equal("name", "Acme Corporation", named.getName());
    scenario.equal("description", created.getDescription(), named.getDescription());
    scenario.equal("logoUrl", created.getLogoUrl(), named.getLogoUrl());
    scenario.equal("settings", created.getSettings(), named.getSettings());
    scenario.equal("the ETag is the first one", false, first.equals(scenario.tag(response)));

    scenario.step("3. null removes on v1");
    V1Organization removed = update(new V1OrganizationUpdate().description(null)).getData();
    scenario.equal("description", null, removed.getDescription());
    scenario.equal("name", "Acme Corporation", removed.getName());
    scenario.equal("logoUrl", created.getLogoUrl(), removed.getLogoUrl());
  }

  private void settings() throws Exception {
    scenario.step("4. merge settings");
    V1Settings merged = update(new V1OrganizationUpdate().settings(
        new V1SettingsUpdate().branding(new V1BrandingUpdate().primaryColor("#000000")))).getData().getSettings();
    scenario.equal("primaryColor", "#000000", merged.getBranding().getPrimaryColor());
    scenario.equal("accentColor", "#818CF8", merged.getBranding().getAccentColor());
    scenario.equal("webhooks", true, merged.getFeatures().getWebhooks());

    scenario.step("5. null removes within settings");
    ApiResponse<V1Organization> reduced = update(new V1OrganizationUpdate().settings(
        new V1SettingsUpdate().branding(new V1BrandingUpdate().accentColor(null)).features(null)));
    V1Settings settings = reduced.getData().getSettings();
    scenario.equal("accentColor", null, settings.getBranding().getAccentColor());
    scenario.equal("features", null, settings.getFeatures());
    scenario.equal("primaryColor", "#000000", settings.getBranding().getPrimaryColor());

    scenario.step("6. change nothing");
    ApiResponse<V1Organization> same = update(new V1OrganizationUpdate());
    scenario.equal("the organization", reduced.getData(), same.getData());
    scenario.equal("ETag", scenario.tag(reduced), scenario.tag(same));
    last = same.getData();
  }

  private void refusals() throws Exception {
    String id = created.getId();
    scenario.step("7. a validation error on v1");
    V1OrganizationUpdate update = new V1OrganizationUpdate().logoUrl(URI.create("logo.png"))
        .settings(new V1SettingsUpdate().billing(new V1BillingUpdate().email("nobody")));
    scenario.violations(
        scenario.v1Failure(400, V1ErrorCode.VALIDATION_ERROR, () -> update(update)).getError().getViolations(),
        Map.of("/logoUrl", "uri", "/settings/billing/email", "email"));

    scenario.step("8. 401 on v1");
    V1OrganizationsApi unknown = new V1OrganizationsApi(scenario.unknown);
    scenario.v1Failure(401, V1ErrorCode.AUTHENTICATION_ERROR, () -> unknown.v1GetOrganization(id, null, null));

    scenario.step("9. 403 on v1");
    V1OrganizationsApi outsider = new V1OrganizationsApi(scenario.outsider);
    V1OrganizationUpdate name = new V1OrganizationUpdate().name("Acme Holding");
    scenario.v1Failure(403, V1ErrorCode.AUTHORIZATION_ERROR, () -> outsider.v1UpdateOrganization(id, name, null, null));

    scenario.step("10. 404 on v1");
    scenario.v1Failure(404, V1ErrorCode.NOT_FOUND, () -> api.v1GetOrganization("org_missing", null, null));
  }

  private void precondition() throws Exception {
    scenario.step("11. 412 on v1");
    String id = created.getId();
    V1OrganizationUpdate update = new V1OrganizationUpdate().name("Acme Holding");
    scenario.v1Failure(412, V1ErrorCode.PRECONDITION_FAILED, () -> api.v1UpdateOrganization(id, update, first, null));
    ApiResponse<V1Organization> read = api.v1GetOrganizationWithHttpInfo(id, null, null);
    scenario.equal("the organization", last, read.getData());
    V1Organization matched = api.v1UpdateOrganization(id, update, scenario.tag(read), null);
    scenario.equal("name", "Acme Holding", matched.getName());
  }

  private List<String> pages() throws Exception {
    scenario.step("12. all pages on v1");
    List<String> made = new ArrayList<>(List.of(created.getId()));
    for (int count = 0; count < 2; count++) {
      made.add(api.v1CreateOrganization(
          new V1OrganizationCreate().name("Acme Labs").slug(scenario.slug())).getId());
    }
    List<String> ids = new ArrayList<>();
    String cursor = null;
    do {
      V1OrganizationList page = api.v1ListOrganizations(2, cursor);
      for (V1OrganizationMembership one : page.getOrganizations()) {
        scenario.equal("role of " + one.getId(), V1Role.OWNER, one.getRole());
        ids.add(one.getId());
      }
      cursor = page.getNextCursor();
      if (cursor == null) {
        scenario.equal("total", page.getTotal(), (long) ids.size());
      } else {
        scenario.equal("how many a page holds", 2, page.getOrganizations().size());
      }
    } while (cursor != null);
    scenario.listed(ids, made);
    return made;
  }
}
