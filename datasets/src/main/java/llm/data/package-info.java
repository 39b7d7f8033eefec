/// Public models and data sets: a catalogue of them, and how they get here whole.
///
/// Reading order: `Catalogue` and `CatalogueEntry`; `Source`, `Hub` and `RemoteFile` (what is to be
/// fetched, and from where); `Web` (one request), `Download` (one file, however often the
/// connection drops), `Checksum`, `Unpacking`; `Fetch`, which does all of it for an entry; and
/// `DataFolders`, which finds what is here already. `WholeFile` and `JsonArrayFile` write and read
/// the data sets of our own as well.
@NullMarked
package llm.data;

import org.jspecify.annotations.NullMarked;
