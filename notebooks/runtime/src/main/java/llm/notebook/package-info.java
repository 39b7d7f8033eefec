/// Runs Jupyter notebooks without Jupyter.
///
/// Read in this order: [Notebook], [NotebookCell] and [NotebookJson] (the file), [NotebookRun]
/// (executes it), [OutputCapture] and [Output] (what cells show), [ValueMarker] (numbers in the
/// prose), [ExitWatch] (a library must not end the run), [NotebookConsole] (tells a run in a
/// terminal), [NotebookPage] (a web page of it), [Prose], [Formula] and [MathMl] (its Markdown).
@NullMarked
package llm.notebook;

import org.jspecify.annotations.NullMarked;
