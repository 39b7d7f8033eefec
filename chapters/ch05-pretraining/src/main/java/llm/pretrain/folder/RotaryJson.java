package llm.pretrain.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import llm.attention.rotary.RotaryConfig;
import llm.attention.rotary.RotaryScaling;
import llm.tensor.op.Rotary.Pairing;

/// Rotary positions in a configuration: `rope_parameters` in transformers 5, `rope_theta` and
/// `rope_scaling` in transformers 4.
final class RotaryJson {
    private static final String PARAMETERS = "rope_parameters";
    private static final String SCALING = "rope_scaling";
    private static final String THETA = "rope_theta";
    private static final String FULL = "full_attention";
    private static final String SLIDING = "sliding_attention";
    private static final String TYPE = "rope_type";
    static final String TRAINED = "original_max_position_embeddings";
    private static final String SHORT = "short_factor";
    private static final String LONG = "long_factor";
    private static final double USUAL_THETA = 10_000;

    private RotaryJson() {
    }

    /// Positions of all layers.
    static RotaryConfig read(ConfigFields fields) {
        return read(fields, USUAL_THETA);
    }

    /// @param usualTheta base where none is given
    static RotaryConfig read(ConfigFields fields, double usualTheta) {
        double theta = fields.number(THETA, usualTheta);
        JsonNode older = fields.object(SCALING);
        JsonNode newer = fields.object(PARAMETERS);
        return rotary(fields, newer.isMissingNode() ? older : newer, theta);
    }

    /// Positions of the layers that see everything, where others may have a window; all scaling in
    /// the older spelling is theirs.
    static RotaryConfig readFull(ConfigFields fields, double usualTheta) {
        return perType(fields) ? ofType(fields, FULL, fields.number(THETA, usualTheta))
                : read(fields, usualTheta);
    }

    /// Positions of the layers with a window.
    ///
    /// @param usualTheta base where none is given
    static RotaryConfig readSliding(ConfigFields fields, double usualTheta) {
        return perType(fields) ? ofType(fields, SLIDING, usualTheta)
                : RotaryConfig.of(usualTheta);
    }

    private static boolean perType(ConfigFields fields) {
        return fields.value(PARAMETERS).has(FULL);
    }

    private static RotaryConfig ofType(ConfigFields fields, String layerType, double usualTheta) {
        return rotary(fields, fields.inner(fields.value(PARAMETERS)).object(layerType),
                usualTheta);
    }

    private static RotaryConfig rotary(ConfigFields fields, JsonNode json, double usualTheta) {
        ConfigFields rope = fields.inner(json);
        double theta = rope.number(THETA, usualTheta);
        rope.require("partial_rotary_factor", "1", "1.0");
        String type = rope.value(TYPE).asText(rope.value("type").asText("default"));
        int context = fields.tokens("max_position_embeddings");
        RotaryScaling scaling = type.equals("longrope") || type.equals("su")
                ? longRope(rope, fields.tokens(TRAINED, context), context)
                : scaling(rope, type, context);
        if (rope.has(TRAINED) && !rope.isRead(TRAINED)) {
            rope.passOver(TRAINED);                          // other kinds depend on it
        }
        rope.requireNoOthers(TYPE + " " + type);
        return RotaryConfig.of(theta, scaling);
    }

    private static RotaryScaling scaling(ConfigFields rope, String type, int context) {
        return switch (type) {
            case "default" -> new RotaryScaling.None();
            case "linear" -> new RotaryScaling.Linear(rope.number("factor"));
            case "dynamic" -> new RotaryScaling.Dynamic(rope.number("factor"), context);
            case "llama3" -> new RotaryScaling.Llama3(rope.number("factor"),
                    rope.number("low_freq_factor"), rope.number("high_freq_factor"),
                    rope.tokens(TRAINED, context));
            case "yarn" -> yarn(rope, context);
            default -> throw new IllegalArgumentException(TYPE + " must be default, linear, "
                    + "dynamic, llama3, yarn or longrope, got \"" + type + "\"");
        };
    }

