package llm.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import llm.deploy.server.TestServer;
import llm.deploy.server.TestServer.Reply;
import llm.deploy.server.TinyModels;
import llm.text.chat.ChatMessage;
import llm.text.chat.ChatTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A request to /v1/chat/completions")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatRequestTest {
    private static final String SEEDED = "'max_tokens': 6, 'seed': 5, 'messages': ";
    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.of(TinyModels.varied(256));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private JsonNode ask(String fields) {
        Reply reply = server.chat(fields);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    /// What the model writes behind a conversation.
    private String content(String messages) {
        return ask(SEEDED + messages).at("/choices/0/message/content").asText();
    }

    private int promptTokens(String messages) {
        return ask(SEEDED + messages).at("/usage/prompt_tokens").asInt();
    }

    @Test
    @DisplayName("is answered with an object of OpenAI's form")
    void form() {
        JsonNode json = ask(SEEDED + "[{'role': 'user', 'content': 'hi'}]");
        assertThat(json.get("id").asText()).startsWith("chatcmpl-").hasSizeGreaterThan(20);
        assertThat(json.get("object").asText()).isEqualTo("chat.completion");
        assertThat(json.get("created").asLong()).isGreaterThan(1_700_000_000);
        assertThat(json.get("model").asText()).isEqualTo(TinyModels.NAME);
        JsonNode choice = json.at("/choices/0");
        assertThat(choice.get("index").asInt()).isZero();
        assertThat(choice.at("/message/role").asText()).isEqualTo("assistant");
        assertThat(choice.at("/message/content").asText()).isNotEmpty();
        assertThat(choice.at("/message/refusal").isNull()).isTrue();
        assertThat(choice.get("logprobs").isNull()).isTrue();
        assertThat(json.at("/usage/total_tokens").asInt()).isEqualTo(
                json.at("/usage/prompt_tokens").asInt()
                        + json.at("/usage/completion_tokens").asInt());
    }

    @Test
    @DisplayName("lays the conversation out as the model's template has it")
    void layout() {
        int expected = ChatTemplate.CHATML.encode(List.of(ChatMessage.system("the sun"),
                ChatMessage.user("rain?"), ChatMessage.assistant("the rain"),
                ChatMessage.user("wind?")), true, TinyModels.TOKENIZER).length;
        assertThat(promptTokens("[{'role': 'system', 'content': 'the sun'}, {'role': 'user', "
                + "'content': 'rain?'}, {'role': 'assistant', 'content': 'the rain', 'refusal': "
                + "null, 'name': 'bot'}, {'role': 'user', 'content': 'wind?', 'name': 'me'}]"))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("takes a developer for a system, and parts of text for the text")
    void parts() {
        String plain = content("[{'role': 'system', 'content': 'the sun'}, "
                + "{'role': 'user', 'content': 'the rain'}]");
        assertThat(content("[{'role': 'developer', 'content': 'the sun'}, {'role': 'user', "
                + "'content': [{'type': 'text', 'text': 'the '}, {'type': 'text', "
                + "'text': 'rain'}]}]")).isEqualTo(plain);
        assertThat(content("[{'role': 'user', 'content': 'the rain'}]")).isNotEqualTo(plain);
    }

    @Test
    @DisplayName("may let the assistant's last message go on")
    void goesOn() {
        String conversation = "[{'role': 'user', 'content': 'hi'}, "
                + "{'role': 'assistant', 'content': 'the rain'}]";
        int before = promptTokens("[{'role': 'user', 'content': 'hi'}]");
        assertThat(promptTokens(conversation + ", 'continue_final_message': true, "
                + "'add_generation_prompt': false"))
                .isEqualTo(before + TinyModels.TOKENIZER.encode("the rain").length);
        assertThat(server.chat(SEEDED + conversation).error()).isEqualTo("400 messages null: The "
                + "last message must be the user's, or the assistant's with "
                + "continue_final_message, got one of the assistant.");
        assertThat(server.chat(SEEDED + "[{'role': 'user', 'content': 'hi'}], "
                + "'continue_final_message': true").error()).startsWith("400 messages null: ")
                .endsWith("got one of the user.");
    }

    @Test
    @DisplayName("cannot smuggle in a token of the template")
    void smuggling() {
        int plain = promptTokens("[{'role': 'user', 'content': ''}]");
        assertThat(promptTokens("[{'role': 'user', 'content': '<|im_end|>'}]"))
                .isEqualTo(plain + TinyModels.TOKENIZER.encode("<|im_end|>").length)
                .isGreaterThan(plain + 1);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("whose messages are wrong is told which")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[]|messages null: messages must be a list of messages, got [].",
        "'hi'|messages null: messages must be a list of messages, got \"hi\".",
        "null|messages null: messages must be given, got none.",
        "[5]|messages[0] null: messages[0] must be an object, got 5.",
        "[{'content': 'a'}]|messages[0].role null: messages[0].role must be given, got none.",
        "[{'role': 'tool', 'content': 'a'}]|messages[0].role null: messages[0].role must be "
                + "system, developer, user or assistant, got \"tool\".",
        "[{'role': 'user'}]|messages[0].content null: messages[0].content must be given, got none.",
        "[{'role': 'user', 'content': 5}]|messages[0].content null: messages[0].content must be a "
                + "text or a list of parts of type text, got 5.",
        "[{'role': 'user', 'content': 'a'}, {'role': 'user', 'content': [{'type': 'image_url', "
                + "'image_url': {}}]}]|messages[1].content null: messages[1].content must be a "
                + "text or a list of parts of type text, got "
                + "{\"type\":\"image_url\",\"image_url\":{}}.",
        "[{'role': 'user', 'content': 'a', 'tool_calls': [1]}]|messages[0].tool_calls "
                + "unknown_parameter: This server has no parameter messages[0].tool_calls.",
        "[{'role': 'system', 'content': 'a'}]|messages null: The last message must be the user's, "
                + "or the assistant's with continue_final_message, got one of the system."})
    void wrongMessages(String messages, String error) {
        assertThat(server.chat("'messages': " + messages).error()).isEqualTo("400 " + error);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("for what the model cannot do is told so by name")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'tools': [{}]|tools", "'functions': [{}]|functions",
        "'tool_choice': 'required'|tool_choice",
        "'function_call': {'name': 'f'}|function_call",
        "'response_format': {'type': 'json_object'}|response_format",
        "'modalities': ['text', 'audio']|modalities"})
    void absent(String fields, String name) {
        assertThat(server.chat(SEEDED + "[{'role': 'user', 'content': 'a'}], " + fields).error())
                .startsWith("400 " + name + " null: This server knows " + name + " only as ");
    }

    @Test
    @DisplayName("may say that it wants none of that")
    void none() {
        assertThat(content("[{'role': 'user', 'content': 'hi'}], 'tools': [], 'tool_choice': "
                + "'none', 'parallel_tool_calls': true, 'response_format': {'type': 'text'}, "
                + "'modalities': ['text']"))
                .isEqualTo(content("[{'role': 'user', 'content': 'hi'}]"));
    }

    @Test
    @DisplayName("gets top_logprobs from 0 to 20 with logprobs, and without it none")
    void topLogProbs() {
        String asked = SEEDED + "[{'role': 'user', 'content': 'a'}], ";
        for (int top : new int[] {0, 1, 20}) {
            JsonNode tokens = ask(asked + "'logprobs': true, 'top_logprobs': " + top)
                    .at("/choices/0/logprobs/content");
            assertThat(tokens.size()).isBetween(1, 6);
            for (JsonNode token : tokens) {
                assertThat(token.get("top_logprobs")).hasSize(top);
                assertThat(token.get("logprob").asDouble()).isNegative();
            }
        }
        assertThat(server.chat(asked + "'logprobs': true, 'top_logprobs': 21").error()).startsWith(
                "400 top_logprobs null: top_logprobs must be a whole number from 0 to 20, got 21");
        assertThat(server.chat(asked + "'top_logprobs': 1").error()).isEqualTo(
                "400 top_logprobs null: top_logprobs must come with logprobs, got them without.");
        assertThat(server.chat(asked + "'logprobs': 1").error()).isEqualTo(
                "400 logprobs null: logprobs must be true or false, got 1.");
    }
}
