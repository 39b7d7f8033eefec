package llm.text.bpe;

import java.util.Iterator;
import java.util.stream.IntStream;
import llm.text.pretokenize.AddedTokenFinder;
import llm.text.pretokenize.Gpt2PreTokenizer;
import llm.text.pretokenize.PreTokenizer;
import org.jspecify.annotations.Nullable;

/// Counts the words of many texts on all processors, within a bounded amount of memory.
///
/// Texts are taken in rounds. Who counts which text of a round changes nothing, and after each
/// round there is one count, of which a sample is taken if it has become too large: so the same
/// texts always give the same words.
final class WordCounting {

    private static final long ROUND = 1 << 25;  // characters
    static final long MOST_BYTES = 3 << 24;

    private WordCounting() {
    }

    /// @param added     what is cut out of the texts
    /// @param mostBytes how much all distinct words together may have, in UTF-8
    static WordCounter count(Iterator<String> texts, AddedTokenFinder added, long mostBytes) {
        WordCounter all = new WordCounter();
        for (long threshold = 2; texts.hasNext(); ) {
            Round round = new Round(texts, added);
            all = all.addAll(IntStream.range(0, Runtime.getRuntime().availableProcessors())
                    .parallel().mapToObj(_ -> round.count())
                    .reduce(WordCounter::addAll).orElseThrow());
            for (; all.bytes() > mostBytes; threshold *= 2) {
                all = all.sampled(threshold);
            }
        }
        return all;
    }

    /// Some texts, of which all processors take the next one in turn.
    private static final class Round {

        private final Iterator<String> texts;
        private final AddedTokenFinder added;
        private long taken;                     // characters

        Round(Iterator<String> texts, AddedTokenFinder added) {
            this.texts = texts;
            this.added = added;
        }

        WordCounter count() {
            PreTokenizer preTokenizer = new Gpt2PreTokenizer();
            WordCounter counter = new WordCounter();
            for (String text = next(); text != null; text = next()) {
                added.cut(text, _ -> true, _ -> { }, (part, _) ->
                        preTokenizer.split(part, 0, part.length(), counter));
            }
            return counter;
        }

        private synchronized @Nullable String next() {
            if (taken >= ROUND || !texts.hasNext()) {
                return null;
            }
            String text = texts.next();
            taken += text.length();
            return text;
        }
    }
}
