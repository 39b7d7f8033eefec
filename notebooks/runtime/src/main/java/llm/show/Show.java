package llm.show;

import java.awt.image.BufferedImage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/// Shows pictures, charts, tables and progress below a notebook's cell, in any kernel; where there
/// is none, such as in JShell, it prints a text instead.
public final class Show {
    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]+)</title>");

    private Show() {}

    /// A picture of pixels.
    public static void picture(BufferedImage image) {
        value(image);
    }

    /// A chart of XChart's.
    public static void chart(Chart<?, ?> chart) {
        value(chart);
    }

    /// A drawing in SVG; its `<title>` stands for it where only text can be shown.
    public static void svg(String svg) {
        Matcher title = TITLE.matcher(svg);
        Screen.current().show(Display.drawing(svg,
                "[drawing" + (title.find() ? ": " + title.group(1).strip() : "") + "]"));
    }

    /// A drawing of boxes and arrows.
    public static void diagram(Diagram diagram) {
        svg(diagram.svg());
    }

    /// What a machine allows, and how near programs come to it.
    public static void roofline(Roofline roofline) {
        svg(roofline.svg());
    }

    /// Numbers as coloured fields, side by side if there are several maps.
    public static void heatMap(HeatMap... maps) {
        svg(HeatMap.row(maps));
    }

    /// A table of Tablesaw's.
    public static void table(Table table) {
        value(table);
    }

    /// HTML of any kind.
    ///
    /// @param text what stands for it where only text can be shown
    public static void html(String html, String text) {
        Screen.current().show(Display.of(Display.HTML, html, text));
    }

    /// Any value, in its best form.
    public static void value(Object value) {
        Screen.current().show(Rendering.of(value));
    }

    /// A bar that fills while the cell runs.
    ///
    /// @param task  what is being done, such as `Training`
    /// @param total the count at the end, at least 1
    public static ProgressLine progress(String task, long total) {
        return new ProgressLine(task, total, System.out);
    }
}
