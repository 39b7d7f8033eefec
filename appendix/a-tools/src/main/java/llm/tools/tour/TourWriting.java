package llm.tools.tour;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import llm.model.decode.Generation;
import llm.model.decode.Sampler;
import llm.pretrain.folder.PretrainedModel;
import llm.tales.SentenceIndex;
import llm.tales.Tale;
import llm.tales.TaleGenerator;
import llm.tales.TaleScore;
import llm.tales.TaleScorer;
import llm.tensor.RandomState;
import llm.text.Tokenizer;
import llm.tools.cli.Progress;

/// The last stage of the tour: the model writes, and is held against the grammar.
///
/// @param model the trained model
/// @param seed  of the stories drawn
record TourWriting(PretrainedModel model, long seed) {
    private static final int STORIES = 20;
    private static final int FRESH = 200;
    private static final double TEMPERATURE = 0.8;
    private static final double TOP_P = 0.95;
    private static final Sampler SAMPLER = Sampler.of(new Sampler.Options(OptionalDouble.empty(),
            OptionalDouble.of(TEMPERATURE), OptionalInt.empty(), OptionalDouble.of(TOP_P),
            OptionalDouble.empty()));

    /// Stories from the mark that begins one, drawn token by token.
    List<String> write(Narrator narrator) {
        Tokenizer tokenizer = model.tokenizer().orElseThrow();
        int[] prompt = {tokenizer.endOfText().orElseThrow()};
        int longest = model.model().contextLength() - prompt.length;
        Generation generation =
                new Generation(model.model(), SAMPLER, longest, Set.of(prompt[0]));
        List<String> written = new ArrayList<>();
        try (Progress progress = narrator.progress("Writing", "stories", STORIES)) {
            for (int i = 0; i < STORIES; i++) {
                int[] ids = generation.generate(prompt, new RandomState(seed + i));
                written.add(tokenizer.decode(ids).strip());
                progress.reached(i + 1, "");
            }
        }
        return written;
    }

    /// Both scores: of the model's stories, and of new ones by the grammar.
    record Scores(TaleScore model, TaleScore grammar) {}

    Scores score(List<String> written, TourStories stories) throws IOException {
        TaleScorer scorer;
        try (Stream<String> training = stories.training()) {
            scorer = TaleScorer.of(SentenceIndex.of(training));
        }
        List<String> fresh = TaleGenerator.of(seed + 1).stream().limit(FRESH).map(Tale::text)
                .toList();
        return new Scores(scorer.score(written), scorer.score(fresh));
    }
}
