package llm.tales;

/// What a corpus of stories amounts to.
///
/// @param words      words of all stories
/// @param train      stories, bytes and nats of the training part
/// @param validation stories, bytes and nats of the validation part
public record TaleStatistics(long words, Entropy train, Entropy validation) {

    /// Both parts together: stories, bytes and nats of the whole corpus.
    public Entropy entropy() {
        return train.plus(validation);
    }

    /// One part of the corpus.
    public Entropy entropy(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case VALIDATION -> validation;
        };
    }

    /// Adds up stories as they are told.
    static final class Counter {
        private final long[] stories = new long[2];
        private final long[] bytes = new long[2];
        private final double[] nats = new double[2];
        private final double[] squares = new double[2];
        private long words;

        void add(Tale tale, int taleBytes) {
            int part = tale.split().ordinal();
            stories[part]++;
            bytes[part] += taleBytes;
            nats[part] += tale.nats();
            squares[part] += tale.nats() * tale.nats();
            words += Prose.countWords(tale.text());
        }

        long bytes() {
            return bytes[0] + bytes[1];
        }

        TaleStatistics statistics() {
            return new TaleStatistics(words, part(Split.TRAIN), part(Split.VALIDATION));
        }

        private Entropy part(Split split) {
            int part = split.ordinal();
            return new Entropy(stories[part], bytes[part], nats[part], squares[part]);
        }
    }
}
