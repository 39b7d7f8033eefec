import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The parts as a stream, from which an empty one is dropped, joined by empty lines.
public final class Ex71AlpacaLayout {
    private Ex71AlpacaLayout() {}

    public static String prompt(String instruction, String input) {
        return Stream.of("""
                        Below is an instruction that describes a task. \
                        Write a response that appropriately completes the request.""",
                        "### Instruction:\n" + instruction,
                        input.isEmpty() ? "" : "### Input:\n" + input,
                        "### Response:\n")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }
}
