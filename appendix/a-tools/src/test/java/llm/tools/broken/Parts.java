package llm.tools.broken;

import java.lang.reflect.RecordComponent;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import llm.model.DecoderModel;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tensor.Tensor;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;

/// What a reader made of its files, part by part: the bits of each tensor, each field of a
/// configuration, each token and the ids of some texts, each row of a data set. Two readings are
/// the same if all parts are.
final class Parts {
    private static final List<String> TEXTS = List.of("the cat <s> in 1234 hats\n\n isn't naïve",
            "文字 <|endoftext|> the dog and the cat", " a  b\tC");

    private final SortedMap<String, Object> all = new TreeMap<>();

    /// What is in a file one behind the other: where one is gone, the next ones are still the same.
    private record Rows(int first, List<?> all) {
    }

    /// @param value with an `equals` of its own
    Parts put(String name, Object value) {
        all.put(name, value);
        return this;
    }

    /// Rows, numbered from 0 on.
    Parts rows(List<?> rows) {
        return rows("row", 0, rows);
    }

    /// Rows, the first one with this number: that of its line in the file.
    Parts rows(String name, int first, List<?> rows) {
        return put(name, new Rows(first, List.copyOf(rows)));
    }

    Parts tensors(String kind, Map<String, Tensor> tensors) {
        tensors.forEach((name, tensor) -> put(kind + "/" + name, bits(tensor)));
        return this;
    }

    private static List<Object> bits(Tensor tensor) {
        float[] values = tensor.toArray();
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return List.of(tensor.shape(), IntBuffer.wrap(bits));
    }

    /// The configuration and the weights.
    Parts model(DecoderModel model) {
        return record("config", model.config())
                .tensors("weight", PretrainedModel.weights(model));
    }

    /// A record, component by component, and those within.
    Parts record(String name, Object record) {
        put(name + "/class", record.getClass().getSimpleName());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String path = name + "/" + component.getName();
            Object value = value(component, record);
            if (value instanceof Optional<?> maybe && maybe.isPresent()) {
                value = maybe.get();
            }
            if (value instanceof Record inner) {
                record(path, inner);
            } else {
                put(path, String.valueOf(value));
            }
        }
        return this;
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    Parts ends(StopTokens ends) {
        return put("begin", ends.begin()).put("stop", ends.stop());
    }

    /// Every token, and what becomes of some texts.
    Parts tokenizer(Tokenizer tokenizer) {
        put("tokenizer/size", tokenizer.vocabSize());
        for (int id = 0; id < tokenizer.vocabSize(); id++) {
            if (tokenizer.hasToken(id)) {
                put("token/" + id, tokenizer.token(id) + " " + tokenizer.decode(id));
            }
        }
        put("tokenizer/ends", List.of(tokenizer.beginOfText(), tokenizer.endOfText(),
                tokenizer.addBos()));
        List<List<Integer>> ids = TEXTS.stream().map(text -> tokenizer.fromStart(
                tokenizer.encode(text, SpecialTokens.allowAll()))).map(Parts::list).toList();
        put("tokenizer/ids", ids);
        return put("tokenizer/texts", ids.stream().map(some -> tokenizer.decode(
                some.stream().mapToInt(Integer::intValue).toArray())).toList());
    }

    private static List<Integer> list(int... ids) {
        return IntStream.of(ids).boxed().toList();
    }

    /// Parts that are not the same in another reading; where there are more or fewer rows than
    /// before, all from the first to the last that differ.
    Set<String> differences(Parts other) {
        Set<String> names = new TreeSet<>(all.keySet());
        names.addAll(other.all.keySet());
        Set<String> different = new TreeSet<>();
        for (String name : names) {
            Object mine = all.get(name);
            Object its = other.all.get(name);
            if (mine instanceof Rows(int first, List<?> rows)
                    && its instanceof Rows(int _, List<?> others)) {
                differing(rows, others).forEach(i -> different.add(name + "/" + (first + i)));
            } else if (!Objects.equals(mine, its)) {
                different.add(name);
            }
        }
        return different;
    }

    private static Collection<Integer> differing(List<?> rows, List<?> others) {
        return rows.size() != others.size() ? changed(rows, others)
                : IntStream.range(0, rows.size())
                        .filter(i -> !rows.get(i).equals(others.get(i))).boxed().toList();
    }

    /// Numbers of the elements from the first to the last that differ; where some were put in
    /// between, the one behind them.
    static Collection<Integer> changed(List<?> from, List<?> to) {
        int least = Math.min(from.size(), to.size());
        int same = 0;
        while (same < least && from.get(same).equals(to.get(same))) {
            same++;
        }
        int behind = 0;
        while (behind < least - same && from.get(from.size() - 1 - behind)
                .equals(to.get(to.size() - 1 - behind))) {
            behind++;
        }
        int end = from.size() - behind;
        return from.equals(to) ? List.of()
                : IntStream.range(same, Math.max(same + 1, end)).boxed().toList();
    }
}
