#include "block.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "fiber.h"

namespace emulation {
namespace {

constexpr unsigned WARP = 32;
constexpr unsigned MOST_THREADS = 1024;
constexpr int GARBAGE = 0xff;  // as float: NaN

enum class Waits { NO, BLOCK, WARP, ENDED };

struct Thread {
  Fiber fiber;
  uint3 index{};
  unsigned number = 0;
  Waits waits = Waits::NO;
  uint32_t mask = 0;
  uint64_t value = 0;
  unsigned board = 0;
};

struct Warp {
  // The values that lanes exchange, in two buffers used in turn, because fast lanes may reach the next
  // exchange while a slow one still reads.
  uint64_t boards[2][WARP] = {};
  unsigned meetings = 0;
};

struct Garbage {
  explicit Garbage(size_t bytes) : data(malloc(bytes > 0 ? bytes : 1)) {
    if (data == nullptr) abort();
    memset(data, GARBAGE, bytes);
  }
  ~Garbage() { free(data); }
  Garbage(const Garbage&) = delete;
  void* const data;
};

struct Block {
  Place place{};
  std::deque<Thread> threads;  // reused for all blocks, since creating stacks is expensive
  std::vector<Warp> warps;
  unsigned count = 0;
  unsigned ended = 0;
  unsigned at_barrier = 0;
  Thread* current = nullptr;
  std::unique_ptr<Garbage> dynamic;
  std::map<const void*, std::unique_ptr<Garbage>> statics;

