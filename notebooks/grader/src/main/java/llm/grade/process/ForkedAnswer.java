package llm.grade.process;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llm.grade.Answer;
import llm.tensor.Autograd;
import llm.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// An answer whose class runs in another process.
///
/// Arguments and results cross by copy. Changes that the answer makes to arrays and tensors come
/// back; functions among the arguments are called back; a result that is a tensor takes part in
/// `backward`.
public final class ForkedAnswer implements Answer {
    private final AnswerProcess process;
    private final ValueWriter writer;
    private final ValueReader reader;
    private final List<Object> functions = new ArrayList<>();
    private boolean protects;

    private ForkedAnswer(AnswerProcess process) {
        this.process = process;
        writer = new ValueWriter(process.out(), function -> {
            functions.add(function);
            return functions.size() - 1;
        });
        reader = new ValueReader(process.in(), (number, type) -> {
            throw new Garbled("an answer must return values, got a function");
        });
    }

    /// Starts a process with an answer's classes.
    ///
    /// @param className of the answer
    /// @param classes   bytes by name
    /// @throws llm.grade.NotAsDeclared if the class is not among them
    /// @throws llm.grade.AnswerStopped if the process does not live so long
    public static ForkedAnswer start(ForkedJvm jvm, Limits limits, String className,
            Map<String, byte[]> classes) throws IOException {
        var answer = new ForkedAnswer(new AnswerProcess(jvm, limits));
        try {
            answer.load(className, classes);
            answer.process.renewTime();
            return answer;
        } catch (Throwable e) {
            answer.close();
            throw e;
        }
    }

    private void load(String className, Map<String, byte[]> classes) {
        exchangeUnchecked(() -> {
            begin(Message.LOAD);
            writer.text(className);
            writer.write(new HashMap<>(classes), Object.class);
            return reply();
        });
    }

    @Override
    public Object construct(MethodType type, @Nullable Object... arguments) throws Throwable {
        return send(Message.CONSTRUCT, 0, "", type, arguments);
    }

    @Override
    public @Nullable Object call(@Nullable Object object, String method, MethodType type,
            @Nullable Object... arguments) throws Throwable {
        return send(Message.CALL, object == null ? 0 : (long) object, method, type, arguments);
    }

    /// A reply, or what was thrown instead.
    private record Reply(@Nullable Object value, List<?> arguments, long graph,
            @Nullable Throwable thrown) {}

    private @Nullable Object send(Message message, long object, String method, MethodType type,
            @Nullable Object[] arguments) throws Throwable {
        Reply reply = process.exchange(() -> {
            begin(message);
            process.out().writeLong(object);
            writer.text(method);
            writer.text(type.descriptorString());
            for (int i = 0; i < arguments.length; i++) {
                writer.write(arguments[i], type.parameterType(i));
            }
            return reply();
        });
        boolean keeps = protects
                && (message == Message.CONSTRUCT || type.returnType() != void.class);
        for (int i = 0; !keeps && i < Math.min(arguments.length, reply.arguments.size()); i++) {
            takeOver(reply.arguments.get(i), arguments[i]);
        }
        if (reply.thrown != null) {
            throw reply.thrown;
        }
        return reply.graph == 0 ? checked(reply.value, type) : withGraph(reply, arguments);
    }

    /// The value, if it is of the type that the method declares: the other process may lie.
    private static @Nullable Object checked(@Nullable Object value, MethodType type) {
        Class<?> wanted = type.wrap().returnType();
        if (value != null && wanted != Void.class && !wanted.isInstance(value)) {
            throw new ClassCastException("the result must be a " + wanted.getSimpleName()
                    + ", got a " + value.getClass().getSimpleName());
        }
        return value;
    }

    private void begin(Message message) throws IOException {
        process.out().writeByte(message.ordinal());
    }

    /// Answers callbacks until the reply comes.
    private Reply reply() throws IOException {
        process.out().flush();
        while (true) {
            Message message = Message.of(process.in().readUnsignedByte());
            reader.begin();
            switch (message) {
                case CALLBACK -> callBack();
                case RESULT -> {
                    return new Reply(reader.read(), list(reader.read()),
                            process.in().readLong(), null);
                }
                case THROWN -> {
                    return new Reply(null, list(reader.read()), 0, Thrown.read(reader));
                }
                default -> throw new Garbled("a reply must be a result, got " + message);
            }
        }
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new Garbled("arguments must come back as a list");
    }

