/** Accounting: what each component costs and moves. */
@NullMarked
package monitor.runtime.accounting;

import org.jspecify.annotations.NullMarked;
