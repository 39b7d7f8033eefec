package llm.deploy.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// The fields of a JSON object that somebody has sent. Each is asked for by its name, with what it
/// must be; in the end none may be left. A field that is `null` counts as absent.
final class RequestFields {
    private static final int DEEPEST = 32;
    private static final String ESCAPE = "\\u";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST)
                    .maxNumberLength(64).build()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final String within;                             // before the names in messages
    private final ObjectNode json;
    private final Set<String> left = new LinkedHashSet<>();

    private RequestFields(String within, ObjectNode json) {
        this.within = within;
        this.json = json;
        json.fieldNames().forEachRemaining(left::add);
        left.removeIf(name -> json.get(name).isNull());
    }

    /// Reads an object.
    ///
    /// @throws ApiError if it is not UTF-8, or no JSON object, or too deep
    static RequestFields parse(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body))
                    .toString();                             // refuses what is not UTF-8
            if (JSON.readTree(text) instanceof ObjectNode object) {
                if (text.contains(ESCAPE)) {
                    requireUnicode(object);
                }
                return new RequestFields("", object);
            }
        } catch (CharacterCodingException _) {
            throw ApiError.invalid(400, "The body must be UTF-8, got other bytes.");
        } catch (JacksonException e) {
            throw ApiError.invalid(400, "The body must be JSON, at most %d levels deep, got: %s."
                    .formatted(DEEPEST, e.getOriginalMessage().lines().findFirst().orElse("")));
        }
        throw ApiError.invalid(400, "The body must be a JSON object, got another value.");
    }

    /// An escape such as `\ud800` can stand for half a character, which no text has.
    private static void requireUnicode(ObjectNode object) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(object.toString())) {
            throw ApiError.invalid(400, "The texts in the body must be Unicode, got half of a "
                    + "surrogate pair.");
        }
    }

    /// An object within.
    static RequestFields of(String name, JsonNode value) {
        if (value instanceof ObjectNode object) {
            return new RequestFields(name + ".", object);
        }
        throw wrong(name, "an object", value);
    }

    /// A value of any kind.
    Optional<JsonNode> any(String name) {
        return left.remove(name) ? Optional.of(json.get(name)) : Optional.empty();
    }

    JsonNode required(String name) {
        return any(name).orElseThrow(() -> ApiError.of(within + name,
                within + name + " must be given, got none."));
    }

    OptionalDouble number(String name, double low, double high) {
        Optional<JsonNode> value = any(name);
        if (value.isEmpty()) {
            return OptionalDouble.empty();
        }
        double number = value.get().asDouble();
        if (!value.get().isNumber() || !(number >= low && number <= high)) {
            throw wrong(within + name, "a number from %s to %s".formatted(shortest(low),
                    shortest(high)), value.get());
        }
        return OptionalDouble.of(number);
    }

    private static String shortest(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number)
                : String.valueOf(number);
    }

    OptionalLong whole(String name, long low, long high) {
        Optional<JsonNode> value = any(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        long number = value.get().asLong();
        if (!value.get().isIntegralNumber() || !value.get().canConvertToLong() || number < low
                || number > high) {
            throw wrong(within + name, "a whole number from %d to %d".formatted(low, high),
                    value.get());
        }
        return OptionalLong.of(number);
    }

    OptionalInt integer(String name, int low, int high) {
        OptionalLong value = whole(name, low, high);
        return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) value.getAsLong());
    }

    /// False where the field is absent.
    boolean flag(String name) {
        Optional<JsonNode> value = any(name);
        value.filter(given -> !given.isBoolean()).ifPresent(given -> {
            throw wrong(within + name, "true or false", given);
        });
        return value.map(JsonNode::asBoolean).orElse(false);
    }

    /// A text or a list of texts; none where the field is absent.
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : any(name).map(RequestFields::each).orElse(List.of())) {
            if (!value.isTextual()) {
                throw wrong(within + name, "a text or a list of texts", value);
            }
            texts.add(value.asText());
        }
        return texts;
    }

    static List<JsonNode> each(JsonNode value) {
        List<JsonNode> all = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(all::add);
        } else {
            all.add(value);
        }
        return all;
    }

    /// Fields that change nothing of what we do.
    void ignore(String... names) {
        Stream.of(names).forEach(left::remove);
    }

    /// A field that we have in one form only.
    ///
    /// @param value as JSON
    void onlyAs(String name, String... values) {
        any(name).filter(given -> !List.of(values).contains(given.toString())).ifPresent(given -> {
            throw ApiError.of(within + name, "This server knows %s only as %s, got %s."
                    .formatted(within + name, String.join(" or ", values), shown(given)));
        });
    }

    /// @throws ApiError if a field is left that nobody asked for
    void requireNothingElse() {
        if (!left.isEmpty()) {
            String name = within + left.iterator().next();
            throw ApiError.coded(400, "unknown_parameter", name,
                    "This server has no parameter " + name + ".");
        }
    }

    static ApiError wrong(String name, String expected, JsonNode got) {
        return ApiError.of(name, "%s must be %s, got %s.".formatted(name, expected, shown(got)));
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
