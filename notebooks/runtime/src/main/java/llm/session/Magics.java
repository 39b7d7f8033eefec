package llm.session;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers the magics that readers know from other kernels, which are no Java: what to write
/// instead.
final class Magics {
    private static final Pattern FORM = Pattern.compile("(%%?|!)\\s*([A-Za-z]\\w*)?([^\n]*).*",
            Pattern.DOTALL);

    /// What serves the purpose of some magics.
    private record Advice(List<String> names, String instead) {}

    private static final List<Advice> KNOWN = List.of(
            new Advice(List.of("time", "timeit", "prun"), "take System.nanoTime() before and after"),
            new Advice(List.of("maven", "mavenRepo", "dependency", "addMavenDependency",
                    "addMavenDependencies", "loadFromPOM", "jars", "classpath", "addJars", "pip",
                    "conda"),
                    "name the library in notebooks/runtime/pom.xml, and start ./llm notebooks again"),
            new Advice(List.of("load", "run", "exec"),
                    "paste the code, or run a notebook by ./llm run FILE.ipynb"),
            new Advice(List.of("matplotlib"), "call Show.chart(chart) of llm.show"),
            new Advice(List.of("html", "HTML", "javascript", "js"),
                    "call Show.html(\"<b>bold</b>\", \"bold\") of llm.show"),
            new Advice(List.of("svg", "SVG"), "call Show.svg(\"<svg …\") of llm.show"),
            new Advice(List.of("env", "set_env"), "call System.getenv(\"NAME\")"),
            new Advice(List.of("cd", "pwd"),
                    "name files by their path; they are sought in Path.of(\"\").toAbsolutePath()"),
            new Advice(List.of("writefile"), "call Files.writeString(Path.of(\"F\"), \"text\")"),
            new Advice(List.of("who", "whos", "who_ls", "reset"),
                    "press Tab to see the names; Kernel, Restart forgets them"));
    private static final List<String> SHELLS = List.of("bash", "sh", "system", "sx", "cmd", "ls");

    private Magics() {}

    /// What to write instead, in one sentence.
    ///
    /// @param source of something that does not compile
    /// @return empty if it does not begin like a magic
    static Optional<String> advice(String source) {
        Matcher magic = FORM.matcher(source);
        if (!magic.matches() || magic.group(2) == null) {
            return Optional.empty();
        }
        String name = magic.group(2);
        String line = magic.group(1) + name;
        boolean shell = magic.group(1).equals("!");
        String instead = shell || SHELLS.contains(name)
                ? "; instead, call new String(new ProcessBuilder(\"%s\").start().getInputStream()"
                        .formatted(shell ? name : "ls") + ".readAllBytes())"
                : KNOWN.stream().filter(each -> each.names.contains(name)).findFirst()
                        .map(each -> "; instead, " + each.instead)
                        .orElse(", and this kernel has no magics");
        return Optional.of("a cell must be Java, got the magic " + line + instead);
    }
}
