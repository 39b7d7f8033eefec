package llm.format;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.format.gguf.GgufFile;
import llm.model.DecoderConfig;
import llm.model.LlamaConfig;
import llm.model.LlamaVariant;

/// Rotary positions as settings of a GGUF file, in the spellings of all its years.
///
/// Source: how llama.cpp reads them. A factor without a type means linear scaling, a factor of 0
/// none; a list of factors, one for each pair, is applied beside that of linear scaling.
final class GgufRotary {
    static final String FACTORS = "rope_freqs.weight";
    static final String SHORT = "rope_factors_short.weight";
    static final String LONG = "rope_factors_long.weight";
    private static final String LONG_ROPE = "longrope";
    private static final String MAGNITUDE = "rope.scaling.attn_factor";
    private static final double LOW_TURNS = 1;               // Meta's
    private static final double HIGH_TURNS = 4;
    private static final double CLOSE = 1e-5;                // of what is computed in float32
    private static final String TYPE = "rope.scaling.type";
    private static final String FACTOR = "rope.scaling.factor";
    private static final String OLD_FACTOR = "rope.scale_linear";
    private static final String TRAINED = "rope.scaling.original_context_length";
    private static final String FAST = "rope.scaling.yarn_beta_fast";
    private static final String SLOW = "rope.scaling.yarn_beta_slow";
    private static final double USUAL_THETA = 10_000;

    private GgufRotary() {
    }

    /// @throws IllegalArgumentException if positions are scaled in a way that we do not have
    static RotaryConfig read(GgufSettings settings, GgufFile file, int headDim) {
        int rotated = settings.whole("rope.dimension_count", headDim);
        if (rotated != headDim) {
            throw settings.refused("rope.dimension_count", "headDim=" + headDim, rotated);
        }
        double theta = settings.real("rope.freq_base", USUAL_THETA);
        if (file.names().contains(LONG) && file.names().contains(SHORT)) {
            return RotaryConfig.of(theta, longRope(settings, file));
        }
        RotaryScaling scaling = scaling(settings);
        if (file.names().contains(FACTORS)) {
            scaling = listed(file.tensor(FACTORS).toArray(), theta, scaling);
        }
        return RotaryConfig.of(theta, scaling);
    }

    /// llama.cpp takes the long list for a context that is longer than that of training; here, as
    /// with transformers, it is the text that must be.
    private static RotaryScaling longRope(GgufSettings settings, GgufFile file) {
        String type = settings.text(TYPE, LONG_ROPE);
        if (!type.equals(LONG_ROPE)) {
            throw settings.refused(TYPE, LONG_ROPE + " beside lists of factors", type);
        }
        settings.require(FACTOR, 0, 1);
        int context = settings.size("context_length");
        int trained = settings.size(TRAINED, context);
        double magnitude = settings.real(MAGNITUDE, 1);
        double suggested = RotaryScaling.LongRope.suggestedMagnitude((double) context / trained,
                trained);                                    // the file has it in float32
        return new RotaryScaling.LongRope(boxed(file.tensor(SHORT).toArray(), 1),
                boxed(file.tensor(LONG).toArray(), 1), trained,
                (float) magnitude == (float) suggested ? suggested : magnitude);
    }

