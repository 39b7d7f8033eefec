/// The tour: from nothing to a model that writes stories.
///
/// Read in this order: [TourCommand], [Tour] (the stages), [TourStories] and [TourWriting] (its
/// beginning and its end), [Narrator] (tells it), [TourReport] and [TourPage] (the page).
@NullMarked
package llm.tools.tour;

import org.jspecify.annotations.NullMarked;
