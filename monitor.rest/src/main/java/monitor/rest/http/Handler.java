package monitor.rest.http;

/** Answers the requests of one route, on a thread of the server, many at once. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers.
   *
   * @throws Problem what goes wrong by the request or for now
   * @throws Exception anything else is our fault: answered with 500 and logged
   */
  Reply handle(Call call) throws Exception;
}
