package llm.tools.deploy;

import java.util.Locale;
import llm.model.decode.ContextOverflow;
import llm.tools.cli.WrongUsage;

/// What `--overflow` says.
final class OverflowPolicy {
    private OverflowPolicy() {}

    static ContextOverflow named(String name) {
        for (ContextOverflow policy : ContextOverflow.values()) {
            if (policy.name().toLowerCase(Locale.ROOT).equals(name)) {
                return policy;
            }
        }
        throw new WrongUsage("--overflow must be refuse, truncate or slide, got "
                + name + ".");
    }
}
