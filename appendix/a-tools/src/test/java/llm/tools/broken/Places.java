package llm.tools.broken;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Where a change touched what a file means: `/a/0/b=3` in JSON, both with the old and with the new
/// value, or `/a/0/b of another type`; `line/7` in other text; the place of a [Region] in other
/// bytes. What is not there is structure, and a file that is no JSON any more, or has a name twice,
/// has no place at all: no reading may differ.
final class Places {
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    static final String OTHER_TYPE = " of another type";

    private final Set<String> touched = new TreeSet<>();

    private Places() {
    }

    /// @param name the name of the file
    static Set<String> touched(String name, byte[] whole, byte[] changed) {
        Places places = new Places();
        if (name.matches(".*\\.(json|ipynb)")) {
            places.json(whole, changed);
        } else if (name.matches(".*\\.(jsonl|csv|tsv|txt|jinja)")) {
            List<String> lines = lines(whole);
            Parts.changed(lines, lines(changed)).forEach(i -> places.touched.add("line/" + i));
        } else if (name.endsWith(".safetensors")) {
            places.data(Regions.of(name, whole), whole, changed);
        } else {
            places.bytes(Regions.of(name, whole), whole, changed);
        }
        return places.touched;
    }

    private static List<String> lines(byte[] bytes) {
        return List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1));
    }

    // ---- JSON ----

    private void json(byte[] whole, byte[] changed) {
        try {
            JsonNode after = STRICT.readTree(new String(changed, StandardCharsets.UTF_8));
            compare(STRICT.readTree(new String(whole, StandardCharsets.UTF_8)), after, "");
        } catch (IOException broken) {
            touched.clear();
        }
    }

    private void compare(JsonNode before, JsonNode after, String at) {
        if (before.equals(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(before.path(name), after.path(name), at + "/" + name));
        } else if (before.isArray() && after.isArray()) {
            boolean each = before.size() == after.size();
            for (int i : Parts.changed(before.valueStream().toList(),
                    after.valueStream().toList())) {
                touched.add(at + "/" + i);
                compare(before.path(i), each ? after.path(i) : after.path(-1), at + "/" + i);
            }
        } else {
            boolean sameType = isNone(before) || isNone(after)
                    || before.getNodeType() == after.getNodeType();
            touched.add(at + (sameType ? "=" + shown(before) : OTHER_TYPE));
            touched.add(at + (sameType ? "=" + shown(after) : OTHER_TYPE));
        }
    }

    private static boolean isNone(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static String shown(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.isMissingNode() ? "" : "{}";
    }

    // ---- Bytes ----

    /// Tensors lie behind the header, whose length a change may have changed.
    private void data(List<Region> regions, byte[] whole, byte[] changed) {
        int before = Regions.headerEnd(whole);
        int after = Regions.headerEnd(changed);
        if (after > 0 && after <= changed.length) {
            bytes(regions.stream().filter(region -> region.from() >= before).map(region ->
                            new Region(region.place(), region.from() - before,
                                    region.to() - before)).toList(),
                    Arrays.copyOfRange(whole, before, whole.length),
                    Arrays.copyOfRange(changed, after, changed.length));
        }
    }

    private void bytes(List<Region> regions, byte[] whole, byte[] changed) {
        int same = Arrays.mismatch(whole, changed);
        if (same < 0) {
            return;
        }
        int behind = 0;
        while (behind < Math.min(whole.length, changed.length) - same
                && whole[whole.length - 1 - behind] == changed[changed.length - 1 - behind]) {
            behind++;
        }
        int end = whole.length - behind;
        boolean inPlace = whole.length == changed.length;
        regions.stream().filter(region -> !region.isStructure()).filter(region -> inPlace
                        ? !Arrays.equals(whole, region.from(), region.to(), changed,
                        region.from(), region.to())
                        : region.from() <= end && region.to() >= same)
                .forEach(region -> touched.add(region.place()));
        if (end == whole.length && changed.length > whole.length) {
            touched.add("end");
        }
    }
}
