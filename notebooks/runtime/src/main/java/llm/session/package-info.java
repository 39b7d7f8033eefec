/// One Java session for everything that runs a notebook: runner, Jupyter kernel, tests.
///
/// Read in this order: [JavaSession] (runs cells), [Snippets] (cuts a cell into statements),
/// [CellControl] and [CellLoader] (run what JShell compiles), [StopChecks] and [StopSwitch]
/// (interrupt a loop), [ExitCalls] and [CellExit] (a cell must not end the JVM), [Failures] (say
/// where an error arose), [Magics] (what to write instead of other kernels' commands),
/// [CellPrintStream] (what cells print), [Assistance] (completion and documentation), with
/// [SourceDocs] and [SourceFolders] (comments), [TextChoices] and [LibraryNames] (texts).
///
/// A *cell* is a piece of source that is run at once; a *snippet* is one statement, declaration or
/// expression of it, JShell's unit.
@NullMarked
package llm.session;

import org.jspecify.annotations.NullMarked;
