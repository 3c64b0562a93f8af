package monitor.deployer.explain;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;

/**
 * A requirement of a bundle that nobody meets.
 *
 * @param namespace kind of requirement, such as {@code osgi.wiring.package}
 * @param filter as the framework writes it
 * @param offers who offers the same name in a version that does not fit
 */
public record MissingRequirement(String namespace, String filter, List<Offer> offers) {
  private static final Pattern LOWEST = Pattern.compile("\\((?:bundle-)?version>=([^)]+)\\)");
  private static final Pattern LIMIT = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]+)\\)\\)");
  private static final Pattern JAVA =
      Pattern.compile("\\(osgi\\.ee=JavaSE\\).*\\(version=(?:1\\.)?(\\d+)(?:\\.0)*\\)");

  /** Copies the list. */
  public MissingRequirement {
    offers = List.copyOf(offers);
  }

  /** The name that is asked for; the whole filter where a namespace has no such name. */
  public String name() {
    return nameIn(namespace, filter).orElse(filter);
  }

  /** The name that a filter asks for in its namespace. */
  public static Optional<String> nameIn(String namespace, String filter) {
    return group(Pattern.compile("\\(" + Pattern.quote(namespace) + "=([^)]*)\\)"), filter);
  }

  /** One or two sentences that say what is missing, who offers it, and one fix. */
  public String words() {
    return switch (namespace) {
      case PackageNamespace.PACKAGE_NAMESPACE -> named("package");
      case BundleNamespace.BUNDLE_NAMESPACE -> named("bundle");
      case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> java();
      default ->
          "it requires the capability %s with %s, which no bundle offers; install a bundle that does"
              .formatted(namespace, filter);
    };
  }

  private String named(String what) {
    if (offers.isEmpty()) {
      return "it needs the %s %s%s, which no bundle offers; %s"
          .formatted(what, name(), range(), fix(what));
    }
    return "it needs the %s %s%s, and what is offered is %s; build it against an offered version"
        .formatted(what, name(), range(), offered());
  }

  private static String fix(String what) {
    return what.equals("package")
        ? "put the library into the plugin's jar (bnd: -includeresource or -privatepackage),"
            + " or correct the name in Import-Package"
        : "install that bundle, or import its packages instead";
  }

  private String java() {
    Optional<String> wanted = group(JAVA, filter);
    int ours = Runtime.version().feature();
    return wanted
        .map(java ->
            "it needs Java %s, and this platform runs on Java %d; compile it with --release %d"
                .formatted(java, ours, ours))
        .orElse("it needs the execution environment %s, which this Java is not".formatted(filter));
  }

  private String offered() {
    return offers.stream().map(Offer::toString).collect(Collectors.joining(", "));
  }

  private String range() {
    String limit = group(LIMIT, filter).map(MissingRequirement::shortened).orElse("");
    String lowest =
        group(LOWEST, LIMIT.matcher(filter).replaceAll(""))
            .map(MissingRequirement::shortened)
            .orElse("");
    if (lowest.isEmpty()) {
      return limit.isEmpty() ? "" : " in a version before " + limit;
    }
    return " in version " + lowest + (limit.isEmpty() ? " or later" : " or later, before " + limit);
  }

  private static String shortened(String version) {
    Version parsed = Version.parseVersion(version);
    return parsed.getMicro() == 0 && parsed.getQualifier().isEmpty()
        ? parsed.getMajor() + "." + parsed.getMinor()
        : parsed.toString();
  }

  private static Optional<String> group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
