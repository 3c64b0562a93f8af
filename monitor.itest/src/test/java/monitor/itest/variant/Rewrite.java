package monitor.itest.variant;

import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One change of the shipped bytes: within a class, calls of a method go to a static method of a
 * test class instead, which is put into the same bundle. It gets the receiver first, then the
 * arguments.
 *
 * @param bundle symbolic name
 * @param within class whose calls are changed, with its nested classes; or {@code package.*}
 * @param call class and method that is called, as the caller names it
 * @param hook class with the method that is called instead; it is copied with its nested classes
 * @param instead name of that method
 */
public record Rewrite(String bundle, String within, String call, Class<?> hook, String instead) {
  /** Whether it concerns a class. */
  public boolean concerns(String type) {
    return within.endsWith(".*")
        ? type.startsWith(within.substring(0, within.length() - 1))
        : type.equals(within) || type.startsWith(within + "$");
  }

  /**
   * The changed bytes of a class.
   *
   * @param changed counts the calls that were changed
   */
  public byte[] apply(byte[] bytes, ClassHierarchyResolver types, AtomicInteger changed) {
    ClassFile format = ClassFile.of(ClassHierarchyResolverOption.of(types));
    ClassModel model = format.parse(bytes);
    return format.transformClass(
        model,
        ClassTransform.transformingMethodBodies((code, element) -> {
          if (element instanceof InvokeInstruction invoke && matches(invoke)) {
            redirect(code, invoke);
            changed.incrementAndGet();
          } else {
            code.with((CodeElement) element);
          }
        }));
  }

  private boolean matches(InvokeInstruction invoke) {
    String owner = invoke.owner().asInternalName().replace('/', '.');
    return call.equals(owner + "." + invoke.name().stringValue());
  }

  private void redirect(CodeBuilder code, InvokeInstruction invoke) {
    MethodTypeDesc called = invoke.typeSymbol();
    MethodTypeDesc given =
        invoke.opcode() == Opcode.INVOKESTATIC
            ? called
            : called.insertParameterTypes(0, invoke.owner().asSymbol());
    MethodTypeDesc taken = hookType();
    if (!fits(given, taken)) {
      throw new IllegalStateException(
          "%s does not take %s".formatted(this, given.displayDescriptor()));
    }
    code.invokestatic(ClassDesc.of(hook.getName()), instead, taken);
    if (!taken.returnType().equals(called.returnType())) {
      code.checkcast(called.returnType());
    }
  }

  private MethodTypeDesc hookType() {
    Method method =
        Arrays.stream(hook.getDeclaredMethods())
            .filter(candidate -> candidate.getName().equals(instead))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no method " + instead + " in " + hook));
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .describeConstable()
        .orElseThrow();
  }

  /** References may be taken as a type above them; the verifier of the JVM has the last word. */
  private static boolean fits(MethodTypeDesc given, MethodTypeDesc taken) {
    boolean fits =
        given.parameterCount() == taken.parameterCount()
            && fits(given.returnType(), taken.returnType());
    for (int i = 0; fits && i < given.parameterCount(); i++) {
      fits = fits(given.parameterType(i), taken.parameterType(i));
    }
    return fits;
  }

  private static boolean fits(ClassDesc given, ClassDesc taken) {
    return given.equals(taken)
        || !given.isPrimitive() && !taken.isPrimitive() && !taken.equals(CD_void);
  }
}
