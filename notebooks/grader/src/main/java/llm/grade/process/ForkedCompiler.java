package llm.grade.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import llm.grade.AnswerStopped;
import llm.grade.SourceCompiler;
import org.jspecify.annotations.Nullable;

/// Compiles answers in a process of its own: a source may keep a compiler busy for ever, too. The
/// process serves until one does.
public final class ForkedCompiler implements AutoCloseable {
    private final ForkedJvm jvm;
    private final Limits limits;
    private @Nullable AnswerProcess process;

    /// @param limits of the process; the time is for each compilation
    public ForkedCompiler(ForkedJvm jvm, Limits limits) {
        this.jvm = jvm;
        this.limits = limits;
    }

    /// Starts the process, so that it is ready when it is needed.
    public void start() throws IOException {
        if (process == null || !process.isAlive()) {
            close();
            process = new AnswerProcess(jvm, limits);
        }
    }

    /// Compiles sources that may refer to each other.
    ///
    /// @param sources texts by file name
    public synchronized SourceCompiler.Result compile(Map<String, String> sources)
            throws IOException {
        start();
        process.renewTime();
        try {
            return result(process.exchange(() -> reply(process, sources)));
        } catch (AnswerStopped e) {
            return new SourceCompiler.Result(Map.of(),
                    List.of("the compiler gave up: " + e.getMessage()));
        }
    }

    private static Object reply(AnswerProcess process, Map<String, String> sources)
            throws IOException {
        var writer = new ValueWriter(process.out(), _ -> 0);
        var reader = new ValueReader(process.in(), (_, _) -> {
            throw new Garbled("a compiler must return classes");
        });
        process.out().writeByte(Message.COMPILE.ordinal());
        writer.write(sources, Map.class);
        process.out().flush();
        reader.begin();
        if (Message.of(process.in().readUnsignedByte()) != Message.RESULT) {
            throw new Garbled("a compiler must return a result");
        }
        Object value = reader.read();
        reader.read();
        process.in().readLong();
        return value == null ? List.of() : value;
    }

    @SuppressWarnings("unchecked")
    private static SourceCompiler.Result result(Object value) {
        List<Object> parts = (List<Object>) value;
        return new SourceCompiler.Result((Map<String, byte[]>) parts.get(0),
                (List<String>) parts.get(1));
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
