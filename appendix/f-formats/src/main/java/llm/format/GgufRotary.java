package llm.format;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
        RotaryScaling scaling = scaling(settings);
        if (file.names().contains(FACTORS)) {
            scaling = listed(file.tensor(FACTORS).toArray(), theta, scaling);
        }
        return RotaryConfig.of(theta, scaling);
    }

    private static RotaryScaling scaling(GgufSettings settings) {
        String type = settings.text(TYPE, "linear");
        double given = settings.real(FACTOR, settings.real(OLD_FACTOR, 1));
        double factor = given == 0 ? 1 : given;
        boolean yarn = type.equals("yarn");
        double magnitude = settings.real("rope.scaling.attn_factor", 1);
        if (!yarn && magnitude != 1) {
            throw settings.refused("rope.scaling.attn_factor", "1 where " + TYPE + " is " + type,
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
            case RotaryScaling.None _ -> published(factors, theta);
            case RotaryScaling.Linear linear -> list(factors, (float) linear.factor());
            default -> throw new IllegalArgumentException(FACTORS + " must be the only scaling or "
                    + "stand beside a linear one, got " + scaling);
        };
    }

    /// Llama 3's rule, if the list follows from one that Meta has published, else the list.
    static RotaryScaling published(float[] factors, double theta) {
        for (double factor : new double[] {8, 32}) {
            RotaryScaling published = new RotaryScaling.Llama3(factor, 1, 4, 8_192);
            float[] want = factors(RotaryConfig.of(theta, published), 2 * factors.length);
            boolean same = true;
            for (int i = 0; i < want.length; i++) {
                same &= Math.abs(want[i] - factors[i]) <= 1e-5f * want[i];
            }
            if (same) {
                return published;
            }
        }
        return list(factors, 1);
    }

    private static RotaryScaling list(float[] factors, float times) {
        Float[] boxed = new Float[factors.length];
        Arrays.setAll(boxed, i -> factors[i] * times);
        return new RotaryScaling.Factors(List.of(boxed));
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

    /// By how much each rotary pair is slowed, where the file is to list it.
    static Optional<float[]> factors(DecoderConfig config) {
        LlamaConfig llama = switch (config) {
            case LlamaConfig plain -> plain;
            case LlamaVariant variant -> variant.llama();
            default -> null;
        };
        if (llama == null || !(llama.rotary().scaling() instanceof RotaryScaling.Llama3
                || llama.rotary().scaling() instanceof RotaryScaling.Factors)) {
            return Optional.empty();
        }
        return Optional.of(factors(llama.rotary(), llama.headDim()));
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
