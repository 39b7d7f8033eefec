import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 7.1: Alpaca's layout")
class Ex71AlpacaLayoutTest {
    private static final String PREAMBLE = "Below is an instruction that describes a task. "
            + "Write a response that appropriately completes the request.";
    private static final String WITH_INPUT = "Below is an instruction that describes a task, "
            + "paired with an input that provides further context. "
            + "Write a response that appropriately completes the request.";

    @Test
    @DisplayName("an instruction with an input gives the prompt in the text")
    void givesTheWorkedExample() {
        prompt("the prompt of the example", "Name the kind.", "duck");
    }

    @Test
    @DisplayName("without an input its part is left out")
    void leavesOutAnEmptyInput() {
        prompt("a prompt without input", "What is the opposite of first?", "");
    }

    @Test
    @DisplayName("texts of several lines stay as they are")
    void keepsTheTexts() {
        prompt("a prompt of longer texts", "Sort these numbers.\nBegin with the smallest.",
                "  12\n  6\n\n  40");
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any instruction, with an input and without")
    void laysOutOthers(RandomGenerator random) {
        prompt("a prompt with input", words(random), words(random));
        prompt("a prompt without input", words(random), "");
    }

    private static String words(RandomGenerator random) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(2, 9); i > 0; i--) {
            words.add("w" + random.nextInt(100));
        }
        return String.join(" ", words);
    }

    private static void prompt(String what, String instruction, String input) {
        String right = laidOut(PREAMBLE, instruction, input);
        Expect expectation = expect(what, Ex71AlpacaLayout.prompt(instruction, input))
                .mistake("alpaca-ends-at-the-colon", "the last line break is missing: the answer "
                        + "begins in the line below the heading", right.stripTrailing())
                .mistake("alpaca-without-empty-lines", "the parts follow each other directly, but "
                        + "an empty line separates them", right.replace("\n\n###", "\n###"));
        if (input.isEmpty()) {
            expectation.mistake("alpaca-keeps-the-empty-input", "the heading of the input stands "
                    + "above nothing: without an input its part is left out",
                    right.replace("\n\n### Response", "\n\n### Input:\n\n\n### Response"));
        } else {
            expectation.mistake("alpaca-changes-the-preamble", "the preamble is another where "
                    + "there is an input, but here it is always the same",
                    laidOut(WITH_INPUT, instruction, input));
        }
        expectation.toBe(right);
    }

    private static String laidOut(String preamble, String instruction, String input) {
        List<String> lines = new ArrayList<>(List.of(preamble, "", "### Instruction:",
                instruction, ""));
        if (!input.isEmpty()) {
            lines.addAll(List.of("### Input:", input, ""));
        }
        lines.addAll(List.of("### Response:", ""));
        return String.join("\n", lines);
    }
}
