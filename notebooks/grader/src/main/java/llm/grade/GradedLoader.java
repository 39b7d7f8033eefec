package llm.grade;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Loads the graded tests of one exercise, and the [Facade] in place of the class they test.
final class GradedLoader extends ClassesInMemory {
    private final Map<String, byte[]> classes;
    private final Answer answer;

    /// @param tests  the bytes of the tests' classes, by name
    /// @param stub   those of the stub
    /// @param tested the name of the class that is tested
    GradedLoader(Map<String, byte[]> tests, byte[] stub, String tested, Answer answer) {
        this(withFacade(tests, stub, tested), answer);
    }

    private GradedLoader(Map<String, byte[]> classes, Answer answer) {
        super("graded", classes);
        this.classes = classes;
        this.answer = answer;
    }

    private static Map<String, byte[]> withFacade(Map<String, byte[]> tests, byte[] stub,
            String tested) {
        var classes = new HashMap<>(tests);
        classes.put(tested, Facade.of(stub));
        return classes;
    }

    Answer answer() {
        return answer;
    }

    /// The tests' own bytes, which tell their order.
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        byte[] bytes = classes.get(name.replaceFirst("\\.class$", "").replace('/', '.'));
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }
}
