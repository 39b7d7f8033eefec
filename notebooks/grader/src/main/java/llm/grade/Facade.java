package llm.grade;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import org.jspecify.annotations.Nullable;

/// The class that tests see in place of an answer's: that of the stub, in which every public method
/// and constructor passes its call on to an [Answer].
final class Facade {
    private static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    private static final ClassDesc CALLS = Calls.class.describeConstable().orElseThrow();
    private static final String OBJECT = "object";

    private Facade() {}

    /// @param stub the bytes of the stub's class
    static byte[] of(byte[] stub) {
        var file = ClassFile.of();
        var parsed = file.parse(stub);
        ClassDesc self = parsed.thisClass().asSymbol();
        return file.transformClass(parsed, ClassTransform
                .dropping(element -> element instanceof FieldModel
                        || element instanceof MethodModel method
                        && !method.flags().has(AccessFlag.PUBLIC))
                .andThen(ClassTransform.transformingMethods((builder, element) -> {
                    if (!(element instanceof java.lang.classfile.CodeModel)) {
                        builder.with(element);
                    }
                }))
                .andThen((builder, element) -> {
                    if (element instanceof MethodModel method) {
                        builder.withMethod(method.methodName(), method.methodType(),
                                method.flags().flagsMask(),
                                body -> body.withCode(code -> pass(code, self, method)));
                    } else {
                        builder.with(element);
                    }
                })
                .andThen(ClassTransform.endHandler(builder -> builder.withField(OBJECT,
                        ConstantDescs.CD_Object, ClassFile.ACC_PRIVATE))));
    }

    private static void pass(CodeBuilder code, ClassDesc self, MethodModel method) {
        String name = method.methodName().stringValue();
        MethodTypeDesc type = method.methodTypeSymbol();
        boolean isStatic = method.flags().has(AccessFlag.STATIC);
        boolean makes = name.equals(ConstantDescs.INIT_NAME);
        if (makes) {
            code.aload(0).invokespecial(ConstantDescs.CD_Object, name,
                    ConstantDescs.MTD_void).aload(0);
        }
        code.ldc(self);
        if (isStatic || makes) {
            code.aconst_null();
        } else {
            code.aload(0).getfield(self, OBJECT, ConstantDescs.CD_Object);
        }
        code.ldc(name).ldc(type.descriptorString());
        arguments(code, type, isStatic ? 0 : 1);
        code.invokestatic(CALLS, "pass", MethodTypeDesc.of(ConstantDescs.CD_Object,
                ConstantDescs.CD_Class, ConstantDescs.CD_Object, ConstantDescs.CD_String,
                ConstantDescs.CD_String, OBJECTS));
        if (makes) {
            code.putfield(self, OBJECT, ConstantDescs.CD_Object).return_();
        } else {
            give(code, type.returnType());
        }
    }

    private static void arguments(CodeBuilder code, MethodTypeDesc type, int firstSlot) {
        code.loadConstant(type.parameterCount()).anewarray(ConstantDescs.CD_Object);
        int slot = firstSlot;
        for (int i = 0; i < type.parameterCount(); i++) {
            ClassDesc parameter = type.parameterType(i);
            TypeKind kind = TypeKind.from(parameter);
            code.dup().loadConstant(i).loadLocal(kind, slot);
            if (parameter.isPrimitive()) {
                ClassDesc box = box(parameter);
                code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, parameter));
            }
            code.aastore();
            slot += kind.slotSize();
        }
    }

    private static void give(CodeBuilder code, ClassDesc type) {
        if (type.equals(ConstantDescs.CD_void)) {
            code.pop().return_();
        } else if (type.isPrimitive()) {
            ClassDesc box = box(type);
            code.checkcast(box).invokevirtual(box, type.displayName() + "Value",
                    MethodTypeDesc.of(type)).return_(TypeKind.from(type));
        } else {
            code.checkcast(type).areturn();
        }
    }

    private static ClassDesc box(ClassDesc primitive) {
        return MethodType.methodType(primitiveClass(primitive)).wrap().returnType()
                .describeConstable().orElseThrow();
    }

    private static Class<?> primitiveClass(ClassDesc type) {
        return MethodType.fromMethodDescriptorString("()" + type.descriptorString(), null)
                .returnType();
    }

    /// What the methods of a facade call.
    public static final class Calls {
        private Calls() {}

        /// @param facade the class of the facade, whose loader knows the answer
        /// @param object the answer's object; null for static methods and constructors
        public static @Nullable Object pass(Class<?> facade, @Nullable Object object,
                String name, String descriptor, @Nullable Object[] arguments) throws Throwable {
            var loader = (GradedLoader) facade.getClassLoader();
            MethodType type = MethodType.fromMethodDescriptorString(descriptor, loader);
            return name.equals(ConstantDescs.INIT_NAME)
                    ? loader.answer().construct(type, arguments)
                    : loader.answer().call(object, name, type, arguments);
        }
    }
}
