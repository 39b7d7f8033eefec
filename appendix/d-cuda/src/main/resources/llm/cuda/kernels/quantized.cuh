// Weights in fewer bits, (rows, columns): bfloat16, or whole numbers of 8 bits with a scale for
// each GROUP neighbours of a row: value = number · scale.
#include "common.cuh"

#define GROUP 128

__device__ inline int groups_of(int columns) {
    return (columns + GROUP - 1) / GROUP;
}
