package monitor.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An annotation such as {@code @SourceProperties} on a class. It is not kept at run time, because a
 * plugin must not need its class; so it is read from the class file.
 */
final class ComponentAnnotation {
  private final Class<?> type;
  private final Annotation annotation;

  private ComponentAnnotation(Class<?> type, Annotation annotation) {
    this.type = type;
    this.annotation = annotation;
  }

  /** The annotation of this type on a class, or null. */
  static @Nullable ComponentAnnotation find(Class<?> annotated, Class<?> type) {
    return annotations(annotated)
        .filter(found -> found.className().stringValue().equals(type.descriptorString()))
        .findFirst()
        .map(found -> new ComponentAnnotation(type, found))
        .orElse(null);
  }

  private static Stream<Annotation> annotations(Class<?> annotated) {
    String file = annotated.getName().replace('.', '/') + ".class";
    ClassLoader loader = annotated.getClassLoader();
    try (InputStream in = loader == null ? null : loader.getResourceAsStream(file)) {
      if (in == null) {
        return Stream.empty(); // a lambda, or a class of the JDK
      }
      return ClassFile.of()
          .parse(in.readAllBytes())
          .findAttribute(Attributes.runtimeInvisibleAnnotations())
          .stream()
          .flatMap(all -> all.annotations().stream());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The strings, or names of constants, that an element has; those of its default if not given. */
  List<String> values(String element) {
    return annotation.elements().stream()
        .filter(given -> given.name().equalsString(element))
        .findFirst()
        .map(AnnotationElement::value)
        .map(ComponentAnnotation::strings)
        .orElseGet(() -> defaults(element));
  }

  private static List<String> strings(AnnotationValue value) {
    return switch (value) {
      case AnnotationValue.OfArray array ->
          array.values().stream().flatMap(each -> strings(each).stream()).toList();
      case AnnotationValue.OfEnum constant -> List.of(constant.constantName().stringValue());
      case AnnotationValue.OfConstant constant -> List.of(String.valueOf(constant.resolvedValue()));
      default -> throw new IllegalArgumentException("unexpected annotation value " + value);
    };
  }

  private List<String> defaults(String element) {
    try {
      Method method = type.getMethod(element);
      Object value = method.getDefaultValue();
      return value instanceof Object[] array
          ? Arrays.stream(array).map(String::valueOf).toList()
          : List.of(String.valueOf(value));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + " has no element " + element, e);
    }
  }
}
