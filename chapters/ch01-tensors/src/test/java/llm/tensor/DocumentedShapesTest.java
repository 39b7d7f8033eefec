package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads the sources, because compiled classes have no Javadoc.
@DisplayName("Documented shapes")
class DocumentedShapesTest {
    private static final Pattern TENSOR = Pattern.compile(
            "(@Nullable )?(Tensor|IntTensor|Parameter)(\\[]|\\.\\.\\.)?");
    /// Axes in parentheses, such as `(..., classes)` or `()`; or `shape`, where the caller chooses.
    private static final Pattern SHAPE = Pattern.compile("`(\\([^`()]*\\)|shape)`");

    @ParameterizedTest(name = "in {0}")
    @ValueSource(strings = {"", "op", "layer", "optim"})
    @DisplayName("every public method that takes or returns a tensor names a shape")
    void areNamed(String folder) throws IOException {
        List<String> methods = new ArrayList<>();
        List<String> silent = new ArrayList<>();

        visit(Path.of("src/main/java/llm/tensor", folder), (name, doc) -> {
            methods.add(name);
            if (!SHAPE.matcher(doc).find()) {
                silent.add(name);
            }
        });

        assertThat(silent).as("methods whose Javadoc names no shape").isEmpty();
        assertThat(methods).as("methods with tensors").isNotEmpty();
    }

    /// Receives a method, such as `Softmax.softmax(Tensor)`, and its Javadoc.
    private interface Visitor {
        void accept(String method, String doc);
    }

    private static void visit(Path folder, Visitor visitor) throws IOException {
        try (Stream<Path> files = Files.list(folder);
             StandardJavaFileManager manager = ToolProvider.getSystemJavaCompiler()
                     .getStandardFileManager(null, null, null)) {
            List<File> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toFile).toList();
            JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler().getTask(null,
                    manager, null, null, null, manager.getJavaFileObjectsFromFiles(sources));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new PublicMethods(docs, visitor).scan(unit, null);
            }
        }
    }

    /// Finds the methods that others may call, but for those that take over an interface's Javadoc.
    private static final class PublicMethods extends TreePathScanner<Void, Void> {
        private final DocTrees docs;
        private final Visitor visitor;

        PublicMethods(DocTrees docs, Visitor visitor) {
            this.docs = docs;
            this.visitor = visitor;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            return isPublic(type.getModifiers()) ? super.visitClass(type, null) : null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
            if (isVisible(method, type) && !isOverride(method) && takesOrReturnsTensor(method)) {
                String doc = docs.getDocComment(getCurrentPath());
                String parameters = method.getParameters().stream()
                        .map(parameter -> String.valueOf(parameter.getType()))
                        .collect(Collectors.joining(", ", "(", ")"));
                visitor.accept(type.getSimpleName() + "." + method.getName() + parameters,
                        doc == null ? "" : doc);
            }
            return null;                                     // not into anonymous classes
        }

        private static boolean isVisible(MethodTree method, ClassTree type) {
            Set<Modifier> flags = method.getModifiers().getFlags();
            return type.getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE)
                    || isPublic(method.getModifiers());
        }

        private static boolean isPublic(ModifiersTree modifiers) {
            return modifiers.getFlags().contains(Modifier.PUBLIC);
        }

        private static boolean isOverride(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
        }

        private static boolean takesOrReturnsTensor(MethodTree method) {
            return Stream.concat(Stream.ofNullable(method.getReturnType()),
                            method.getParameters().stream().map(VariableTree::getType))
                    .anyMatch(type -> TENSOR.matcher(type.toString()).matches());
        }
    }
}
