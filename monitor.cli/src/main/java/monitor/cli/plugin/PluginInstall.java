package monitor.cli.plugin;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import monitor.cli.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code monitor plugin install}. */
@Command(
    name = "install",
    description = "Installs a plugin, or upgrades the one that has its symbolic name.")
final class PluginInstall implements Callable<Integer> {
  @Mixin private PluginRequest request;

  @Parameters(paramLabel = "JAR", description = "The jar.")
  private Path jar = Path.of("");

  @Option(names = "--allow-downgrade", description = "Also put an older version in force.")
  private boolean allowDowngrade;

  @SuppressWarnings("NullAway.Init")
  PluginInstall() {}

  @Override
  public Integer call() throws Exception {
    if (request.dryRun()) {
      return new Comparison(request.client(), jar, allowDowngrade).print(request);
    }
    ApiClient client = request.client();
    String path = Comparison.query("/api/v1/plugins", jar, allowDowngrade);
    return request.follow(client, client.upload(request.withWhy(path), jar));
  }
}