    /// @param usual tokens of the context before scaling, where the scaling itself does not say
    private static RotaryScaling longRope(ConfigFields rope, int usual, int context) {
        int trained = rope.tokens(TRAINED, usual);
        List<Float> shorter = factors(rope, SHORT);
        List<Float> longer = factors(rope, LONG);
        double magnitude = rope.number("attention_factor",
                RotaryScaling.LongRope.suggestedMagnitude(
                        rope.number("factor", (double) context / trained), trained));
        return shorter.equals(longer) && magnitude == 1 ? new RotaryScaling.Factors(shorter)
                : new RotaryScaling.LongRope(shorter, longer, trained, magnitude);
    }

    private static List<Float> factors(ConfigFields rope, String name) {
        JsonNode list = rope.value(name);
        if (!list.isArray() || list.isEmpty()
                || !list.valueStream().allMatch(JsonNode::isNumber)) {
            throw rope.unsupported(name, "a list of numbers");
        }
        return list.valueStream().map(JsonNode::floatValue).toList();
    }

    private static RotaryScaling yarn(ConfigFields rope, int context) {
        int trained = rope.tokens(TRAINED, context);
        double factor = rope.number("factor", (double) context / trained);
        double scale = rope.number("mscale", 0);
        double scaleAll = rope.number("mscale_all_dim", 0);
        double suggested = scale != 0 && scaleAll != 0
                ? magnitude(factor, scale) / magnitude(factor, scaleAll)
                : RotaryScaling.Yarn.suggestedMagnitude(factor);
        return new RotaryScaling.Yarn(factor, rope.number("beta_fast", 32),
                rope.number("beta_slow", 1), trained, rope.flag("truncate", true),
                rope.number("attention_factor", suggested));
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    /// Positions of layers that see everything, and of those with a window.
    ///
    /// @param context tokens of the model's
    static ObjectNode write(RotaryConfig everywhere, RotaryConfig local, int context) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set(FULL, write(everywhere, context));
        json.set(SLIDING, write(local, context));
        return json;
    }

    static ObjectNode write(RotaryConfig rotary, int context) {
        if (rotary.pairing() != Pairing.HALVES) {
            throw new IllegalArgumentException("a model in Hugging Face's layout must turn pairs "
                    + "(i, i + headDim/2), got pairs (2i, 2i + 1)");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(THETA, rotary.theta());
        switch (rotary.scaling()) {
            case RotaryScaling.None _ -> json.put(TYPE, "default");
            case RotaryScaling.Linear linear ->
                    json.put(TYPE, "linear").put("factor", linear.factor());
            case RotaryScaling.Dynamic dynamic ->
                    json.put(TYPE, "dynamic").put("factor", dynamic.factor());
            case RotaryScaling.Llama3 llama3 -> json.put(TYPE, "llama3")
                    .put("factor", llama3.factor())
                    .put("low_freq_factor", llama3.lowTurns())
                    .put("high_freq_factor", llama3.highTurns())
                    .put(TRAINED, llama3.trained());
            case RotaryScaling.Factors same -> putLongRope(json, new RotaryScaling.LongRope(
                    same.factors(), same.factors(), context, 1), context);
            case RotaryScaling.LongRope longRope -> putLongRope(json, longRope, context);
            case RotaryScaling.Yarn yarn -> json.put(TYPE, "yarn")
                    .put("factor", yarn.factor())
                    .put("beta_fast", yarn.fastTurns())
                    .put("beta_slow", yarn.slowTurns())
                    .put(TRAINED, yarn.trained())
                    .put("truncate", yarn.truncate())
                    .put("attention_factor", yarn.magnitude());
        }
        return json;
    }

    private static void putLongRope(ObjectNode json, RotaryScaling.LongRope scaling,
                                    int context) {
        json.put(TYPE, "longrope").put(TRAINED, scaling.trained());
        if (scaling.magnitude() != RotaryScaling.LongRope.suggestedMagnitude(
                (double) context / scaling.trained(), scaling.trained())) {
            json.put("attention_factor", scaling.magnitude());
        }
        scaling.shortFactors().forEach(json.putArray(SHORT)::add);
        scaling.longFactors().forEach(json.putArray(LONG)::add);
    }
}
