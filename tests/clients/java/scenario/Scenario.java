import com.example.orgd.ApiClient;
import com.example.orgd.ApiException;
import com.example.orgd.ApiResponse;
import com.example.orgd.api.PublicOrganizationsApi;
import com.example.orgd.api.V1OrganizationsApi;
import com.example.orgd.model.PublicErrorTitle;
import com.example.orgd.model.PublicFailure;
import com.example.orgd.model.V1ErrorCode;
import com.example.orgd.model.V1Failure;
import com.example.orgd.model.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/** The scenario of ../../README.md with the Java client. The steps are in V1Steps and PublicSteps. */
final class Scenario {
  interface Call {
    void run() throws Exception;
  }

  final ApiClient owner = caller(System.getenv("ORGD_KEY"));
  final ApiClient outsider = caller(System.getenv("ORGD_ADMIN_KEY"));
  final ApiClient unknown = caller("bd_key_unknown");
  private final String random = UUID.randomUUID().toString().substring(0, 8);
  private String step = "";
  private String requestId = "";
  private int slugs;
  private int checks;

  public static void main(String[] arguments) {
    Scenario scenario = new Scenario();
    try {
      List<String> made = new ArrayList<>(new V1Steps(scenario).run());
      made.addAll(new PublicSteps(scenario).run());
      scenario.delete(made);
    } catch (Exception error) {
      scenario.fail(error.toString());
    }
    System.out.println("java: " + scenario.checks + " checks passed");
  }

  private static ApiClient caller(String key) {
    ApiClient client = new ApiClient();
    client.updateBaseUri(System.getenv("ORGD_URL"));
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + key));
    return client;
  }

  void step(String step) {
    this.step = step;
  }

  String slug() {
    return "java-" + random + "-" + ++slugs;
  }

  private void fail(String difference) {
    System.err.println("java: " + step + ": " + difference);
    System.exit(1);
  }

  void equal(String what, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      fail(what + ": expected " + expected + ", there was " + actual);
    }
    checks++;
  }

  String tag(ApiResponse<?> response) {
    String tag = response.getHeaders().get("etag").get(0);
    equal(tag + " is a strong ETag", true, tag.matches("\"[0-9]+\""));
    return tag;
  }

  /** Returns the error with the given status, as the type that the contract declares. */
  private <F> F failure(int status, Class<F> type, Call call) throws Exception {
    try {
      call.run();
    } catch (ApiException error) {
      equal("status", status, error.getCode());
      requestId = error.getResponseHeaders().firstValue("X-Request-Id").orElse("");
      return owner.getObjectMapper().readValue(error.getResponseBody(), type);
    }
    fail("expected an error of status " + status + ", there was none");
    return null;
  }

  V1Failure v1Failure(int status, V1ErrorCode code, Call call) throws Exception {
    V1Failure failure = failure(status, V1Failure.class, call);
    equal("success", false, failure.getSuccess());
    equal("code", code, failure.getError().getCode());
    equal("requestId", requestId, failure.getError().getRequestId());
    return failure;
  }

  PublicFailure publicFailure(int status, PublicErrorTitle title, Call call) throws Exception {
    PublicFailure failure = failure(status, PublicFailure.class, call);
    equal("title", title, failure.getError().getTitle());
    equal("requestId", requestId, failure.getError().getRequestId());
    return failure;
  }

  /** Checks the pointers and codes of the violations in the body. */
  void violations(List<Violation> listed, Map<String, String> expected) {
    Map<String, String> faults = new TreeMap<>();
    for (Violation violation : listed) {
      equal("part", Violation.PartEnum.BODY, violation.getPart());
      faults.put(violation.getPointer(), violation.getCode());
    }
    equal("how many violations", expected.size(), listed.size());
    equal("violations", new TreeMap<>(expected), faults);
  }

  /** Checks all pages: no id occurs twice, and the created organizations are listed, newest first. */
  void listed(List<String> ids, List<String> made) {
    equal("how many different ids", ids.size(), new HashSet<>(ids).size());
    List<String> mine = new ArrayList<>();
    for (String id : ids) {
      if (made.contains(id)) {
        mine.add(0, id);
      }
    }
    equal("those that were made", made, mine);
  }

  private void delete(List<String> made) throws Exception {
    step("21. delete");
    equal("how many were made", 6, made.size());
    V1OrganizationsApi v1 = new V1OrganizationsApi(owner);
    for (String id : made) {
      equal("message", "Organization deleted successfully", v1.v1DeleteOrganization(id, null, null).getMessage());
    }
    String first = made.get(0);
    v1Failure(404, V1ErrorCode.NOT_FOUND, () -> v1.v1GetOrganization(first, null, null));
    PublicOrganizationsApi open = new PublicOrganizationsApi(owner);
    publicFailure(404, PublicErrorTitle.NOT_FOUND, () -> open.publicGetOrganization(first, null, null, null));
  }
}
