package llm.tools.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import llm.model.DecoderModel;
import llm.model.decode.Generation;
import llm.model.decode.Sampler;
import llm.tales.Prose;
import llm.tales.TaleGenerator;
import llm.tensor.RandomState;
import llm.text.Tokenizer;

/// One beginning of a story, and how the model goes on with it as it learns: before the first step,
/// after a tenth, three tenths and all of them.
final class Growth {
    private static final double[] SHARES = {0.1, 0.3, 1};
    private static final int NEW_TOKENS = 90;
    private static final double TEMPERATURE = 0.8;
    private static final Sampler SAMPLER = Sampler.atTemperature(TEMPERATURE);

    private final DecoderModel model;
    private final Tokenizer tokenizer;
    private final String beginning;
    private final TreeMap<Integer, String> due = new TreeMap<>();
    private final List<Moment> moments = new ArrayList<>();

    /// What the model wrote.
    ///
    /// @param when such as `after 10 %, step 300`
    record Moment(String when, String text) {}

    /// @param seed  of a grammar whose stories the model does not see
    /// @param steps of the training
    Growth(DecoderModel model, Tokenizer tokenizer, long seed, int steps) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.beginning = Prose.sentences(TaleGenerator.of(seed).tale(0).text()).getFirst();
        for (double share : SHARES) {
            int step = Math.max(1, (int) Math.round(share * steps));
            due.put(step, "after %.0f %%, step %,d".formatted(100 * share, step));
        }
        look("before the first step");
    }

    /// Lets the model write where it is time.
    void onStep(int step) {
        String when = due.get(step);
        if (when != null) {
            look(when);
        }
    }

    private void look(String when) {
        boolean training = model.training();
        model.eval();
        int end = tokenizer.endOfText().orElseThrow();
        int[] story = tokenizer.encode(beginning);
        int[] prompt = new int[story.length + 1];
        prompt[0] = end;
        System.arraycopy(story, 0, prompt, 1, story.length);
        int[] ids = new Generation(model, SAMPLER, NEW_TOKENS, Set.of(end))
                .generate(prompt, new RandomState(1));
        if (training) {
            model.train();
        }
        moments.add(new Moment(when, tokenizer.decode(ids)));
    }

    /// The beginning.
    String beginning() {
        return beginning;
    }

    /// All that was written so far.
    List<Moment> moments() {
        return List.copyOf(moments);
    }
}
