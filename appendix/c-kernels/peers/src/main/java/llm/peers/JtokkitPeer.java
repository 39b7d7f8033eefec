package llm.peers;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.util.Arrays;

/// Encodes with JTokkit.
final class JtokkitPeer {

    private static final int PART = 1 << 18;

    private JtokkitPeer() {
    }

    public static void main(String[] arguments) throws IOException {
        EncodingTask task = EncodingTask.of(arguments);
        Encoding gpt2 = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);
        task.measure(text -> encode(gpt2, task.threads(), text), System.out);
    }

    static int[] encode(Encoding gpt2, int threads, String text) {
        if (threads == 1) {
            return gpt2.encodeOrdinary(text).toArray();
        }
        return EncodingTask.parts(text, PART).parallelStream()
                .map(part -> gpt2.encodeOrdinary(part).toArray())
                .flatMapToInt(Arrays::stream).toArray();
    }
}
