/// Commands that measure how fast this machine is, alone or beside other programs.
///
/// Read in this order: [BenchCommand], [BenchTrainCommand] with its mixin [ModelSizeOptions],
/// [BenchPrefillCommand], [BenchDecodeCommand], [BenchSessionCommand], [BenchTokenizeCommand] and
/// [BenchTrainTokenizerCommand] with [SampleText], [BenchLimitsCommand]; then
/// [BenchCompareCommand], [Comparison] (the jobs), [Peer] and [PeerBuild] (other programs),
/// [BenchmarkRunner] (runs them) and [Measurements] (what came out).
@NullMarked
package llm.tools.bench;

import org.jspecify.annotations.NullMarked;
