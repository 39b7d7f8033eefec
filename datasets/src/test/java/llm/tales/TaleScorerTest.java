package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The score of a set of stories")
class TaleScorerTest {

    @Test
    @DisplayName("counts consistent stories and copied sentences")
    void counts() {
        var training = SentenceIndex.of(Stream.of("Mia was a girl. She sang.", "Tom slept."));
        var score = TaleScorer.of(training).score(List.of(
                "Mia was a girl. She sang.",                // a copy
                "Tom slept. She sang.\nMax ran.",           // a pronoun for nobody, and a stranger
                "Mia was a girl. The drum was red.",        // a drum from nowhere
                "Mia was a boy"));                          // no end

        assertThat(score).isEqualTo(new TaleScore(4, 3, 5, 4, 3, 3, 8, 5, 1));
        assertThat(score.names()).isEqualTo(0.75);
        assertThat(score.mentionsRight()).isEqualTo(0.8);
        assertThat(score.objects()).isEqualTo(0.75);
        assertThat(score.form()).isEqualTo(0.75);
        assertThat(score.copied()).isEqualTo(5 / 8.0);
        assertThat(score).hasToString("4 stories: names consistent 75 %, mentions right 80 %, "
                + "objects consistent 75 %, well formed 75 %, sentences copied from training 63 %");
    }

    @Test
    @DisplayName("is 100 % consistent for fresh stories of the generator, and not all copied")
    void freshStories() {
        var training = SentenceIndex.of(TaleCorpus.sample().stories(Split.TRAIN));
        var fresh = TaleGenerator.of(555).stream().limit(300).map(Tale::text).toList();
        TaleScore score = TaleScorer.of(training).score(fresh);

        assertThat(score.names()).isEqualTo(1);
        assertThat(score.mentions()).isGreaterThan(300);
        assertThat(score.mentionsRight()).isEqualTo(1);
        assertThat(score.objects()).isEqualTo(1);
        assertThat(score.form()).isEqualTo(1);
        assertThat(score.copied()).isBetween(0.05, 0.6);
        assertThat(score.copiedStories()).isZero();
    }

    @Test
    @DisplayName("of nothing is zero")
    void empty() {
        var score = TaleScorer.of(SentenceIndex.of(Stream.empty())).score(List.of());
        assertThat(score.names()).isZero();
        assertThat(score.copied()).isZero();
    }

    @Test
    @DisplayName("knows a sentence of the training set only word for word")
    void sentenceIndex() {
        var index = SentenceIndex.of(Stream.of("Mia ran. \"Why?\" asked Tom.", "Mia ran."));
        assertThat(index.size()).isEqualTo(2);
        assertThat(index.contains(" Mia ran. ")).isTrue();
        assertThat(index.contains("\"Why?\" asked Tom.")).isTrue();
        assertThat(index.contains("Mia ran!")).isFalse();
        assertThat(index.contains("Tom ran.")).isFalse();
    }
}
