// Tiles of attention by tensor cores. A warp owns 16 tokens: scores and results of them are in its
// registers, where scores become the left factor of the next product as they are. The right
// factors, bfloat16 in shared memory, serve all warps of a block. See tensor_cores.cuh for who
// holds what.
//
// WIDTH, which whoever compiles defines, is headDim rounded up to 32, 64 or 128; values from
// headDim on count as 0.
#include "attention.cuh"
#include "tensor_cores.cuh"

#define STRIDE (WIDTH + 8)                   // of a row in shared memory: 8 rows use all banks
#define STEPS (WIDTH / 16)
#define FORWARD_WARPS 8
#define FORWARD_ROWS (16 * FORWARD_WARPS)
#define FORWARD_COLUMNS 64
#define BACKWARD_WARPS 4
#define BACKWARD_ROWS (16 * BACKWARD_WARPS)
#define BACKWARD_COLUMNS (WIDTH > 64 ? 16 : 32)

// The vectors of one head's tokens.
struct Vectors {
    const float* first;
    long long stride;                        // from one token to the next
    int tokens, width;
    bool aligned;                            // whether four neighbours can be read at once

    __device__ Vectors(const Heads& x, int head, int heads, int tokens, int width)
            : first(x.of(head, heads)), stride(x.token), tokens(tokens), width(width),
            aligned((unsigned long long) first % 16 == 0 && stride % 4 == 0 && width % 4 == 0) {
    }
};

// Four neighbouring values of a token; those that are not there are 0.
__device__ inline uint2 rounded_four(const Vectors& x, int token, int d) {
    const float* from = x.first + token * x.stride + d;
    int there = token < x.tokens ? x.width - d : 0;
    float4 y = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
    if (x.aligned && there > 0) {
        y = *(const float4*) from;
    } else if (there > 0) {
        y.x = from[0];
        y.y = there > 1 ? from[1] : 0.0f;
        y.z = there > 2 ? from[2] : 0.0f;
        y.w = there > 3 ? from[3] : 0.0f;
    }
    return make_uint2(packed(y.x, y.y), packed(y.z, y.w));
}

// Copies `rows` tokens into rows of shared memory.
__device__ inline void load(bf16* shared, const Vectors& x, int first, int rows) {
    #pragma unroll 4
    for (int i = threadIdx.x; i < rows * WIDTH / 4; i += blockDim.x) {
        int row = i / (WIDTH / 4), d = i % (WIDTH / 4) * 4;
        *(uint2*) (shared + row * STRIDE + d) = rounded_four(x, first + row, d);
    }
}

// The vectors of one head's tokens as attention_pack leaves them: WIDTH values each.
struct Packed {
    const bf16* first;
    int tokens;

    __device__ Packed(const bf16* all, int head, int tokens)
            : first(all + (long long) head * tokens * WIDTH), tokens(tokens) {
    }
};

__device__ inline void load(bf16* shared, const Packed& x, int first, int rows) {
    #pragma unroll 4
    for (int i = threadIdx.x; i < rows * WIDTH / 8; i += blockDim.x) {
        int row = i / (WIDTH / 8), d = i % (WIDTH / 8) * 8;
        *(uint4*) (shared + row * STRIDE + d) = first + row < x.tokens
                ? *(const uint4*) (x.first + (long long) (first + row) * WIDTH + d)
                : make_uint4(0, 0, 0, 0);
    }
}

// (16, 16) values from row `row` and column `k` on, as a left factor.
__device__ inline void left_factor(unsigned a[4], const bf16* shared, int row, int k) {
    int lane = threadIdx.x % 32;
    load_matrices(a, shared + (row + lane % 16) * STRIDE + k + lane / 16 * 8);
}

// s += a · bᵀ for 16 values of each vector, from `k` on: b has one row for each column of s.
template <int N>
__device__ inline void multiply_step(float (&s)[N][4], const unsigned a[4], const bf16* b, int k) {
    int lane = threadIdx.x % 32;
    for (int n = 0; n < N; n += 2) {
        unsigned two[4];
        load_matrices(two, b + (8 * n + lane % 8 + lane / 16 * 8) * STRIDE + k + lane / 8 % 2 * 8);
        multiply_add(s[n], a, two[0], two[1]);
        multiply_add(s[n + 1], a, two[2], two[3]);
    }
}

// s = a · bᵀ, with the left factor from row `row` of shared memory on.
template <int N>
__device__ inline void products(float (&s)[N][4], const bf16* a, int row, const bf16* b) {
    for (int n = 0; n < N; n++) {
        for (int i = 0; i < 4; i++) {
            s[n][i] = 0.0f;
        }
    }
    #pragma unroll 2
    for (int step = 0; step < STEPS; step++) {
        unsigned of_a[4];
        left_factor(of_a, a, row, 16 * step);
        multiply_step(s, of_a, b, 16 * step);
    }
}

// What 16 tokens gather: (16, WIDTH).
typedef float Results[2 * STEPS][4];

__device__ inline void clear(Results& y) {
    for (int n = 0; n < 2 * STEPS; n++) {
        for (int i = 0; i < 4; i++) {
            y[n][i] = 0.0f;
        }
    }
}

// y += weights · b: b has one row for each column of the weights.
template <int N>
__device__ inline void accumulate(Results& y, const float (&weights)[N][4], const bf16* b) {
    int lane = threadIdx.x % 32;
    #pragma unroll
    for (int m = 0; m < N; m += 2) {
        unsigned a[4] = {packed(weights[m][0], weights[m][1]), packed(weights[m][2], weights[m][3]),
            packed(weights[m + 1][0], weights[m + 1][1]),
            packed(weights[m + 1][2], weights[m + 1][3])};
        #pragma unroll
        for (int n = 0; n < 2 * STEPS; n += 2) {
            unsigned two[4];
            load_transposed(two, b + (8 * m + lane % 16) * STRIDE + 8 * n + lane / 16 * 8);
            multiply_add(y[n], a, two[0], two[1]);
            multiply_add(y[n + 1], a, two[2], two[3]);
        }
    }
}

// Writes results of the tokens from `first` on, the two rows of a thread multiplied by factors.
__device__ inline void store(const Vectors& to, int first, const Results& y, float upper,
                             float lower) {
    int row = first + threadIdx.x % 32 / 4;
    for (int n = 0; n < 2 * STEPS; n++) {
        for (int i = 0; i < 4; i++) {
            int token = row + i / 2 * 8, d = 8 * n + threadIdx.x % 4 * 2 + i % 2;
            if (token < to.tokens && d < to.width) {
                ((float*) to.first)[token * to.stride + d] = (i < 2 ? upper : lower) * y[n][i];
            }
        }
    }
}

// Over the four threads that share a row.
__device__ inline float row_max(float x) {
    x = fmaxf(x, __shfl_xor_sync(0xFFFFFFFFu, x, 1));
    return fmaxf(x, __shfl_xor_sync(0xFFFFFFFFu, x, 2));
}

__device__ inline float row_sum(float x) {
    x += __shfl_xor_sync(0xFFFFFFFFu, x, 1);
    return x + __shfl_xor_sync(0xFFFFFFFFu, x, 2);
}
