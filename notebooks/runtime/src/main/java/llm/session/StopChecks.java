package llm.session;

import java.io.ByteArrayInputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Adds a call of the [StopSwitch] to the classes of cells: before each jump backwards, which is
/// what every loop ends with, and at the start of each method, for recursion and for lambdas that
/// a library calls in its own loop.
final class StopChecks {
    private static final DynamicCallSiteDesc CHECK = DynamicCallSiteDesc.of(
            ConstantDescs.ofCallsiteBootstrap(
                    StopSwitch.class.describeConstable().orElseThrow(), "link",
                    ConstantDescs.CD_CallSite),
            "check", MethodTypeDesc.of(ConstantDescs.CD_void));

    private final ClassFile classFile;

    /// @param cellClasses the bytes of a cell's class, null for other classes
    StopChecks(Function<ClassDesc, byte @Nullable []> cellClasses) {
        var ofCells = ClassHierarchyResolver.ofResourceParsing(desc -> {
            byte[] bytes = cellClasses.apply(desc);
            return bytes == null ? null : new ByteArrayInputStream(bytes);
        });
        classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ofCells.orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /// The class with the calls in it.
    ///
    /// @param then what else is done to it
    byte[] addTo(byte[] bytes, ClassTransform then) {
        return classFile.transformClass(classFile.parse(bytes),
                ClassTransform.transformingMethodBodies(
                        CodeTransform.ofStateful(Checking::new)).andThen(then));
    }

    /// Copies one method body.
    private static final class Checking implements CodeTransform {
        private final Set<Label> passed = new HashSet<>();

        @Override
        public void atStart(CodeBuilder code) {
            code.invokedynamic(CHECK);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            switch (element) {
                case LabelTarget target -> passed.add(target.label());
                case BranchInstruction jump when passed.contains(jump.target()) ->
                        code.invokedynamic(CHECK);
                default -> { }
            }
            code.with(element);
        }
    }
}
