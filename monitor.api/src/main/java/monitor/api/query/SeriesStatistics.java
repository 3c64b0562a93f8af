package monitor.api.query;

import java.util.Map;

/**
 * A series in numbers, all in its unit.
 *
 * @param name dotted name
 * @param host where it was measured
 * @param unit UCUM code
 * @param attributes its attributes
 * @param count number of samples
 * @param min smallest
 * @param max largest
 * @param mean average
 * @param p50 median
 * @param p95 95th percentile
 * @param p99 99th percentile
 * @param last most recent
 */
public record SeriesStatistics(
    String name,
    String host,
    String unit,
    Map<String, Object> attributes,
    long count,
    double min,
    double max,
    double mean,
    double p50,
    double p95,
    double p99,
    double last) {}
