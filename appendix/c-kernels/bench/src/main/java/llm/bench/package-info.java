/// Appendix C: how fast it is, measured.
///
/// Whole programs: [TrainBenchmark], [PrefillBenchmark], [DecodeBenchmark], [TokenizeBenchmark] and
/// [TrainTokenizerBenchmark], which `./llm bench` runs. What a machine allows: [Work] and
/// [MachineLimits], measured by [ProductRate] and [MemoryBandwidth]. Single kernels: the classes of
/// `llm.bench.jmh`. The same work by others: `peers/`.
@NullMarked
package llm.bench;

import org.jspecify.annotations.NullMarked;
