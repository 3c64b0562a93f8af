package monitor.rest.servlets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/**
 * What a plugin may put on the HTTP whiteboard: servlets and resources below {@code
 * /plugins/<symbolic name>}, nothing else. Pure functions.
 */
final class ServletRules {
  private static final String PLUGIN = "plugin:";
  private static final String ROOM = "/plugins/";
  private static final List<String> PATTERNS =
      List.of(
          HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
          HttpWhiteboardConstants.HTTP_WHITEBOARD_RESOURCE_PATTERN);

  /** Properties that make a service something else on the whiteboard. */
  private static final List<String> OTHERS =
      List.of(
          HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_PATTERN,
          HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_REGEX,
          HttpWhiteboardConstants.HTTP_WHITEBOARD_FILTER_SERVLET,
          HttpWhiteboardConstants.HTTP_WHITEBOARD_LISTENER,
          HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_PATH,
          HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_ERROR_PAGE);

  /** Types that the whiteboard takes whatever their properties are. */
  private static final List<String> TYPES =
      List.of(
          "org.osgi.service.servlet.context.ServletContextHelper",
          "org.osgi.service.servlet.whiteboard.Preprocessor",
          "org.osgi.service.http.context.ServletContextHelper",
          "org.osgi.service.http.whiteboard.Preprocessor");

  private ServletRules() {}

  /** Symbolic name of the plugin that a bundle is; empty for bundles of the platform. */
  static Optional<String> plugin(Bundle bundle) {
    String location = bundle.getLocation();
    return location.startsWith(PLUGIN)
        ? Optional.of(location.substring(PLUGIN.length()))
        : Optional.empty();
  }

  /** The patterns under which a service wants to be served. */
  static List<String> patterns(ServiceReference<?> service) {
    List<String> patterns = new ArrayList<>();
    for (String key : PATTERNS) {
      patterns.addAll(texts(service.getProperty(key)));
    }
    return patterns;
  }

  /** Whether the whiteboard would take a service at all. */
  static boolean concerns(ServiceReference<?> service) {
    return !patterns(service).isEmpty()
        || service.getProperty(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_NAME) != null
        || OTHERS.stream().anyMatch(key -> service.getProperty(key) != null)
        || texts(service.getProperty(Constants.OBJECTCLASS)).stream().anyMatch(TYPES::contains);
  }

  /**
   * Why a service of a plugin is not served, for a person; empty if it is, or if the whiteboard has
   * nothing to do with it.
   */
  static Optional<String> objection(ServiceReference<?> service, String plugin) {
    if (!concerns(service)) {
      return Optional.empty();
    }
    String room = ROOM + plugin;
    boolean other =
        OTHERS.stream().anyMatch(key -> service.getProperty(key) != null)
            || texts(service.getProperty(Constants.OBJECTCLASS)).stream().anyMatch(TYPES::contains);
    if (other) {
      return Optional.of(
          "a plugin may not put filters, listeners, contexts or error pages before the pages of others; serve what it has from a servlet at %s/*"
              .formatted(room));
    }
    List<String> patterns = patterns(service);
    if (patterns.isEmpty()) {
      return Optional.of(
          "it has a name and no pattern; register it with the pattern %s/*".formatted(room));
    }
    return patterns.stream()
        .filter(pattern -> !inside(pattern, room))
        .findFirst()
        .map(pattern ->
            "'%s' is not below %s, where the servlets of %s are; register it with the pattern %s/*"
                .formatted(pattern, room, plugin, room));
  }

  private static boolean inside(String pattern, String room) {
    return pattern.equals(room) || pattern.startsWith(room + "/");
  }

  private static List<String> texts(Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case String[] texts -> Arrays.asList(texts);
      case Iterable<?> texts -> {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(String.valueOf(text)));
        yield all;
      }
      case null, default -> List.of();
    };
  }
}
