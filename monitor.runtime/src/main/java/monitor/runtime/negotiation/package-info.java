/** Negotiation: what a component may do on this host, under this policy. */
@NullMarked
package monitor.runtime.negotiation;

import org.jspecify.annotations.NullMarked;
