package llm.tools.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.tools.cli.ExitCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@DisplayName("The files for a server of one's own")
class OwnServerFilesTest {
    private static final Path BOOK = Path.of("../..");
    private static final int REST = 30;                      // seconds; ApiServer takes 5 of them

    /// The longest time for an answer, in seconds, for a server that is not told another.
    private static int timeout() {
        return Integer.parseInt(new CommandLine(new ServeCommand()).getCommandSpec()
                .findOption("--timeout").defaultValue());
    }

    private static int number(String file, String before) throws IOException {
        Matcher number = Pattern.compile(Pattern.quote(before) + "(\\d+)")
                .matcher(Files.readString(BOOK.resolve(file)));
        assertThat(number.find()).as("%s in %s", before, file).isTrue();
        return Integer.parseInt(number.group(1));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("give answers in progress as long to be finished as an answer may take")
    @CsvSource({
        "chapters/ch10-deployment/own-server/llm.service, TimeoutStopSec=",
        "chapters/ch10-deployment/own-server/Dockerfile, '--stop-timeout '",
        "chapters/ch10-deployment/own-server/README.md, 'kills it: '",
        "notebooks/ch10.ipynb, TimeoutStopSec="})
    void stop(String file, String setting) throws IOException {
        assertThat(number(file, setting)).isEqualTo(timeout() + REST);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("take the end of a server that was told to end for a good one")
    @CsvSource({"chapters/ch10-deployment/own-server/llm.service", "notebooks/ch10.ipynb"})
    void end(String file) throws IOException {
        assertThat(number(file, "SuccessExitStatus=")).isEqualTo(ExitCode.TERMINATED);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("let the proxy wait as long for an answer")
    @CsvSource({"chapters/ch10-deployment/own-server/nginx.conf", "notebooks/ch10.ipynb"})
    void proxy(String file) throws IOException {
        assertThat(number(file, "proxy_read_timeout ")).isEqualTo(timeout());
    }
}
