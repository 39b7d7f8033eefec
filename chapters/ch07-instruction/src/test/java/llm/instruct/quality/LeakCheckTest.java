package llm.instruct.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import llm.instruct.quality.LeakCheck.Leak;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A leak check")
class LeakCheckTest {
    private static final List<String> TRAINING = List.of(
            "Name three planets of the solar system.",
            "Turn the sentence into the passive voice: The gardener waters the roses.",
            "What is the plural of mouse?",
            "Name three planets of the solar system!");

    @Test
    @DisplayName("finds test texts that are in the training texts, and those that nearly are")
    void leaks() {
        List<String> test = List.of("What is the capital of France?",
                "name three  planets of the solar system.",
                "Turn the sentence into the passive voice: The gardener waters the rose.");
        LeakCheck check = LeakCheck.of(TRAINING, test, Likeness.STANDARD);
        assertThat(check.exact()).containsExactly(new Leak(1, 0, 1));
        assertThat(check.near()).hasSize(1);
        assertThat(check.near().getFirst().test()).isEqualTo(2);
        assertThat(check.near().getFirst().training()).isEqualTo(1);
        assertThat(check.near().getFirst().similarity()).isBetween(0.8, 0.999);
        assertThat(check.clean()).isFalse();
        assertThat(check)
                .hasToString("1 of 3 test texts are in the training texts, 1 nearly");
        assertThat(check.table(TRAINING, test).stringColumn("training text").asList())
                .containsExactly(TRAINING.get(0), TRAINING.get(1));
    }

    @Test
    @DisplayName("tells the most similar training text alone")
    void best() {
        LeakCheck check = LeakCheck.of(TRAINING,
                List.of("Name three planets of the solar system!!"), Likeness.STANDARD);
        assertThat(check.near()).hasSize(1);
        assertThat(check.near().getFirst().training()).isEqualTo(3);
    }

    @Test
    @DisplayName("finds nothing where nothing is shared, nor among the test texts themselves")
    void clean() {
        String other = "How many legs has a spider?";
        assertThat(LeakCheck.of(TRAINING, List.of(other, other), Likeness.STANDARD).clean())
                .isTrue();
    }
}
