package llm.preference.policy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import llm.instruct.Instruction;
import llm.text.dataset.Dataset;

/// Prompts to be answered, some at a time.
///
/// @param prompts what is asked; a right answer may be known, for a reward that compares with it
public record PromptDataset(List<Instruction> prompts) implements Dataset<List<Instruction>> {

    public PromptDataset {
        prompts = List.copyOf(prompts);
    }

    @Override
    public int size() {
        return prompts.size();
    }

    @Override
    public List<Instruction> batch(int... examples) {
        return Arrays.stream(examples).mapToObj(prompts::get).toList();
    }

    @Override
    public String fingerprint() {
        CRC32C sum = new CRC32C();
        prompts.forEach(each -> sum.update(each.toString().getBytes(StandardCharsets.UTF_8)));
        return "%d prompts with CRC-32C %08x".formatted(size(), sum.getValue());
    }
}
