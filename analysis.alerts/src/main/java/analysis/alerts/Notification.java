package analysis.alerts;

/**
 * What a webhook is told.
 *
 * @param key the same each time it is sent, so that the other side can know it again
 * @param body JSON
 */
record Notification(String key, String body) {}
