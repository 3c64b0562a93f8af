package monitor.runtime.direct;

import monitor.api.delivery.Outcome;

/**
 * Which of two outcomes the peer is told. What makes it send the batch again goes before what makes
 * it forget the batch: a sink that has not taken it yet would never get it otherwise.
 */
final class Verdicts {
  private Verdicts() {}

  static Outcome worse(Outcome a, Outcome b) {
    if (a instanceof Outcome.Behind one && b instanceof Outcome.Behind other) {
      return one.nextSequence() <= other.nextSequence() ? a : b;
    }
    return rank(b) > rank(a) ? b : a;
  }

  private static int rank(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted accepted -> 0;
      case Outcome.PartlyAccepted partly -> 1;
      case Outcome.Rejected rejected -> 2;
      case Outcome.Conflict conflict -> 3;
      case Outcome.Retry retry -> 4;
      case Outcome.Behind behind -> 5;
    };
  }
}
