package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
            assumeTrue(Browser.isThere(), "needs chromium and chromedriver in /usr/bin");
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
            browser.script("localStorage.clear()");
            browser.click("#settings");
            browser.await("[name=max_tokens]").sendKeys(Keys.chord(Keys.CONTROL, "a"),
                    String.valueOf(tokens), Keys.TAB);
            browser.click("#settings-close");
            browser.await("#question").sendKeys("What is that?", Keys.ENTER);
        }

        private String answer() {
            return (String) browser.script("return [...document.querySelectorAll('.assistant "
                    + ".text, .assistant')].map(e => e.textContent).join('|')");
        }

        @Test
        @DisplayName("shows an answer as it streams; markup in it stays text")
        void streams() throws IOException {
            ask(200);
            browser.await(".assistant[data-state=done]");
            assertThat(answer()).contains(MARKUP.strip());
            assertThat(browser.await(".facts").getText()).contains("200 tokens");
            assertThat(browser.all("#conversation img, #conversation b, #conversation script"))
                    .isEmpty();
            assertThat(browser.script("return document.title")).isEqualTo("Chat");
            assertThat(browser.complaints()).isEmpty();
            assertThat((List<?>) browser.script("return performance.getEntriesByType('resource')"
                    + ".map(e => e.name)")).isNotEmpty()
                    .allMatch(name -> name.toString().startsWith(server.address().toString()));
            browser.picture("answer-light");
            browser.prefer("dark");
            browser.picture("answer-dark");
            browser.prefer("light");
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
            browser.click("#regenerate");
            browser.await(".branch:nth-of-type(2)");
            browser.await(".assistant[data-state=done]");
            assertThat(browser.all(".branch").count()).isEqualTo(2);
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
