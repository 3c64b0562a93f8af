package monitor.itest.oracle;

/** What happens to a log file while it is written. */
public enum Rotation {
  /** It is renamed, and begun anew. */
  RENAME,
  /** It becomes {@code .1}, which becomes {@code .2}, and so on, as logrotate does. */
  SHIFT,
  /** It is renamed, and written to once more before it is begun anew: its writer is told late. */
  LATE,
  /** It is copied, and truncated. */
  COPY_TRUNCATE,
  /** Its name becomes a link, which leads to another file each time. */
  LINK,
  /** A file that was rotated is compressed, read to its end or not, if any line of it is stored. */
  COMPRESS,
  /** A file that was rotated is deleted, if all its lines are stored: its inode is free. */
  DELETE
}
