package monitor.runtime.journal;

import java.util.Map;

/**
 * Is told on the writer thread that the oldest segment of a lane goes, before its file is unlinked:
 * nothing that these streams had in the lane before their marks will be there any more. Must be
 * quick and must not wait.
 */
public interface UnlinkListener {
  /**
   * The oldest segment of this lane goes.
   *
   * @param marks where its streams stand at the begin of the next segment
   * @param expired whether it goes because of its age
   */
  void unlinking(Lane lane, Map<String, StreamMark> marks, boolean expired);
}
