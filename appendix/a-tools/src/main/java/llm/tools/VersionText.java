package llm.tools;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The text of `./llm --version`: the book's version and the JDK's.
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String book = Llm.class.getPackage().getImplementationVersion(); // null outside a jar
        return new String[] {
            "LLM from scratch, in Java " + Objects.requireNonNullElse(book, "(development)"),
            "JDK " + Runtime.version() + ", " + System.getProperty("java.vm.name")
                    + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
