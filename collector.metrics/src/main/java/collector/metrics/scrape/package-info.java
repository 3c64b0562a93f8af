/** Scrapes the metrics that other programs show over HTTP. */
@NullMarked
package collector.metrics.scrape;

import org.jspecify.annotations.NullMarked;
