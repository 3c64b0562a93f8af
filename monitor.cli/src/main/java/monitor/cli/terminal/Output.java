package monitor.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Options of commands that print data. */
public final class Output {
  /** Forms of the data. */
  enum Format {
    /** For people. */
    table,
    /** As the server gave it, indented. */
    json,
    /** As the server gave it, an object in each line. */
    jsonl
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table (default), json or jsonl.")
  private Format format = Format.table;

  @Option(names = "--json", description = "The same as -o json.")
  private boolean json;

  /** Whether the data is printed for people. */
  public boolean table() {
    return format == Format.table && !json;
  }

  /**
   * Prints what the server gave.
   *
   * @param items the list in it, of which {@code jsonl} prints each in a line of its own; the whole
   *     if there is no list
   */
  public void print(PrintWriter out, JsonNode whole, JsonNode items)
      throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    if (format != Format.jsonl) {
      out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(whole));
    } else if (items.isArray()) {
      for (JsonNode item : items) {
        out.println(mapper.writeValueAsString(item));
      }
    } else {
      out.println(mapper.writeValueAsString(whole));
    }
  }
}
