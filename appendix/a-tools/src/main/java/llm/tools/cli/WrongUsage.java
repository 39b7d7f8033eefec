package llm.tools.cli;

import java.util.function.Supplier;

/// Arguments that cannot be right, whatever the files and the machine are: exit code 2.
public final class WrongUsage extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /// @param sentence what must hold, and what was given
    public WrongUsage(String sentence) {
        super(sentence);
    }

    private WrongUsage(IllegalArgumentException refused) {
        super(refused.getMessage(), refused);
    }

    /// What a name or a number on the command line stands for. If it is refused, the command line
    /// is wrong.
    public static <T> T unless(Supplier<T> meaning) {
        try {
            return meaning.get();
        } catch (IllegalArgumentException refused) {
            throw new WrongUsage(refused);
        }
    }
}
