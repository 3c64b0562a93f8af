/** Signed tokens (JWT) of issuers that the configuration names. */
@NullMarked
package monitor.rest.jwt;

import org.jspecify.annotations.NullMarked;
