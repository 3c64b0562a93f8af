package monitor.itest;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ops4j.pax.exam.Option;

/** What the launcher gives to the framework, given by Pax Exam. */
final class FrameworkOptions {
  /** Property with the path of the first version of the example. */
  static final String FIRST = "itest.first";

  /** Property with the path of its second version. */
  static final String SECOND = "itest.second";

  /** Property with the path of a plugin that was compiled against version 1.0.0 of the API. */
  static final String KEPT = "itest.kept";

  private FrameworkOptions() {}

  /** Core bundles of the distribution, and these of its plugins. */
  static Option[] of(String... plugins) throws Exception {
    Path folder = Surroundings.emptyFolder("framework");
    Path home = home(folder, plugins);
    List<Option> options = new ArrayList<>();
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Surroundings.DISTRIBUTION.resolve("bundles"), "*.jar")) {
      jars.forEach(jar -> options.add(bundle(jar.toUri().toString())));
    }
    options.add(facts(home, folder.resolve("data")));
    options.add(junitBundles());
    options.add(cleanCaches());
    // Pax Exam's own bundles were built against SLF4J 1.
    options.add(
        systemPackages(
            "org.slf4j;version=1.7.36",
            "org.slf4j;version=2.0.17",
            "org.slf4j.event;version=2.0.17",
            "org.slf4j.helpers;version=2.0.17",
            "org.slf4j.spi;version=2.0.17",
            "org.osgi.service.log;version=1.5.0",
            "org.tomlj;version=1.1.1"));
    options.add(versions());
    return options.toArray(Option[]::new);
  }

  private static Path home(Path folder, String... plugins) throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path own = Files.createDirectories(home.resolve("plugins"));
    for (String plugin : plugins) {
      String glob = plugin + "-*.jar";
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(Surroundings.DISTRIBUTION.resolve("plugins"), glob)) {
        for (Path jar : jars) {
          Files.copy(jar, own.resolve(jar.getFileName()));
        }
      }
    }
    return home;
  }

  private static Option facts(Path home, Path data) throws IOException {
    Files.createDirectories(data);
    Path configuration = Files.writeString(home.resolve("monitor.toml"), "");
    return composite(
        frameworkProperty("monitor.home").value(home.toString()),
        frameworkProperty("monitor.data").value(data.toString()),
        frameworkProperty("monitor.config").value(configuration.toString()),
        frameworkProperty("monitor.distribution").value("standalone"),
        frameworkProperty("monitor.version").value("0"),
        frameworkProperty("monitor.host").value("itest"),
        frameworkProperty("monitor.port").value("0"),
        frameworkProperty("monitor.started").value(Long.toString(System.currentTimeMillis())));
  }

  private static Option versions() throws Exception {
    Path first = PluginProject.copy("hello-plugin").build();
    Path second = PluginProject.copy("hello-plugin").version("1.1.0").build();
    return composite(
        systemProperty(FIRST).value(first.toString()),
        systemProperty(SECOND).value(second.toString()),
        systemProperty(KEPT)
            .value(
                Path.of("src/test/plugins/first-version/acme.greeter-1.0.0.jar")
                    .toAbsolutePath()
                    .toString()));
  }
}
