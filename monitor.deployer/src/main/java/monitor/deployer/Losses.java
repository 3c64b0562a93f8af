package monitor.deployer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import monitor.api.operation.ComponentView;
import monitor.api.operation.Pipeline;
import monitor.api.operation.PipelineView;
import monitor.api.operation.PluginDiff.Difference;

/** What others lose by a change of a plugin, in sentences. Used by any thread. */
final class Losses {
  private final Supplier<Optional<Pipeline>> pipeline;

  Losses(Supplier<Optional<Pipeline>> pipeline) {
    this.pipeline = pipeline;
  }

  /** By its removal. */
  List<String> ofRemoval(String plugin) {
    return parts(plugin).map(Losses::ofRemoval).toList();
  }

  private static String ofRemoval(ComponentView part) {
    String others = part.routedTo().isEmpty() ? "nobody" : String.join(", ", part.routedTo());
    return part.type().equals("source")
        ? "%s is not collected any more, and %s receives nothing of it"
            .formatted(part.name(), others)
        : "%s is not delivered to any more; %,d events that wait for it are lost to it"
            .formatted(part.name(), part.backlog());
  }

  /** By an upgrade that differs so. */
  List<String> ofUpgrade(String plugin, List<Difference> differences) {
    List<ComponentView> parts = parts(plugin).toList();
    List<String> lost = new ArrayList<>();
    for (Difference difference : differences) {
      String[] words = difference.name().split(" ");
      boolean flag = difference.aspect().equals("capability") && words.length == 3;
      if (flag && difference.change().equals("removed")) {
        lost.addAll(ofFlag(words, parts));
      }
    }
    return List.copyOf(lost);
  }

  /** {@code words}: the component, what it does with the flag, and the flag. */
  private static List<String> ofFlag(String[] words, List<ComponentView> parts) {
    return parts.stream()
        .filter(part -> part.name().split("~", 2)[0].equals(words[0]))
        .filter(part -> words[1].equals("kinds") ? part.kinds().contains(words[2]) : true)
        .filter(part -> !words[1].equals("requires") && !words[1].equals("uses"))
        .flatMap(part -> part.routedTo().stream().map(other -> sentence(words, part, other)))
        .toList();
  }

  private static String sentence(String[] words, ComponentView part, String other) {
    String what = words[1].equals("kinds") ? "events of kind " + words[2] : words[2];
    return part.type().equals("source")
        ? "%s gets no %s of %s any more".formatted(other, what, part.name())
        : "%s takes no %s of %s any more".formatted(part.name(), what, other);
  }

  private Stream<ComponentView> parts(String plugin) {
    return pipeline
        .get()
        .map(Pipeline::view)
        .map(Losses::everything)
        .orElse(Stream.empty())
        .filter(part -> part.bundle().equals(plugin));
  }

  private static Stream<ComponentView> everything(PipelineView view) {
    return Stream.concat(view.sources().stream(), view.sinks().stream());
  }
}
