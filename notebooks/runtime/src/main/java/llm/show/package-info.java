/// What notebooks use to show, check and scale.
///
/// Read in this order: [Show] (pictures, charts, tables, progress), [Diagram], [HeatMap],
/// [TokenStrip] and [Roofline] (drawings), [Charts], [Check] (claims), [Scale] (a quick pass), then
/// how drawings are made ([Svg], [Track], [DiagramDrawing], [HeatMapDrawing], [RooflineDrawing],
/// [NamePlaces]) and how anything is shown ([Display], [Rendering], [Screen]).
@NullMarked
package llm.show;

import org.jspecify.annotations.NullMarked;
