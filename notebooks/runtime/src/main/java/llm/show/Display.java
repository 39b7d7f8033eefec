package llm.show;

import static java.awt.RenderingHints.KEY_ANTIALIASING;
import static java.awt.RenderingHints.VALUE_ANTIALIAS_ON;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/// Something to show, in one or more forms; whoever shows it picks the richest form it can.
///
/// @param forms    by MIME type, always with `text/plain`; a PNG picture is in Base64
/// @param metadata by MIME type, in Jupyter's terms: a picture's `alt`, `width` and `height`
public record Display(SequencedMap<String, String> forms,
                      SortedMap<String, SortedMap<String, Object>> metadata) {
    /// The MIME types in use.
    public static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    public static final String PNG = "image/png";
    public static final String SVG = "image/svg+xml";

    private static final double DENSITY = 2;                // pixels a point: sharp on any screen

    public Display {
        if (!forms.containsKey(TEXT)) {
            throw new IllegalArgumentException("forms must hold text/plain, got "
                    + forms.keySet());
        }
        forms = new LinkedHashMap<>(forms);
        metadata = new TreeMap<>(metadata);
    }

    /// Without metadata.
    public Display(SequencedMap<String, String> forms) {
        this(forms, new TreeMap<>());
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
        var forms = new LinkedHashMap<String, String>();
        return picture(forms, image, 1, "[picture, %d × %d pixels]".formatted(image.getWidth(),
                image.getHeight()));
    }

    /// Something painted, as a sharp picture of pixels.
    ///
    /// @param size  in points
    /// @param text  what stands for it where only text can be shown
    public static Display painted(Dimension size, Consumer<Graphics2D> painter, String text) {
        return painted(new LinkedHashMap<>(), size, painter, text);
    }

    /// A drawing in SVG, and as a picture for those who do not show drawings of others, such as
    /// Jupyter in a notebook that it does not trust.
    ///
    /// @param text what stands for it where only text can be shown
    public static Display drawing(String svg, String text) {
        var forms = new LinkedHashMap<String, String>();
        forms.put(SVG, svg);
        SVGDocument drawing = new SVGLoader().load(
                new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)), null,
                LoaderContext.createDefault());
        if (drawing == null) {
            forms.put(TEXT, text);
            return new Display(forms);
        }
        var size = new Dimension((int) Math.ceil(drawing.size().getWidth()),
                (int) Math.ceil(drawing.size().getHeight()));
        return painted(forms, size, graphics -> {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, size.width, size.height);
            drawing.render((Component) null, graphics, new ViewBox(size.width, size.height));
        }, text);
    }

    private static Display painted(SequencedMap<String, String> forms, Dimension size,
                                   Consumer<Graphics2D> painter, String text) {
        var image = new BufferedImage((int) (DENSITY * size.width), (int) (DENSITY * size.height),
                BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(KEY_ANTIALIASING, VALUE_ANTIALIAS_ON);
        graphics.scale(DENSITY, DENSITY);
        painter.accept(graphics);
        graphics.dispose();
        return picture(forms, image, DENSITY, text);
    }

    /// Adds the picture to richer forms.
    private static Display picture(SequencedMap<String, String> forms, BufferedImage image,
                                   double density, String text) {
        forms.put(PNG, png(image));
        forms.put(TEXT, text);
        var metadata = new TreeMap<String, Object>(Map.of(
                "alt", text.replaceFirst("^\\[(.*)]$", "$1"),
                "width", (int) (image.getWidth() / density),
                "height", (int) (image.getHeight() / density)));
        return new Display(forms, new TreeMap<>(Map.of(PNG, metadata)));
    }

    private static String png(BufferedImage image) {
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
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /// The plain text.
    public String text() {
        return forms.getOrDefault(TEXT, "");
    }
}
