package llm.tools.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Changes files as bad downloads, broken disks and careless programs do, and as somebody would who
/// means harm: by bytes, and where there is JSON, by its values.
final class Mutations {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEAD = 2_048;              // where most files say what they hold
    private static final int DEEP = 3_000;
    private static final long[] NUMBERS = {0, 1, -1, 2, 7, 255, 65_536, 1 << 20, 1 << 26,
        Integer.MAX_VALUE, 1L << 31, 1L << 32, 1L << 40, 1L << 61, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final List<String> VALUES = List.of("null", "true", "\"\"", "\"x\"", "\"yarn\"",
            "0", "-1", "1", "1.5", "3", "1e308", "2147483647", "2147483648", "9223372036854775807",
            "67108864", "1000000", "[]", "{}", "[null]", "[1,2]", "{\"a\":1}", "[[1]]",
            "[\"a\",\"b\"]", "\"a\\nb\\u0000\"", "\"" + "y".repeat(5_000) + "\"",
            "1" + "0".repeat(400));
    private static final List<String> OTHER_FILES = List.of("",
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n",
            "<!DOCTYPE html>\n<html><body>Not found</body></html>\n", "PK\u0003\u0004data.pkl",
            "\u0080\u0002}q\u0000.", "\u001f\u008b\u0008\u0000", "Entry not found", "null", "[]",
            "{}", "{} {}", "[".repeat(DEEP), "{\"a\":".repeat(DEEP), "\uFFFE\u0000{\u0000}");

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /// A changed copy.
    byte[] mutated(byte[] file, String name) {
        byte[] changed = file;
        for (int times = 1 + random.nextInt(3) / 2; times > 0; times--) {
            changed = once(changed, name);
        }
        return changed;
    }

    private byte[] once(byte[] file, String name) {
        int kind = random.nextInt(10);
        if (kind == 0) {
            return OTHER_FILES.get(random.nextInt(OTHER_FILES.size()))
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
        if (kind < 6 && name.matches(".*\\.(json|ipynb)")) {
            return json(file);
        }
        if (kind < 6 && name.endsWith(".jsonl")) {
            return line(file);
        }
        if (kind < 6 && name.endsWith(".safetensors")) {
            return header(file);
        }
        if (kind < 6 && name.matches(".*\\.(gguf|model|bin)")) {
            return region(file, name);
        }
        return file.length == 0 ? new byte[] {0} : bytes(file);
    }

    /// A number, a text or a tensor of a binary format gets other bytes, as far as it is still one.
    private byte[] region(byte[] file, String name) {
        List<Region> regions;
        try {
            regions = Regions.of(name, file);
        } catch (RuntimeException broken) {                  // the second change of a file
            regions = List.of();
        }
        if (regions.isEmpty()) {
            return file.length == 0 ? file : bytes(file);
        }
        Region region = regions.get(random.nextInt(regions.size()));
        byte[] copy = file.clone();
        int at = Math.min(file.length - 1, region.from());
        switch (random.nextInt(4)) {
            case 0 -> copy[at] = (byte) random.nextInt(16);
            case 1 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> copy = joined(Arrays.copyOf(file, at),
                    Arrays.copyOfRange(file, region.to(), file.length));
            default -> writeNumber(copy, at);
        }
        return copy;
    }

    private int place(int length) {
        return random.nextInt(random.nextInt(4) == 0 ? length : Math.min(length, HEAD));
    }

    private byte[] bytes(byte[] file) {
        byte[] copy = file.clone();
        int at = place(file.length);
        int count = 1 + random.nextInt(16);
        switch (random.nextInt(9)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[at] = (byte) random.nextInt();
            case 2 -> copy = Arrays.copyOf(file, at);
            case 3 -> copy = Arrays.copyOf(file, file.length + count);
            case 4 -> copy = joined(Arrays.copyOf(file, at), Arrays.copyOfRange(file,
                    Math.max(0, at - count), file.length));
            case 5 -> copy = joined(Arrays.copyOf(file, at), Arrays.copyOfRange(file,
                    Math.min(file.length, at + count), file.length));
            case 6 -> Arrays.fill(copy, at, Math.min(file.length, at + count),
                    (byte) (random.nextBoolean() ? 0 : 0xFF));
            case 7 -> {
                byte[] some = new byte[count];
                random.nextBytes(some);
                copy = joined(Arrays.copyOf(file, at), joined(some,
                        Arrays.copyOfRange(file, at, file.length)));
            }
            default -> writeNumber(copy, at);
        }
        return copy;
    }

    private void writeNumber(byte[] copy, int at) {
        int width = random.nextBoolean() ? Integer.BYTES : Long.BYTES;
        byte[] number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(NUMBERS[random.nextInt(NUMBERS.length)]).array();
        System.arraycopy(number, 0, copy, at, Math.min(width, copy.length - at));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private byte[] line(byte[] file) {
        List<String> lines = new ArrayList<>(new String(file, StandardCharsets.UTF_8).lines()
                .toList());
        if (lines.isEmpty()) {
            return file;
        }
        int at = random.nextInt(lines.size());
        lines.set(at, new String(json(lines.get(at).getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8));
        return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    /// The JSON of a safetensors file; the length before it stays right.
    private byte[] header(byte[] file) {
        if (file.length < Long.BYTES) {
            return file;
        }
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > file.length - Long.BYTES) {
            return file;
        }
        int end = Long.BYTES + (int) length;
        byte[] json = json(Arrays.copyOfRange(file, Long.BYTES, end));
        byte[] start = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length).array();
        return joined(joined(start, json), Arrays.copyOfRange(file, end, file.length));
    }

    /// One value is replaced, left out, renamed or there twice.
    private byte[] json(byte[] file) {
        JsonNode root;
        try {
            root = JSON.readTree(file);
        } catch (IOException e) {
            return file.length == 0 ? file : bytes(file);
        }
        if (root == null || !root.isContainerNode() || root.isEmpty()) {
            return VALUES.get(random.nextInt(VALUES.size())).getBytes(StandardCharsets.UTF_8);
        }
        ContainerNode<?> parent = (ContainerNode<?>) root;
        for (int i = 0; i < 6; i++) {
            JsonNode child = child(parent);
            if (child instanceof ContainerNode<?> inner && !inner.isEmpty()
                    && random.nextInt(5) > 0) {
                parent = inner;
            }
        }
        change(parent);
        return written(root).getBytes(StandardCharsets.UTF_8);
    }

    /// Now and then with a name twice, or something behind the value.
    private String written(JsonNode root) {
        String text = root.toString();
        if (random.nextInt(20) == 0) {
            return text + " " + (random.nextBoolean() ? text : value());
        }
        return root.isEmpty() || !root.isObject() || random.nextInt(12) > 0 ? text
                : "{\"%s\":%s,".formatted(root.fieldNames().next(), value()) + text.substring(1);
    }

    private JsonNode child(ContainerNode<?> parent) {
        return parent.valueStream().skip(random.nextInt(parent.size())).findFirst().orElseThrow();
    }

    private void change(ContainerNode<?> parent) {
        int at = random.nextInt(parent.size());
        boolean removes = random.nextInt(5) == 0;
        if (parent instanceof ArrayNode array) {
            if (removes) {
                array.remove(at);
            } else if (random.nextInt(5) == 0) {
                array.insert(at, array.get(random.nextInt(array.size())));
            } else {
                array.set(at, value());
            }
        } else if (parent instanceof ObjectNode object) {
            String name = object.propertyStream().skip(at).findFirst().orElseThrow().getKey();
            JsonNode value = object.get(name);
            if (removes) {
                object.remove(name);
            } else if (random.nextInt(6) == 0) {
                object.remove(name);
                object.set(name + (random.nextBoolean() ? "x" : "\n"), value);
            } else if (random.nextInt(6) == 0) {
                object.set(name, child(object));
            } else {
                object.set(name, value());
            }
        }
    }

    private JsonNode value() {
        try {
            return JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
