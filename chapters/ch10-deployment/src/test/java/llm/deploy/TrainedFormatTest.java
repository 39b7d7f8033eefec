package llm.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import llm.instruct.ChatFormat;
import llm.text.chat.ChatTemplate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The format that a model was trained with")
class TrainedFormatTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "{{ '<|im_start|>' + role }} ~ CHATML",
        "{{ '<|im_start|>' + role }}{{ '<think>' }} ~ QWEN3",
        "{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>' }} ~ QWEN2",
        "{{ '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud.' }} ~ QWEN2_5",
        "{{ '<|im_start|>system\\nYou are a helpful AI assistant named SmolLM, trained by' }}"
                + " ~ SMOLLM2",
        "{{ '<|im_start|>system\\nYou are a helpful function-calling AI assistant. ' }}"
                + "{{ '<functions></functions>' }} ~ OLMO3",
        "{{ '<|im_start|>system\\nYou are Olmo, a helpful <functions></functions>' }} ~ OLMO3_1",
        "{{ '<|im_start|><functions></functions>' }}{{ '<think>' }} ~ OLMO3_THINK",
        "{{ content + '<|eot_id|>' }} ~ LLAMA3",
        "{{ '<start_of_turn>' + role }} ~ GEMMA3",
        "{{ '<|user|>' + content + '<|end|>' }} ~ PHI3_INSTRUCT",
        "{{ '[INST] <<SYS>>' + system }} ~ LLAMA2",
        "{{ bos_token }}{{ '<|user|>' + content }}{% if not loop.last %} ~ OLMO2",
        "{{ '[AVAILABLE_TOOLS] [' }}{{ '[INST] ' + content + '[/INST]' }}{{ answer|trim }}"
                + " ~ MISTRAL_V3",
        "{{ ' [INST] ' + content + ' [/INST]' }} ~ MISTRAL"})
    @DisplayName("is that of the family whose tokens its chat template has:")
    void families(String template, ChatTemplate family) throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), template);
        assertThat(TrainedFormat.of(folder)).hasValue(new ChatFormat(family));
    }

    @Test
    @DisplayName("of a file is that of the template in it")
    void ofFile() throws IOException {
        Path file = Files.createFile(folder.resolve("model.gguf"));
        assertThat(TrainedFormat.of(file, Optional.of("{{ content + '<|eot_id|>' }}")))
                .hasValue(new ChatFormat(ChatTemplate.LLAMA3));
        assertThat(TrainedFormat.of(file, Optional.empty())).isEmpty();
    }

    @Test
    @DisplayName("that a finetuning has noted must be a text")
    void noted() throws IOException {
        Path file = folder.resolve("finetuning.json");
        for (String base : new String[] {"3", "{\"format\":3}"}) {
            Files.writeString(file, "{\"base\": " + base + "}");
            assertThatThrownBy(() -> TrainedFormat.of(folder)).hasMessage(file + " must have an "
                    + "object as base with a text as format, got " + base);
        }
    }

    @Test
    @DisplayName("is unknown where the template is of no family that we have, or missing")
    void unknown() throws IOException {
        assertThat(TrainedFormat.of(folder)).isEmpty();
        for (String template : new String[] {"{{ content }}",
            "{{ '[AVAILABLE_TOOLS]' }}{{ '[INST] ' + content + '[/INST]' }}"}) {
            Files.writeString(folder.resolve("chat_template.jinja"), template);
            assertThat(TrainedFormat.of(folder)).as(template).isEmpty();
        }
    }
}
