package llm.pretrain.folder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.model.FamilyConfig.Family;
import llm.model.FamilyConfig.Windows;
import llm.model.FamilyConfig;
import llm.model.FeedForwardConfig.Experts;
import llm.model.Gemma3Config.Span;
import llm.model.Gemma3Config;
import llm.model.LlamaConfig.Biases;
import llm.model.LlamaConfig;

/// The fields of a configuration of one of the families of [FamilyConfig]. What transformers takes
/// for a field that is missing differs from family to family.
final class FamilyConfigJson {
    private static final String EXPERTS = "num_local_experts";
    private static final String CHOSEN = "num_experts_per_tok";
    private static final String WINDOWED = "use_sliding_window";
    private static final String WITHOUT_WINDOW = "max_window_layers";
    private static final String PART = "partial_rotary_factor";
    private static final int USUAL_WINDOW = 4_096;
    private static final double OLMO3_THETA = 500_000;

    private FamilyConfigJson() {
    }

    static FamilyConfig read(Family family, ConfigFields fields) {
        fields.require("hidden_act", "silu");
        LlamaConfig sizes = sizes(family, fields);
        Optional<Windows> windows = switch (family) {
            case QWEN2 -> lastLayers(fields, sizes);
            case MISTRAL, MIXTRAL, PHI3 -> allLayers(family, fields, sizes);
            case OLMO2 -> Optional.empty();
            case OLMO3 -> threeOfFourLayers(fields, sizes);
        };
        Optional<Experts> experts = family != Family.MIXTRAL ? Optional.empty()
                : Optional.of(new Experts(fields.count(EXPERTS), fields.count(CHOSEN),
                        sizes.ffDim()));
        if (family == Family.QWEN2) {
            fields.require("use_mrope", "false");            // of models that see pictures
        } else if (family == Family.PHI3) {
            requireKnownPositions(fields, sizes.rotary());
        }
        fields.requireNoOthers(className(family));
        return new FamilyConfig(family, sizes, windows, experts);
    }

    private static LlamaConfig sizes(Family family, ConfigFields fields) {
        RotaryConfig rotary = RotaryJson.readFull(fields, switch (family) {
            case QWEN2, MISTRAL, PHI3, OLMO2 -> 10_000;
            case MIXTRAL -> 1_000_000;
            case OLMO3 -> OLMO3_THETA;
        });
        Biases biases = switch (family) {
            case QWEN2, MISTRAL, MIXTRAL, PHI3 -> LlamaConfigJson.noBiases(fields);
            case OLMO2, OLMO3 -> LlamaConfigJson.attentionBiases(fields);
        };
        double epsilon = fields.number("rms_norm_eps",
                family == Family.QWEN2 || family == Family.MISTRAL ? 1e-6 : 1e-5);
        return LlamaConfigJson.sizes(fields, rotary, false, biases).toBuilder()
                .normEpsilon(epsilon).build();
    }

    /// Qwen2's, all but the first; off in every model that has been published.
    private static Optional<Windows> lastLayers(ConfigFields fields, LlamaConfig sizes) {
        double without = fields.number(WITHOUT_WINDOW, 28);
        List<Span> usual = IntStream.range(0, sizes.layers())
                .mapToObj(i -> i < without ? Span.EVERYTHING : Span.WINDOW).toList();
        List<Span> spans = spans(fields, sizes, usual);
        boolean on = fields.flag(WINDOWED, false) && fields.has(LlamaConfigJson.WINDOW);
        fields.ignore(Set.of(LlamaConfigJson.WINDOW));       // where it is off
        return !on || !spans.contains(Span.WINDOW) ? Optional.empty() : Optional.of(
                new Windows(spans, fields.tokens(LlamaConfigJson.WINDOW), sizes.rotary()));
    }

    /// Mistral's, which has a window where nothing is said, and none where null is.
    private static Optional<Windows> allLayers(Family family, ConfigFields fields,
                                               LlamaConfig sizes) {
        boolean usual = family == Family.MISTRAL && fields.isMissing(LlamaConfigJson.WINDOW);
        return !usual && fields.value(LlamaConfigJson.WINDOW).isMissingNode() ? Optional.empty()
                : Optional.of(new Windows(List.of(Span.WINDOW),
                        fields.tokens(LlamaConfigJson.WINDOW, USUAL_WINDOW), sizes.rotary()));
    }

