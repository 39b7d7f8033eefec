package llm.tools.broken;

/// Bytes of a file.
///
/// @param place what they hold; empty if they are structure: counts, lengths, types, offsets
/// @param from  the first byte
/// @param to    the byte behind the last
record Region(String place, int from, int to) {

    boolean isStructure() {
        return place.isEmpty();
    }
}