  void run(size_t shared, const std::function<void()>& kernel);
  void begin(const std::function<void()>& kernel);
  bool pass();
  void wait(Waits what);
  bool all_wait(unsigned warp, uint32_t mask) const;
  void release_warp(unsigned warp, uint32_t mask);
};

thread_local Block* block = nullptr;

void Block::begin(const std::function<void()>& kernel) {
  count = place.threads.x * place.threads.y * place.threads.z;
  while (threads.size() < count) threads.emplace_back();
  warps.assign((count + WARP - 1) / WARP, Warp{});
  ended = at_barrier = 0;
  for (unsigned t = 0; t < count; t++) {
    Thread& thread = threads[t];
    thread.number = t;
    thread.index = {t % place.threads.x, t / place.threads.x % place.threads.y,
                    t / place.threads.x / place.threads.y};
    thread.waits = Waits::NO;
    thread.fiber.begin(kernel);
  }
}

// Runs every thread that can run. Returns false if there was none.
bool Block::pass() {
  bool any = false;
  for (unsigned t = 0; t < count; t++) {
    Thread& thread = threads[t];
    if (thread.waits != Waits::NO) continue;
    any = true;
    current = &thread;
    place.thread = thread.index;
    if (!thread.fiber.resume()) {
      thread.waits = Waits::ENDED;
      ended++;
    }
  }
  return any;
}

void Block::run(size_t shared, const std::function<void()>& kernel) {
  dynamic = std::make_unique<Garbage>(shared);
  statics.clear();
  begin(kernel);
  while (ended < count) {
    if (pass()) continue;
    if (at_barrier == 0 || at_barrier + ended < count) fail("deadlock: all remaining threads wait");
    // As on a GPU, a thread that has ended counts as arrived.
    at_barrier = 0;
    for (unsigned t = 0; t < count; t++) {
      if (threads[t].waits == Waits::BLOCK) threads[t].waits = Waits::NO;
    }
  }
}

void Block::wait(Waits what) {
  Thread* thread = current;
  thread->waits = what;
  thread->fiber.pause();
}

bool Block::all_wait(unsigned warp, uint32_t mask) const {
  for (unsigned lane = 0; lane < WARP && warp * WARP + lane < count; lane++) {
    if ((mask >> lane & 1) == 0) continue;
    const Thread& thread = threads[warp * WARP + lane];
    if (thread.waits == Waits::ENDED) fail("a warp's mask contains a lane that has ended");
    if (thread.waits != Waits::WARP || thread.mask != mask) return false;
  }
  return true;
}

void Block::release_warp(unsigned warp, uint32_t mask) {
  unsigned board = warps[warp].meetings++ & 1;
  for (unsigned lane = 0; lane < WARP && warp * WARP + lane < count; lane++) {
    if ((mask >> lane & 1) == 0) continue;
    Thread& thread = threads[warp * WARP + lane];
    warps[warp].boards[board][lane] = thread.value;
    thread.board = board;
    thread.waits = Waits::NO;
  }
}

}  // namespace

const Place& place() { return block->place; }

void fail(const char* what) {
  const Place& p = place();
  fprintf(stderr, "emulation: %s; block (%u,%u,%u) of (%u,%u,%u), thread (%u,%u,%u) of (%u,%u,%u)\n",
          what, p.block.x, p.block.y, p.block.z, p.blocks.x, p.blocks.y, p.blocks.z, p.thread.x,
          p.thread.y, p.thread.z, p.threads.x, p.threads.y, p.threads.z);
  abort();
}

void* dynamic_shared() { return block->dynamic->data; }

void* static_shared(const void* site, size_t bytes) {
  std::unique_ptr<Garbage>& memory = block->statics[site];
  if (memory == nullptr) memory = std::make_unique<Garbage>(bytes);
  return memory->data;
}

void barrier() {
  block->at_barrier++;
  block->wait(Waits::BLOCK);
}

void warp_barrier(uint32_t mask) {
  Thread* self = block->current;
  unsigned warp = self->number / WARP;
  if ((mask >> self->number % WARP & 1) == 0) fail("a lane's mask does not contain the lane itself");
  self->mask = mask;
  self->waits = Waits::WARP;
  if (block->all_wait(warp, mask)) {
    block->release_warp(warp, mask);  // the last lane does not wait
  } else {
    block->wait(Waits::WARP);
  }
}

const uint64_t* publish(uint32_t mask, uint64_t value) {
  block->current->value = value;
  Thread* self = block->current;
  warp_barrier(mask);
  return block->warps[self->number / WARP].boards[self->board];
}

uint64_t exchange(uint32_t mask, uint64_t value, unsigned lane) {
  const uint64_t* shown = publish(mask, value);
  unsigned first = block->current->number / WARP * WARP;
  if ((mask >> lane & 1) == 0 || first + lane >= block->count) {
    fail("a shuffle reads a lane that does not take part");
  }
  return shown[lane];
}

uint32_t ballot(uint32_t mask, bool value) {
  const uint64_t* shown = publish(mask, value);
  uint32_t bits = 0;
  for (unsigned lane = 0; lane < WARP; lane++) {
    if ((mask >> lane & 1) != 0) bits |= static_cast<uint32_t>(shown[lane]) << lane;
  }
  return bits;
}

void run(dim3 blocks, dim3 threads, size_t shared, const std::function<void()>& kernel) {
  static thread_local Block the_block;
  if (block != nullptr) {
    fprintf(stderr, "emulation: a kernel cannot start a kernel\n");
    abort();
  }
  unsigned count = threads.x * threads.y * threads.z;
  if (count == 0 || count > MOST_THREADS || blocks.x == 0 || blocks.y == 0 || blocks.z == 0 ||
      blocks.y > 65535 || blocks.z > 65535) {
    fprintf(stderr, "emulation: a card does not support (%u,%u,%u) blocks of (%u,%u,%u) threads\n", blocks.x,
            blocks.y, blocks.z, threads.x, threads.y, threads.z);
    abort();
  }
  block = &the_block;
  for (unsigned z = 0; z < blocks.z; z++) {
    for (unsigned y = 0; y < blocks.y; y++) {
      for (unsigned x = 0; x < blocks.x; x++) {
        the_block.place = {{}, {x, y, z}, threads, blocks};
        the_block.run(shared, kernel);
      }
    }
  }
  block = nullptr;
}

}  // namespace emulation
