package llm.tools.tour;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Fills the page of the tour.
final class TourPage {
    private TourPage() {}

    static String render(String headline, String chart, String samples, String scores,
                         String stages) {
        try (InputStream page = TourPage.class.getResourceAsStream("tour.html")) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{headline}}", headline).replace("{{chart}}", chart)
                    .replace("{{samples}}", samples).replace("{{scores}}", scores)
                    .replace("{{stages}}", stages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
