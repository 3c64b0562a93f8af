package monitor.itest.variant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import monitor.itest.oracle.Fault;
import monitor.itest.oracle.Kill;
import monitor.itest.oracle.Report;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is tested itself: it catches every broken variant, and lets the shipped one pass. */
class VariantsIT {
  private static final int IN_EVERY_BUILD = 3;

  /** A kill has to hit the moment that a variant broke, and may miss it once or twice. */
  private static final int MOST_STORMS = 3;

  /** After these it is soon clear that something is wrong. */
  private static final Set<Fault> QUICK =
      Set.of(Strike.NONE, Kill.PLATFORM, PowerLoss.EVERYTHING_UNSYNCED);

  @ParameterizedTest
  @MethodSource("some")
  void catchesSomeOfThem(Variant variant) throws Exception {
    assertCaught(variant);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("full")
  void catchesEachOfThem(Variant variant) throws Exception {
    assertCaught(variant);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("full")
  void letsTheShippedOnePass(Strike strike) throws Exception {
    Report report = Trial.of("shipped-" + strike, List.of()).run(strike, 1, Trial.SEED);
    assertThat(report.verdict().findings()).as(report.toString()).isEmpty();
  }

  /** A rewrite that finds nothing to change fails, also those that are not run now. */
  @Test
  void findsWhatToBreak() throws Exception {
    for (Variant variant : Variant.values()) {
      Trial.of("found", variant.rewrites());
    }
  }

  static List<Variant> some() {
    List<Variant> all = new ArrayList<>(Arrays.asList(Variant.values()));
    all.removeIf(variant -> !QUICK.contains(variant.revealedBy()) || variant.rounds() > 1);
    Collections.shuffle(all, new Random(Trial.SEED));
    return all.subList(0, IN_EVERY_BUILD);
  }

  private static void assertCaught(Variant variant) throws Exception {
    Report report;
    int storms = 0;
    do {
      report =
          Trial.of(variant.name(), variant.rewrites())
              .run(variant.revealedBy(), variant.rounds(), Trial.SEED + storms++);
    } while (report.verdict().findings().isEmpty() && storms < MOST_STORMS);
    assertThat(report.verdict().findings()).as("%s: %s", variant.breaks(), report).isNotEmpty();
  }
}
