package llm.grade.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import llm.grade.LoadedAnswer;
import llm.grade.NotAsDeclared;
import llm.grade.SourceCompiler;
import llm.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The other process: it compiles, loads an answer's class and calls its methods, as it is told. It
/// knows neither tests nor what is right.
public final class AnswerMain {
    private final DataInputStream in;
    private final DataOutputStream out;
    private final ValueReader reader;
    private final List<Object> objects = new ArrayList<>();
    private final List<Graph> graphs = new ArrayList<>();
    private @Nullable LoadedAnswer answer;

    /// A result that took part in a graph, and the arguments it came from.
    private record Graph(Tensor result, List<Tensor> inputs) {}

    private AnswerMain(InputStream in, FileOutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = new DataOutputStream(new BufferedOutputStream(out));
        reader = new ValueReader(this.in, this::function);
    }

    private static long refuse(Object function) {
        throw new IllegalArgumentException("a result must be a value, got a "
                + function.getClass().getName());
    }

    /// Speaks with the grader over standard input and output until it has said all.
    public static void main(String[] args) throws IOException {
        var main = new AnswerMain(new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out));
        var printed = new PrintStream(new FileOutputStream(FileDescriptor.err), true,
                StandardCharsets.UTF_8);
        System.setOut(printed);
        System.setErr(printed);
        System.setIn(InputStream.nullInputStream());
        ProcessHandle.current().parent().ifPresent(grader -> grader.onExit()
                .thenRun(() -> Runtime.getRuntime().halt(0))); // an answer may be in a loop
        try {
            main.serve();
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0);                   // the grader needs no more
        }
    }

    private void serve() throws IOException {
        for (int code = in.read(); code >= 0; code = in.read()) {
            Message message = Message.of(code);
            reader.begin();
            switch (message) {
                case COMPILE -> compile();
                case LOAD -> load();
                case CONSTRUCT, CALL -> call();
                case BACKWARD -> backward();
                default -> throw new Garbled("a request must be one, got " + message);
            }
            out.flush();
        }
    }

    private void compile() throws IOException {
        @SuppressWarnings("unchecked")
        var sources = (Map<String, String>) reader.read();
        SourceCompiler.Result result;
        try (var compiler = new SourceCompiler()) {
            result = compiler.compile(sources);
        }
        result(List.of(result.classes(), result.errors()), List.of(), 0);
    }

    private void load() throws IOException {
        String name = reader.text();
        @SuppressWarnings("unchecked")
        var classes = (Map<String, byte[]>) reader.read();
        try {
            answer = LoadedAnswer.of(name, classes);
            result(null, List.of(), 0);
        } catch (NotAsDeclared e) {
            thrown(e, List.of());
        }
    }

    private void call() throws IOException {
        long object = in.readLong();
        String name = reader.text();
        MethodType type = MethodType.fromMethodDescriptorString(reader.text(),
                AnswerMain.class.getClassLoader());
        var arguments = new @Nullable Object[type.parameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = reader.read();
        }
        Object value;
        try {
            value = call(object, name, type, arguments);
        } catch (Throwable e) {
            thrownByAnswer(e, arguments);
            return;
        }
        try {
            result(value, changed(arguments), graph(value, arguments));
        } catch (RuntimeException | StackOverflowError e) { // no value, or one that never ends
            thrown(e, List.of());
        }
    }

    private void thrownByAnswer(Throwable thrown, @Nullable Object[] arguments)
            throws IOException {
        Throwable first = thrown instanceof ExceptionInInitializerError
                && thrown.getCause() != null ? thrown.getCause() : thrown;
        try {
            thrown(first, changed(arguments));
        } catch (RuntimeException | StackOverflowError e) { // its methods are the answer's, too
            thrown(new IllegalStateException(first.getClass().getName() + " cannot be told"),
                    List.of());
        }
    }

    private @Nullable Object call(long object, String name, MethodType type,
            @Nullable Object[] arguments) throws Throwable {
        if (answer == null) {
            throw new IllegalStateException("an answer must be loaded first");
        }
        if (name.isEmpty()) {
            objects.add(answer.construct(type, arguments));
            return (long) objects.size();
        }
        return answer.call(object == 0 ? null : objects.get((int) object - 1), name, type,
                arguments);
    }

    /// What the answer may have changed in place; null for the rest.
    private static List<@Nullable Object> changed(@Nullable Object[] arguments) {
        return Arrays.stream(arguments).<@Nullable Object>map(each ->
                each instanceof Tensor || each != null && each.getClass().isArray() ? each : null)
                .toList();
    }

    /// The number of a result that can be differentiated; 0 for others.
    private long graph(@Nullable Object value, @Nullable Object[] arguments) {
        if (!(value instanceof Tensor result) || result.node() == null) {
            return 0;
        }
        graphs.add(new Graph(result, Arrays.stream(arguments)
                .filter(each -> each instanceof Tensor tensor && tensor.requiresGrad())
                .map(Tensor.class::cast).toList()));
        return graphs.size();
    }

    private void backward() throws IOException {
        Graph graph = graphs.get((int) in.readLong() - 1);
        Tensor g = (Tensor) reader.read();
        try {
            graph.result.backward(g);
            result(graph.inputs.stream().map(input -> input.hasGrad() ? input.grad() : null)
                    .toList(), List.of(), 0);
        } catch (RuntimeException e) {
            thrown(e, List.of());
        }
    }

    private void result(@Nullable Object value, List<?> arguments, long graph)
            throws IOException {
        var whole = new ByteArrayOutputStream();            // all of it, or none
        var content = new DataOutputStream(whole);
        var values = new ValueWriter(content, AnswerMain::refuse);
        content.writeByte(Message.RESULT.ordinal());
        values.write(value, Object.class);
        values.write(arguments, List.class);
        content.writeLong(graph);
        whole.writeTo(out);
    }

    private void thrown(Throwable thrown, List<?> arguments) throws IOException {
        var whole = new ByteArrayOutputStream();
        var content = new DataOutputStream(whole);
        var values = new ValueWriter(content, AnswerMain::refuse);
        content.writeByte(Message.THROWN.ordinal());
        values.write(arguments, List.class);
        Thrown.write(values, thrown);
        whole.writeTo(out);
    }

    /// A function of the grader's process: each call goes there.
    private Object function(long number, Class<?> type) {
        InvocationHandler there = (self, method, arguments) -> switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> Long.hashCode(number);
            case "toString" -> type.getSimpleName() + " " + number;
            default -> method.isDefault() && method.getReturnType().isInterface()
                    ? InvocationHandler.invokeDefault(self, method, arguments) // such as andThen
                    : callBack((int) number, method, arguments == null ? List.of()
                            : Arrays.asList(arguments));
        };
        return Proxy.newProxyInstance(type.getClassLoader() == null
                ? AnswerMain.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type}, there);
    }

    /// One at a time: an answer may call from several threads.
    private synchronized @Nullable Object callBack(int number, Method method, List<?> arguments)
            throws Throwable {
        var whole = new ByteArrayOutputStream();
        var content = new DataOutputStream(whole);
        var values = new ValueWriter(content, AnswerMain::refuse);
        content.writeByte(Message.CALLBACK.ordinal());
        content.writeInt(number);
        values.text(method.getName());
        values.text(MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .descriptorString());
        values.write(arguments, List.class);
        whole.writeTo(out);
        out.flush();
        reader.begin();
        return switch (Message.of(in.readUnsignedByte())) {
            case RESULT -> reader.read();
            case THROWN -> throw Thrown.read(reader);
            default -> throw new Garbled("a callback must be answered");
        };
    }
}
