package llm.tales;

import java.util.Locale;

/// How good a set of stories is, as counts; the shares are between 0 and 1.
///
/// @param stories           stories read
/// @param namesConsistent   stories whose characters were all introduced and stay who they are
/// @param mentions          names said in all of them
/// @param rightMentions     those of somebody whom the story has introduced
/// @param objectsConsistent stories whose things were all introduced and stay what they are
/// @param wellFormed        stories that begin, end and are spelled like one
/// @param sentences         sentences read
/// @param copiedSentences   sentences that stand in the training set, word for word
/// @param copiedStories     stories in which every sentence is copied
public record TaleScore(int stories, int namesConsistent, int mentions, int rightMentions,
                        int objectsConsistent, int wellFormed, int sentences,
                        int copiedSentences, int copiedStories) {

    /// Share of stories with consistent names.
    public double names() {
        return share(namesConsistent, stories);
    }

    /// Share of names said that belong to the story.
    public double mentionsRight() {
        return share(rightMentions, mentions);
    }

    /// Share of stories with consistent objects.
    public double objects() {
        return share(objectsConsistent, stories);
    }

    /// Share of well-formed stories.
    public double form() {
        return share(wellFormed, stories);
    }

    /// Share of sentences copied from training. Short sentences recur by chance: hold it
    /// against the share for fresh stories of the generator, not against 0.
    public double copied() {
        return share(copiedSentences, sentences);
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d stories: names consistent %.0f %%, mentions right "
                + "%.0f %%, objects consistent %.0f %%, well formed %.0f %%, sentences copied from "
                + "training %.0f %%", stories, 100 * names(), 100 * mentionsRight(),
                100 * objects(), 100 * form(), 100 * copied());
    }
}
