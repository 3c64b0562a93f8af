package monitor.runtime.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import monitor.api.source.Position;

/** What the journal must hold, kept in lists: what was acknowledged, and what may be there too. */
final class JournalModel {
  private final Map<Lane, List<Entry>> durable = new EnumMap<>(Lane.class);
  private final Map<Lane, List<Entry>> attempted = new EnumMap<>(Lane.class);
  private int released;

  JournalModel() {
    for (Lane lane : Lane.values()) {
      durable.put(lane, new ArrayList<>());
      attempted.put(lane, new ArrayList<>());
    }
  }

  /** An entry is handed over: it may turn up after a crash. */
  synchronized void attempt(Lane lane, Entry entry) {
    attempted.get(lane).add(entry);
  }

  /** An entry was acknowledged. What was refused before it can no longer turn up. */
  synchronized void durable(Lane lane, Entry entry) {
    durable.get(lane).add(entry);
  }

  /** All appends are answered; after a success, refused ones are gone for ever. */
  synchronized void settle(Lane lane) {
    attempted.get(lane).clear();
  }

  synchronized List<Item> visible(Lane lane) {
    return durable.get(lane).stream().map(Item::of).filter(Item::visible).toList();
  }

  /** The first ones of the kept lane are not needed any more. */
  void release(int visibleEntries) {
    released = Math.max(released, visibleEntries);
  }

  /**
   * Compares with what is read after an opening, and takes over what turned up.
   *
   * @param crashed whether entries that were not acknowledged may be there
   */
  void compare(Lane lane, List<Entry> found, boolean crashed) {
    List<Item> expected = visible(lane);
    List<Item> items = found.stream().map(Item::of).toList();
    int skipped = items.isEmpty() ? expected.size() : expected.indexOf(items.getFirst());
    skipped = skipped < 0 ? expected.size() : skipped;
    if (lane == Lane.KEPT) {
      assertThat(skipped).as("entries gone of the kept lane").isLessThanOrEqualTo(released);
    }
    int known = Math.min(items.size(), expected.size() - skipped);
    assertThat(items.subList(0, known)).isEqualTo(expected.subList(skipped, expected.size()));
    List<Entry> more = found.subList(known, found.size());
    assertThat(more).as("entries never acknowledged").hasSizeLessThanOrEqualTo(crashed ? 999 : 0);
    Set<Item> possible = new HashSet<>(attempted.get(lane).stream().map(Item::of).toList());
    assertThat(possible).containsAll(more.stream().map(Item::of).toList());
    durable.get(lane).addAll(more);
  }

  /** Compares the recovered state of the streams; positions that moved alone may be further. */
  void compare(Map<String, StreamState> streams) {
    Map<String, StreamState> expected = states();
    assertThat(streams.keySet()).containsAll(expected.keySet());
    expected.forEach((name, state) -> {
      StreamState actual = streams.get(name);
      assertThat(actual.nextSequence()).as("next of " + name).isEqualTo(state.nextSequence());
      assertThat(actual.dropped()).as("dropped of " + name).isEqualTo(state.dropped());
      Map<String, Position> positions = new HashMap<>(actual.positions());
      Position alone = positions.remove("alone");
      Map<String, Position> wanted = new HashMap<>(state.positions());
      Position wantedAlone = wanted.remove("alone");
      assertThat(positions).as("positions of " + name).isEqualTo(wanted);
      assertThat(number(alone)).isGreaterThanOrEqualTo(number(wantedAlone));
    });
  }

  private static int number(Position position) {
    return position == null ? -1 : Integer.parseInt(position.value());
  }

  private Map<String, StreamState> states() {
    Map<String, Map<String, Position>> positions = new HashMap<>();
    Map<String, Map<String, Long>> dropped = new HashMap<>();
    Map<String, Long> next = new HashMap<>();
    for (Lane lane : Lane.values()) {
      for (Entry entry : durable.get(lane)) {
        Map<String, Position> of = positions.computeIfAbsent(entry.stream(), s -> new HashMap<>());
        entry
            .positions()
            .forEach(p -> of.compute(p.key(), (key, old) -> p.value() == null ? null : p));
        Map<String, Long> drops = dropped.computeIfAbsent(entry.stream(), s -> new HashMap<>());
        if (entry.gap() != null) {
          drops.merge(entry.gap(), (long) entry.count(), Long::sum);
        }
        if (entry.count() > 0) {
          next.put(entry.stream(), entry.nextSequence());
        }
      }
    }
    Map<String, StreamState> states = new HashMap<>();
    positions.forEach((name, of) -> {
      long number = next.getOrDefault(name, 0L);
      states.put(name, new StreamState(Lane.KEPT, number, of, dropped.get(name)));
    });
    return states;
  }
}
