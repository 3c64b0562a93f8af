package monitor.deployer.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;

class PluginManifestTest {
  private final Attributes headers = new Attributes();

  PluginManifestTest() {
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", "acme.speaker;singleton:=true");
    headers.putValue("Bundle-Version", "1.2.3");
  }

  private void refused(String header, String value, String part) {
    headers.putValue(header, value);
    assertThatThrownBy(() -> PluginManifest.of(headers))
        .isInstanceOf(PluginRefused.class)
        .hasMessageContaining(part);
  }

  @Test
  void readsNameVersionAndDescription() throws PluginRefused {
    headers.putValue("Bundle-Description", " speaks ");
    PluginManifest manifest = PluginManifest.of(headers);
    assertThat(manifest.name()).isEqualTo("acme.speaker");
    assertThat(manifest.version()).hasToString("1.2.3");
    assertThat(manifest.description()).isEqualTo("speaks");
  }

  @Test
  void refusesAPlainJar() {
    refused("Bundle-ManifestVersion", "1", "it is no OSGi bundle");
  }

  @Test
  void refusesNamesThatAreNone() {
    refused("Bundle-SymbolicName", "../evil", "Bundle-SymbolicName is '../evil'");
    refused("Bundle-SymbolicName", "a..b", "must be one name");
    refused("Bundle-SymbolicName", "a,b", "must be one name");
    refused("Bundle-SymbolicName", "<script>", "must be one name");
  }

  @Test
  void refusesVersionsThatAreNone() {
    refused("Bundle-Version", "1.x", "Bundle-Version '1.x' is not of the form");
  }

  @Test
  void refusesFragments() {
    refused("Fragment-Host", "monitor.api", "it is a fragment of monitor.api");
  }

  @Test
  void refusesToHavePackagesOfThePlatformReplaced() {
    refused(
        "Export-Package",
        "acme.a;version=\"1,0\";uses:=\"x,y\",monitor.api.event;version=1.0",
        "it exports the package monitor.api.event");
  }

  @Test
  void acceptsExportsOfItsOwn() throws PluginRefused {
    headers.putValue(
        "Export-Package", "acme.a;acme.b;version=\"[1,2)\";uses:=\"monitor.api.event\"");
    assertThat(PluginManifest.of(headers).name()).isEqualTo("acme.speaker");
  }
}
