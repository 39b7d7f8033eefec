/// How the charts of the book look, and how they become pictures.
///
/// Reading order: [ChartStyle], the dress; [ChartPicture], which puts a chart on paper;
/// `RoundTicks`, which keeps odd numbers off its axes.
@NullMarked
package llm.chart;

import org.jspecify.annotations.NullMarked;
