// What the parts of the fake CUDA share: a queue whose work is done when somebody waits.
#include <stddef.h>

typedef void (*work_t)(void* data);

// Puts work into the queue with a copy of its data.
void fake_enqueue(work_t work, const void* data, size_t bytes);

// The status that a function was told to fail with, else 0; notes the call.
int fake_called(const char* function);

// Counts what is created (1) and destroyed (-1).
void fake_count(int change);
