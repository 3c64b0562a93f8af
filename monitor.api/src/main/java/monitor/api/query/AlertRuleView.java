package monitor.api.query;

import org.jspecify.annotations.Nullable;

/**
 * A rule as it stands.
 *
 * @param name of the rule
 * @param rule the rule; null if it cannot be read
 * @param origin file and line that it stands in; empty if it was made through the API
 * @param problem what is wrong with it, for a person; null if it is in force
 */
public record AlertRuleView(
    String name, @Nullable AlertRule rule, String origin, @Nullable String problem) {}
