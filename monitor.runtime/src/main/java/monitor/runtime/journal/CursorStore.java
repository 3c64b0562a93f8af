package monitor.runtime.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small named states, each replaced atomically: after a crash there is the old one or the new one.
 * Thread-safe.
 *
 * <p>Each also tells how far the journal reached when it was saved. If the journal reaches less far
 * when it opens again, it has lost its end, which its own files could not tell.
 */
public final class CursorStore {
  static final String FOLDER = "cursors";

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final String SUFFIX = ".cursor";
  private static final int MAGIC = 0x4D4A_4331;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern PART = Pattern.compile("%[0-9a-f]{2}|.");

  private final JournalSettings settings;
  private final Path folder;
  private final Damages damages;
  private final Quarantine quarantine;
  private final Function<Lane, Location> ends;
  private final Set<String> lost = new TreeSet<>();

  CursorStore(
      JournalSettings settings,
      Damages damages,
      Quarantine quarantine,
      Function<Lane, Location> ends) {
    this.settings = settings;
    this.folder = settings.folder().resolve(FOLDER);
    this.damages = damages;
    this.quarantine = quarantine;
    this.ends = ends;
  }

  /** The state of this name; empty if there is none, or if it is damaged, which is reported. */
  public synchronized Optional<byte[]> load(String name) {
    Content content = read(file(name));
    return content == null ? Optional.empty() : Optional.of(content.state());
  }

  /**
   * Replaces the state of this name; when this returns it is durable.
   *
   * @throws IOException if that is not sure; there is then the old state or the new one, whole
   */
  public synchronized void save(String name, byte[] state) throws IOException {
    Path file = file(name);
    Path draft = folder.resolve(file.getFileName() + ".tmp");
    try (StoreFile opened = settings.store().create(draft)) {
      opened.writeFully(pack(name, state), 0);
      opened.force();
    }
    settings.store().rename(draft, file);
    settings.store().syncFolder(folder);
  }

  /** The names for which there is a state. */
  public synchronized List<String> names() {
    return contents().stream().map(Content::name).sorted().toList();
  }

  /**
   * The names whose states were there and could not be read, since this was opened: of them it is
   * known that they are, and nothing else.
   */
  public synchronized Set<String> lost() {
    return Set.copyOf(lost);
  }

  /**
   * Forgets the state of this name.
   *
   * @throws IOException if that failed
   */
  public synchronized void delete(String name) throws IOException {
    settings.store().delete(file(name));
    settings.store().syncFolder(folder);
  }

  /** The furthest that the journal is known to have reached. */
  synchronized Map<Lane, Location> reached() {
    Map<Lane, Location> furthest = new EnumMap<>(Lane.class);
    for (Content content : contents()) {
      content
          .ends()
          .forEach((lane, end) -> furthest.merge(lane, end, (a, b) -> a.compareTo(b) >= 0 ? a : b));
    }
    return furthest;
  }

  private record Content(String name, byte[] state, Map<Lane, Location> ends) {}

  private ByteBuffer pack(String name, byte[] state) {
    MetaWriter meta = new MetaWriter().putText(name).putBytes(state);
    for (Lane lane : Lane.values()) {
      Location end = ends.apply(lane);
      meta.putLong(end.segment()).putLong(end.offset());
    }
    byte[] bytes = meta.toByteArray();
    return ByteBuffer.allocate(8 + bytes.length)
        .putInt(MAGIC)
        .putInt(checkSum(bytes))
        .put(bytes)
        .flip();
  }

  private static int checkSum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private List<Content> contents() {
    List<Content> contents = new ArrayList<>();
    try {
      for (Path file : settings.store().list(folder)) {
        Content content = file.toString().endsWith(SUFFIX) ? read(file) : null;
        if (content != null) {
          contents.add(content);
        }
      }
    } catch (IOException e) {
      LOG.warn("The cursors in {} cannot be listed.", folder, e);
    }
    return contents;
  }

  private @Nullable Content read(Path file) {
    try (StoreFile opened = settings.store().open(file)) {
      long size = opened.size();
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, LaneWriter.MAX_ENTRY_BYTES));
      opened.readFully(bytes, 0);
      return unpack(bytes.flip());
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      LOG.warn("The cursor {} cannot be read.", file.getFileName(), e);
      nameOf(file).ifPresent(lost::add);
      return null;
    } catch (RuntimeException e) {
      damaged(file);
      return null;
    }
  }

  private static Content unpack(ByteBuffer bytes) {
    int magic = bytes.getInt();
    int checkSum = bytes.getInt();
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    if (magic != MAGIC || checkSum != checkSum(rest)) {
      throw new IllegalArgumentException("not a cursor");
    }
    MetaReader meta = new MetaReader(rest);
    String name = meta.getText();
    byte[] state = meta.getBytes();
    Map<Lane, Location> ends = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      ends.put(lane, new Location(meta.getLong(), meta.getLong()));
    }
    return new Content(name, state, ends);
  }

  private void damaged(Path file) {
    String name = Objects.toString(file.getFileName());
    nameOf(file).ifPresent(lost::add);
    damages.report(
        new Damage(settings.clock().instant(), name, 0, 0, "this cursor is damaged", List.of()));
    try {
      quarantine.move(file);
      settings.store().syncFolder(folder);
    } catch (IOException e) {
      LOG.warn("The damaged cursor {} could not be set aside.", name, e);
    }
  }

  /** Letters, digits and a few others stay as they are; what is long becomes a digest. */
  private Path file(String name) {
    StringBuilder safe = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b == '-' || b == '_' || b == '~' || b == '.' && !safe.isEmpty();
      if (plain || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z') {
        safe.append((char) b);
      } else {
        safe.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    return folder.resolve((safe.length() <= 180 ? safe.toString() : digest(name)) + SUFFIX);
  }

  /** What {@link #file} made a file of; empty if that was a digest. */
  private static Optional<String> nameOf(Path file) {
    String safe = Objects.toString(file.getFileName());
    safe = safe.substring(0, safe.length() - SUFFIX.length());
    if (DIGEST.matcher(safe).matches()) {
      return Optional.empty();
    }
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    Matcher part = PART.matcher(safe);
    while (part.find()) {
      String text = part.group();
      name.write(text.length() == 1 ? text.charAt(0) : HexFormat.fromHexDigits(text, 1, 3));
    }
    return Optional.of(name.toString(StandardCharsets.UTF_8));
  }

  private static String digest(String name) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
