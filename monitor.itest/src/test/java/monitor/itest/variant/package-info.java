/**
 * Deliberately broken variants of the platform, which the oracle has to catch, and losses of power.
 *
 * <p>The product has no switch for any of it: the bytes of a copy of the distribution are
 * rewritten.
 */
package monitor.itest.variant;
