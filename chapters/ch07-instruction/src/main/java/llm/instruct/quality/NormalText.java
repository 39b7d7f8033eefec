package llm.instruct.quality;

import java.text.Normalizer;
import java.util.Locale;

/// The form in which two texts count as the same: small letters, one space for any white space,
/// none at the ends, and one spelling for what Unicode can spell in several ways. Signs stay:
/// `3 + 4` is not `3 - 4`.
public final class NormalText {

    private NormalText() {
    }

    public static String of(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ").strip();
    }
}
