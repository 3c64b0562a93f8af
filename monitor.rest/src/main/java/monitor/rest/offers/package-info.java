/** Services of others that come and go. */
@NullMarked
package monitor.rest.offers;

import org.jspecify.annotations.NullMarked;
