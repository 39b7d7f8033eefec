package llm.text.files;

import com.knuddels.jtokkit.api.Encoding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import llm.text.SpecialTokens;
import llm.text.bpe.BpeSettings;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeVocabulary;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.Gpt2PreTokenizer;

/// The tokenizer of GPT-2 from the vocabulary that JTokkit ships: a line for each token, its bytes
/// in Base64 and its id. Only the data is JTokkit's; the encoder is ours.
final class EmbeddedGpt2 {

    private static final String RESOURCE = "/com/knuddels/jtokkit/r50k_base.tiktoken";

    private EmbeddedGpt2() {
    }

    static BpeTokenizer load() {
        List<byte[]> tokens = tokens();
        AddedToken end = new AddedToken(tokens.size(), SpecialTokens.END_OF_TEXT, true);
        BpeVocabulary vocabulary = BpeVocabulary.ofRanks(tokens).plus(end.text());
        return new BpeTokenizer(vocabulary, new Gpt2PreTokenizer(), BpeSettings.gpt2(List.of(end)));
    }

    private static List<byte[]> tokens() {
        try (InputStream resource = Encoding.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(
                        RESOURCE + " must be on the class path, got nothing");
            }
            Base64.Decoder base64 = Base64.getDecoder();
            return new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))
                    .lines()
                    .map(line -> base64.decode(line.substring(0, line.indexOf(' '))))
                    .toList();                  // the file is in the order of the ids
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
