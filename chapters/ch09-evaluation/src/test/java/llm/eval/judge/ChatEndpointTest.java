package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An endpoint")
class ChatEndpointTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:11434/v1", "http://localhost:11434/v1/",
        "http://localhost:11434/v1/chat/completions"})
    @DisplayName("may be named up to its version or whole")
    void addresses(String address) {
        assertThat(ChatEndpoint.of(address, "llama3").completions())
                .hasToString("http://localhost:11434/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:11434/v1", "ftp://host/v1", "/v1"})
    @DisplayName("is refused where it is no address of the web")
    void noAddress(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChatEndpoint.of(address, "llama3"))
                .withMessage("address must be http://HOST… or https://HOST…, got " + address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me:secret@host/v1", "https://host/v1?key=secret"})
    @DisplayName("is refused where it holds a secret, which is not shown")
    void secrets(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> ChatEndpoint.of(address, "llama3"))
                .withMessage("address must hold no user, password or query, got one for host");
    }

    @Test
    @DisplayName("gets a key over https, or on this machine")
    void keys() {
        assertThat(ChatEndpoint.of("https://host/v1", "m").withKey("K").keyVariable())
                .isEqualTo("K");
        assertThat(ChatEndpoint.of("http://127.0.0.1/v1", "m").withKey("K").keyVariable())
                .isEqualTo("K");
        ChatEndpoint far = ChatEndpoint.of("http://host/v1", "m");
        assertThatIllegalArgumentException().isThrownBy(() -> far.withKey("K"))
                .withMessage("address must begin with https where a key is sent, got "
                        + "http://host/v1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChatEndpoint.of("http://host/v1", " "))
                .withMessage("model must be a name, got \" \"");
    }
}
