package monitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The packages of the command, as {@code jdeps} sees them. */
class RoomsTest {
  private static final Pattern NEED =
      Pattern.compile("^ +(monitor\\.cli\\S*) +-> (monitor\\.cli\\S*)", Pattern.MULTILINE);

  /** What each package needs of the others. */
  private static Map<String, Set<String>> needs() throws Exception {
    Path classes =
        Path.of(Monitor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    int code =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(out, out, "-verbose:package", "--ignore-missing-deps", classes.toString());
    assertThat(code).as("%s", said).isZero();
    Map<String, Set<String>> needs = new TreeMap<>();
    NEED.matcher(said.toString())
        .results()
        .forEach(each ->
            needs.computeIfAbsent(each.group(1), any -> new TreeSet<>()).add(each.group(2)));
    needs.forEach((room, needed) -> needed.remove(room));
    return needs;
  }

  @Test
  void noPackageNeedsOneThatNeedsIt() throws Exception {
    Map<String, Set<String>> left = needs();
    assertThat(left).containsKeys("monitor.cli", "monitor.cli.access", "monitor.cli.launch");
    // what Monitor's annotation names, jdeps does not see
    assertThat(left.values()).noneMatch(needed -> needed.contains("monitor.cli"));
    while (left.entrySet()
        .removeIf(room -> left.keySet().stream().noneMatch(room.getValue()::contains))) {
      // Those are next that needed only what is gone.
    }
    assertThat(left).isEmpty();
  }
}
