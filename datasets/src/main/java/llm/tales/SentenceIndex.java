package llm.tales;

import java.util.Arrays;
import java.util.stream.Stream;

/// The sentences of a training set, to tell whether a sentence was copied from it. Each is kept
/// as 64 bits, so a gigabyte of stories fits into about 120 MB, and a sentence that was not there
/// is taken for one that was with a probability below 10⁻¹¹.
public final class SentenceIndex {
    private final long[] hashes;                            // ascending, distinct

    private SentenceIndex(long[] hashes) {
        this.hashes = hashes;
    }

    /// Indexes the sentences of some stories, such as `corpus.stories(Split.TRAIN)`.
    public static SentenceIndex of(Stream<String> stories) {
        long[] hashes = stories.flatMap(story -> Prose.sentences(story).stream())
                .mapToLong(SentenceIndex::hash).sorted().distinct().toArray();
        return new SentenceIndex(hashes);
    }

    /// Whether this very sentence stands in one of the stories.
    public boolean contains(String sentence) {
        return Arrays.binarySearch(hashes, hash(sentence.strip())) >= 0;
    }

    /// Number of different sentences.
    public int size() {
        return hashes.length;
    }

    /// FNV-1a over UTF-16 units, then mixed so that its high bits are good too.
    private static long hash(String sentence) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < sentence.length(); i++) {
            hash = (hash ^ sentence.charAt(i)) * 0x100000001B3L;
        }
        return new SplitMix(hash).nextLong();
    }
}
