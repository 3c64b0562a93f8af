package collector.metrics;

/**
 * A mounted file system.
 *
 * @param device its source, such as {@code /dev/sda1}
 * @param point absolute path where it is mounted
 * @param type such as {@code ext4}
 * @param readOnly whether it cannot be written
 */
record Mount(String device, String point, String type, boolean readOnly) {}
