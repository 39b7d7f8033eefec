// What every kernel of this folder uses. The same text is compiled by NVRTC and nvcc for a GPU, and
// by g++, with a shim, for the twin that runs on the processor: so no headers of CUDA's.
#pragma once

typedef unsigned short bf16;                 // the upper half of a float's bits

#define MINUS_INFINITY __int_as_float(0xFF800000)

// Index of this thread among all of the grid.
__device__ inline long long thread_index() {
    return blockIdx.x * (long long) blockDim.x + threadIdx.x;
}

// y = value, or y += value.
__device__ inline void put(float* y, long long i, float value, int add) {
    y[i] = add ? y[i] + value : value;
}

__device__ inline float widened(bf16 x) {
    return __uint_as_float((unsigned) x << 16);
}

// The nearest bfloat16; of two equally near ones the one whose last bit is 0.
__device__ inline bf16 rounded(float x) {
    unsigned bits = __float_as_uint(x);
    return x != x ? (bf16) (bits >> 16 | 0x40) : (bf16) ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

#define ROOT_2_OVER_PI 0.7978845608028654f
#define CUBIC 0.044715f

// GELU by its approximation: ½x(1 + tanh(√(2/π)(x + 0.044715x³)))
__device__ inline float gelu_tanh(float x) {
    return 0.5f * x * (1.0f + tanhf(ROOT_2_OVER_PI * (x + CUBIC * x * x * x)));
}

// Random bits by their number, see CounterRandom.
__device__ inline unsigned long long counter_bits(long long seed, long long index) {
    unsigned long long z = seed + (index + 1) * 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

// Whether dropout keeps a value, see DropoutMask.
__device__ inline bool keeps(long long seed, long long index, float rate) {
    return (counter_bits(seed, index) >> 40) * (1.0f / 16777216.0f) >= rate;
}

// Sum over the 32 threads of a warp, the same in each of them.
__device__ inline float warp_sum(float x) {
    for (int distance = 16; distance > 0; distance /= 2) {
        x += __shfl_xor_sync(0xFFFFFFFFu, x, distance);
    }
    return x;
}

__device__ inline float warp_max(float x) {
    for (int distance = 16; distance > 0; distance /= 2) {
        x = fmaxf(x, __shfl_xor_sync(0xFFFFFFFFu, x, distance));
    }
    return x;
}

// Sum over all threads of a block, a multiple of 32, in a fixed order; the same in each of them.
__device__ inline float block_sum(float x) {
    __shared__ float of_warp[32];
    x = warp_sum(x);
    __syncthreads();                         // those of an earlier call have been read
    if (threadIdx.x % 32 == 0) {
        of_warp[threadIdx.x / 32] = x;
    }
    __syncthreads();
    return warp_sum(threadIdx.x % 32 < blockDim.x / 32 ? of_warp[threadIdx.x % 32] : 0.0f);
}

__device__ inline float block_max(float x) {
    __shared__ float of_warp[32];
    x = warp_max(x);
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        of_warp[threadIdx.x / 32] = x;
    }
    __syncthreads();
    return warp_max(threadIdx.x % 32 < blockDim.x / 32 ? of_warp[threadIdx.x % 32] : MINUS_INFINITY);
}
