package llm.show;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import javax.imageio.ImageIO;

/// Something to show, in one or more forms; whoever shows it picks the richest form it can.
///
/// @param forms by MIME type, always with `text/plain`; a PNG picture is in Base64
public record Display(SequencedMap<String, String> forms) {
    /// The MIME types in use.
    public static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    public static final String PNG = "image/png";
    public static final String SVG = "image/svg+xml";

    public Display {
        if (!forms.containsKey(TEXT)) {
            throw new IllegalArgumentException("forms must hold text/plain, got "
                    + forms.keySet());
        }
        forms = new LinkedHashMap<>(forms);
    }

    /// Plain text.
    public static Display text(String text) {
        return new Display(new LinkedHashMap<>(Map.of(TEXT, text)));
    }

    /// A form richer than text.
    ///
    /// @param text what stands for it where only text can be shown
    public static Display of(String mimeType, String data, String text) {
        var forms = new LinkedHashMap<String, String>();
        forms.put(mimeType, data);
        forms.put(TEXT, text);
        return new Display(forms);
    }

    /// A picture of pixels.
    public static Display picture(BufferedImage image) {
        ImageIO.setUseCache(false);                         // it would lie in /tmp
        var bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", bytes)) {
                throw new IllegalArgumentException("image must be one that PNG can hold, got "
                        + image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(PNG, Base64.getEncoder().encodeToString(bytes.toByteArray()),
                "[picture, %d × %d pixels]".formatted(image.getWidth(), image.getHeight()));
    }

    /// The plain text.
    public String text() {
        return forms.getOrDefault(TEXT, "");
    }
}
