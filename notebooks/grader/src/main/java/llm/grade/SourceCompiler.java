package llm.grade;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// Compiles sources in memory against the class path of this JVM.
public final class SourceCompiler implements AutoCloseable {
    private static final List<String> OPTIONS = List.of("-proc:none", "-parameters", "-g",
            "-implicit:none", "-Xlint:none", "--add-modules", "jdk.incubator.vector");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null,
            Locale.ROOT, StandardCharsets.UTF_8);

    /// A class path of its own, such as the one without the grader.
    public SourceCompiler() {
        try {
            files.setLocation(StandardLocation.SOURCE_PATH, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What came of it: classes by name, or what is wrong.
    ///
    /// @param errors such as `Ex32CausalMask.java, line 12: cannot find symbol`
    public record Result(Map<String, byte[]> classes, List<String> errors) {
        public boolean isGood() {
            return errors.isEmpty();
        }
    }

    /// Compiles sources that may refer to each other.
    ///
    /// @param sources texts by file name, such as `Ex32CausalMask.java`
    public synchronized Result compile(Map<String, String> sources) {
        var found = new DiagnosticCollector<JavaFileObject>();
        var classes = new LinkedHashMap<String, ByteArrayOutputStream>();
        List<JavaFileObject> units = sources.entrySet().stream()
                .<JavaFileObject>map(each -> new Source(each.getKey(), each.getValue())).toList();
        boolean good = compiler.getTask(Writer.nullWriter(), new InMemory(files, classes),
                found, OPTIONS, null, units).call();
        List<String> errors = found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(SourceCompiler::text).toList();
        if (!good && errors.isEmpty()) {
            errors = List.of("the compiler gave up");
        }
        var bytes = new LinkedHashMap<String, byte[]>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return new Result(good ? bytes : Map.of(), errors);
    }

    private static String text(Diagnostic<? extends JavaFileObject> error) {
        String message = error.getMessage(Locale.ROOT).replaceAll("\\s*\\n\\s*", " ")
                .replaceAll("\\bjava\\.(lang|util)\\.(?=[A-Z])", "");
        return error.getSource() == null ? message : "%s, line %d: %s".formatted(
                error.getSource().getName().replaceFirst("^/", ""), error.getLineNumber(),
                message);
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("mem:///" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class ClassFile extends SimpleJavaFileObject {
        private final OutputStream out;

        ClassFile(String name, OutputStream out) {
            super(URI.create("mem:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
            this.out = out;
        }

        @Override
        public OutputStream openOutputStream() {
            return out;
        }
    }

    /// Writes classes to memory only.
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        InMemory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name,
                JavaFileObject.Kind kind, FileObject sibling) {
            return new ClassFile(name, classes.computeIfAbsent(name,
                    _ -> new ByteArrayOutputStream()));
        }
    }
}
