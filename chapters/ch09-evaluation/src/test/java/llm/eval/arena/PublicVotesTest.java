package llm.eval.arena;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The votes in `chF/03_leaderboards` of *Build a Reasoning Model (From Scratch)*, which are not in
/// this repository, and their ratings there.
@DisplayName("The 60 votes of the book on reasoning")
class PublicVotesTest {
    private static final String VOTES = "arena/votes.json";

    private List<Battle> votes = List.of();

    @BeforeEach
    void read() throws IOException {
        String data = System.getenv("LLM_DATA_DIR");
        assumeTrue(data != null && Files.exists(Path.of(data, VOTES)),
                "LLM_DATA_DIR must name the folder with " + VOTES);
        votes = BattleFile.read(Path.of(data, VOTES));
    }

    @Test
    @DisplayName("give its Elo ratings for K = 32")
    void elo() {
        ArenaFixtures.assertClose(Elo.of(votes, Elo.Options.DEFAULT.withK(32)).ratings(),
                Map.of("GPT-5", 1095.9, "Claude-3", 1058.7, "Llama-4", 958.2, "Llama-3", 887.2),
                0.05);
    }

    @Test
    @DisplayName("give its ratings by maximum likelihood")
    void maximumLikelihood() {
        ArenaFixtures.assertClose(ArenaRatings.of(votes).ratings(),
                Map.of("GPT-5", 1140.89, "Claude-3", 1058.80, "Llama-4", 949.95,
                        "Llama-3", 850.36), 0.005);
    }
}
