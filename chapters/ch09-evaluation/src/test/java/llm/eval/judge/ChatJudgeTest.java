package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import llm.instruct.Instruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A model that judges, over HTTP,")
@Timeout(30)
class ChatJudgeTest {
    private static final AnswerPair PAIR =
            new AnswerPair(Instruction.of("3 + 4?", "7"), "it is 8", "it is 7");
    private JudgeServer server;
    private ChatJudge judge;

    @BeforeEach
    void start() throws IOException {
        server = new JudgeServer();
        judge = new ChatJudge(new ChatClient(ChatEndpoint.of(server.address(), "llama3")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("sees the answers in both orders, and keeps its word")
    void bothOrders() throws IOException {
        server.then((exchange, request) -> JudgeServer.send(exchange, 200, JudgeServer.completion(
                request.prompt().contains("Answer A:\n====\nit is 7") ? "7 is right.\nVerdict: A"
                        : "7 is right.\nVerdict: B", "stop")));
        Comparison comparison = Comparison.of(judge, PAIR);
        assertThat(comparison.preference()).isEqualTo(2);
        assertThat(comparison.flipped()).isFalse();
        assertThat(server.requests()).extracting(JudgeServer.Request::prompt).satisfiesExactly(
                first -> assertThat(first).containsSubsequence("it is 8", "it is 7"),
                second -> assertThat(second).containsSubsequence("it is 7", "it is 8"));
    }

    @Test
    @DisplayName("is caught when it always likes the first")
    void positionBias() throws IOException {
        server.says("Verdict: A");
        Comparisons all = Comparisons.of(judge, List.of(PAIR, PAIR));
        assertThat(all.flips()).isEqualTo(new Share(2, 2));
        assertThat(all.winRate().draws()).isEqualTo(2);
    }

    @Test
    @DisplayName("may say something else, which is counted and no verdict")
    void noVerdict() throws IOException {
        server.says("I cannot choose.").says("Verdict: A").says("Verdict: B");
        Comparisons all = Comparisons.of(judge, List.of(PAIR, PAIR));
        assertThat(all.unclear()).isEqualTo(new Share(1, 4));
        assertThat(all.judged()).hasSize(1);
    }

    @Test
    @DisplayName("scores as well")
    void score() throws IOException {
        server.says("15");
        ScoreJudge scores = new ScoreJudge(judge.model());
        assertThat(scores.score(PAIR.instruction(), PAIR.baseline())).hasValue(15);
    }
}
