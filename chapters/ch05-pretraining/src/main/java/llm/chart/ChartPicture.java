package llm.chart;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import llm.tensor.file.AtomicFile;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/// A chart on white paper with round corners, so that it reads well on a dark page too, its title
/// at the top left.
///
/// @param chart in the dress of [ChartStyle]
public record ChartPicture(Chart<?, ?> chart) {
    private static final int PIXELS_PER_POINT = 2;           // sharp on dense screens
    private static final int CORNER = 12;
    private static final int MARGIN = 20;
    private static final int HEADLINE = 34;
    private static final int BASELINE = 26;

    public ChartPicture {
        if (chart instanceof XYChart lines) {
            RoundTicks.apply(lines);
        }
        if (chart.getStyler() instanceof AxesChartStyler axes) {
            RoundTicks.powers(axes);
        }
    }

    /// In points, the title's line included.
    public Dimension size() {
        return new Dimension(chart.getWidth(), height());
    }

    /// The picture, two pixels to a point.
    public BufferedImage image() {
        var image = new BufferedImage(PIXELS_PER_POINT * chart.getWidth(),
                PIXELS_PER_POINT * height(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
        paint(graphics);
        graphics.dispose();
        return image;
    }

    public byte[] png() throws IOException {
        ImageIO.setUseCache(false);                          // in /tmp, and only before a shutdown
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image(), "png", bytes);
        return bytes.toByteArray();
    }

    public byte[] svg() throws IOException {
        var graphics = new VectorGraphics2D();
        paint(graphics);
        var bytes = new ByteArrayOutputStream();
        Processors.get("svg").getDocument(graphics.getCommands(),
                new PageSize(0, 0, chart.getWidth(), height())).writeTo(bytes);
        return bytes.toByteArray();
    }

    /// Writes `NAME.png` and `NAME.svg`.
    public void write(Path folder, String name) throws IOException {
        byte[] png = png();
        byte[] svg = svg();
        AtomicFile.write(folder.resolve(name + ".png"), file -> Files.write(file, png));
        AtomicFile.write(folder.resolve(name + ".svg"), file -> Files.write(file, svg));
    }

    private int height() {
        return HEADLINE + chart.getHeight();
    }

    /// Paints it at the origin.
    public void paint(Graphics2D graphics) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING,
                RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fill(new RoundRectangle2D.Double(0, 0, chart.getWidth(), height(),
                CORNER, CORNER));
        graphics.setColor(ChartStyle.SOFT);
        var title = ChartStyle.PLAIN.deriveFont(14f).createGlyphVector(
                graphics.getFontRenderContext(), chart.getTitle());
        graphics.fill(title.getOutline(MARGIN, BASELINE));   // as XChart writes all else
        graphics.translate(0, HEADLINE);
        chart.paint(graphics, chart.getWidth(), chart.getHeight());
    }
}
