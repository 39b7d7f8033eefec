// Matrix products by tiles in shared memory, where the vendor's library is not there, and what
// follows a product.
#include "common.cuh"

#define TILE 64                              // rows and columns of c that a block computes
#define DEPTH 16                             // of a and b that are in shared memory at a time
#define EACH 4                               // rows and columns of c that a thread computes

// x as products of fewer bits read it: 0 float32, 1 TF32, 2 bfloat16.
__device__ inline float factor_of(float x, int precision) {
    if (precision == 2) {
        return widened(rounded(x));
    }
    if (precision == 1 && x == x) {
        return __uint_as_float((__float_as_uint(x) + 0x0FFF + (__float_as_uint(x) >> 13 & 1))
                & 0xFFFFE000u);
    }
    return x;
}

// c[i, j] = Σ a[i, l] · b[l, j], (m × k) · (k × n), for each of gridDim.y products of a batch.
// Entry (i, l) of a stands at i · a_row + l · a_column: both steps, so that either may be seen
// transposed. Each block copies a strip of a and of b, which all of its threads then read.
extern "C" __global__ void __launch_bounds__(256) multiply(
        const float* a, long long a_row, long long a_column, long long a_batch,
        const float* b, long long b_row, long long b_column, long long b_batch,
        float* c, long long c_row, long long c_batch, int m, int n, int k, int add,
        int precision) {
    __shared__ float strip_a[DEPTH][TILE + 1];
    __shared__ float strip_b[DEPTH][TILE + 1];
    a += blockIdx.y * a_batch;
    b += blockIdx.y * b_batch;
    c += blockIdx.y * c_batch;
    int across = (n + TILE - 1) / TILE;
    int first_row = (int) (blockIdx.x / across) * TILE;
    int first_column = (int) (blockIdx.x % across) * TILE;
    int row = (int) (threadIdx.x / 16) * EACH;
    int column = (int) (threadIdx.x % 16) * EACH;
    float sums[EACH][EACH] = {};
    for (int from = 0; from < k; from += DEPTH) {
        for (int i = threadIdx.x; i < TILE * DEPTH; i += 256) {
            // neighbouring threads read neighbouring values
            int i_row = a_column == 1 ? i / DEPTH : i % TILE;
            int i_depth = a_column == 1 ? i % DEPTH : i / TILE;
            bool inside = first_row + i_row < m && from + i_depth < k;
            strip_a[i_depth][i_row] = inside ? factor_of(a[(first_row + i_row) * a_row
                    + (from + i_depth) * a_column], precision) : 0.0f;
            int i_column = b_column == 1 ? i % TILE : i / DEPTH;
            i_depth = b_column == 1 ? i / TILE : i % DEPTH;
            inside = first_column + i_column < n && from + i_depth < k;
            strip_b[i_depth][i_column] = inside ? factor_of(b[(from + i_depth) * b_row
                    + (first_column + i_column) * b_column], precision) : 0.0f;
        }
        __syncthreads();
        for (int l = 0; l < DEPTH; l++) {
            for (int i = 0; i < EACH; i++) {
                for (int j = 0; j < EACH; j++) {
                    sums[i][j] = fmaf(strip_a[l][row + i], strip_b[l][column + j], sums[i][j]);
                }
            }
        }
        __syncthreads();
    }
    for (int i = 0; i < EACH; i++) {
        for (int j = 0; j < EACH; j++) {
            if (first_row + row + i < m && first_column + column + j < n) {
                put(c, (first_row + row + i) * c_row + first_column + column + j, sums[i][j], add);
            }
        }
    }
}

// inner = x + bias, y = activation(inner), (rows, columns); bias may be missing (has_bias 0)
extern "C" __global__ void bias_activation(const float* x, const float* bias, int has_bias,
                                           float* inner, float* y, int gelu, int columns,
                                           long long n) {
    long long i = thread_index();
    if (i >= n) {
        return;
    }
    float sum = x[i] + (has_bias ? bias[i % columns] : 0.0f);
    inner[i] = sum;
    y[i] = gelu ? gelu_tanh(sum) : sum;
}
