package llm.cuda.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Programs that tests use where they are installed.
final class Tool {

    private Tool() {
    }

    /// What a program left behind.
    ///
    /// @param status 0 if it succeeded
    /// @param said   what it wrote
    record Result(int status, String said) {
    }

    /// @return empty if there is no such program
    static Optional<Result> run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8);
            return Optional.of(new Result(process.waitFor(), said));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
