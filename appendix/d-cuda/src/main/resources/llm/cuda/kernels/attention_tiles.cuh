// Tiles of attention in float32. A block of 16 × 16 threads owns ROWS tokens, and goes through
// those on the other side in tiles of COLUMNS. Of the scores of a tile, (ROWS, COLUMNS), thread
// (row, column) holds every 16th of both axes; of results, (ROWS, WIDTH), every 16th row, and
// neighbouring values of it.
//
// WIDTH, which whoever compiles defines, is headDim rounded up to 32, 64, 128 or 256; values from
// headDim on count as 0.
#include "attention.cuh"

#define SIDE 16                              // threads of a block along either axis of a tile
#define ROWS (WIDTH > 128 ? 32 : 64)
#define COLUMNS 64
#define ROWS_EACH (ROWS / SIDE)              // rows of a thread
#define COLUMNS_EACH (COLUMNS / SIDE)
#define DEPTH 32                             // values of a head that scores take in at once
#define SLICE (WIDTH < 64 ? WIDTH : 64)      // values of a head that results take in at once
#define SLICES (WIDTH / SLICE)
#define SLICE_EACH (SLICE / SIDE)
#define PADDED_DEPTH (DEPTH + 4)             // rows begin in different banks, at 16 bytes
#define PADDED_COLUMNS (COLUMNS + 4)

// The vectors of one head's tokens.
struct Vectors {
    const float* first;
    long long stride;                        // from one token to the next
    int width;                               // headDim
};

__device__ inline Vectors vectors(const Heads& x, int head, int heads, int width) {
    return {x.of(head, heads), x.token, width};
}

// Tokens of a tile: `count` of them from `first` on, the others are not there.
struct Tile {
    int first, count;

    __device__ Tile(int first, int all, int most) : first(first), count(min(all - first, most)) {
    }
};

// Copies values from `from` on, `width` of each token, into rows of shared memory.
__device__ inline void load(float* shared, int row_size, const Vectors& x, const Tile& tile,
                            int rows, int from, int width) {
    #pragma unroll 4
    for (int n = 0; n < rows * width / (SIDE * SIDE); n++) {
        int i = n * SIDE * SIDE + threadIdx.x;
        int row = i / width, at = from + i % width;
        shared[row * row_size + i % width] = row < tile.count && at < x.width
                ? x.first[(tile.first + row) * x.stride + at] : 0.0f;
    }
}

__device__ inline float plus_dot(float sum, const float4& a, const float4& b) {
    return fmaf(a.w, b.w, fmaf(a.z, b.z, fmaf(a.y, b.y, fmaf(a.x, b.x, sum))));
}

// What blocks work with in shared memory: pieces of the factors, and weights of one tile. Four values
// are read at once from either.
struct __align__(16) Workspace {
    float factors[(64 + COLUMNS) * PADDED_DEPTH];
    float weights[ROWS * PADDED_COLUMNS];
};

static_assert(alignof(Workspace) % alignof(float4) == 0
        && sizeof(Workspace::factors) % alignof(float4) == 0, "four values must be aligned");

// s = a · bᵀ for the tokens of a tile: s[i][j] is of row `row + 16 i` and column `column + 16 j`.
__device__ inline void products(float s[ROWS_EACH][COLUMNS_EACH], Workspace& shared,
                                const Vectors& a, const Tile& rows, const Vectors& b,
                                const Tile& columns) {
    float* of_rows = shared.factors;
    float* of_columns = shared.factors + ROWS * PADDED_DEPTH;
    int row = threadIdx.x / SIDE, column = threadIdx.x % SIDE;
    for (int i = 0; i < ROWS_EACH; i++) {
        for (int j = 0; j < COLUMNS_EACH; j++) {
            s[i][j] = 0.0f;
        }
    }
    for (int from = 0; from < a.width; from += DEPTH) {
        __syncthreads();                     // what stood here has been used
        load(of_rows, PADDED_DEPTH, a, rows, ROWS, from, DEPTH);
        load(of_columns, PADDED_DEPTH, b, columns, COLUMNS, from, DEPTH);
        __syncthreads();
        #pragma unroll 2
        for (int d = 0; d < DEPTH; d += 4) {
            float4 x[ROWS_EACH], y[COLUMNS_EACH];
            for (int i = 0; i < ROWS_EACH; i++) {
                x[i] = *(const float4*) (of_rows + (row + SIDE * i) * PADDED_DEPTH + d);
            }
            for (int j = 0; j < COLUMNS_EACH; j++) {
                y[j] = *(const float4*) (of_columns + (column + SIDE * j) * PADDED_DEPTH + d);
            }
            for (int i = 0; i < ROWS_EACH; i++) {
                for (int j = 0; j < COLUMNS_EACH; j++) {
                    s[i][j] = plus_dot(s[i][j], x[i], y[j]);
                }
            }
        }
    }
}

