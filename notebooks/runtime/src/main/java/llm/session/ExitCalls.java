package llm.session;

import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// Lets the classes of cells call [CellExit] where they would end the JVM, as a call or as a
/// method reference.
final class ExitCalls {
    private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
    private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
    private static final ClassDesc OURS = ClassDesc.of("llm.session.CellExit");
    private static final MethodTypeDesc OF_SYSTEM =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc OF_RUNTIME =
            MethodTypeDesc.of(ConstantDescs.CD_void, RUNTIME, ConstantDescs.CD_int);

    static final ClassTransform REPLACED =
            ClassTransform.transformingMethodBodies(ExitCalls::replace);

    private ExitCalls() {}

    private static void replace(CodeBuilder code, CodeElement element) {
        switch (element) {
            case InvokeInstruction call when ends(call.owner().asSymbol(),
                    call.name().stringValue()) -> code.invokestatic(OURS,
                    call.name().stringValue(), type(call.owner().asSymbol()));
            case InvokeDynamicInstruction call when call.bootstrapArgs().stream()
                    .anyMatch(ExitCalls::ends) -> code.invokedynamic(DynamicCallSiteDesc.of(
                    call.bootstrapMethod(), call.name().stringValue(), call.typeSymbol(),
                    replaced(call.bootstrapArgs())));
            default -> code.with(element);
        }
    }

    private static boolean ends(ClassDesc owner, String method) {
        return owner.equals(SYSTEM) && method.equals("exit")
                || owner.equals(RUNTIME) && (method.equals("exit") || method.equals("halt"));
    }

    private static boolean ends(ConstantDesc argument) {
        return argument instanceof DirectMethodHandleDesc handle
                && ends(handle.owner(), handle.methodName());
    }

    private static MethodTypeDesc type(ClassDesc owner) {
        return owner.equals(SYSTEM) ? OF_SYSTEM : OF_RUNTIME;
    }

    private static ConstantDesc[] replaced(List<ConstantDesc> arguments) {
        return arguments.stream().map(argument -> ends(argument)
                && argument instanceof DirectMethodHandleDesc handle
                ? MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, OURS,
                        handle.methodName(), type(handle.owner()))
                : argument).toArray(ConstantDesc[]::new);
    }
}
