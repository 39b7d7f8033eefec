package llm.deploy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llm.deploy.PieceTokenizer;
import llm.deploy.engine.AnswerEvent.More;
import llm.deploy.engine.AnswerEvent.PlacedToken;
import llm.deploy.engine.GenerationRequest.Stop;
import llm.model.decode.ChosenToken;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The text of an answer")
class AnswerTextTest {
    private static final byte[] FIRST_HALF = {(byte) 0xF0, (byte) 0x9F};
    private static final byte[] SECOND_HALF = {(byte) 0x99, (byte) 0x82};

    /// What is passed on after each token, and at the end: `text` and the ids of its tokens.
    private static List<String> passedOn(List<String> stops, Object... pieces) {
        List<byte[]> bytes = Stream.of(pieces).map(piece -> piece instanceof byte[] raw ? raw
                : ((String) piece).getBytes(StandardCharsets.UTF_8)).toList();
        AnswerText answer = new AnswerText(new PieceTokenizer(bytes), new Stop(stops, List.of()));
        List<String> all = new ArrayList<>();
        for (int id = 0; id < bytes.size() && !answer.stopped(); id++) {
            all.add(answer.accept(new ChosenToken(id, 0, List.of()))
                    .map(AnswerTextTest::shown).orElse("-"));
        }
        answer.finish().map(AnswerTextTest::shown).ifPresent(all::add);
        return all;
    }

    private static String shown(More more) {
        return more.text() + more.tokens().stream().map(PlacedToken::token).map(ChosenToken::id)
                .toList();
    }

    @Test
    @DisplayName("comes with each token, as long as nothing could become a stop text")
    void plain() {
        assertThat(passedOn(List.of("###"), "Hel", "lo", " you"))
                .containsExactly("Hel[0]", "lo[1]", " you[2]");
    }

    @Test
    @DisplayName("waits for whole characters, and the tokens of a character wait with it")
    void characters() {
        assertThat(passedOn(List.of(), "a", FIRST_HALF, SECOND_HALF, "b"))
                .containsExactly("a[0]", "-", "🙂[1, 2]", "b[3]");
        assertThat(passedOn(List.of(), "a", FIRST_HALF)).containsExactly("a[0]", "-", "\uFFFD[1]");
    }

    @Test
    @DisplayName("ends before a stop text over three tokens, and none of these is passed on")
    void stop() {
        assertThat(passedOn(List.of("12345"), "a", "1", "23", "45", "b"))
                .containsExactly("a[0]", "-", "-", "-");
        assertThat(passedOn(List.of("12345"), "a1", "23", "45b"))
                .containsExactly("a[]", "-", "[0]");
        assertThat(passedOn(List.of("🙂"), "a", FIRST_HALF, SECOND_HALF, "b"))
                .containsExactly("a[0]", "-", "-");
    }

    @Test
    @DisplayName("loses no tail that might have become a stop text")
    void tail() {
        assertThat(passedOn(List.of("12345"), "a", "123", "x", "1", "2"))
                .containsExactly("a[0]", "-", "123x[1, 2]", "-", "-", "12[3, 4]");
        assertThat(passedOn(List.of("aab"), "a", "a", "a", "b"))
                .containsExactly("-", "-", "a[0]", "-");
    }

    @Test
    @DisplayName("tells where each token begins")
    void offsets() {
        AnswerText answer = new AnswerText(new PieceTokenizer(List.of(
                "ab".getBytes(StandardCharsets.UTF_8), FIRST_HALF, SECOND_HALF)), Stop.NEVER);
        List<Integer> offsets = new ArrayList<>();
        for (int id = 0; id < 3; id++) {
            answer.accept(new ChosenToken(id, 0, List.of())).ifPresent(more -> more.tokens()
                    .forEach(token -> offsets.add(token.offset())));
        }
        assertThat(offsets).containsExactly(0, 2, 2);
    }

    @Test
    @DisplayName("knows no empty stop")
    void empty() {
        assertThatThrownBy(() -> new Stop(List.of(""), List.of())).hasMessage(
                "a stop must have a character or a token or more, got an empty one");
    }
}
