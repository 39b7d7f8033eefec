package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Tf-idf")
class TfIdfTest {

    private static void assertWeights(Map<String, Double> got, Map<String, Double> want) {
        assertThat(got).containsOnlyKeys(want.keySet());
        want.forEach((ngram, weight) ->
                assertThat(got.get(ngram)).as(ngram).isCloseTo(weight, within(1e-8)));
    }

    @Test
    @DisplayName("sees words and pairs of them, and runs of three to five characters, small")
    void ngrams() {
        assertThat(NGrams.of("Win £9,\n now")).containsExactly("word:win", "word:9", "word:win 9",
                "word:now", "word:9 now", "run:win", "run:in ", "run:n £", "run: £9", "run:£9,",
                "run:9, ", "run:, n", "run: no", "run:now", "run:win ", "run:in £", "run:n £9",
                "run: £9,", "run:£9, ", "run:9, n", "run:, no", "run: now", "run:win £",
                "run:in £9", "run:n £9,", "run: £9, ", "run:£9, n", "run:9, no", "run:, now");
        assertThat(NGrams.of("😀é\u00a0ß")).containsExactly("word:é", "word:ß", "word:é ß",
                "run:😀é ", "run:é ß", "run:😀é ß");
        assertThat(NGrams.of("")).isEmpty();
    }

    /// Two texts: `a` is in both, idf = ln(3/3) + 1 = 1; the others are in one, idf = ln(3/2) + 1.
    @Test
    @DisplayName("weighs what few texts have more: by hand")
    void byHand() {
        TfIdf tfIdf = TfIdf.fit(List.of("a b", "a"), 1);
        double rare = Math.log(1.5) + 1;
        double length = Math.sqrt(1 + 3 * rare * rare);
        assertWeights(tfIdf.weights("a b"), Map.of("word:a", 1 / length, "word:b", rare / length,
                "word:a b", rare / length, "run:a b", rare / length));
        double twice = 1 + Math.log(2);
        length = Math.sqrt(twice * twice + 3 * rare * rare);
        assertWeights(tfIdf.weights("A  a b"), Map.of("word:a", twice / length,
                "word:b", rare / length, "word:a b", rare / length, "run:a b", rare / length));
    }

    @Test
    @DisplayName("knows nothing of other texts, nor what fewer texts have than it asks")
    void unknown() {
        TfIdf tfIdf = TfIdf.fit(List.of("a b", "a"), 2);
        assertThat(tfIdf.size()).isEqualTo(1);
        assertWeights(tfIdf.weights("b a"), Map.of("word:a", 1.0));
        assertThat(tfIdf.weights("c d")).isEmpty();
    }

    /// scikit-learn 1.2.1, `TfidfVectorizer(analyzer=ngrams, sublinear_tf=True)`, where `ngrams`
    /// gives what [NGrams] does.
    @Test
    @DisplayName("agrees with scikit-learn")
    void scikitLearn() {
        TfIdf tfIdf = TfIdf.fit(List.of("Win a prize", "win  win now", "are you now home?"), 1);
        assertThat(tfIdf.size()).isEqualTo(95);
        Map<String, Double> weights = tfIdf.weights("Win win a prize NOW now now");
        Map.of("word:win", 0.16565718548550618, "word:now", 0.2053278115202503,
                "word:a prize", 0.12864758237263527, "run:now ", 0.217819291)
                .forEach((ngram, want) ->
                        assertThat(weights.get(ngram)).as(ngram).isCloseTo(want, within(1e-8)));
    }
}
