package llm.tools.tour;

import static llm.tools.tour.TourPage.escape;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.model.DecoderModel;
import llm.model.TransformerBlock;
import llm.model.decode.Probabilities;
import llm.pretrain.folder.PretrainedModel;
import llm.tales.TaleGenerator;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.text.Tokenizer;
import llm.tools.tour.StoryTokens.Mention;

/// A trained model looked at while it reads a new story of the grammar: where it is surprised, where
/// the head looks that knows who is meant, and what it expects next.
final class ModelPictures {
    private static final int CANDIDATES = 200;
    private static final int LEAST_REPETITIONS = 4;
    private static final int SHOWN_MENTIONS = 3;
    private static final int SHOWN_TOKENS = 8;
    private static final double STRONG_SURPRISE = 4;         // nats: deepest colour

    private final DecoderModel model;
    private final Tokenizer tokenizer;
    private final StoryTokens story;

    /// @param seed of a grammar whose stories the model has not seen
    ModelPictures(PretrainedModel trained, long seed) {
        model = trained.model();
        tokenizer = trained.tokenizer().orElseThrow();
        story = TaleGenerator.of(seed).stream().limit(CANDIDATES)
                .map(tale -> StoryTokens.of(tokenizer, tale)).filter(this::suits).findFirst()
                .orElseThrow(() -> new IllegalStateException("one of " + CANDIDATES
                        + " stories must fit the model and name somebody often, got none"));
    }

    private boolean suits(StoryTokens candidate) {
        return candidate.ids().length <= model.contextLength()
                && candidate.repeated().size() >= LEAST_REPETITIONS;
    }

    /// Every token, the deeper coloured, the less the model expected it.
    String surprise() {
        float[] logProbs;
        try (Scope _ = Scope.open()) {
            logProbs = Autograd.noGrad(
                    () -> model.logProbs(story.inputs(), story.targets())).toArray();
        }
        StringBuilder html = new StringBuilder("<p class=\"tokens\">");
        for (int i = 0; i < logProbs.length; i++) {
            double nats = -logProbs[i];
            html.append(token(story.pieces().get(i + 1), nats / STRONG_SURPRISE, String.format(
                    Locale.ROOT, "%.2f nats: expected with %.1f %%", nats,
                    100 * Math.exp(-nats))));
        }
        return html.append("</p>").toString();
    }

    private static String token(String piece, double depth, String title) {
        return "<span title=\"%s\" style=\"--depth:%.2f\">%s</span>".formatted(title,
                Math.clamp(depth, 0, 1), escape(piece).replace("\n", "<br>"));
    }

    /// A head, and how much of its attention goes to where somebody was named before, each time just
    /// before the name comes again.
    private record Head(int block, int number, float[] weights, double found) {}

    /// The head that finds names best.
    private Head nameFinder() {
        return IntStream.range(0, model.blocks().size()).boxed().flatMap(this::heads)
                .max(Comparator.comparingDouble(Head::found)).orElseThrow();
    }

    private Stream<Head> heads(int number) {
        TransformerBlock block = model.blocks().get(number);
        try (Scope _ = Scope.open()) {
            Tensor weights = Autograd.noGrad(() -> block.attention().weights(block.attentionNorm()
                    .forward(model.afterBlocks(story.inputs(), number))));
            int tokens = weights.size(2);                    // (1, heads, tokens, tokens)
            float[] all = weights.toArray();
            return IntStream.range(0, weights.size(1)).mapToObj(head -> {
                float[] own = Arrays.copyOfRange(all, head * tokens * tokens,
                        (head + 1) * tokens * tokens);
                return new Head(number, head, own, story.repeated().stream()
                        .mapToDouble(mention -> found(own, mention)).average().orElse(0));
            });
        }
    }

    /// How much of the attention before a mention goes to earlier ones of the same name.
    private double found(float[] weights, Mention mention) {
        double sum = 0;
        for (Mention earlier : story.earlier(mention)) {
            for (int token = earlier.first(); token < earlier.end(); token++) {
                sum += weight(weights, mention.first() - 1, token);
            }
        }
        return sum;
    }

    private float weight(float[] weights, int query, int key) {
        return weights[query * (story.ids().length - 1) + key];
    }

    /// The mentions that the head finds best, in the order of the story.
    private List<Mention> bestFound(Head head) {
        return story.repeated().stream()
                .sorted(Comparator.comparingDouble(mention -> -found(head.weights, mention)))
                .limit(SHOWN_MENTIONS).sorted(Comparator.comparingInt(Mention::first)).toList();
    }

    /// The story so far, three times, each token the deeper coloured, the more the head looks at it
    /// when the model is about to write a name.
    String attention() {
        Head head = nameFinder();
        StringBuilder html = new StringBuilder(String.format(Locale.ROOT, "<p class=\"soft\">Head %d "
                + "of block %d: of its attention before a name, %.0f %% goes to where the same one "
                + "was named before.</p>", head.number + 1, head.block + 1, 100 * head.found));
        for (Mention mention : bestFound(head)) {
            html.append("<p class=\"tokens\">");
            for (int key = 1; key < mention.first(); key++) {
                float weight = weight(head.weights, mention.first() - 1, key);
                html.append(token(story.pieces().get(key), weight,
                        String.format(Locale.ROOT, "%.1f %%", 100 * weight)));
            }
            html.append(" <b>").append(escape(mention.name())).append("</b></p>");
        }
        return html.toString();
    }

    /// What the model expects where a name comes again.
    String next() {
        Mention mention = bestFound(nameFinder()).getLast();
        double[] probabilities = probabilitiesBefore(mention.first());
        String before = String.join("", story.pieces().subList(
                Math.max(1, mention.first() - 12), mention.first()));
        return "<p class=\"soft\">… %s <b>?</b></p><div class=\"bars\">".formatted(escape(before))
                + IntStream.range(0, probabilities.length).boxed()
                .sorted(Comparator.comparingDouble(id -> -probabilities[id])).limit(SHOWN_TOKENS)
                .map(id -> bar(tokenizer.decode(id), probabilities[id]))
                .collect(Collectors.joining()) + "</div>";
    }

    private double[] probabilitiesBefore(int token) {
        int[] read = Arrays.copyOf(story.ids(), token);
        try (Scope _ = Scope.open()) {
            return Probabilities.softmax(model.nextLogits(
                    IntTensor.of(read, 1, token), model.newCache(1, token)).toArray());
        }
    }

    private static String bar(String piece, double probability) {
        return String.format(Locale.ROOT, "<span>%s</span><div><i style=\"width:%.1f%%\"></i>"
                + "</div><span>%.1f %%</span>", escape(piece).replace(' ', '␣').replace('\n', '↵'),
                100 * probability, 100 * probability);
    }
}
