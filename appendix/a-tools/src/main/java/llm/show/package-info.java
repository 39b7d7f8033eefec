/// What notebooks use to show, check and scale.
///
/// Read in this order: [Show] (pictures, charts, tables, progress), [HeatMap], [Diagram], [Sketch] and [TokenStrip]
/// (drawings), [Charts], [Check] (claims), [Scale] (a quick pass), then how showing works: [Display],
/// [Rendering], [Screen].
@NullMarked
package llm.show;

import org.jspecify.annotations.NullMarked;
