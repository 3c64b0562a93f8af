package collector.metrics.exposition;

import java.io.IOException;

/** Takes the samples of a text, one after the other. */
@FunctionalInterface
public interface Samples {
  /**
   * Takes one sample.
   *
   * @param sample valid during this call
   */
  void take(SampleLine sample) throws IOException;
}