    private static Optional<Windows> threeOfFourLayers(ConfigFields fields, LlamaConfig sizes) {
        List<Span> spans = spans(fields, sizes,
                Gemma3Config.everyNthSeesEverything(4, sizes.layers()));
        return Optional.of(new Windows(spans, fields.tokens(LlamaConfigJson.WINDOW, USUAL_WINDOW),
                RotaryJson.readSliding(fields, fields.number("rope_theta", OLMO3_THETA))));
    }

    private static List<Span> spans(ConfigFields fields, LlamaConfig sizes, List<Span> usual) {
        List<Span> listed = LlamaConfigJson.layerTypes(fields);
        if (!listed.isEmpty() && listed.size() != sizes.layers()) {
            throw fields.unsupported(LlamaConfigJson.LAYER_TYPES,
                    "a list of num_hidden_layers=" + sizes.layers());
        }
        return listed.isEmpty() ? usual : listed;
    }

    /// Later models turn a part of each head only; the longer ones scale by lists of factors.
    private static void requireKnownPositions(ConfigFields fields, RotaryConfig rotary) {
        fields.require(PART, "1", "1.0");
        switch (rotary.scaling()) {
            case RotaryScaling.None _, RotaryScaling.Factors _, RotaryScaling.LongRope _ -> { }
            case RotaryScaling.Linear _, RotaryScaling.Dynamic _, RotaryScaling.Llama3 _,
                    RotaryScaling.Yarn _ -> throw fields.unsupported("rope_scaling",
                            "null or of type default or longrope");
        }
        fields.ignore(Set.of("embd_pdrop", "resid_pdrop",    // only in training
                RotaryJson.TRAINED,                          // of positions that are scaled
                "auto_map"));                                // an older copy of transformers' class
    }

    /// What transformers calls the family's classes.
    private static String className(Family family) {
        String name = family.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    static String modelType(Family family) {
        return family.name().toLowerCase(Locale.ROOT);
    }

    /// Adds all but the sizes.
    static void put(ObjectNode json, FamilyConfig config) {
        Family family = config.family();
        json.putArray("architectures").add(className(family) + "ForCausalLM");
        json.put("model_type", modelType(family));
        json.put("hidden_act", "silu");
        json.putNull("pad_token_id");                        // its default may lie outside
        config.experts().ifPresent(experts -> json.put(EXPERTS, experts.experts())
                .put(CHOSEN, experts.chosen()));
        if (family == Family.OLMO2 || family == Family.OLMO3) {
            json.put(LlamaConfigJson.ATTENTION_BIAS, config.llama().biases().attention());
        }
        putWindows(json, config);
        RotaryConfig rotary = config.llama().rotary();
        int context = config.contextLength();
        ObjectNode positions = family != Family.OLMO3 ? RotaryJson.write(rotary, context)
                : RotaryJson.write(rotary, config.windows().map(Windows::rotary).orElse(rotary),
                        context);
        if (family == Family.PHI3) {
            positions.put(PART, 1.0);
            if (positions.has(RotaryJson.TRAINED)) {         // where transformers looks for it
                json.set(RotaryJson.TRAINED, positions.get(RotaryJson.TRAINED));
            }
        }
        json.set("rope_parameters", positions);
    }

    private static void putWindows(ObjectNode json, FamilyConfig config) {
        Family family = config.family();
        if (family == Family.QWEN2) {
            json.put(WINDOWED, config.windows().isPresent());
            config.windows().ifPresent(windows ->            // what older programs go by
                    json.put(WITHOUT_WINDOW, windows.spans().indexOf(Span.WINDOW)));
        }
        config.windows().ifPresentOrElse(
                windows -> json.put(LlamaConfigJson.WINDOW, windows.tokens()),
                () -> json.putNull(LlamaConfigJson.WINDOW));
        if (family == Family.QWEN2 || family == Family.OLMO3) {
            ArrayNode types = json.putArray(LlamaConfigJson.LAYER_TYPES);
            config.blocks().forEach(block -> types.add(block.attention().hasWindow()
                    ? LlamaConfigJson.SLIDING : LlamaConfigJson.FULL));
        }
    }
}
