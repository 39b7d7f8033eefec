package llm.deploy;

import java.util.Arrays;
import java.util.Optional;
import llm.instruct.Instruction;
import llm.instruct.PlainFormat;
import llm.instruct.PromptText;

/// A plain format as a chat template in the language Jinja: with it, transformers and llama.cpp lay
/// conversations out as [ChatLayout] does.
final class PlainTemplate {
    private static final String START = "bos_token + ";
    private static final String HERE = "\0";                 // where the question stands

    private PlainTemplate() {
    }

    /// @param starts whether the model's texts begin with a token of their own
    static String of(PlainFormat format, boolean starts) {
        PromptText text = format.layOut(Instruction.of(HERE, ""));
        int here = text.query().indexOf(HERE);
        return """
                {%%- set ns = namespace(system='') -%%}
                {%%- for message in messages -%%}
                {%%- if message['role'] == 'system' -%%}
                {%%- set ns.system = message['content'] | trim + '\\n' -%%}
                {%%- elif message['role'] == 'user' -%%}
                {{- %s%s + ns.system + message['content'] + %s -}}
                {%%- set ns.system = '' -%%}
                {%%- else -%%}
                {{- %s + message['content'] | trim + eos_token -}}
                {%%- endif -%%}
                {%%- endfor -%%}
                """.formatted(starts ? START : "", quoted(text.query().substring(0, here)),
                quoted(text.query().substring(here + 1) + text.header()), quoted(text.answer()));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\n", "\\n") + "'";
    }

    /// The format that a template lays out, if it is one of those above.
    static Optional<PlainFormat> format(String template) {
        return Arrays.stream(PlainFormat.values()).filter(format ->
                template.strip().equals(of(format, false).strip())
                        || template.strip().equals(of(format, true).strip())).findFirst();
    }
}
