/** Benchmarks: each prints medians of several rounds, ours beside a reference in one run. */
@NullMarked
package bench;

import org.jspecify.annotations.NullMarked;
