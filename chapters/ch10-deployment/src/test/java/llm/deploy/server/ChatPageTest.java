package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import llm.deploy.Reciter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.openqa.selenium.Keys;

@DisplayName("The chat page")
class ChatPageTest {
    private static final String MARKUP = "<img src=x onerror=\"document.title='had'\"> 🙂 "
            + "</script><b>bold</b>\n";
    private static final String TYPED_MARKUP = "<img src=x onerror=\"document.title='had'\"> "
            + "</script><b>bold</b>";

    @Test
    @DisplayName("is served whole: every file of its folder, with a type and the policy")
    void files() throws IOException, URISyntaxException {
        ChatPage page = new ChatPage();
        Path folder = Path.of(Objects.requireNonNull(
                ChatPage.class.getResource("page/index.html")).toURI()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> "/" + file.getFileName()))
                    .allMatch(name -> page.file(name).isPresent());
        }
        assertThat(page.file("/../Routes.class")).isEmpty();
        assertThat(ChatPage.contentType("/chat.js")).startsWith("text/javascript");
        assertThat(ChatPage.contentType("/")).startsWith("text/html");
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    @DisplayName("in a browser")
    class InBrowser {
        private ApiServer server;
        private ApiServer slow;
        private Browser browser;

        @BeforeAll
        void start() throws IOException {
            Browser.require();
            server = ApiServer.start(Reciter.served(MARKUP, Duration.ZERO), ServerOptions.local());
            slow = ApiServer.start(Reciter.served("slow and steady ", Duration.ofMillis(20)),
                    ServerOptions.local());
            browser = new Browser();
        }

        @AfterAll
        void stop() {
            if (browser != null) {
                browser.close();
                server.close();
                slow.close();
            }
        }

        @BeforeEach
        void fresh() {
            open(server);
        }

        private void open(ApiServer which) {
            browser.open(which.address() + "/");
            browser.script("localStorage.clear()");
            browser.open(which.address() + "/");
        }

        private void ask(int tokens) {
            ask(tokens, "What is that?");
        }

        private void ask(int tokens, String question) {
            browser.script("localStorage.clear()");
            set("max_tokens", Keys.chord(Keys.CONTROL, "a") + tokens + Keys.TAB);
            browser.await("#question").sendKeys(question, Keys.ENTER);
        }

        private void set(String field, CharSequence keys) {
            browser.await("[name=model] option");            // until then the page sets fields anew
            browser.click("#settings");
            browser.await("[name=" + field + "]").sendKeys(keys);
            browser.click("#settings-close");
        }

        private String regenerated() {
            browser.click("#regenerate");
            browser.await(".branch:nth-of-type(2)");
            browser.await(".assistant[data-state=done]");
            return answer();
        }

        private String answer() {
            return text(".assistant .text");
        }

        private String text(String css) {
            return (String) browser.script("return document.querySelector('" + css
                    + "').textContent");
        }

        @Test
        @DisplayName("shows an answer as it streams; markup in it stays text")
        void streams() throws IOException {
            ask(200);
            browser.await(".assistant[data-state=done]");
            assertThat(answer()).contains(MARKUP.strip());
            assertThat(browser.await(".facts").getText()).contains("200 tokens");
            requireNoMarkup();
            assertThat(browser.complaints()).isEmpty();
            assertThat((List<?>) browser.script("return performance.getEntriesByType('resource')"
                    + ".map(e => e.name)")).isNotEmpty()
                    .allMatch(name -> name.toString().startsWith(server.address().toString()));
            browser.picture("answer-light");
            browser.prefer("dark");
            browser.picture("answer-dark");
            browser.prefer("light");
        }

        private void requireNoMarkup() {
            assertThat(browser.all("#conversation img, #conversation b, #conversation script"))
                    .isEmpty();
            assertThat(browser.script("return document.title")).isEqualTo("Chat");
        }

        @Test
        @DisplayName("leaves markup in a question text, also when it is opened again")
        void question() {
            ask(5, TYPED_MARKUP);
            browser.await(".assistant[data-state=done]");
            assertThat(text(".user .text")).isEqualTo(TYPED_MARKUP);
            requireNoMarkup();
            browser.open(server.address() + "/");
            browser.await(".user .text");
            assertThat(text(".user .text")).isEqualTo(TYPED_MARKUP);
            requireNoMarkup();
        }

        @Test
        @DisplayName("stops an answer, and the server with it")
        void stops() throws InterruptedException, IOException {
            open(slow);
            ask(1_000);
            browser.await(".assistant[data-state=writing] .token");
            browser.picture("writing");
            assertThat(slow.engine().state().writing()).isEqualTo(1);
            browser.await("#question").sendKeys(Keys.ESCAPE);
            browser.await(".assistant[data-state=stopped]");
            long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            while (slow.engine().state().writing() > 0 && System.nanoTime() < end) {
                Thread.sleep(10);
            }
            assertThat(slow.engine().state().writing()).isZero();
            assertThat(browser.await(".assistant").getText()).contains("s");
        }

        @Test
        @DisplayName("asks the same again, and keeps both answers")
        void regenerates() {
            ask(20);
            browser.await(".assistant[data-state=done]");
            String first = answer();
            assertThat(regenerated()).isEqualTo(first);
            assertThat(browser.all(".branch").count()).isEqualTo(2);
        }

        @Test
        @DisplayName("draws each answer anew, unless a seed or temperature 0 settles it")
        void sampling() throws IOException {
            try (ApiServer varied = ApiServer.start(TinyModels.served(TinyModels.varied(256)),
                    ServerOptions.local())) {
                open(varied);
                ask(30);
                browser.await(".assistant[data-state=done]");
                String drawn = answer();
                assertThat(regenerated()).isNotEqualTo(drawn);
                set("seed", "7" + Keys.TAB);
                String seeded = regenerated();
                assertThat(regenerated()).isEqualTo(seeded);
                set("seed", "1" + Keys.TAB);                 // 71
                assertThat(regenerated()).isNotEqualTo(seeded);
                set("temperature", Keys.HOME);               // to its left end
                String greedy = regenerated();
                set("seed", Keys.BACK_SPACE + "2" + Keys.TAB);
                assertThat(regenerated()).isEqualTo(greedy);
            }
        }

        @Test
        @DisplayName("shows what else might have come, and what would have followed")
        void alternatives() throws IOException {
            ask(60);
            browser.await(".assistant[data-state=done]");
            browser.click("#probabilities");
            browser.click(".assistant .token:nth-of-type(5)");
            browser.await("#alternatives .alternative");
            assertThat(browser.all("#alternatives .alternative").count()).isGreaterThan(2);
            browser.picture("alternatives");
            String before = answer();
            browser.all(".alternative").filter(each -> each.isEnabled()
                    && each.getText().contains("x")).findFirst().orElseThrow().click();
            browser.await(".branch:nth-of-type(2)");
            browser.await(".assistant[data-state=done]");
            assertThat(answer()).isNotEqualTo(before).contains("x");
        }

        @Test
        @DisplayName("shows the same while the mouse points at a token")
        void points() {
            ask(60);
            browser.await(".assistant[data-state=done]");
            browser.click("#probabilities");
            String token = ".assistant .token:nth-of-type(5)";
            browser.pointAt(token);
            browser.await("#alternatives:not([hidden]) .alternative");
            assertThat(text("#alternatives [aria-current=true] .name"))
                    .isEqualTo(text(token).replace(' ', '␣'));
            assertThat(browser.all("#alternatives .alternative").count()).isGreaterThan(2);
            browser.pointAt("#send");
            browser.await("#alternatives[hidden]");
        }

        @Test
        @DisplayName("is dark or light as the system prefers, and otherwise by its button")
        void theme() {
            String light = background();
            browser.click("#theme");
            String dark = background();
            assertThat(dark).isNotEqualTo(light);
            browser.open(server.address() + "/");
            assertThat(background()).as("opened again").isEqualTo(dark);
            browser.click("#theme");
            assertThat(background()).isEqualTo(light);
            browser.prefer("dark");
            browser.await("[data-theme=dark]");
            assertThat(background()).isEqualTo(dark);
            browser.prefer("light");
            browser.await("[data-theme=light]");
        }

        private String background() {
            return (String) browser.script(
                    "return getComputedStyle(document.documentElement).backgroundColor");
        }

        @Test
        @DisplayName("asks for the key until it is the right one")
        void key() throws IOException {
            try (ApiServer locked = ApiServer.start(Reciter.served("come in ", Duration.ZERO),
                    ServerOptions.local().withKeys(List.of("sesame")))) {
                open(locked);
                browser.await("#key-dialog[open] input").sendKeys("barley", Keys.ENTER);
                browser.await("#key-dialog[open] input").sendKeys("sesame", Keys.ENTER);
                ask(20);
                browser.await(".assistant[data-state=done]");
                assertThat(answer()).contains("come in");
                assertThat(browser.complaints()).isNotEmpty()
                        .allMatch(each -> each.contains("401"));
            }
        }

        @Test
        @DisplayName("fits a phone")
        void phone() throws IOException {
            browser.resizePage(360, 740);
            ask(150);
            browser.await(".assistant[data-state=done]");
            assertThat((Long) browser.script(
                    "return document.scrollingElement.scrollWidth")).isLessThanOrEqualTo(360);
            browser.picture("phone");
            browser.resizePage(1100, 800);
        }
    }
}