    private static RotaryScaling scaling(GgufSettings settings) {
        String type = settings.text(TYPE, "linear");
        double given = settings.real(FACTOR, settings.real(OLD_FACTOR, 1));
        double factor = given == 0 ? 1 : given;
        boolean yarn = type.equals("yarn");
        double magnitude = settings.real(MAGNITUDE, 1);
        if (!yarn && magnitude != 1) {
            throw settings.refused(MAGNITUDE, "1 where " + TYPE + " is " + type,
                    magnitude);
        }
        settings.require("rope.scaling.yarn_ext_factor", -1, yarn ? 1 : 0);
        settings.require("rope.scaling.yarn_attn_factor", 1);
        settings.require("rope.scaling.yarn_log_multiplier", 0);
        if (!type.equals("none") && !(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
            throw settings.refused(settings.has(FACTOR) ? FACTOR : OLD_FACTOR,
                    "0, or 1 or more and finite", factor);
        }
        return switch (type) {
            case "none" -> new RotaryScaling.None();
            case "linear" -> factor == 1 ? new RotaryScaling.None()
                    : new RotaryScaling.Linear(factor);
            case "yarn" -> new RotaryScaling.Yarn(factor, settings.real(FAST, 32),
                    settings.real(SLOW, 1),
                    settings.whole(TRAINED, settings.whole("context_length")), true,
                    magnitude * RotaryScaling.Yarn.suggestedMagnitude(factor));
            default -> throw settings.refused(TYPE, "none, linear or yarn", type);
        };
    }

    /// A list of factors beside what the settings say: linear scaling slows each pair once more.
    private static RotaryScaling listed(float[] factors, double theta, RotaryScaling scaling) {
        return switch (scaling) {
            case RotaryScaling.None _ -> rule(factors, theta);
            case RotaryScaling.Linear linear -> new RotaryScaling.Factors(
                    boxed(factors, (float) linear.factor()));
            default -> throw new IllegalArgumentException(FACTORS + " must be the only scaling or "
                    + "stand beside a linear one, got " + scaling);
        };
    }

    /// Llama 3's rule with the turns that Meta has published, if the list follows from it, else
    /// the list. How slow the slowest pair is tells the rule's factor; the pairs that are slowed
    /// in part tell the context of training.
    static RotaryScaling rule(float[] factors, double theta) {
        float[] plain = new RotaryScaling.None().frequencies(theta, 2 * factors.length, 1);
        double factor = rounded(IntStream.range(0, factors.length)
                .mapToDouble(i -> factors[i]).max().orElse(1));
        return IntStream.concat(IntStream.of(8_192), IntStream.range(0, factors.length)
                        .filter(i -> factors[i] > 1 && factors[i] < factor)
                        .map(i -> trained(plain[i], factors[i], factor)))
                .filter(trained -> trained > 0 && factor > 1)
                .mapToObj(trained -> new RotaryScaling.Llama3(factor, LOW_TURNS, HIGH_TURNS,
                        trained))
                .filter(rule -> follow(factors, rule, theta)).findFirst()
                .<RotaryScaling>map(rule -> rule)
                .orElseGet(() -> new RotaryScaling.Factors(boxed(factors, 1)));
    }

    /// The few digits that a value was meant to have, if it comes close to them.
    private static double rounded(double value) {
        double few = Math.rint(value * 1_000) / 1_000;
        return Math.abs(value - few) <= CLOSE * value ? few : value;
    }

    /// The context in which a pair of this frequency makes as many turns as its factor says.
    private static int trained(float frequency, float slowed, double factor) {
        double kept = (1 / slowed - 1 / factor) / (1 - 1 / factor);
        double turns = LOW_TURNS + kept * (HIGH_TURNS - LOW_TURNS);
        return (int) Math.min(Integer.MAX_VALUE, Math.round(turns * 2 * Math.PI / frequency));
    }

    private static boolean follow(float[] factors, RotaryScaling rule, double theta) {
        float[] want = factors(RotaryConfig.of(theta, rule), 2 * factors.length);
        return IntStream.range(0, factors.length)
                .allMatch(i -> Math.abs(want[i] - factors[i]) <= CLOSE * want[i]);
    }

    private static List<Float> boxed(float[] factors, float times) {
        Float[] boxed = new Float[factors.length];
        Arrays.setAll(boxed, i -> factors[i] * times);
        return List.of(boxed);
    }

    /// @throws IllegalArgumentException if llama.cpp has no setting for the scaling
    static void write(GgufSettings.Draft draft, LlamaConfig sizes) {
        draft.put("rope.dimension_count", sizes.headDim())
                .put("rope.freq_base", sizes.rotary().theta());
        switch (sizes.rotary().scaling()) {
            case RotaryScaling.None _ -> { }
            case RotaryScaling.Llama3 _, RotaryScaling.Factors _ ->
                    GgufConfig.require(draft.architecture().equals("llama"), "be a Llama to slow "
                            + "each rotary pair by itself, got " + draft.architecture() + " with "
                            + sizes.rotary().scaling());
            case RotaryScaling.LongRope longRope -> {
                GgufConfig.require(List.of("llama", "phi3").contains(draft.architecture()),
                        "be a Llama or Phi-3 to have lists of factors, got "
                                + draft.architecture());
                draft.put(TYPE, LONG_ROPE).put(TRAINED, longRope.trained())
                        .put(MAGNITUDE, longRope.magnitude());
            }
            case RotaryScaling.Linear linear ->
                    draft.put(TYPE, "linear").put(FACTOR, linear.factor());
            case RotaryScaling.Yarn yarn -> write(draft, yarn);
            case RotaryScaling.Dynamic dynamic -> GgufConfig.require(false,
                    "scale rotary positions in another way, got " + dynamic);
        }
    }

    private static void write(GgufSettings.Draft draft, RotaryScaling.Yarn yarn) {
        GgufConfig.require(yarn.truncate()
                && yarn.magnitude() == RotaryScaling.Yarn.suggestedMagnitude(yarn.factor()),
                "have YaRN's own ramp and magnitude, got " + yarn);
        draft.put(TYPE, "yarn").put(FACTOR, yarn.factor())
                .put(TRAINED, yarn.trained())
                .put(FAST, yarn.fastTurns())
                .put(SLOW, yarn.slowTurns());
    }

    /// By how much each rotary pair is slowed, where the file is to list it, by tensor.
    static Map<String, float[]> factors(DecoderConfig config) {
        LlamaConfig llama = switch (config) {
            case LlamaConfig plain -> plain;
            case LlamaVariant variant -> variant.llama();
            default -> null;
        };
        return llama == null ? Map.of() : switch (llama.rotary().scaling()) {
            case RotaryScaling.Llama3 _, RotaryScaling.Factors _ ->
                    Map.of(FACTORS, factors(llama.rotary(), llama.headDim()));
            case RotaryScaling.LongRope lists -> Map.of(SHORT, array(lists.shortFactors()),
                    LONG, array(lists.longFactors()));
            case RotaryScaling.None _, RotaryScaling.Linear _, RotaryScaling.Dynamic _,
                    RotaryScaling.Yarn _ -> Map.of();
        };
    }

    private static float[] array(List<Float> list) {
        float[] array = new float[list.size()];
        IntStream.range(0, array.length).forEach(i -> array[i] = list.get(i));
        return array;
    }

    private static float[] factors(RotaryConfig rotary, int headDim) {
        float[] plain = new RotaryScaling.None().frequencies(rotary.theta(), headDim, 1);
        float[] scaled = rotary.scaling().frequencies(rotary.theta(), headDim, 1);
        float[] factors = new float[plain.length];
        for (int i = 0; i < plain.length; i++) {
            factors[i] = plain[i] / scaled[i];
        }
        return factors;
    }
}
