package monitor.rest.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is not answered as asked: becomes problem JSON (RFC 9457). */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * What is wrong with one field or parameter.
   *
   * @param field its name or path
   * @param message what is wrong, one sentence
   */
  public record Fault(String field, String message) {}

  private final int status;
  private final String code;
  private @Nullable String object;
  private @Nullable String hint;
  private final transient List<Fault> faults = new ArrayList<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  private Problem(int status, String code, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
  }

  /**
   * A problem.
   *
   * @param status of HTTP
   * @param code for programs; its meaning never changes
   * @param detail what happened, for a person; repeats no secret
   */
  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail);
  }

  /** A parameter or field that cannot be used: 400. */
  public static Problem parameter(String name, String message) {
    return invalid(List.of(new Fault(name, message)));
  }

  /** Parameters or fields that cannot be used: 400, naming each. */
  public static Problem invalid(List<Fault> faults) {
    StringBuilder detail = new StringBuilder();
    for (Fault fault : faults) {
      detail.append(detail.isEmpty() ? "" : "; ").append(fault.field()).append(": ");
      detail.append(fault.message());
    }
    Problem problem = of(400, "invalid-request", detail.toString());
    problem.faults.addAll(faults);
    return problem.about(faults.getFirst().field());
  }

  /** Something that is not there: 404. */
  public static Problem missing(String type, String name) {
    return of(404, "not-found", "There is no %s '%s'.".formatted(type, name)).about(name);
  }

  /** Something that cannot be done just now: 503, to be tried again after these seconds. */
  public static Problem unavailable(String code, String detail, int afterSeconds) {
    return of(503, code, detail).header("Retry-After", Integer.toString(afterSeconds));
  }

  /** What it happened to. */
  public Problem about(String newObject) {
    this.object = newObject;
    return this;
  }

  /** The next step, for a person. */
  public Problem hint(String newHint) {
    this.hint = newHint;
    return this;
  }

  /** A header of the answer. */
  public Problem header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Status of HTTP. */
  public int status() {
    return status;
  }

  /** Stable, for programs. */
  public String code() {
    return code;
  }

  /** Headers of the answer. */
  Map<String, String> headers() {
    return headers;
  }

  /** The members of the problem JSON. */
  Map<String, Object> members(String requestId) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "urn:monitor:problem:" + code);
    members.put("title", Reasons.of(status));
    members.put("status", status);
    members.put("detail", String.valueOf(getMessage()));
    members.put("code", code);
    if (object != null) {
      members.put("object", object);
    }
    if (hint != null) {
      members.put("hint", hint);
    }
    if (!faults.isEmpty()) {
      members.put("errors", faults);
    }
    members.put("requestId", requestId);
    return members;
  }
}
