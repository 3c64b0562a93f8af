package monitor.api;

import aQute.bnd.osgi.Resource;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.annotation.versioning.ConsumerType;

/** A type of the API, read from its class file. */
record ApiType(ClassModel model) {
  private static final String FOR_PLUGINS = ConsumerType.class.descriptorString();

  /** Documented to grow: a switch over it has a default branch. */
  private static final Set<String> GROWING = Set.of("monitor.api.event.Payload");

  static ApiType read(Resource resource) throws Exception {
    try (InputStream bytes = resource.openInputStream()) {
      return new ApiType(ClassFile.of().parse(bytes.readAllBytes()));
    }
  }

  String name() {
    return model.thisClass().asInternalName().replace('/', '.');
  }

  /** Whether plugins implement it. */
  boolean isForPlugins() {
    return model
        .findAttribute(Attributes.runtimeInvisibleAnnotations())
        .map(found -> found.annotations().stream())
        .stream()
        .flatMap(found -> found)
        .anyMatch(found -> found.className().equalsString(FOR_PLUGINS));
  }

  /** What whoever implements it has to have. */
  Set<String> duties() {
    return model.methods().stream()
        .filter(method -> method.flags().has(AccessFlag.ABSTRACT))
        .map(method -> method.methodName().stringValue() + method.methodType().stringValue())
        .collect(Collectors.toSet());
  }

  /** Whether a switch over it may name all that there is. */
  boolean isComplete() {
    return !family().isEmpty() && !GROWING.contains(name());
  }

  /** Its permitted subclasses; none if it is not sealed. */
  Set<String> family() {
    return model
        .findAttribute(Attributes.permittedSubclasses())
        .map(found -> found.permittedSubclasses().stream())
        .stream()
        .flatMap(found -> found)
        .map(each -> each.asInternalName().replace('/', '.'))
        .collect(Collectors.toSet());
  }
}
