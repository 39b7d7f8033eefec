package llm.exercise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/// Runs tests in the order of their source, in which the class file lists them; private tests last,
/// so that no answer can tell their inputs in a test that shows what it says.
final class AsWritten implements MethodOrderer {
    @Override
    public void orderMethods(MethodOrdererContext context) {
        List<String> written = names(context.getTestClass());
        context.getMethodDescriptors().sort(Comparator
                .comparing((MethodDescriptor each) -> each.isAnnotated(Hidden.class))
                .thenComparing(each -> written.indexOf(each.getMethod().getName())));
    }

    private static List<String> names(Class<?> tests) {
        try (InputStream in = tests.getResourceAsStream(tests.getSimpleName() + ".class")) {
            if (in == null) {
                return List.of();
            }
            return ClassFile.of().parse(in.readAllBytes()).methods().stream()
                    .map(method -> method.methodName().stringValue()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
