/// Commands that open or run what teaches: notebooks and JShell.
///
/// Read in this order: [RunCommand] and [NotebookChoice], [NotebooksCommand] (Jupyter),
/// [JShellCommand], [ChapterImports] and
/// [DocumentationSources].
@NullMarked
package llm.tools.notebooks;

import org.jspecify.annotations.NullMarked;
