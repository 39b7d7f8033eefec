// Products of few rows with a weight, as when a model writes: reading the weight once is most of
// the time they take. One warp or several sum OUTPUTS outputs for ROWS rows of x; in which order
// depends on the weight alone, so that a row gets the same bits whoever is beside it.
//
// ROWS, which whoever compiles defines, is 1, 2, 4 or 8.
#include "quantized.cuh"

#define WARPS 8                              // of a block
#define OUTPUTS (ROWS > 2 ? ROWS / 2 : 1)    // of a warp: x is read once for all of them
#define AHEAD (4 / OUTPUTS)                  // chunks of each that are asked for at once

// Neighbouring values of a row that are read at once, 16 bytes.
template <typename T>
union Chunk {
    uint4 bits;
    T values[16 / sizeof(T)];
};

__device__ inline float widened(float x) {
    return x;
}

__device__ inline float widened(signed char x) {
    return x;
}

#define SUMS (OUTPUTS * ROWS)

// Those of all rows for one output after another.
typedef float Sums[SUMS];

// Adds up over a warp, in the order of warp_sum: lane l gets the sum with number l / (32 / SUMS).
// At each step a lane gives away half of its sums, and takes the other half of its partner's.
__device__ inline float over_warp(Sums& sums) {
    int distance = 16;
    #pragma unroll
    for (int half = SUMS / 2; half > 0; half /= 2) {
        bool upper = threadIdx.x & distance;
        #pragma unroll
        for (int i = 0; i < half; i++) {
            float given = upper ? sums[i] : sums[i + half];
            float kept = upper ? sums[i + half] : sums[i];
            sums[i] = kept + __shfl_xor_sync(0xFFFFFFFFu, given, distance);
        }
        distance /= 2;
    }
    for (; distance > 0; distance /= 2) {
        sums[0] += __shfl_xor_sync(0xFFFFFFFFu, sums[0], distance);
    }
    return sums[0];
}

// Rows of x and of the weight, the last of them once more for each that is not there.
template <typename W>
struct Factors {
    static const int EACH = 16 / sizeof(W);

    const float* x;
    const W* weight;
    const float* scales;                     // of int8
    int x_stride, rows, stride, outputs, columns;

    __device__ const float* row(int i) const {
        return x + min(i, rows - 1) * x_stride;
    }

    __device__ const W* output(int o) const {
        return weight + min(o, outputs - 1) * (long long) stride;
    }

    __device__ float value(W kept, int o, int at) const {
        return sizeof(W) == 1 ? widened(kept) * scales[min(o, outputs - 1) * groups_of(columns)
                + at / GROUP] : widened(kept);
    }

    // Whether all that is read begins and ends at multiples of 16 bytes.
    __device__ bool aligned() const {
        return ((unsigned long long) x | (unsigned long long) weight) % 16 == 0
                && x_stride % 4 == 0 && stride % EACH == 0 && columns % EACH == 0;
    }

    // Adds to the sums what a chunk of each output's weight gives.
    __device__ void add(Sums& sums, const Chunk<W> chunks[OUTPUTS], int at) const {
        #pragma unroll
        for (int part = 0; part < EACH; part += 4) {
            #pragma unroll
            for (int i = 0; i < ROWS; i++) {
                float4 of_x = *(const float4*) (row(i) + at + part);
                #pragma unroll
                for (int o = 0; o < OUTPUTS; o++) {
                    const W* w = chunks[o].values + part;
                    float& sum = sums[o * ROWS + i];
                    sum = fmaf(value(w[0], o, at), of_x.x, sum);
                    sum = fmaf(value(w[1], o, at), of_x.y, sum);
                    sum = fmaf(value(w[2], o, at), of_x.z, sum);
                    sum = fmaf(value(w[3], o, at), of_x.w, sum);
                }
            }
        }
    }

    // The same value by value, as far as there are some.
    __device__ void add_singly(Sums& sums, int at) const {
        #pragma unroll 1
        for (int l = at; l < min(at + EACH, columns); l++) {
            for (int o = 0; o < OUTPUTS; o++) {
                float w = value(output(o)[l], o, l);
                for (int i = 0; i < ROWS; i++) {
                    sums[o * ROWS + i] = fmaf(w, row(i)[l], sums[o * ROWS + i]);
                }
            }
        }
    }
};

