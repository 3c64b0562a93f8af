package monitor.deployer.verify;

import java.util.List;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What the manifest of a plugin says.
 *
 * @param name symbolic name; also safe as a file name
 * @param version of the bundle
 * @param description for a person; may be empty
 */
public record PluginManifest(String name, Version version, String description) {
  private static final Pattern SYMBOLIC_NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,100}(\\.[A-Za-z0-9_-]{1,100}){0,20}");
  private static final List<String> RESERVED =
      List.of("monitor.", "java.", "javax.", "jakarta.", "org.osgi.", "org.slf4j.");

  /**
   * Reads the main attributes.
   *
   * @throws PluginRefused if this is no bundle, or one that a plugin must not be
   */
  public static PluginManifest of(Attributes headers) throws PluginRefused {
    requireBundle(headers);
    refuseFragment(headers.getValue(Constants.FRAGMENT_HOST));
    refuseReservedExports(headers.getValue(Constants.EXPORT_PACKAGE));
    return new PluginManifest(
        nameOf(headers), versionOf(headers), text(headers, Constants.BUNDLE_DESCRIPTION));
  }

  private static void requireBundle(Attributes headers) throws PluginRefused {
    String manifestVersion = headers.getValue(Constants.BUNDLE_MANIFESTVERSION);
    if (manifestVersion == null || !manifestVersion.strip().equals("2")) {
      throw new PluginRefused(
          "it is no OSGi bundle: its manifest has no 'Bundle-ManifestVersion: 2';"
              + " let the bnd-maven-plugin write the manifest, as examples/hello-plugin does");
    }
  }

  private static String nameOf(Attributes headers) throws PluginRefused {
    String header = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
    List<String> names = header == null ? List.of() : HeaderClauses.names(header);
    if (names.size() != 1 || !SYMBOLIC_NAME.matcher(names.getFirst()).matches()) {
      throw new PluginRefused(
          "its Bundle-SymbolicName is %s; it must be one name of letters, digits, '_', '-' and dots"
              .formatted(header == null ? "missing" : "'" + header + "'"));
    }
    return names.getFirst();
  }

  private static Version versionOf(Attributes headers) throws PluginRefused {
    String header = headers.getValue(Constants.BUNDLE_VERSION);
    if (header == null) {
      throw new PluginRefused("it has no Bundle-Version, so that an upgrade could not be told");
    }
    try {
      return Version.parseVersion(header);
    } catch (IllegalArgumentException e) {
      throw new PluginRefused(
          "its Bundle-Version '%s' is not of the form 1.2.3 or 1.2.3.qualifier".formatted(header),
          e);
    }
  }

  private static void refuseFragment(@Nullable String host) throws PluginRefused {
    if (host != null) {
      throw new PluginRefused(
          "it is a fragment of %s; a plugin is a bundle of its own".formatted(host));
    }
  }

  private static void refuseReservedExports(@Nullable String header) throws PluginRefused {
    if (header == null) {
      return;
    }
    for (String exported : HeaderClauses.names(header)) {
      if (RESERVED.stream().anyMatch((exported + ".")::startsWith)) {
        throw new PluginRefused(
            "it exports the package %s, which belongs to the platform; leave it out of the jar and import it"
                .formatted(exported));
      }
    }
  }

  private static String text(Attributes headers, String header) {
    String value = headers.getValue(header);
    return value == null ? "" : value.strip();
  }
}
