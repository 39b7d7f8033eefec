// What tensor_cores.cuh says of tensor cores, done by the threads of a warp: each puts what it has
// where all see it, waits for the others, and takes what it needs.
#pragma once

#include "language.hpp"

#define TWIN

// Registers of the threads of each warp.
static unsigned twin_a[twin::MOST_THREADS][4], twin_b[twin::MOST_THREADS][2];
static const unsigned short* twin_rows[twin::MOST_THREADS];

inline float twin_widened(unsigned bits) {
    return __uint_as_float(bits << 16);
}

inline unsigned twin_rounded(float x) {
    unsigned bits = __float_as_uint(x);
    return x != x ? 0x7FFF : (bits + 0x7FFF + (bits >> 16 & 1)) >> 16;
}

inline unsigned packed(float low, float high) {
    return twin_rounded(low) | twin_rounded(high) << 16;
}

// Value k of a row of a, and of a column of b, from the thread that holds it.
inline float twin_a_value(int warp, int row, int k) {
    unsigned both = twin_a[warp + row % 8 * 4 + k % 8 / 2][row / 8 + k / 8 * 2];
    return twin_widened(both >> k % 2 * 16 & 0xFFFF);
}

inline float twin_b_value(int warp, int k, int column) {
    unsigned both = twin_b[warp + column * 4 + k % 8 / 2][k / 8];
    return twin_widened(both >> k % 2 * 16 & 0xFFFF);
}

inline void multiply_add(float c[4], const unsigned a[4], unsigned b0, unsigned b1) {
    int me = threadIdx.x, lane = me % twin::WARP, warp = me - lane;
    memcpy(twin_a[me], a, sizeof twin_a[me]);
    twin_b[me][0] = b0;
    twin_b[me][1] = b1;
    __syncwarp();
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < 16; k++) {
            c[i] += twin_a_value(warp, lane / 4 + i / 2 * 8, k)
                    * twin_b_value(warp, k, lane % 4 * 2 + i % 2);
        }
    }
    __syncwarp();
}

inline void load_matrices(unsigned to[4], const unsigned short* row) {
    int me = threadIdx.x, lane = me % twin::WARP, warp = me - lane;
    twin_rows[me] = row;
    __syncwarp();
    for (int i = 0; i < 4; i++) {
        const unsigned short* values = twin_rows[warp + 8 * i + lane / 4] + lane % 4 * 2;
        to[i] = values[0] | (unsigned) values[1] << 16;
    }
    __syncwarp();
}

inline void load_transposed(unsigned to[4], const unsigned short* row) {
    int me = threadIdx.x, lane = me % twin::WARP, warp = me - lane;
    twin_rows[me] = row;
    __syncwarp();
    for (int i = 0; i < 4; i++) {
        const unsigned short** rows = twin_rows + warp + 8 * i + lane % 4 * 2;
        to[i] = rows[0][lane / 4] | (unsigned) rows[1][lane / 4] << 16;
    }
    __syncwarp();
}
