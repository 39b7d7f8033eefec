package llm.grade;

import java.lang.invoke.MethodType;
import java.util.List;
import llm.session.CellStopped;
import llm.session.Deadline;
import org.jspecify.annotations.Nullable;

/// An answer that a notebook hands over: a class, an object with the methods, or a function. It
/// runs in this JVM, against a deadline.
final class GivenAnswer implements Answer {
    private final Answer answer;
    private final Deadline deadline;

    GivenAnswer(Object given, Deadline deadline) {
        this.deadline = deadline;
        answer = switch (given) {
            case Class<?> type -> new LoadedAnswer(type);
            case Code.Any function -> new OfFunction(function);
            default -> new OfObject(given);
        };
    }

    @Override
    public Object construct(MethodType type, @Nullable Object... arguments) throws Throwable {
        return watched(() -> answer.construct(type, arguments));
    }

    @Override
    public @Nullable Object call(@Nullable Object object, String method, MethodType type,
            @Nullable Object... arguments) throws Throwable {
        return watched(() -> fitting(answer.call(object, method, type, arguments), type));
    }

    private interface Call {
        @Nullable Object run() throws Throwable;
    }

    private @Nullable Object watched(Call call) throws Throwable {
        if (deadline.passed()) {
            throw late();
        }
        try {
            return call.run();
        } catch (CellStopped e) {
            throw deadline.passed() ? late() : e;
        } catch (InterruptedException e) {
            throw late();
        }
    }

    private static AnswerStopped late() {
        return new AnswerStopped(Status.TIMEOUT, "it ran for more than "
                + Grade.TIME.toSeconds() + " s");
    }

    /// A number as the type that the stub declares: a function of a notebook gives a `Double` where
    /// a `float` is meant.
    private static @Nullable Object fitting(@Nullable Object value, MethodType type) {
        Class<?> wanted = type.returnType();
        if (value instanceof Number number && wanted.isPrimitive()) {
            return wanted == int.class ? (Object) number.intValue()
                    : wanted == long.class ? (Object) number.longValue()
                    : wanted == float.class ? (Object) number.floatValue()
                    : wanted == double.class ? (Object) number.doubleValue() : number;
        }
        return value;
    }

    /// A function, for an exercise of one static method.
    private record OfFunction(Code.Any function) implements Answer {
        @Override
        public Object construct(MethodType type, @Nullable Object... arguments) {
            throw NotAsDeclared.lacking("a constructor: hand over a class");
        }

        @Override
        public @Nullable Object call(@Nullable Object object, String method, MethodType type,
                @Nullable Object... arguments) throws Throwable {
            return function.run(List.of(arguments));
        }
    }

    /// An object that has the methods, static in the stub or not.
    private record OfObject(Object given) implements Answer {
        @Override
        public Object construct(MethodType type, @Nullable Object... arguments) {
            throw NotAsDeclared.lacking("a constructor: hand over a class, not an object");
        }

        @Override
        public @Nullable Object call(@Nullable Object object, String method, MethodType type,
                @Nullable Object... arguments) throws Throwable {
            return new LoadedAnswer(given.getClass()).call(given, method, type, arguments);
        }
    }
}
