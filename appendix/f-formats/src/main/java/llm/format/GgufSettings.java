package llm.format;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import llm.format.gguf.GgufMetadata;
import llm.format.gguf.GgufValue;

/// The settings of one architecture in a GGUF file, such as `llama.block_count`, by the names
/// behind the dot.
///
/// @param architecture the name before it
/// @param metadata     all settings of the file
record GgufSettings(String architecture, GgufMetadata metadata) {
    static final String ARCHITECTURE = "general.architecture";

    static GgufSettings of(GgufMetadata metadata) {
        return new GgufSettings(metadata.text(ARCHITECTURE), metadata);
    }

    private String key(String name) {
        return architecture + "." + name;
    }

    boolean has(String name) {
        return metadata.has(key(name));
    }

    /// Whether there is a list, of one value for each layer.
    boolean isList(String name) {
        return metadata.find(key(name)).orElse(null) instanceof GgufValue.Items;
    }

    List<Boolean> truths(String name) {
        return metadata.truths(key(name));
    }

    /// A whole number of 0 or more, one for all layers: alone, or once for each of them.
    int whole(String name) {
        long[] values = isList(name) ? metadata.wholes(key(name))
                : new long[] {metadata.whole(key(name))};
        if (values.length == 0 || Arrays.stream(values).anyMatch(value -> value != values[0])) {
            throw refused(name, "one number for all layers", Arrays.toString(values));
        }
        if (values[0] < 0 || values[0] > Integer.MAX_VALUE) {
            throw refused(name, "a number from 0 to " + Integer.MAX_VALUE,
                    Long.toUnsignedString(values[0]));
        }
        return (int) values[0];
    }

    int whole(String name, int missing) {
        return has(name) ? whole(name) : missing;
    }

    /// The same of 1 or more.
    int size(String name) {
        int size = whole(name);
        if (size == 0) {
            throw refused(name, "a number of 1 or more", size);
        }
        return size;
    }

    int size(String name, int missing) {
        return has(name) ? size(name) : missing;
    }

    /// Numbers are kept in float32; this is the shortest decimal that means the same.
    double real(String name, double missing) {
        return has(name) ? Double.parseDouble(Float.toString((float) metadata.real(key(name))))
                : missing;
    }

    String text(String name, String missing) {
        return has(name) ? metadata.text(key(name)) : missing;
    }

    /// Refuses a number that is there and is none of these.
    void require(String name, double... supported) {
        if (has(name) && Arrays.stream(supported)
                .noneMatch(each -> (float) each == (float) metadata.number(key(name)))) {
            throw refused(name, Arrays.stream(supported).mapToObj(String::valueOf)
                    .collect(Collectors.joining(" or ")), (float) metadata.number(key(name)));
        }
    }

    IllegalArgumentException refused(String name, String supported, Object got) {
        return new IllegalArgumentException("%s must have %s as %s, got %s".formatted(
                metadata.file(), supported, key(name), got));
    }

    /// Collects settings for a new file.
    static final class Draft {
        private final Map<String, GgufValue> settings = new LinkedHashMap<>();
        private final String architecture;

        Draft(String architecture) {
            this.architecture = architecture;
            settings.put(ARCHITECTURE, GgufValue.text(architecture));
        }

        String architecture() {
            return architecture;
        }

        Draft put(String name, int value) {
            settings.put(architecture + "." + name, GgufValue.uint32(value));
            return this;
        }

        Draft put(String name, double value) {
            settings.put(architecture + "." + name, GgufValue.float32((float) value));
            return this;
        }

        Draft put(String name, String value) {
            settings.put(architecture + "." + name, GgufValue.text(value));
            return this;
        }

        Map<String, GgufValue> settings() {
            return settings;
        }
    }
}
