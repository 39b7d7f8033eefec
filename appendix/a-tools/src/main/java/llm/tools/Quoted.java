package llm.tools;

/// Text for the eye, in which spaces at the edges and line breaks are seen.
final class Quoted {
    private Quoted() {}

    static String of(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
                .replace("\t", "\\t") + '"';
    }
}
