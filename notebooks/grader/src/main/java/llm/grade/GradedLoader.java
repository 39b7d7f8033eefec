package llm.grade;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Loads the graded tests of one exercise, and the [Facade] in place of the class they test.
final class GradedLoader extends ClassLoader {
    private final Map<String, byte[]> classes;
    private final Answer answer;

    /// @param tests  the bytes of the tests' classes, by name
    /// @param stub   those of the stub
    /// @param tested the name of the class that is tested
    GradedLoader(Map<String, byte[]> tests, byte[] stub, String tested, Answer answer) {
        super("graded", GradedLoader.class.getClassLoader());
        this.answer = answer;
        classes = new HashMap<>(tests);
        classes.put(tested, Facade.of(stub));
    }

    Answer answer() {
        return answer;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /// The tests' own bytes, which tell their order.
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        byte[] bytes = classes.get(name.replaceFirst("\\.class$", "").replace('/', '.'));
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }
}
