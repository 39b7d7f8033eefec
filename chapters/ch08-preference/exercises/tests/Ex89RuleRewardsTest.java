import static llm.exercise.Expect.expect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 8.9: rules as rewards")
class Ex89RuleRewardsTest {
    private static final String[] TEXTS = {"<think>7 is larger than 3</think> 3 7",
        "<think>3 7 it must be</think> 7 3", "<think></think> 3 7", "3 7"};

    @Test
    @DisplayName("the texts of the exercise")
    void givesTheWorkedExample() {
        formats("the format rewards of the four texts", TEXTS).toBe(new double[] {1, 1, 0, 0}, 0);
        answers("the answer rewards of the four texts", "3 7", TEXTS)
                .toBe(new double[] {1, 0, 1, 0}, 0);
        rewards("the rewards of the four texts", "3 7", 0.2, TEXTS)
                .toBe(new double[] {1.2, 0.2, 1, 0}, 1e-6);
    }

    @Test
    @DisplayName("thoughts and answers over several lines, with white space at the ends")
    void severalLines() {
        String[] texts = {"<think>\nFirst 3,\nthen 7.\n</think>\n\n3 7\n",
            "  <think>3 < 7</think>3 7", "\n<think> ok </think> 3 7 \t",
            "<think>\n\n</think>\n3 7", "<think>done</think>\n \n"};
        formats("the format rewards of texts over several lines", texts)
                .toBe(new double[] {1, 1, 1, 0, 0}, 0);
        answers("the answer rewards of texts over several lines", "3 7", texts)
                .toBe(new double[] {1, 1, 1, 1, 0}, 0);
    }

