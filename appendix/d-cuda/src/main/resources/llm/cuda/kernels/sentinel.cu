// A pattern that nobody would find by chance: proof that a kernel has run.
#include "common.cuh"

// y[i] = (i · a prime) xor seed
extern "C" __global__ void sentinel(int* y, int n, int seed) {
    int i = (int) thread_index();
    if (i < n) {
        y[i] = i * 0x01000193 ^ seed;
    }
}
