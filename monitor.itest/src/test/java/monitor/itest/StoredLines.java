package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What PostgreSQL holds of the lines of a {@link PacedWriter}.
 *
 * @param rows all of them
 * @param numbers different numbers
 * @param next the highest number and one
 * @param corrupt with other contents than were written
 * @param disordered with a higher number before them in their stream
 */
public record StoredLines(long rows, long numbers, long next, long corrupt, long disordered) {
  private static final String VERDICT =
      """
      select concat_ws(' ', count(*), count(distinct n), coalesce(max(n) + 1, 0),
               count(*) filter (where body <> 'NAME-' || lpad(n::text, 10, '0') || ' '
                 || md5(n || 'a') || md5(n || 'b')),
               count(*) filter (where n <= before))
      from (select n, body, lag(n) over (partition by stream order by epoch, sequence) as before
            from (select substring(body from 'NAME-([0-9]+)')::bigint as n, body, stream, epoch,
                         sequence
                  from logs_v1 where body like 'NAME-%') as lines) as ordered
      """;

  private static final String ROWS = "select count(*) from logs_v1 where body like 'NAME-%'";

  private static final String NEXT =
      "select coalesce(substring(max(body) from 'NAME-([0-9]+)')::bigint + 1, 0)"
          + " from logs_v1 where body like 'NAME-%'";

  private static final String BATCHED =
      "select coalesce(sum(count), 0) from batches_v1 where kind = 'log'";

  /** A line of a writer, without its end: what it holds follows from name and number. */
  public static String line(String name, long number) {
    return "%s-%010d %s%s".formatted(name, number, md5(number + "a"), md5(number + "b"));
  }

  private static String md5(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has MD5", e);
    }
  }

  /** The highest number so far and one; cheaper than the whole. */
  public static long next(Path data, String name) throws Exception {
    return number(data, NEXT.replace("NAME", name));
  }

  /** Rows so far; cheaper than the whole. */
  static long rows(Path data, String name) throws Exception {
    return number(data, ROWS.replace("NAME", name));
  }

  private static long number(Path data, String sql) throws Exception {
    return Long.parseLong(Database.query(data, sql).getFirst());
  }

  static StoredLines of(Path data, String name) throws Exception {
    String row = Database.query(data, VERDICT.replace("NAME", name)).getFirst();
    long[] all = Arrays.stream(row.split(" ")).mapToLong(Long::parseLong).toArray();
    return new StoredLines(all[0], all[1], all[2], all[3], all[4]);
  }

  /** Waits until all are there, and fails unless each is, once, intact and in order. */
  public static void awaitComplete(Path data, String name, long durable, Duration deadline)
      throws Exception {
    // What is cheap to ask first.
    Await.until("batches", deadline, () -> number(data, BATCHED), events -> events >= durable);
    Await.until("lines of " + name, deadline, () -> rows(data, name), rows -> rows >= durable);
    assertThat(of(data, name)).isEqualTo(new StoredLines(durable, durable, durable, 0, 0));
  }
}
