/** The switchboard: which components are there, what they may do, and which routes join them. */
@NullMarked
package monitor.runtime.switchboard;

import org.jspecify.annotations.NullMarked;
