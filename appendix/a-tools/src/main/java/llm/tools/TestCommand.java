package llm.tools;

import java.util.ArrayList;
import java.util.List;
import llm.tools.cli.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The help text of `./llm test`. The launcher script runs the tests itself, by Maven: they need
/// a build, not this JVM.
@Command(
        description = {"", "Builds every module and runs its tests with Maven.",
            "Tests on real text run when LLM_DATA_DIR names the folder that holds it."},
        footer = {"", "Examples:", "  ./llm test",
            "  ./llm test -pl chapters/ch01-tensors -am"})
final class TestCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "MAVEN", description = "Further arguments for Maven.")
    private List<String> maven = new ArrayList<>();

    @Override
    public void run() {
        throw new IllegalStateException("The launcher must run the tests: ./llm test "
                + String.join(" ", maven));
    }
}
