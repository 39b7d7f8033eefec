/// The Jupyter kernel of the book: the Java session of [llm.session] behind the protocol library of
/// JJava, the living fork of IJava's base.
///
/// Read in this order: [KernelMain] (where it starts), [JavaKernel] (what messages mean),
/// [KernelOutput] and [KernelInput] (streams), [KernelConnection], [KernelSpec] (how Jupyter finds it).
@NullMarked
package llm.kernel;

import org.jspecify.annotations.NullMarked;
