package llm.grade.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import llm.exercise.ExerciseNotDone;
import llm.grade.AnswerException;
import llm.grade.AnswerStopped;
import llm.grade.NotAsDeclared;
import llm.grade.Status;

/// Exceptions that cross from an answer's process: type, message and where.
final class Thrown {
    private static final int FRAMES = 40;
    /// The most characters of a type or a message.
    private static final int LONGEST = 2000;
    private static final Map<String, Function<String, Throwable>> KNOWN = new HashMap<>();

    static {
        know(IllegalArgumentException.class, IllegalArgumentException::new);
        know(IllegalStateException.class, IllegalStateException::new);
        know(IndexOutOfBoundsException.class, IndexOutOfBoundsException::new);
        know(ArrayIndexOutOfBoundsException.class, ArrayIndexOutOfBoundsException::new);
        know(StringIndexOutOfBoundsException.class, StringIndexOutOfBoundsException::new);
        know(NullPointerException.class, NullPointerException::new);
        know(ArithmeticException.class, ArithmeticException::new);
        know(ClassCastException.class, ClassCastException::new);
        know(UnsupportedOperationException.class, UnsupportedOperationException::new);
        know(NegativeArraySizeException.class, NegativeArraySizeException::new);
        know(NumberFormatException.class, NumberFormatException::new);
        know(NoSuchElementException.class, NoSuchElementException::new);
        know(ExerciseNotDone.class, ExerciseNotDone::new);
        know(NotAsDeclared.class, NotAsDeclared::new);
    }

    private Thrown() {}

    private static void know(Class<? extends Throwable> type,
            Function<String, Throwable> constructor) {
        KNOWN.put(type.getName(), constructor);
    }

    static void write(ValueWriter out, Throwable thrown) throws IOException {
        var places = new ArrayList<String>();
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            places.add(frames[i].getFileName() + ":" + frames[i].getLineNumber());
        }
        out.text(thrown.getClass().getName());
        out.text(String.valueOf(thrown.getMessage()));
        out.write(places, List.class);
    }

    static Throwable read(ValueReader in) throws IOException {
        String type = shortened(in.text());
        String message = shortened(in.text());
        Object places = in.read();
        if (type.equals(OutOfMemoryError.class.getName())) {
            return new AnswerStopped(Status.MEMORY, "it needed more memory than there is");
        }
        Throwable thrown = KNOWN.getOrDefault(type, text -> new AnswerException(
                type, text)).apply(message);
        thrown.setStackTrace(frames(places));
        return thrown;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }

    private static StackTraceElement[] frames(Object places) {
        return places instanceof List<?> list ? list.stream().limit(FRAMES).map(String::valueOf)
                .filter(place -> place.matches(".*:\\d{1,6}"))
                .map(place -> new StackTraceElement("answer", "answer",
                        place.substring(0, place.lastIndexOf(':')),
                        Integer.parseInt(place.substring(place.lastIndexOf(':') + 1))))
                .toArray(StackTraceElement[]::new) : new StackTraceElement[0];
    }
}
