package collector.logs;

/**
 * Finds the fields of a line. Used by the thread of the source only. The line itself is always the
 * body of its event, so that what a format does not understand is not lost.
 */
interface LineFormat {
  /**
   * Reads a line.
   *
   * @param line what is not UTF-8 in it is U+FFFD
   * @param fields where its fields go
   * @return false if the line does not have this format
   */
  boolean read(String line, Fields fields);
}
