package llm.eval.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The key of an endpoint")
class ApiKeyTest {
    private static final ChatEndpoint ENDPOINT = ChatEndpoint.of("https://example.org/v1", "m");

    @Test
    @DisplayName("comes from the environment, without the blanks around it")
    void fromEnvironment() {
        ApiKey key = ApiKey.of(ENDPOINT.withKey("MY_KEY"), Map.of("MY_KEY", " sk-1\n")::get);
        assertThat(key.value()).isEqualTo("sk-1");
        assertThat(key.isEmpty()).isFalse();
    }

    @Test
    @DisplayName("is shown nowhere")
    void hidden() {
        ApiKey key = ApiKey.of(ENDPOINT.withKey("MY_KEY"), _ -> "sk-1");
        assertThat(key).hasToString("[key]");
        assertThat(key.hideIn("wrong: sk-1, sk-1!")).isEqualTo("wrong: [key], [key]!");
    }

    @Test
    @DisplayName("is empty where none is asked for")
    void none() {
        ApiKey key = ApiKey.of(ENDPOINT, _ -> "sk-1");
        assertThat(key.isEmpty()).isTrue();
        assertThat(key).hasToString("");
        assertThat(key.hideIn("a text")).isEqualTo("a text");
    }

    @Test
    @DisplayName("must be there where one is asked for")
    void missing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKey.of(ENDPOINT.withKey("MY_KEY"), _ -> " "))
                .withMessage("the environment variable MY_KEY must hold a key, it is not set");
    }
}
