package monitor.cli.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiClient;
import monitor.cli.client.ApiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code monitor plugin upgrade}. */
@Command(name = "upgrade", description = "Upgrades a plugin that is installed.")
final class PluginUpgrade implements Callable<Integer> {
  @Mixin private PluginRequest request;

  @Parameters(paramLabel = "JAR", description = "The jar.")
  private Path jar = Path.of("");

  @Option(names = "--allow-downgrade", description = "Also put an older version in force.")
  private boolean allowDowngrade;

  @SuppressWarnings("NullAway.Init")
  PluginUpgrade() {}

  @Override
  public Integer call() throws Exception {
    ApiClient client = request.client();
    Comparison comparison = new Comparison(client, jar, allowDowngrade);
    if (request.dryRun()) {
      return comparison.print(request);
    }
    JsonNode diff = comparison.ask();
    if (!diff.hasNonNull("fromVersion")) {
      throw new ApiException(
          ApiException.Kind.NOT_FOUND,
          "%s is not installed; `monitor plugin install` installs it"
              .formatted(diff.path("name").asText()));
    }
    String path = Comparison.query("/api/v1/plugins", jar, allowDowngrade);
    return request.follow(client, client.upload(request.withWhy(path), jar));
  }
}
