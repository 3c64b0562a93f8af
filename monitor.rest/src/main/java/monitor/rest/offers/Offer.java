package monitor.rest.offers;

import java.util.List;
import java.util.Optional;
import monitor.rest.http.Problem;

/** A service that may be there or not, and may come and go at any time. */
@FunctionalInterface
public interface Offer<T> {
  /** The service, if it is there now. */
  Optional<T> now();

  /** Every service of this type that is there now. */
  default List<T> all() {
    return now().stream().toList();
  }

  /**
   * The service.
   *
   * @param reason what is missing, one sentence
   * @throws Problem 503 with the reason, if it is not there
   */
  default T required(String code, String reason, String hint) {
    return now().orElseThrow(() -> Problem.unavailable(code, reason, 5).hint(hint));
  }
}
