package llm.tools.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.text.SpecialTokens;
import llm.text.Utf8;

/// Reads the documents of a file, which `<|endoftext|>` separates, in parts: a document may be
/// larger than memory. White space at its ends is left out.
final class DocumentParts {
    private static final String SEPARATOR = SpecialTokens.END_OF_TEXT;
    private static final int BLOCK = 1 << 16;

    private final Visitor visitor;
    private final StringBuilder pending = new StringBuilder();
    private final StringBuilder space = new StringBuilder(); // of which it is open what follows
    private boolean begun;
    private boolean atStart = true;

    private DocumentParts(Visitor visitor) {
        this.visitor = visitor;
    }

    /// Is shown one document after the other.
    interface Visitor {

        /// The next part of a document.
        void part(CharSequence text) throws IOException;

        /// The document has ended; it had no part if it was blank.
        void end() throws IOException;
    }

    /// Shows all documents of a UTF-8 file.
    ///
    /// @throws IllegalArgumentException if it is not UTF-8
    static void read(Path file, Visitor visitor) throws IOException {
        Utf8.of(file, () -> {
            show(file, visitor);
            return file;
        });
    }

    private static void show(Path file, Visitor visitor) throws IOException {
        DocumentParts parts = new DocumentParts(visitor);
        try (Reader reader = Files.newBufferedReader(file)) {
            char[] block = new char[BLOCK];
            for (int got = reader.read(block); got >= 0; got = reader.read(block)) {
                parts.pending.append(block, 0, got);
                parts.showPending();
            }
        }
        if (!parts.pending.isEmpty()) {
            parts.show(parts.pending);
            visitor.end();
        }
    }

    /// Shows all but what may be the beginning of a separator.
    private void showPending() throws IOException {
        int from = 0;
        for (int at = pending.indexOf(SEPARATOR); at >= 0; at = pending.indexOf(SEPARATOR, from)) {
            if (at > 0 || !atStart) {                        // not before the first document
                show(pending.subSequence(from, at));
                visitor.end();
            }
            space.setLength(0);
            begun = false;
            atStart = false;
            from = at + SEPARATOR.length();
        }
        int certain = Math.max(from, pending.length() - SEPARATOR.length() + 1);
        show(pending.subSequence(from, certain));
        atStart &= certain == 0;
        pending.delete(0, certain);
    }

    private void show(CharSequence text) throws IOException {
        int from = 0;
        while (!begun && from < text.length() && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        int to = text.length();
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        if (to > from) {
            visitor.part(space);
            visitor.part(text.subSequence(from, to));
            space.setLength(0);
            begun = true;
        }
        space.append(text, Math.max(from, to), text.length());
    }
}
