package llm.show;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where notebooks show what is more than text. The runner and the bundled kernel install theirs;
/// IJava's and JJava's are found; where there is none, the text is printed.
@FunctionalInterface
public interface Screen {
    /// Shows it below the cell that is running.
    void show(Display display);

    /// The screen to use now.
    static Screen current() {
        return Objects.requireNonNullElseGet(Installed.screen, KernelScreen::orText);
    }

    /// Makes this the screen to use; null to go back to what can be found.
    static void install(@Nullable Screen screen) {
        Installed.screen = screen;
    }

    /// The one that was installed.
    final class Installed {
        private static volatile @Nullable Screen screen;

        private Installed() {}
    }
}
