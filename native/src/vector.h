// Loads and stores of 8 or 16 bytes by one instruction. A card requires addresses that are multiples of
// this size.
#pragma once

#include <cstdint>
#include <cstring>

#include "launch.h"

namespace zener {

constexpr size_t VECTOR = 16;  // bytes of the largest load or store of a thread

// Whether an address is a multiple of so many bytes; null is.
__host__ __device__ inline bool is_aligned(const void* at, size_t bytes = VECTOR) {
  return reinterpret_cast<uintptr_t>(at) % bytes == 0;
}

#if defined(ZENER_EMULATION)
inline void require_aligned(const void* at, size_t bytes) {
  if (!is_aligned(at, bytes)) emulation::fail("a vector is not aligned to its size");
}
#endif

// The vector of type V that starts at an element.
template <typename V, typename T>
__device__ __forceinline__ V load_vector(const T* at) {
#if defined(ZENER_EMULATION)
  require_aligned(at, sizeof(V));
  V vector;
  memcpy(&vector, at, sizeof(V));
  return vector;
#else
  return *reinterpret_cast<const V*>(at);
#endif
}

template <typename V, typename T>
__device__ __forceinline__ void store_vector(T* at, V vector) {
#if defined(ZENER_EMULATION)
  require_aligned(at, sizeof(V));
  memcpy(static_cast<void*>(at), &vector, sizeof(V));
#else
  *reinterpret_cast<V*>(at) = vector;
#endif
}

}  // namespace zener
