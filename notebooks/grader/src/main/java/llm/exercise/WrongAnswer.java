package llm.exercise;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A graded test failed: what is wrong in words, and the misconception behind it if it is known.
public final class WrongAnswer extends AssertionError {
    private static final long serialVersionUID = 1;

    private final transient List<Told> seen;
    private final transient Told otherwise;
    private final transient Set<String> ruledOut;

    /// What can be told of a wrong answer.
    ///
    /// @param misconception its key, such as `mask-hides-itself`; null if no rule knows the answer
    /// @param words         what is wrong, without values
    /// @param detail        where, and with which values; not shown for private tests
    public record Told(@Nullable String misconception, String words, String detail) {}

    /// @param seen      the mistakes that give the same as the answer, the likeliest first
    /// @param otherwise what is told if it was none of them
    /// @param ruledOut  keys of mistakes that would have given something else
    WrongAnswer(List<Told> seen, Told otherwise, Set<String> ruledOut) {
        super(told(seen, otherwise, Set.of()).words + ": "
                + told(seen, otherwise, Set.of()).detail);
        this.seen = List.copyOf(seen);
        this.otherwise = otherwise;
        this.ruledOut = Set.copyOf(ruledOut);
    }

    /// What is to be told, once other tests have ruled some mistakes out.
    ///
    /// @param ruledOut the keys of mistakes that it cannot have been
    public Told told(Set<String> ruledOut) {
        return told(seen, otherwise, ruledOut);
    }

    private static Told told(List<Told> seen, Told otherwise, Set<String> ruledOut) {
        return seen.stream().filter(each -> !ruledOut.contains(each.misconception)).findFirst()
                .orElse(otherwise);
    }

    /// The keys of mistakes that would have given something else than this answer did.
    public Set<String> ruledOut() {
        return ruledOut;
    }
}
