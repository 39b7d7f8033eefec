/// Runs the book's notebooks as tests, and holds them to what makes a notebook worth reading.
///
/// Reading order: `NotebooksTest`, `JShellScriptsTest`; `NotebookForm`, `Section` and
/// `NotebookFormTest`; `Patch`, `Patches`, `PatchedLibrary`, `ForkedRun` and `PatchesTest`.
@NullMarked
package llm.notebooks;

import org.jspecify.annotations.NullMarked;
