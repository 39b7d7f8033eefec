/// What notebooks use to show, check and scale.
///
/// Read in this order: [Show] (pictures, charts, tables, progress), [Diagram], [HeatMap],
/// [TokenStrip], [TokenGrid], [ShareChart] and [Roofline] (drawings), [Charts], [Check] (claims),
/// [Scale] (a quick pass), [SmallModel] (where the later chapters begin), then how drawings are made
/// ([Svg], [Track], [DiagramDrawing], [HeatMapDrawing], [RooflineDrawing], [NamePlaces]) and how
/// anything is shown ([Display], [Rendering], [Screen]).
@NullMarked
package llm.show;

import org.jspecify.annotations.NullMarked;
