package monitor.rest.http;

import java.util.List;

/**
 * One route.
 *
 * @param method upper case
 * @param template path; {@code {name}} stands for any one segment
 * @param permission who may call it
 * @param handler what answers
 */
public record Route(String method, String template, Permission permission, Handler handler) {
  /** The segments of the template. */
  List<String> segments() {
    return List.of(template.substring(1).split("/", -1));
  }

  /** Method and template. */
  @Override
  public String toString() {
    return method + " " + template;
  }
}