    /// Calls a function that was an argument, and sends what it gives.
    private void callBack() throws IOException {
        int number = process.in().readInt();
        String name = reader.text();
        String descriptor = reader.text();
        List<?> arguments = list(reader.read());
        if (number < 0 || number >= functions.size()) {
            throw new Garbled("a function must be one that was handed over, got " + number);
        }
        try {
            giveBack(Callbacks.call(functions.get(number), name, descriptor, arguments));
        } catch (Callbacks.Failed e) {
            begin(Message.THROWN);
            Thrown.write(writer, e.getCause());
        }
        process.out().flush();
    }

    private void giveBack(@Nullable Object value) throws IOException, Callbacks.Failed {
        var whole = new ByteArrayOutputStream();            // all of it, or none
        try {
            new ValueWriter(new DataOutputStream(whole), function -> {
                throw new IllegalArgumentException("a function must give a value, got " + function);
            }).write(value, Object.class);
        } catch (IllegalArgumentException e) {
            throw new Callbacks.Failed(e);
        }
        begin(Message.RESULT);
        whole.writeTo(process.out());
    }

    /// Copies what came back into what was handed over.
    private static void takeOver(@Nullable Object changed, @Nullable Object original) {
        if (original instanceof Tensor tensor && changed instanceof Tensor other) {
            float[] values = other.toArray();
            if (tensor.shape().equals(other.shape()) && tensor.node() == null
                    && !Arrays.equals(values, tensor.toArray())) {
                Autograd.noGrad(() -> tensor.set(values));
            }
        } else if (original != null && changed != null && original.getClass().isArray()
                && changed.getClass() == original.getClass()
                && Array.getLength(changed) == Array.getLength(original)) {
            if (original instanceof Object[] elements) {
                for (int i = 0; i < elements.length; i++) {
                    takeOver(elements, i, ((Object[]) changed)[i]);
                }
            } else {
                System.arraycopy(changed, 0, original, 0, Array.getLength(original));
            }
        }
    }

    private static void takeOver(@Nullable Object[] elements, int index,
            @Nullable Object changed) {
        @Nullable Object original = elements[index];
        boolean inside = original != null && changed != null && original.getClass().isArray()
                && original.getClass() == changed.getClass()
                && Array.getLength(original) == Array.getLength(changed);
        if (inside || original instanceof Tensor) {
            takeOver(changed, original);
        } else {
            elements[index] = changed;
        }
    }

    /// A tensor whose graph is in the other process.
    private Tensor withGraph(Reply reply, @Nullable Object[] arguments) {
        if (!(reply.value instanceof Tensor values)) {
            throw new ClassCastException("a result with a graph must be a tensor");
        }
        Tensor[] inputs = Arrays.stream(arguments)
                .filter(each -> each instanceof Tensor tensor && tensor.requiresGrad())
                .map(Tensor.class::cast).toArray(Tensor[]::new);
        return values.detach().madeBy("answer", g -> {
            List<?> gradients = list(exchangeUnchecked(() -> {
                begin(Message.BACKWARD);
                process.out().writeLong(reply.graph);
                writer.write(g, Tensor.class);
                return reply();
            }));
            for (int i = 0; i < inputs.length; i++) {
                if (gradients.get(i) instanceof Tensor gradient) {
                    inputs[i].receive(gradient);
                }
            }
        }, inputs);
    }

    private @Nullable Object exchangeUnchecked(AnswerProcess.Exchange<Reply> exchange) {
        Reply reply = process.exchange(exchange);
        if (reply.thrown instanceof RuntimeException e) {
            throw e;
        }
        if (reply.thrown instanceof Error e) {
            throw e;
        }
        return reply.value;
    }

    @Override
    public void hideFromNow() {
        process.keepNoMore();
    }

    @Override
    public void protectArguments(boolean protect) {
        protects = protect;
    }

    @Override
    public String printed() {
        return process.printed();
    }

    @Override
    public void close() {
        process.close();
    }
}
