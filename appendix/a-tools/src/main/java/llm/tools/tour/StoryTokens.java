package llm.tools.tour;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import llm.tales.Tale;
import llm.tensor.IntTensor;
import llm.text.Tokenizer;

/// A story as its model reads it: the mark that begins a story, then its tokens; and where in it the
/// characters are named.
///
/// @param ids      all of them, the mark first
/// @param pieces   the text of each; empty for the mark
/// @param mentions in order
record StoryTokens(int[] ids, List<String> pieces, List<Mention> mentions) {

    /// A name in the story.
    ///
    /// @param name  the character's
    /// @param first its first token
    /// @param end   the token after its last
    record Mention(String name, int first, int end) {}

    static StoryTokens of(Tokenizer tokenizer, Tale tale) {
        int[] story = tokenizer.encode(tale.text());
        int[] ids = new int[story.length + 1];
        ids[0] = tokenizer.endOfText().orElseThrow();
        System.arraycopy(story, 0, ids, 1, story.length);
        List<String> pieces = new ArrayList<>(List.of(""));
        Arrays.stream(story).forEach(id -> pieces.add(tokenizer.decode(id)));
        return new StoryTokens(ids, pieces, mentions(tale, pieces));
    }

    private static List<Mention> mentions(Tale tale, List<String> pieces) {
        int[] starts = new int[pieces.size() + 1];
        for (int i = 0; i < pieces.size(); i++) {
            starts[i + 1] = starts[i] + pieces.get(i).length();
        }
        Pattern names = Pattern.compile("\\b(" + String.join("|", tale.names()) + ")\\b");
        return names.matcher(tale.text()).results()
                .map(match -> mention(match, starts)).toList();
    }

    private static Mention mention(MatchResult match, int[] starts) {
        int first = 0;
        while (starts[first + 1] <= match.start()) {
            first++;
        }
        int end = first;
        while (starts[end] < match.end()) {
            end++;
        }
        return new Mention(match.group(), first, end);
    }

    /// Mentions of somebody who has been named before.
    List<Mention> repeated() {
        return mentions.stream().filter(mention -> !earlier(mention).isEmpty()).toList();
    }

    /// Where the same one was named before.
    List<Mention> earlier(Mention mention) {
        return mentions.stream().filter(other -> other.first < mention.first
                && other.name.equals(mention.name)).toList();
    }

    /// What the model reads, `(1, tokens)`: all but the last.
    IntTensor inputs() {
        return IntTensor.of(Arrays.copyOf(ids, ids.length - 1), 1, ids.length - 1);
    }

    /// What it is to expect, `(1, tokens)`: all but the mark.
    IntTensor targets() {
        return IntTensor.of(Arrays.copyOfRange(ids, 1, ids.length), 1, ids.length - 1);
    }
}
