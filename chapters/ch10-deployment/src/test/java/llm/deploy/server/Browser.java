package llm.deploy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/// Debian's Chromium without a screen.
final class Browser implements AutoCloseable {
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final List<Path> BROWSERS = List.of(Path.of("/usr/bin/chromium"),
            Path.of("/usr/bin/google-chrome"));
    private static final String NEEDED = "needs chromium and chromedriver in /usr/bin";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;

    Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser().orElseThrow().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu",
                "--disable-dev-shm-usage", "--force-prefers-reduced-motion");
        File path = DRIVER.toFile();
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(path)
                .build(), options);
        resize(1100, 800);
    }

    /// Passes a test over on a machine without a browser; lets it fail there if the environment
    /// says `LLM_BROWSER=required`.
    static void require() {
        boolean there = Files.isExecutable(DRIVER) && browser().isPresent();
        if ("required".equals(System.getenv("LLM_BROWSER"))) {
            assertThat(there).as(NEEDED).isTrue();
        }
        assumeTrue(there, NEEDED);
    }

    private static Optional<Path> browser() {
        return BROWSERS.stream().filter(Files::isExecutable).findFirst();
    }

    void open(String address) {
        driver.get(address);
    }

    void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /// The width of the page itself, which a small window may be refused.
    void resizePage(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", width,
                "height", height, "deviceScaleFactor", 1, "mobile", true));
    }

    void prefer(String colours) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    WebElement await(String css) {
        return new WebDriverWait(driver, PATIENCE).until(_ -> all(css).findFirst().orElse(null));
    }

    Stream<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css)).stream();
    }

    void click(String css) {
        await(css).click();
    }

    /// Moves the mouse to the middle of it.
    void pointAt(String css) {
        new Actions(driver).moveToElement(await(css)).perform();
    }

    Object script(String code) {
        return driver.executeScript(code);
    }

    /// What the browser itself has complained about, such as a script that the page may not run.
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(Object::toString).toList();
    }

    /// Keeps a picture in `target/screenshots`.
    void picture(String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
