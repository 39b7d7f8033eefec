package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import llm.classify.LogisticRegression.Prediction;
import llm.spam.SpamCorpus;
import llm.spam.SpamGenerator;
import llm.spam.Split;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Logistic regression over tf-idf")
class LogisticRegressionTest {
    private static final List<String> TEXTS = List.of("Win a free prize now",
            "Free entry, call now to win", "Claim your prize, text WIN", "You won! Call to claim",
            "Are you home now?", "Call me when you are home", "See you at the game",
            "The game is free, see you");

    private static List<Example> examples(String... labels) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            examples.add(new Example(TEXTS.get(i), labels[i]));
        }
        return examples;
    }

    private static List<Example> twoClasses() {
        return examples("spam", "spam", "spam", "spam", "ham", "ham", "ham", "ham");
    }

    private static List<Example> generated(Split split, int count) {
        return SpamGenerator.of(SpamCorpus.SAMPLE_SEED).messages(split, count).stream()
                .map(message -> new Example(message.text(), message.label().word())).toList();
    }

    private static void assertPrediction(Prediction got, String label, double probability) {
        assertThat(got.label()).isEqualTo(label);
        assertThat(got.probability()).isCloseTo(probability, within(5e-4));
    }

    /// scikit-learn 1.2.1, `LogisticRegression(C=c, solver='liblinear', tol=1e-10)` over
    /// `TfidfVectorizer(analyzer=ngrams, sublinear_tf=True, min_df=2)`, where `ngrams` gives what
    /// [NGrams] does. Tolerance 5·10⁻⁴: ours stops earlier.
    @ParameterizedTest(name = "c={0}")
    @CsvSource({"1, 0.5912090142834511, 0.6615463952006774, 0.5031532581662878",
        "100, 0.9076854405680339, 0.9873568414734157, 0.528133089595018"})
    @DisplayName("agrees with scikit-learn:")
    void scikitLearn(double c, double call, double home, double unknown) {
        LogisticRegression model = LogisticRegression.fit(twoClasses(), c);
        assertPrediction(model.predict("Call now and win"), "spam", call);
        assertPrediction(model.predict("See you at home"), "ham", home);
        assertPrediction(model.predict("xyzzy"), "spam", unknown);
        assertPrediction(model.predict(""), "spam", unknown);
    }

    @Test
    @DisplayName("agrees with scikit-learn on three classes, each against the others")
    void threeClasses() {
        LogisticRegression model = LogisticRegression.fit(
                examples("spam", "spam", "spam", "spam", "ham", "ham", "game", "game"), 10);
        assertPrediction(model.predict("Call now and win"), "spam", 0.7492189863786624);
        assertPrediction(model.predict("See you at home"), "ham", 0.5284389231839349);
    }

    @Test
    @DisplayName("learns to tell spam, chooses c by cross-entropy, and is the same every time")
    void generatedMessages() {
        List<Example> training = generated(Split.TRAIN, 1_500);
        List<Example> validation = generated(Split.VALIDATION, 300);
        List<Example> test = generated(Split.TEST, 1_000);
        LogisticRegression tuned = LogisticRegression.tuned(training, validation);
        assertThat(tuned.accuracy(test)).isBetween(0.94, 0.99);
        assertThat(tuned.c()).isEqualTo(1_000);
        LogisticRegression again = LogisticRegression.fit(training, tuned.c());
        for (Example example : test.subList(0, 50)) {
            assertThat(again.predict(example.text())).isEqualTo(tuned.predict(example.text()));
        }
    }

    @Test
    @DisplayName("says which texts it is right about")
    void right() {
        LogisticRegression model = LogisticRegression.fit(twoClasses(), 100);
        List<Example> examples = List.of(new Example("Win a prize", "spam"),
                new Example("Win a prize", "ham"), new Example("See you", "ham"),
                new Example("See you", "a class of its own"));
        assertThat(model.right(examples)).containsExactly(true, false, true, false);
        assertThat(model.accuracy(examples)).isEqualTo(0.5);
    }

    @Test
    @DisplayName("prints nothing and logs nothing")
    void quiet() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        StreamHandler log = new StreamHandler(both, new SimpleFormatter());
        Logger.getLogger("").addHandler(log);
        try {
            LogisticRegression.fit(twoClasses(), 1).predict("Win");
        } finally {
            Logger.getLogger("").removeHandler(log);
            log.flush();
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    @DisplayName("needs a c above 0, and no class in validation that it was not trained on")
    void errors() {
        assertThatThrownBy(() -> LogisticRegression.fit(twoClasses(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("c must be above 0, got 0.0");
        assertThatThrownBy(() -> LogisticRegression.tuned(twoClasses(),
                List.of(new Example("See you", "game"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a class must be one that was trained, [ham, spam], got game");
    }

    @Test
    @DisplayName("tells spam in the SMS Spam Collection")
    @EnabledIfEnvironmentVariable(named = "LLM_DATA_DIR", matches = ".+")
    void spamCollection() throws IOException {
        LabeledSplit split = LabeledTable.load(Path.of(System.getenv("LLM_DATA_DIR"), "sms-spam",
                "SMSSpamCollection")).distinct().balanced(1).split(LabeledSplit.Shares.DEFAULT, 1);
        LogisticRegression model = LogisticRegression.tuned(split.train().examples(),
                split.validation().examples());
        assertThat(model.accuracy(split.test().examples())).isBetween(0.95, 0.99);
    }
}