    @Test
    @DisplayName("the format leaves no door open")
    void formatLeavesNoDoorOpen() {
        String[] texts = {"Well, <think>3 first</think> 3 7", "<think>3 first 3 7",
            "3 first</think> 3 7", "<think>a</think><think>b</think> 3 7",
            "<think>a</think> 3 7 </think> 3 7", "</think>a<think> 3 7",
            "<think>a<think>b</think> 3 7", "<Think>a</Think> 3 7", "<think>fine</think> 3 7"};
        formats("the format rewards of texts that are out of order but for the last", texts)
                .toBe(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 1}, 0);
    }

    @Test
    @DisplayName("the answer leaves no door open")
    void answerLeavesNoDoorOpen() {
        String[] texts = {"<think>3 7</think> 7 3", "<think>a</think> 3 7 or 7 3",
            "<think>a</think> It is 3 7", "<think>a</think> 3  7", "<think>a</think> 13 7",
            "<think>a</think> 7 3 </think> 3 7", "<think>a</think> 3 7 </think> 7 3",
            "<think>a</think> 3 7"};
        answers("the answer rewards of texts that say more or less than is right", "3 7", texts)
                .toBe(new double[] {0, 0, 0, 0, 0, 1, 0, 1}, 0);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("any texts")
    void anyTexts(RandomGenerator random) {
        String right = random.nextInt(10, 50) + " " + random.nextInt(50, 99);
        String wrong = random.nextInt(50, 99) + " " + random.nextInt(10, 50);
        record Case(String text, double format, double answer) {}
        List<Case> cases = new ArrayList<>(List.of(
                new Case("<think>small ones\nfirst</think>\n" + right, 1, 1),
                new Case("<think>" + right + "</think> " + wrong, 1, 0),
                new Case("<think>a</think> " + wrong + " " + right, 1, 0),
                new Case("<think>a</think> " + right + " " + wrong, 1, 0),
                new Case("So: <think>a</think> " + right, 0, 1),
                new Case("<think>a</think> b </think> " + right, 0, 1),
                new Case("<think>a</think> " + right + " </think>", 0, 0),
                new Case("<think> </think> " + right, 0, 1),
                new Case("<think>" + right, 0, 0), new Case(right, 0, 0)));
        Collections.shuffle(cases, Random.from(random));
        String[] texts = cases.stream().map(Case::text).toArray(String[]::new);
        formats("the format rewards of more texts", texts)
                .toBe(cases.stream().mapToDouble(Case::format).toArray(), 0);
        answers("the answer rewards of more texts", right, texts)
                .toBe(cases.stream().mapToDouble(Case::answer).toArray(), 0);
        rewards("the rewards of more texts", right, 0.5, texts).toBe(cases.stream()
                .mapToDouble(each -> each.answer + 0.5 * each.format).toArray(), 1e-6);
    }

    /// A mistake is named by what it would give on these, on which no two of them are alike.
    private static final String[] PROBES = {"<think>a</think> 3 7", "<think>a\nb</think>\n3 7",
        "So: <think>a</think> 3 7", "</think>a<think> 3 7", "<think>a</think> 3 7 </think> 7 3",
        "<think>a</think> 7 3 </think> 3 7", "<think>a</think><think>b</think> 3 7",
        "<think></think> 3 7", "<think>a</think>", "<think>3 7</think> 7 3",
        "<think>a</think> 3 7 or 7 3", "<think>a</think> It is 3 7", "3 7", "7 3"};

    private static Expect formats(String what, String... texts) {
        double[] probed = of(PROBES, Ex89RuleRewards::format);
        return expect(what, of(texts, Ex89RuleRewards::format))
                .mistakeIf(same(probed, text -> text.strip()
                        .matches("<think>.*\\S.*</think>.*\\S.*") && once(text)),
                        "rule-of-one-line", "thoughts over several lines are refused: in a "
                        + "regular expression a point is no line break, unless it is told to be")
                .mistakeIf(same(probed, text -> text.contains("<think>")
                        && text.contains("</think>")), "rule-tags-anywhere", "that both tags occur "
                        + "is not enough: thoughts must stand between them, and an answer behind")
                .mistakeIf(same(probed, text -> once(text)
                        && text.matches("(?s).*<think>.*\\S.*</think>.*\\S.*")),
                        "rule-part-of-the-text", "it is enough that a part of the text has the "
                        + "format: nothing may stand before the first tag")
                .mistakeIf(same(probed, text -> text.strip()
                        .matches("(?s)<think>.*\\S.*</think>.*\\S.*")),
                        "rule-tags-more-than-once", "a tag may come more than once: each must be "
                        + "there exactly once")
                .mistakeIf(same(probed, text -> text.strip()
                        .matches("(?s)<think>.*</think>.*") && once(text)), "rule-of-empty-parts",
                        "thoughts and answer may be empty, so a policy need not think at all");
    }

    private static boolean once(String text) {
        return text.split("<think>", -1).length == 2 && text.split("</think>", -1).length == 2;
    }

    private static Expect answers(String what, String right, String... texts) {
        double[] probed = of(PROBES, text -> Ex89RuleRewards.answer(text, "3 7"));
        return expect(what, of(texts, text -> Ex89RuleRewards.answer(text, right)))
                .mistakeIf(same(probed, text -> text.contains("3 7")), "rule-reads-the-thoughts",
                        "the right answer may stand anywhere, also in the thoughts: only what "
                        + "stands behind the last tag is the answer")
                .mistakeIf(same(probed, text -> text.contains("</think>")
                        && behind(text).contains("3 7")), "rule-right-among-others", "the right "
                        + "answer may stand among others: a policy would list them all, so the "
                        + "whole answer must be it")
                .mistakeIf(same(probed, text -> text.contains("</think>")
                        && behind(text).endsWith("3 7")), "rule-right-at-the-end", "the answer may "
                        + "end with what is right, whatever stands before: the whole must be it")
                .mistakeIf(same(probed, text -> behind(text).equals("3 7")), "rule-without-tag",
                        "a text without the tag is taken for an answer: it must get 0")
                .mistakeIf(same(probed, text -> text.contains("</think>")
                        && text.split("</think>", 2)[1].strip().equals("3 7")), "rule-first-end",
                        "the answer begins behind the first end tag: where there are several, it "
                        + "begins behind the last");
    }

    private static String behind(String text) {
        return text.substring(text.lastIndexOf(">") + 1).strip();
    }

    private static Expect rewards(String what, String right, double weight, String... texts) {
        double[] formats = of(texts, Ex89RuleRewards::format);
        double[] answers = of(texts, text -> Ex89RuleRewards.answer(text, right));
        return expect(what, of(texts, text -> Ex89RuleRewards.reward(text, right, weight)))
                .mistake("rule-format-as-dear-as-the-answer", "the format is worth as much as the "
                        + "answer: it is worth its weight", IntStream.range(0, texts.length)
                        .mapToDouble(i -> answers[i] + formats[i]).toArray())
                .mistake("rule-weight-on-the-answer", "the weight is the answer's: it belongs to "
                        + "the format", IntStream.range(0, texts.length)
                        .mapToDouble(i -> weight * answers[i] + formats[i]).toArray())
                .mistake("rule-format-as-condition", "an answer out of format earns nothing: both "
                        + "rewards are added up", IntStream.range(0, texts.length)
                        .mapToDouble(i -> formats[i] * (answers[i] + weight)).toArray());
    }

    private static double[] of(String[] texts, ToDoubleFunction<String> reward) {
        return Arrays.stream(texts).mapToDouble(reward).toArray();
    }

    private static boolean same(double[] probed, Predicate<String> rule) {
        return Arrays.equals(probed, of(PROBES, text -> rule.test(text) ? 1 : 0));
    }
}