// The share of a thread in the sums: chunk `first` of each row, and every `step`-th from there on.
template <typename W>
__device__ inline void add_share(Sums& sums, const Factors<W>& factors, int first, int step) {
    const int EACH = Factors<W>::EACH;
    if (!factors.aligned()) {
        for (int at = first * EACH; at < factors.columns; at += step * EACH) {
            factors.add_singly(sums, at);
        }
        return;
    }
    for (int at = first * EACH; at < factors.columns; at += AHEAD * step * EACH) {
        Chunk<W> chunks[AHEAD][OUTPUTS];
        #pragma unroll
        for (int i = 0; i < AHEAD; i++) {
            #pragma unroll
            for (int o = 0; o < OUTPUTS; o++) {
                if (at + i * step * EACH < factors.columns) {
                    chunks[i][o].bits = *(const uint4*) (factors.output(o) + at + i * step * EACH);
                }
            }
        }
        #pragma unroll
        for (int i = 0; i < AHEAD; i++) {
            if (at + i * step * EACH < factors.columns) {
                factors.add(sums, chunks[i], at + i * step * EACH);
            }
        }
    }
}

template <typename W>
__device__ inline Factors<W> factors_of(const float* x, int x_stride, int rows, const void* weight,
                                        int stride, const float* scales, int first, int all,
                                        int columns) {
    return {x, (const W*) weight + first * (long long) stride,
        scales + first * (long long) groups_of(columns), x_stride, rows, stride, all - first,
        columns};
}

// y[i, j] = activation(Σ x[i, l] · weight[j, l] + bias[j]), added to what is there if `add`, with
// dtype in the order of DType. `inner` receives what the activation is given, unless it is y. A
// block takes ROWS rows, and `each` of its warps OUTPUTS outputs.
extern "C" __global__ void __launch_bounds__(256, ROWS > 2 ? 2 : 3) multiply_few(
        const float* x, int x_stride, const void* weight, int weight_stride, int dtype,
        const float* scales, const float* bias, int has_bias, float* inner, float* y, int y_stride,
        int gelu, int add, int m, int n, int k, int each) {
    __shared__ float parts[WARPS][SUMS];
    int blocks_of_rows = (m + ROWS - 1) / ROWS, outputs = WARPS / each * OUTPUTS;
    int first_row = (int) (blockIdx.x % blocks_of_rows) * ROWS;      // neighbours share a weight
    int first_output = (int) (blockIdx.x / blocks_of_rows) * outputs;
    int warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    int output = min(first_output + warp / each * OUTPUTS, n - 1);
    int first = warp % each * 32 + lane, step = each * 32, rows = m - first_row;
    const float* of_rows = x + first_row * (long long) x_stride;
    Sums sums = {};
    if (dtype == 0) {
        add_share(sums, factors_of<float>(of_rows, x_stride, rows, weight, weight_stride, scales,
                                          output, n, k), first, step);
    } else if (dtype == 1) {
        add_share(sums, factors_of<bf16>(of_rows, x_stride, rows, weight, weight_stride, scales,
                                         output, n, k), first, step);
    } else {
        add_share(sums, factors_of<signed char>(of_rows, x_stride, rows, weight, weight_stride,
                                                scales, output, n, k), first, step);
    }
    parts[warp][lane / (32 / SUMS)] = over_warp(sums);       // the same by each lane that writes it
    __syncthreads();
    int row = threadIdx.x % ROWS, place = threadIdx.x / ROWS;
    int i = first_row + row, j = first_output + place;
    if (place < outputs && i < m && j < n) {
        float sum = has_bias ? bias[j] : 0.0f;
        for (int part = 0; part < each; part++) {
            sum += parts[place / OUTPUTS * each + part][place % OUTPUTS * ROWS + row];
        }
        long long at = i * (long long) y_stride + j;
        if (inner != y) {
            inner[at] = sum;
        }
        put(y, at, gelu ? gelu_tanh(sum) : sum, add);
    }
}
