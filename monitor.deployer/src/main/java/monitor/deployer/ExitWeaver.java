package monitor.deployer;

import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.stream.StreamSupport;
import monitor.deployer.guard.Exits;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the classes of plugins call {@link Exits} where they would call what ends the process, also
 * where they refer to it as a function. What goes around it (reflection, native code) is not seen.
 * Called by any thread that loads a class.
 */
final class ExitWeaver implements WeavingHook {
  private static final Logger LOG = LoggerFactory.getLogger(ExitWeaver.class);
  private static final ClassDesc EXITS = ClassDesc.of(Exits.class.getName());
  private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
  private static final MethodTypeDesc CODE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final MethodTypeDesc RUNTIME_AND_CODE =
      MethodTypeDesc.of(ConstantDescs.CD_void, RUNTIME, ConstantDescs.CD_int);

  @Override
  public void weave(WovenClass woven) {
    // The class may be one of this bundle, so none of those may be needed to answer; the constant
    // is inlined.
    if (!woven.getBundleWiring().getBundle().getLocation().startsWith(PluginBundles.PLUGIN)) {
      return;
    }
    try {
      byte @Nullable [] safe = withoutExits(woven.getBytes(), woven);
      if (safe != null) {
        woven.setBytes(safe);
        woven.getDynamicImports().add(Exits.class.getPackageName());
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "The class {} of {} may end the process, and could not be rewritten.",
          woven.getClassName(),
          woven.getBundleWiring().getBundle().getSymbolicName(),
          e);
    }
  }

  /** The class with other calls; null if it has none that ends the process. */
  private static byte @Nullable [] withoutExits(byte[] bytes, WovenClass woven) {
    ClassModel model = ClassFile.of().parse(bytes);
    boolean ends =
        StreamSupport.stream(model.constantPool().spliterator(), false).anyMatch(ExitWeaver::ends);
    return ends
        ? ClassFile.of(ClassHierarchyResolverOption.of(hierarchy(woven)))
            .transformClass(model, ClassTransform.transformingMethodBodies(ExitWeaver::replace))
        : null;
  }

  /** Looks at classes without loading them. */
  private static ClassHierarchyResolver hierarchy(WovenClass woven) {
    ClassLoader loader = woven.getBundleWiring().getClassLoader();
    return ClassHierarchyResolver.ofResourceParsing(type -> resource(loader, type))
        .orElse(ClassHierarchyResolver.defaultResolver());
  }

  private static @Nullable InputStream resource(ClassLoader loader, ClassDesc type) {
    String descriptor = type.descriptorString();
    return loader.getResourceAsStream(descriptor.substring(1, descriptor.length() - 1) + ".class");
  }

  private static boolean ends(PoolEntry entry) {
    return entry instanceof MemberRefEntry member
        && ends(
            member.owner().asInternalName(),
            member.name().stringValue(),
            member.type().stringValue());
  }

  private static boolean ends(String owner, String name, String type) {
    return type.equals("(I)V")
        && (owner.equals("java/lang/System") && name.equals("exit")
            || owner.equals("java/lang/Runtime") && (name.equals("exit") || name.equals("halt")));
  }

  private static void replace(CodeBuilder code, CodeElement element) {
    switch (element) {
      case InvokeInstruction call when ends((PoolEntry) call.method()) ->
          code.invokestatic(EXITS, call.name().stringValue(), type(call.owner().asSymbol()));
      case InvokeDynamicInstruction call when refersToExit(call) ->
          code.invokedynamic(
              DynamicCallSiteDesc.of(
                  call.bootstrapMethod(),
                  call.name().stringValue(),
                  call.typeSymbol(),
                  call.bootstrapArgs().stream()
                      .map(ExitWeaver::replaced)
                      .toArray(ConstantDesc[]::new)));
      default -> code.with(element);
    }
  }

  private static MethodTypeDesc type(ClassDesc owner) {
    return owner.equals(RUNTIME) ? RUNTIME_AND_CODE : CODE;
  }

  private static boolean refersToExit(InvokeDynamicInstruction call) {
    return call.bootstrapArgs().stream().anyMatch(ExitWeaver::isExit);
  }

  private static boolean isExit(ConstantDesc argument) {
    return argument instanceof DirectMethodHandleDesc method
        && ends(internalName(method.owner()), method.methodName(), method.lookupDescriptor());
  }

  private static String internalName(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1);
  }

  private static ConstantDesc replaced(ConstantDesc argument) {
    return isExit(argument) && argument instanceof DirectMethodHandleDesc method
        ? MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC, EXITS, method.methodName(), type(method.owner()))
        : argument;
  }
}
