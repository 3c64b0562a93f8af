package sink.postgres.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import monitor.api.delivery.Outcome;

/**
 * Writes one group of whole batches in one transaction: locks their marks, decides for each what it
 * is, copies the rows of those that are due, moves the marks, commits. Rows may be copied before
 * the lock; they are committed only if all batches are due. Used once.
 */
final class GroupWriter {
  private final Connection connection;
  private final List<PreparedBatch> group;
  private final GivenBack givenBack;
  private final Map<PreparedBatch, Outcome> outcomes = new LinkedHashMap<>();
  private final List<PreparedBatch> due = new ArrayList<>();
  private boolean copied;

  /**
   * For one transaction.
   *
   * @param connection without auto-commit
   * @param group batches, those of one stream in their order
   * @param givenBack where streams have to begin
   */
  GroupWriter(Connection connection, List<PreparedBatch> group, GivenBack givenBack) {
    this.connection = connection;
    this.group = group;
    this.givenBack = givenBack;
  }

  /** Copies all rows before it is known whether the batches are due. */
  void copyAhead() throws SQLException {
    copy(group);
    copied = true;
  }

  /**
   * Writes the batches.
   *
   * @param halving whether rows that the server refuses are found and become dead letters; else the
   *     first such row fails the whole group
   * @return the outcome of each, committed
   */
  Map<PreparedBatch, Outcome> write(boolean halving) throws SQLException {
    Marks marks = new Marks(connection);
    Map<Integer, Mark> locked = marks.lock(group);
    for (PreparedBatch batch : group) {
      decide(batch, Objects.requireNonNull(locked.get(batch.mark())));
    }
    if (copied && due.size() < group.size()) {
      connection.rollback();
      return new GroupWriter(connection, group, givenBack).write(halving);
    }
    if (!due.isEmpty()) {
      store(halving);
      locked.keySet().retainAll(due.stream().map(PreparedBatch::mark).toList());
      marks.move(locked);
    }
    connection.commit();
    due.forEach(batch -> givenBack.stored(batch.id()));
    return outcomes;
  }

  private void decide(PreparedBatch batch, Mark mark) throws SQLException {
    if (mark.isUnset() && givenBack.precedes(batch.id())) {
      outcomes.put(batch, Outcome.retry("an earlier batch of this stream is to be stored first"));
      return;
    }
    switch (mark.place(batch.id())) {
      case AT -> {
        due.add(batch);
        mark.advance(batch.id());
      }
      case BELOW -> outcomes.put(batch, below(batch));
      case ACROSS -> across(batch, mark);
      case ABOVE -> outcomes.put(batch, new Outcome.Behind(mark.next()));
    }
  }

  /** Of a gap the part above other gaps is stored; a batch is never cut. */
  private void across(PreparedBatch batch, Mark mark) throws SQLException {
    if (!batch.isGap()) {
      outcomes.put(
          batch,
          new Outcome.Conflict(
              "%s overlaps what is stored up to %d".formatted(batch.id(), mark.next())));
      return;
    }
    Outcome known = below(batch);
    if (known.equals(Outcome.ACCEPTED)) {
      PreparedBatch rest = batch.gapFrom(mark.next());
      due.add(rest);
      mark.advance(rest.id());
    } else {
      outcomes.put(batch, known);
    }
  }

  /** What lies below the mark: stored before, or a moment ago in this same transaction. */
  private Outcome below(PreparedBatch batch) throws SQLException {
    for (PreparedBatch other : due) {
      if (other.mark() == batch.mark() && other.id().nextSequence() > batch.id().firstSequence()) {
        // Its row is not written yet: the next time it is.
        return Outcome.retry("the same range is being stored");
      }
    }
    Duplicates duplicates = new Duplicates(connection);
    return batch.isGap() ? duplicates.gap(batch) : duplicates.answer(batch);
  }

  private void store(boolean halving) throws SQLException {
    Identities identities = new Identities(connection);
    if (halving) {
      for (PreparedBatch batch : due) {
        outcomes.put(batch, halve(batch, identities));
      }
    } else {
      if (!copied) {
        copy(due);
      }
      for (PreparedBatch batch : due) {
        identities.deadLetters(batch, batch.dead());
        outcomes.put(batch, batch.stored(List.of()));
      }
    }
    identities.batches(due);
    identities.gaps(due.stream().filter(PreparedBatch::isGap).toList());
  }

  private void copy(List<PreparedBatch> batches) throws SQLException {
    Copy copy = new Copy(connection);
    for (List<PreparedBatch> same : byTable(batches)) {
      copy.all(same);
    }
  }

  private static Collection<List<PreparedBatch>> byTable(List<PreparedBatch> batches) {
    return batches.stream()
        .filter(batch -> batch.buffer().rows() > 0)
        .collect(
            Collectors.groupingBy(
                batch -> batch.rows().table() + batch.common().day(),
                LinkedHashMap::new,
                Collectors.toList()))
        .values();
  }

  private Outcome halve(PreparedBatch batch, Identities identities) throws SQLException {
    List<DeadLetter> refused = new ArrayList<>();
    for (Copy.RefusedRow row : new Copy(connection).acceptable(batch)) {
      refused.add(letter(batch, row));
    }
    identities.deadLetters(batch, batch.dead());
    identities.deadLetters(batch, refused);
    return batch.stored(refused);
  }

  private static DeadLetter letter(PreparedBatch batch, Copy.RefusedRow row) {
    long sequence = batch.id().firstSequence() + batch.index(row.row());
    List<DeadLetter> found = new ArrayList<>(1);
    batch
        .batch()
        .forEach((at, event) -> {
          if (at == sequence) {
            found.add(DeadLetter.of(batch.index(row.row()), at, row.reason(), event));
          }
        });
    return found.getFirst();
  }
}
