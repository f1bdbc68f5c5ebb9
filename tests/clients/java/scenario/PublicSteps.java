import com.example.orgd.ApiResponse;
import com.example.orgd.api.PublicOrganizationsApi;
import com.example.orgd.model.PublicErrorTitle;
import com.example.orgd.model.PublicInclude;
import com.example.orgd.model.PublicOrganization;
import com.example.orgd.model.PublicOrganizationCreate;
import com.example.orgd.model.PublicOrganizationEnvelope;
import com.example.orgd.model.PublicOrganizationList;
import com.example.orgd.model.PublicOrganizationUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class PublicSteps {
  private static final List<String> ORIGINS = List.of("https://example.com");
  private final Scenario scenario;
  private final PublicOrganizationsApi api;
  private PublicOrganization created;
  private String first;

  PublicSteps(Scenario scenario) {
    this.scenario = scenario;
    api = new PublicOrganizationsApi(scenario.owner);
  }

  List<String> run() throws Exception {
    create();
    update();
    refusals();
    precondition();
    return pages();
  }

  private PublicOrganization update(PublicOrganizationUpdate update, PublicInclude include) throws Exception {
    return api.publicUpdateOrganization(created.getId(), update, include, null, null).getData();
  }

  private void create() throws Exception {
    scenario.step("13. create on public");
    String slug = scenario.slug();
    ApiResponse<PublicOrganizationEnvelope> response = api.publicCreateOrganizationWithHttpInfo(
        new PublicOrganizationCreate().name("Acme Labs").slug(slug).customAiContext("Dozens"), null);
    created = response.getData().getData();
    first = scenario.tag(response);
    scenario.equal("name", "Acme Labs", created.getName());
    scenario.equal("slug", slug, created.getSlug());
    scenario.equal("customAiContext", "Dozens", created.getCustomAiContext());
    scenario.equal("isBillable", true, created.getIsBillable());
    scenario.equal("has trialEndsAt", true, created.getTrialEndsAt() != null);
    scenario.equal("jwtSecret", null, created.getJwtSecret());
  }

  private void update() throws Exception {
    scenario.step("14. update a part on public, without the secret");
    PublicOrganization embedded = update(new PublicOrganizationUpdate()
        .fullEmbedEnabled(true).embedAllowedOrigins(List.of("HTTPS://Example.com:443/")), null);
    scenario.equal("fullEmbedEnabled", true, embedded.getFullEmbedEnabled());
    scenario.equal("embedAllowedOrigins", ORIGINS, embedded.getEmbedAllowedOrigins());
    scenario.equal("name", created.getName(), embedded.getName());
    scenario.equal("customAiContext", created.getCustomAiContext(), embedded.getCustomAiContext());
    scenario.equal("jwtSecret", null, embedded.getJwtSecret());

    scenario.step("15. null removes on public");
    PublicOrganization removed = update(new PublicOrganizationUpdate().customAiContext(null), null);
    scenario.equal("customAiContext", null, removed.getCustomAiContext());
    scenario.equal("name", created.getName(), removed.getName());
    scenario.equal("embedAllowedOrigins", ORIGINS, removed.getEmbedAllowedOrigins());

    scenario.step("16. update with the secret");
    PublicOrganization shown =
        update(new PublicOrganizationUpdate().insightsEnabled(false), PublicInclude.JWT_SECRET);
    scenario.equal("insightsEnabled", false, shown.getInsightsEnabled());
    scenario.equal("the jwtSecret is long enough", true, String.valueOf(shown.getJwtSecret()).length() >= 32);
  }

  private void refusals() throws Exception {
    String id = created.getId();
    scenario.step("17. a validation error on public");
    PublicOrganizationUpdate origins = new PublicOrganizationUpdate()
        .embedAllowedOrigins(List.of("https://*.com", "http://example.com"));
    scenario.violations(
        scenario.publicFailure(400, PublicErrorTitle.VALIDATION_ERROR, () -> update(origins, null))
            .getError().getViolations(),
        Map.of("/embedAllowedOrigins/0", "embed-origin", "/embedAllowedOrigins/1", "embed-origin"));

    scenario.step("18. 401, 403 and 404 on public");
    PublicOrganizationsApi unknown = new PublicOrganizationsApi(scenario.unknown);
    scenario.publicFailure(401, PublicErrorTitle.UNAUTHORIZED,
        () -> unknown.publicGetOrganization(id, null, null, null));
    PublicOrganizationsApi outsider = new PublicOrganizationsApi(scenario.outsider);
    PublicOrganizationUpdate name = new PublicOrganizationUpdate().name("Acme Holding");
    scenario.publicFailure(403, PublicErrorTitle.FORBIDDEN,
        () -> outsider.publicUpdateOrganization(id, name, null, null, null));
    scenario.publicFailure(404, PublicErrorTitle.NOT_FOUND,
        () -> api.publicGetOrganization("org_missing", null, null, null));
  }

  private void precondition() throws Exception {
    scenario.step("19. 412 on public");
    String id = created.getId();
    PublicOrganizationUpdate update = new PublicOrganizationUpdate().name("Acme Holding");
    scenario.publicFailure(412, PublicErrorTitle.PRECONDITION_FAILED,
        () -> api.publicUpdateOrganization(id, update, null, first, null));
    ApiResponse<PublicOrganizationEnvelope> read = api.publicGetOrganizationWithHttpInfo(id, null, null, null);
    scenario.equal("name", "Acme Labs", read.getData().getData().getName());
    PublicOrganizationEnvelope matched = api.publicUpdateOrganization(id, update, null, scenario.tag(read), null);
    scenario.equal("name", "Acme Holding", matched.getData().getName());
  }

  private List<String> pages() throws Exception {
    scenario.step("20. all pages on public");
    List<String> made = new ArrayList<>(List.of(created.getId()));
    for (int count = 0; count < 2; count++) {
      made.add(api.publicCreateOrganization(
          new PublicOrganizationCreate().name("Acme Labs").slug(scenario.slug()), null).getData().getId());
    }
    List<String> ids = new ArrayList<>();
    String cursor = null;
    do {
      PublicOrganizationList page = api.publicListOrganizations(2, cursor);
      page.getData().forEach(one -> ids.add(one.getId()));
      cursor = page.getPagination().getNextCursor();
      scenario.equal("hasMore", cursor != null, page.getPagination().getHasMore());
      if (cursor != null) {
        scenario.equal("how many a page holds", 2, page.getData().size());
      }
    } while (cursor != null);
    scenario.listed(ids, made);
    return made;
  }
}
