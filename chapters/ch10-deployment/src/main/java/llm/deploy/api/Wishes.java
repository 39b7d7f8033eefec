package llm.deploy.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import llm.deploy.engine.GenerationRequest.Stop;
import llm.model.decode.Sampler;

/// What both kinds of request may ask for.
///
/// @param model       name of the model
/// @param sampler     chooses each token; drawn at temperature 1 unless the request says otherwise
/// @param maxTokens   most tokens of an answer, if the request says so
/// @param stop        what ends an answer
/// @param ignoreEnd   whether an answer goes on after a token that ends a text
/// @param seed        where tokens are drawn from
/// @param count       answers to each prompt
/// @param stream      whether answers are sent as they are written
/// @param streamUsage whether the last chunk of a stream tells the usage
public record Wishes(String model, Sampler sampler, OptionalInt maxTokens, Stop stop,
                     boolean ignoreEnd, long seed, int count, boolean stream,
                     boolean streamUsage) {
    static final int MOST_LOG_PROBS = 20;
    private static final int MOST_ANSWERS = 16;
    private static final int MOST_STOPS = 16;
    private static final int LONGEST_STOP = 1_000;           // characters

    static Wishes read(RequestFields fields, int vocabSize) {
        ignored(fields);
        JsonNode model = fields.required("model");
        if (!model.isTextual()) {
            throw RequestFields.wrong("model", "a text", model);
        }
        boolean stream = fields.flag("stream");
        return new Wishes(model.asText(), sampler(fields, vocabSize), maxTokens(fields),
                new Stop(stop(fields), stopTokens(fields, vocabSize)), fields.flag("ignore_eos"),
                fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE)
                        .orElseGet(() -> ThreadLocalRandom.current().nextLong()),
                fields.integer("n", 1, MOST_ANSWERS).orElse(1), stream,
                streamUsage(fields, stream));
    }

    /// What OpenAI has and we do not: fields that change no answer are passed over, of the others
    /// only the value that asks for nothing is taken.
    private static void ignored(RequestFields fields) {
        fields.ignore("user", "metadata", "store", "service_tier", "safety_identifier",
                "prompt_cache_key", "prompt_cache_retention");
        fields.onlyAs("frequency_penalty", "0", "0.0");
        fields.onlyAs("presence_penalty", "0", "0.0");
        fields.onlyAs("verbosity", "\"medium\"");
    }

    private static Sampler sampler(RequestFields fields, int vocabSize) {
        var options = new Sampler.Options(
                fields.number("repetition_penalty", 0.01, 100),
                OptionalDouble.of(fields.number("temperature", 0, 100).orElse(1)),
                fields.integer("top_k", 1, vocabSize), positive(fields.number("top_p", 0, 1)),
                fields.number("min_p", 0, 1));
        return Sampler.of(options).withBias(biases(fields, vocabSize));
    }

    /// 0 asks for the likeliest token, as the smallest number above it does.
    private static OptionalDouble positive(OptionalDouble value) {
        return value.isPresent() ? OptionalDouble.of(Math.max(value.getAsDouble(), Float.MIN_NORMAL))
                : value;
    }

    private static Map<Integer, Float> biases(RequestFields fields, int vocabSize) {
        Map<Integer, Float> biases = new HashMap<>();
        fields.any("logit_bias").ifPresent(given -> {
            RequestFields byToken = RequestFields.of("logit_bias", given);
            given.fieldNames().forEachRemaining(id -> biases.put(token(id, vocabSize),
                    (float) byToken.number(id, -100, 100).orElse(0)));
        });
        return biases;
    }

    private static int token(String id, int vocabSize) {
        try {
            int token = Integer.parseInt(id);
            if (token >= 0 && token < vocabSize) {
                return token;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw ApiError.of("logit_bias", ("logit_bias must name tokens by their ids, from 0 to %d, "
                + "got \"%s\".").formatted(vocabSize - 1, id));
    }

    private static OptionalInt maxTokens(RequestFields fields) {
        OptionalInt newer = fields.integer("max_completion_tokens", 0, Integer.MAX_VALUE);
        OptionalInt older = fields.integer("max_tokens", 0, Integer.MAX_VALUE);
        return newer.isPresent() ? newer : older;
    }

    private static List<String> stop(RequestFields fields) {
        List<String> stop = fields.texts("stop");
        boolean right = stop.size() <= MOST_STOPS && stop.stream().allMatch(
                text -> !text.isEmpty() && text.length() <= LONGEST_STOP);
        if (!right) {
            throw ApiError.of("stop", ("stop must be at most %d texts of 1 to %,d characters, got "
                    + "%d texts.").formatted(MOST_STOPS, LONGEST_STOP, stop.size()));
        }
        return stop;
    }

    /// Ids of tokens, or rows of them.
    private static List<List<Integer>> stopTokens(RequestFields fields, int vocabSize) {
        List<List<Integer>> stops = new ArrayList<>();
        for (JsonNode stop : fields.any("stop_token_ids").map(RequestFields::each)
                .orElse(List.of())) {
            List<Integer> ids = new ArrayList<>();
            for (JsonNode id : RequestFields.each(stop)) {
                if (!id.isInt() || id.asInt() < 0 || id.asInt() >= vocabSize) {
                    throw RequestFields.wrong("stop_token_ids", "a list of ids from 0 to "
                            + (vocabSize - 1) + " or of rows of them", id);
                }
                ids.add(id.asInt());
            }
            stops.add(ids);
        }
        if (stops.size() > MOST_STOPS || stops.contains(List.<Integer>of())) {
            throw ApiError.of("stop_token_ids", "stop_token_ids must be at most %d ids or rows of "
                    .formatted(MOST_STOPS) + "one or more, got " + stops + ".");
        }
        return stops;
    }

    private static boolean streamUsage(RequestFields fields, boolean stream) {
        var given = fields.any("stream_options");
        if (given.isEmpty()) {
            return false;
        }
        if (!stream) {
            throw ApiError.of("stream_options", "stream_options must come with stream, got them "
                    + "without.");
        }
        RequestFields options = RequestFields.of("stream_options", given.get());
        boolean usage = options.flag("include_usage");
        options.ignore("include_obfuscation");
        options.requireNothingElse();
        return usage;
    }
}
