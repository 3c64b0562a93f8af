package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * What PostgreSQL holds of the numbers 0, 1, 2 … of the test plugin {@code load.plugin}, whose
 * events may be dropped.
 *
 * @param rows stored
 * @param missing the sum of all gap rows of the stream
 * @param sequences different sequence numbers of what is stored
 * @param numbers different numbers
 * @param overlaps stored events whose sequence number lies in a gap row
 * @param disordered events with a higher number before them
 */
record StoredNumbers(
    long rows, long missing, long sequences, long numbers, long overlaps, long disordered) {
  private static final String SUM =
      """
      select (select count(*) from samples_v1 where name = 'load.number')
           + (select coalesce(sum(count), 0) from gaps_v1 where stream like 'load.plugin%')
      """;

  private static final String VERDICT =
      """
      with stored as (
        select sequence, value, lag(value) over (order by sequence) as before
        from samples_v1 where name = 'load.number'),
      gaps as (select * from gaps_v1 where stream like 'load.plugin%')
      select concat_ws(' ', count(*), (select coalesce(sum(count), 0) from gaps),
               count(distinct sequence), count(distinct value),
               count(*) filter (where exists (select from gaps
                 where sequence >= first_sequence and sequence < next_sequence)),
               count(*) filter (where value <= before))
      from stored
      """;

  static StoredNumbers of(Path data) throws Exception {
    String row = Database.query(data, VERDICT).getFirst();
    long[] all = Arrays.stream(row.split(" ")).mapToLong(Long::parseLong).toArray();
    return new StoredNumbers(all[0], all[1], all[2], all[3], all[4], all[5]);
  }

  /** What the platform's own balance has to say. */
  String balance() {
    return "received %d, delivered %d, buffered 0, dropped %d"
        .formatted(rows + missing, rows, missing);
  }

  /**
   * Waits until everything that was emitted is stored or in a gap row, and fails unless the gap
   * rows say exactly what is missing.
   */
  static StoredNumbers awaitAccountedFor(Path data, long emitted, Duration deadline)
      throws Exception {
    Await.until(
        "all numbers stored or in gap rows",
        deadline,
        () -> Long.parseLong(Database.query(data, SUM).getFirst()),
        sum -> sum >= emitted);
    StoredNumbers stored = of(data);
    long rows = stored.rows();
    assertThat(stored).isEqualTo(new StoredNumbers(rows, emitted - rows, rows, rows, 0, 0));
    return stored;
  }
}
