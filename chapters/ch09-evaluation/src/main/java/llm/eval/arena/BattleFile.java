package llm.eval.arena;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llm.text.files.JsonFile;

/// Files of battles: a JSON array of objects as Chatbot Arena publishes them, or of pairs.
///
/// ```json
/// [{"model_a": "small", "model_b": "large", "winner": "model_b"},
///  ["large", "small"]]
/// ```
///
/// `winner` is `model_a`, `model_b`, `tie`, `tie (bothbad)` or `both_bad`; a pair names the winner
/// first.
public final class BattleFile {
    private static final int SHOWN = 80;                     // characters of an entry in a message

    private BattleFile() {
    }

    /// All battles of a file, in order; other fields are passed over.
    ///
    /// @throws IllegalArgumentException if the file is not such a file, or no battle is in it;
    ///         names the number of the entry, from 1
    public static List<Battle> read(Path file) throws IOException {
        JsonNode entries = JsonFile.read(file);
        if (!entries.isArray() || entries.isEmpty()) {
            throw new IllegalArgumentException(file + " must be a JSON array of one battle or more"
                    + ", got " + shown(entries));
        }
        List<Battle> battles = new ArrayList<>();
        for (JsonNode entry : entries) {
            try {
                battles.add(battle(entry));
            } catch (IllegalArgumentException refused) {
                throw new IllegalArgumentException(JsonFile.shown("%s: entry %d: %s, in %s"
                        .formatted(file, battles.size() + 1, refused.getMessage(),
                                shown(entry))), refused);
            }
        }
        return List.copyOf(battles);
    }

    private static Battle battle(JsonNode entry) {
        if (entry.isArray()) {
            if (entry.size() != 2) {
                throw new IllegalArgumentException("a pair must be [winner, loser], got "
                        + entry.size() + " values");
            }
            return Battle.won(text(entry.get(0), "the winner"), text(entry.get(1), "the loser"));
        }
        return new Battle(text(entry.path("model_a"), "model_a"),
                text(entry.path("model_b"), "model_b"),
                Battle.Winner.named(text(entry.path("winner"), "winner")));
    }

    private static String text(JsonNode value, String what) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException(what + " must be a text, got "
                    + (value.isMissingNode() ? "none" : value));
        }
        return value.asText();
    }

    private static String shown(JsonNode json) {
        String text = json.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
