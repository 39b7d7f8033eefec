package llm.tales;

import java.util.List;

/// Scores stories, whoever wrote them.
///
/// ```java
/// var training = SentenceIndex.of(TaleCorpus.sample().stories(Split.TRAIN));
/// System.out.println(TaleScorer.of(training).score(storiesOfTheModel));
/// ```
public final class TaleScorer {
    private final StoryChecker checker = new StoryChecker(Lexicon.standard());
    private final SentenceIndex training;

    private TaleScorer(SentenceIndex training) {
        this.training = training;
    }

    /// A scorer that knows the training set.
    public static TaleScorer of(SentenceIndex training) {
        return new TaleScorer(training);
    }

    /// What is wrong with one story.
    public StoryCheck check(String story) {
        return checker.check(story);
    }

    /// Scores stories without their separators. A story that a model had no room to finish is
    /// not well formed: leave it out, or cut it at its last full stop, if that is not the question.
    public TaleScore score(List<String> stories) {
        int names = 0;
        int mentions = 0;
        int strange = 0;
        int objects = 0;
        int form = 0;
        int sentences = 0;
        int copied = 0;
        int copiedStories = 0;
        for (String story : stories) {
            StoryCheck check = checker.check(story);
            names += check.namesConsistent() ? 1 : 0;
            mentions += check.mentions();
            strange += check.strange();
            objects += check.objectsConsistent() ? 1 : 0;
            form += check.wellFormed() ? 1 : 0;
            List<String> said = Prose.sentences(story);
            int known = (int) said.stream().filter(training::contains).count();
            sentences += said.size();
            copied += known;
            copiedStories += known == said.size() && known > 0 ? 1 : 0;
        }
        return new TaleScore(stories.size(), names, mentions, mentions - strange, objects, form,
                sentences, copied, copiedStories);
    }
}
