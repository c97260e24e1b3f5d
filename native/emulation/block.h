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

// The indices that a running thread sees.
struct Place {
  uint3 thread;
  uint3 block;
  dim3 threads;
  dim3 blocks;
};

const Place& place();

// Ends the process with a message that names the block and the thread.
[[noreturn]] void fail(const char* what);

// Runs a grid, one block after the other and one thread at a time; a thread that waits lets the next
// one run. `shared` is the size of the block's dynamic shared memory in bytes. Errors such as a
// barrier that not all threads reach, or a shuffle with a lane that has ended, end the process with a
// message.
void run(dim3 blocks, dim3 threads, size_t shared, const std::function<void()>& kernel);

// The block's dynamic shared memory.
void* dynamic_shared();

// The block's memory for a __shared__ declaration, which `site` identifies. It is filled with NaN and
// guarded by the address sanitizer.
void* static_shared(const void* site, size_t bytes);

void barrier();

// Waits for the other lanes of the warp that are in the mask.
void warp_barrier(uint32_t mask);

// Publishes 8 bytes to the lanes of the warp that are in the mask, all of which must call it, and returns
// the values of all of them. They may be read until the next exchange but one.
const uint64_t* publish(uint32_t mask, uint64_t value);

// Exchanges 8 bytes between the lanes of the warp: publishes a value and returns that of another lane.
// All lanes in the mask must call it.
uint64_t exchange(uint32_t mask, uint64_t value, unsigned lane);

// The same for one bit of all lanes: bit i is that of lane i.
uint32_t ballot(uint32_t mask, bool value);

}  // namespace emulation
