// One block of a kernel: its threads, shared memory, barriers and warps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

struct uint3 {
  unsigned x, y, z;
};

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

namespace emulation {

// What a running thread sees of itself.
struct Place {
  uint3 thread;
  uint3 block;
  dim3 threads;
  dim3 blocks;
};

const Place& place();

// Runs a grid, one block after the other, one thread at a time; a thread that waits lets the next
// one run. `shared` bytes are the block's dynamic shared memory. What cannot happen on a card, or
// must not, ends the process with a line that says what: a barrier that not all threads reach, a
// shuffle with a lane that has ended.
void run(dim3 blocks, dim3 threads, size_t shared, const std::function<void()>& kernel);

// The block's dynamic shared memory.
void* dynamic_shared();

// The block's memory for a __shared__ declaration; `site` tells declarations apart. Filled with
// what no kernel wants to read, and fenced by address sanitizer.
void* static_shared(const void* site, size_t bytes);

void barrier();

// Waits for the other lanes of the warp that are in the mask.
void warp_barrier(uint32_t mask);

// Puts 8 bytes where the lanes of the warp can read them, and takes those of a lane. All lanes of
// the mask must call.
uint64_t exchange(uint32_t mask, uint64_t value, unsigned lane);

// The same for all lanes: bit i is lane i's.
uint32_t ballot(uint32_t mask, bool value);

}  // namespace emulation