// A thread's share of ROWS results: of row `row + 16 i`, values `slice * SLICE + column *
// SLICE_EACH + j`.
typedef float Results[ROWS_EACH][SLICES][SLICE_EACH];

__device__ inline void clear(Results y) {
    for (int i = 0; i < ROWS_EACH; i++) {
        for (int slice = 0; slice < SLICES; slice++) {
            for (int j = 0; j < SLICE_EACH; j++) {
                y[i][slice][j] = 0.0f;
            }
        }
    }
}

// y += weights · b, where b has one vector for each column of the tile.
__device__ inline void accumulate(Results y, Workspace& shared,
                                  const float weights[ROWS_EACH][COLUMNS_EACH], const Vectors& b,
                                  const Tile& columns) {
    int row = threadIdx.x / SIDE, column = threadIdx.x % SIDE;
    for (int i = 0; i < ROWS_EACH; i++) {
        for (int j = 0; j < COLUMNS_EACH; j++) {
            shared.weights[(row + SIDE * i) * PADDED_COLUMNS + column + SIDE * j] = weights[i][j];
        }
    }
    #pragma unroll
    for (int slice = 0; slice < SLICES; slice++) {
        __syncthreads();
        load(shared.factors, SLICE, b, columns, COLUMNS, slice * SLICE, SLICE);
        __syncthreads();
        #pragma unroll 2
        for (int k = 0; k < COLUMNS; k += 4) {
            float4 values[SLICE_EACH];
            for (int j = 0; j < SLICE_EACH; j++) {
                const float* first = shared.factors + k * SLICE + column * SLICE_EACH + j;
                values[j] = make_float4(first[0], first[SLICE], first[2 * SLICE], first[3 * SLICE]);
            }
            for (int i = 0; i < ROWS_EACH; i++) {
                const float* weights_of = shared.weights + (row + SIDE * i) * PADDED_COLUMNS;
                float4 w = *(const float4*) (weights_of + k);
                for (int j = 0; j < SLICE_EACH; j++) {
                    y[i][slice][j] = plus_dot(y[i][slice][j], w, values[j]);
                }
            }
        }
    }
}

// Writes results, each row multiplied by a factor, to the tokens of a tile.
__device__ inline void store(const Vectors& to, const Tile& rows, const Results y,
                             const float factors[ROWS_EACH]) {
    int row = threadIdx.x / SIDE, column = threadIdx.x % SIDE;
    for (int i = 0; i < ROWS_EACH; i++) {
        for (int slice = 0; slice < SLICES; slice++) {
            for (int j = 0; j < SLICE_EACH; j++) {
                int at = slice * SLICE + column * SLICE_EACH + j;
                if (row + SIDE * i < rows.count && at < to.width) {
                    ((float*) to.first)[(rows.first + row + SIDE * i) * to.stride + at] =
                            factors[i] * y[i][slice][j];
                }
            }
        }
    }
}

// Over the 16 threads that share a row.
__device__ inline float row_max(float x) {
    for (int distance = SIDE / 2; distance > 0; distance /= 2) {
        x = fmaxf(x, __shfl_xor_sync(0xFFFFFFFFu, x, distance));
    }
    return x;
}

__device__ inline float row_sum(float x) {
    for (int distance = SIDE / 2; distance > 0; distance /= 2) {
        x += __shfl_xor_sync(0xFFFFFFFFu, x, distance);
    }
    return x;
}
