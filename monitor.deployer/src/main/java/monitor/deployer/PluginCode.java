package monitor.deployer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Finds the plugin whose code is on a stack. Used by any thread. */
final class PluginCode {
  private static final int MOST_FRAMES = 30;

  private final BundleContext context;

  PluginCode(BundleContext context) {
    this.context = context;
  }

  /** The plugin whose code is innermost, if there is any. */
  Optional<Bundle> on(StackTraceElement[] stack) {
    List<Bundle> plugins =
        Arrays.stream(context.getBundles()).filter(PluginBundles::isPlugin).toList();
    return Stream.of(stack)
        .flatMap(frame -> plugins.stream().filter(plugin -> holds(plugin, frame)))
        .findFirst();
  }

  /**
   * Whether the code of a plugin is on the stack. A class whose name another plugin that runs has
   * too is no evidence: a stack has names only.
   */
  boolean isOn(StackTraceElement[] stack, Bundle plugin) {
    return Arrays.stream(stack).anyMatch(frame -> holds(plugin, frame) && !shared(frame, plugin));
  }

  private boolean shared(StackTraceElement frame, Bundle plugin) {
    return Arrays.stream(context.getBundles())
        .filter(other -> !other.equals(plugin) && other.getState() == Bundle.ACTIVE)
        .anyMatch(other -> PluginBundles.isPlugin(other) && holds(other, frame));
  }

  private static boolean holds(Bundle plugin, StackTraceElement frame) {
    String type = frame.getClassName();
    int hidden = type.indexOf('/');
    String file = (hidden < 0 ? type : type.substring(0, hidden)).replace('.', '/') + ".class";
    return !file.startsWith("java/") && plugin.getEntry(file) != null;
  }

  /** As it is reported. */
  static List<String> frames(StackTraceElement[] stack) {
    return Stream.of(stack).limit(MOST_FRAMES).map(StackTraceElement::toString).toList();
  }
}
