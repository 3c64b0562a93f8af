package monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpansionTest {
  @TempDir Path folder;

  @Test
  void putsVariablesIn() throws Exception {
    assertThat(expand("a${X}b${Y}")).isEqualTo("a1b2");
  }

  @Test
  void usesTheDefaultOnlyWhereNothingIsSet() throws Exception {
    assertThat(expand("${X:-other} ${NONE:-other} ${EMPTY:-other} ${NONE:-}"))
        .isEqualTo("1 other other ");
  }

  @Test
  void refusesAVariableThatIsNotSet() {
    refused("${NONE}", "NONE is not set");
    refused("${EMPTY}", "EMPTY is not set");
  }

  @Test
  void saysWhatTheAuthorOfTheFileAskedFor() {
    refused("${NONE:?name the database}", "name the database");
  }

  @Test
  void readsAFileWithoutItsLastLineEnd() throws Exception {
    Files.writeString(folder.resolve("secret"), "s3cret\n");
    assertThat(expand("${file:secret}")).isEqualTo("s3cret");
    assertThat(expand("${file:" + folder.resolve("secret") + "}")).isEqualTo("s3cret");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    refused("${file:none}", "cannot be read");
  }

  @Test
  void doesNotExpandWhatItPutIn() throws Exception {
    assertThat(expand("${LOOP}")).isEqualTo("${LOOP}");
  }

  @Test
  void refusesAReferenceInsideAReference() {
    refused("${NONE:-${X}}", "is not");
  }

  @Test
  void refusesWhatIsNoReference() {
    refused("${1}", "is not");
    refused("${X", "closing brace");
    refused("${}", "is not");
  }

  @Test
  void leavesAnEscapedReferenceAlone() throws Exception {
    assertThat(expand("$${X} $X 5$")).isEqualTo("${X} $X 5$");
  }

  private String expand(String text) throws Expansion.ExpansionException, IOException {
    return new Expansion(Map.of("X", "1", "Y", "2", "EMPTY", "", "LOOP", "${LOOP}"), folder)
        .expand(text);
  }

  private void refused(String text, String reason) {
    assertThatExceptionOfType(Expansion.ExpansionException.class)
        .isThrownBy(() -> expand(text))
        .withMessageContaining(reason);
  }
}
