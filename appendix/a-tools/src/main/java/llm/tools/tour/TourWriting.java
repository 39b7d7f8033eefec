package llm.tools.tour;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.model.decode.Generation;
import llm.model.decode.Sampler;
import llm.pretrain.folder.PretrainedModel;
import llm.tales.SentenceIndex;
import llm.tales.StoryCheck;
import llm.tales.Tale;
import llm.tales.TaleGenerator;
import llm.tales.TaleScore;
import llm.tales.TaleScorer;
import llm.tensor.RandomState;
import llm.text.Tokenizer;
import llm.tools.cli.Progress;

/// The model writes, and is held against the grammar.
///
/// @param model the trained model
/// @param seed  of the stories drawn
record TourWriting(PretrainedModel model, long seed) {
    private static final int STORIES = 100;
    private static final int TOGETHER = 25;
    private static final int FRESH = 200;
    private static final double TEMPERATURE = 0.8;
    private static final Sampler SAMPLER = Sampler.atTemperature(TEMPERATURE);

    /// Stories from the mark that begins one, drawn token by token.
    List<String> write(Narrator narrator) {
        Tokenizer tokenizer = model.tokenizer().orElseThrow();
        int[] prompt = {tokenizer.endOfText().orElseThrow()};
        int longest = model.model().contextLength() - prompt.length;
        Generation generation =
                new Generation(model.model(), SAMPLER, longest, Set.of(prompt[0]));
        List<String> written = new ArrayList<>();
        try (Progress progress = narrator.progress("Writing", "stories", STORIES)) {
            while (written.size() < STORIES) {
                List<RandomState> random = IntStream.range(0, TOGETHER)
                        .mapToObj(i -> new RandomState(seed + written.size() + i)).toList();
                generation.generate(random.stream().map(_ -> prompt).toList(), random)
                        .forEach(ids -> written.add(tokenizer.decode(ids).strip()));
                progress.reached(written.size(), "");
            }
        }
        return written;
    }

    /// How good the stories are.
    ///
    /// @param model   the score of the model's
    /// @param grammar that of new ones by the grammar
    /// @param faults  what is wrong in the model's, each with its story, as far as it was found
    record Scores(TaleScore model, TaleScore grammar, List<Fault> faults) {}

    /// What is wrong with a story.
    ///
    /// @param story its number, from 1
    record Fault(int story, String finding) {}

    Scores score(List<String> written, TourStories stories) throws IOException {
        TaleScorer scorer;
        try (Stream<String> training = stories.training()) {
            scorer = TaleScorer.of(SentenceIndex.of(training));
        }
        List<String> fresh = TaleGenerator.of(seed + 1).stream().limit(FRESH).map(Tale::text)
                .toList();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            int story = i + 1;
            StoryCheck check = scorer.check(written.get(i));
            check.findings().forEach(finding -> faults.add(new Fault(story, finding)));
        }
        return new Scores(scorer.score(written), scorer.score(fresh), faults);
    }
}
