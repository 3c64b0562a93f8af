package monitor.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A TOML 1.0 file with the line of every key. The library parses; encoding and the byte order mark
 * are ours, because it fails on both without a line.
 *
 * @param root its keys; empty if there are problems
 * @param problems why it could not be read
 */
record TomlFile(Node.Table root, List<Problem> problems) {
  /** A configuration is written by hand; more than this is a mistake. */
  private static final long MAX_BYTES = 4L << 20;

  /** Tables and arrays in each other: more is a mistake too, and everything here is recursive. */
  private static final int MAX_DEPTH = 64;

  private static final String TOO_DEEP =
      "has more than %d tables or arrays in each other; this is no configuration"
          .formatted(MAX_DEPTH);

  static TomlFile read(Path file) {
    try {
      return Files.size(file) > MAX_BYTES
          ? failed(file, 0, "is larger than 4 MiB; this is no configuration")
          : parse(file, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return failed(file, 0, "there is no such file");
    } catch (IOException e) {
      return failed(file, 0, "cannot be read: " + e);
    }
  }

  /** Parses bytes that were read from a file. */
  static TomlFile parse(Path file, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(in)
              .toString();
      return parsed(file, Toml.parse(text.startsWith("\uFEFF") ? text.substring(1) : text));
    } catch (TomlParseError e) {
      // The library collects what is wrong, but for escapes in keys.
      return failed(file, e.position().line(), String.valueOf(e.getMessage()));
    } catch (CharacterCodingException e) {
      return failed(file, line(bytes, in.position()), "is not UTF-8");
    } catch (TooDeepException e) {
      return failed(file, e.line, TOO_DEEP);
    } catch (StackOverflowError e) {
      // The parser of the library has no bound of its own, and no state that outlives the call.
      return failed(file, 0, TOO_DEEP);
    }
  }

  private static final class TooDeepException extends Exception {
    private static final long serialVersionUID = 1;
    final int line;

    TooDeepException(int line) {
      this.line = line;
    }
  }

  private static TomlFile parsed(Path file, TomlParseResult result) throws TooDeepException {
    List<Problem> problems =
        result.errors().stream()
            .map(error ->
                new Problem(file, error.position().line(), "", String.valueOf(error.getMessage())))
            .toList();
    return problems.isEmpty()
        ? new TomlFile(table(result, 1, 0), problems)
        : new TomlFile(empty(), problems);
  }

  private static TomlFile failed(Path file, int line, String message) {
    return new TomlFile(empty(), List.of(new Problem(file, line, "", message)));
  }

  private static Node.Table empty() {
    return new Node.Table(Map.of(), 1);
  }

  private static int line(byte[] bytes, int end) {
    return 1 + (int) IntStream.range(0, end).filter(at -> bytes[at] == '\n').count();
  }

  private static Node.Table table(TomlTable table, int line, int depth) throws TooDeepException {
    Map<String, Node> children = new LinkedHashMap<>();
    for (String key : table.keySet()) {
      List<String> path = List.of(key);
      TomlPosition position = table.inputPositionOf(path);
      Object value = table.get(path);
      if (value != null) {
        children.put(key, node(value, position == null ? line : position.line(), depth + 1));
      }
    }
    return new Node.Table(children, line);
  }

  private static Node node(Object value, int line, int depth) throws TooDeepException {
    if (depth > MAX_DEPTH) {
      throw new TooDeepException(line);
    }
    return switch (value) {
      case TomlTable table -> table(table, line, depth);
      case TomlArray array when holdsTables(array) -> tables(array, line, depth);
      case TomlArray array -> new Node.Value(list(array, line, depth), line);
      default -> new Node.Value(scalar(value), line);
    };
  }

  private static boolean holdsTables(TomlArray array) {
    return !array.isEmpty() && array.toList().stream().allMatch(TomlTable.class::isInstance);
  }

  private static Node tables(TomlArray array, int line, int depth) throws TooDeepException {
    List<Node.Table> tables = new ArrayList<>();
    for (int at = 0; at < array.size(); at++) {
      tables.add(table(array.getTable(at), array.inputPositionOf(at).line(), depth));
    }
    return new Node.Tables(tables, line);
  }

  private static List<Object> list(TomlArray array, int line, int depth) throws TooDeepException {
    if (depth > MAX_DEPTH) {
      throw new TooDeepException(line);
    }
    List<Object> items = new ArrayList<>();
    for (Object item : array.toList()) {
      items.add(item instanceof TomlArray nested ? list(nested, line, depth + 1) : scalar(item));
    }
    return items;
  }

  private static Object scalar(Object value) {
    return switch (value) {
      case String text -> text;
      case Long number -> number;
      case Double number -> number;
      case Boolean flag -> flag;
      default -> value.toString();
    };
  }
}
