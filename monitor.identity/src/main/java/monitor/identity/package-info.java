/** The certificate authority of the platform. */
@NullMarked
package monitor.identity;

import org.jspecify.annotations.NullMarked;
