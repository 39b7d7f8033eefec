package llm.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A request")
class WebTest {
    private TestServer hub;
    private TestServer other;

    @BeforeEach
    void start() throws IOException {
        hub = new TestServer();
        other = new TestServer();
    }

    @AfterEach
    void stop() {
        hub.close();
        other.close();
    }

    private HttpResponse<InputStream> get(@Nullable String token, URI address)
            throws IOException {
        HttpResponse<InputStream> answer =
                Web.of(hub.address(""), token).get(address, Map.of());
        answer.body().close();
        return answer;
    }

    @Test
    @DisplayName("shows the token to the hub only, even when the hub sends it elsewhere")
    void token() throws IOException {
        hub.on("/file", TestServer.redirect(hub.address("/moved")))
                .on("/moved", TestServer.redirect(other.address("/store")));
        other.on("/store", TestServer.redirect(hub.address("/back")));
        hub.on("/back", TestServer.bytes(new byte[1]));
        assertThat(get("hf_secret ", hub.address("/file")).statusCode()).isEqualTo(200);
        assertThat(hub.requests()).extracting(TestServer.Request::path)
                .containsExactly("/file", "/moved", "/back");
        assertThat(hub.requests()).extracting(TestServer.Request::authorization)
                .containsOnly("Bearer hf_secret");
        assertThat(other.requests()).singleElement()
                .satisfies(request -> assertThat(request.authorization()).isNull());
        get(null, hub.address("/back"));
        assertThat(hub.requests().getLast().authorization()).isNull();
    }

    @Test
    @DisplayName("follows relative redirects, and stops where they go in circles")
    void redirects() throws IOException {
        hub.on("/a", exchange -> {
            exchange.getResponseHeaders().set("Location", "b?x=1");
            exchange.sendResponseHeaders(307, -1);
        }).on("/b?x=1", TestServer.bytes(new byte[3]));
        assertThat(get(null, hub.address("/a")).uri()).isEqualTo(hub.address("/b?x=1"));
        hub.on("/loop", TestServer.redirect(hub.address("/loop")));
        assertThatThrownBy(() -> get(null, hub.address("/loop")))
                .isInstanceOf(DownloadFailed.class)
                .hasMessage("%s must lead somewhere within 10 redirects, got more.",
                        hub.address("/loop"));
        hub.on("/broken", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://[");
            exchange.sendResponseHeaders(302, -1);
        });
        assertThatThrownBy(() -> get(null, hub.address("/broken")))
                .hasMessageEndingWith("/broken leads to the broken address http://[.");
    }

    @ParameterizedTest(name = "with the token {0}")
    @CsvSource(nullValues = "none", value = {
        "none, it is not set.", "'', it is not set.",
        "hf_x, the one that is set was not enough."})
    @DisplayName("that the hub refuses says what to do about it")
    void refused(@Nullable String token, String end) throws IOException {
        hub.on("/gated", TestServer.status(401));
        Web web = Web.of(hub.address(""), token);
        HttpResponse<InputStream> answer = web.get(hub.address("/gated"), Map.of());
        assertThatThrownBy(() -> web.requireFound(answer)).isInstanceOf(DownloadFailed.class)
                .hasMessage("The hub denies access to %s (HTTP 401): accept the terms on the "
                        + "model's page, make a token at %s and set HF_TOKEN to it; " + end,
                        hub.address("/gated"), hub.address("/settings/tokens"));
    }
}
