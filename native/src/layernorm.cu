// LayerNorm, with the preceding dropout and residual sum.
//
// Forward: one warp per row, which stays in registers, or for widths that do not fit, in shared memory; x
// and residual are read, y and s written once. Backward: ds and dx with one warp per row; dgamma and dbeta
// are sums over at most PARTS ranges of rows, which are then added in a fixed order, so that the bits are always
// the same. If rows are in registers, one kernel computes ds, dx and the sums of a range, and reads s and dy
// once. Widths that are no multiple of 4 or too large have one kernel for ds and dx and one for the sums.
#include <initializer_list>
#include <type_traits>

#include "bfloat16.h"
#include "dropout.h"
#include "error.h"
#include "launch.h"
#include "reduce.h"
#include "vector.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int ROWS = 4;  // rows of a block, one warp each
constexpr int LANES = 8;   // threads of a block that share a column's rows
constexpr int PARTS = 256;
constexpr int WARPS = 4;  // of a block that computes a range of rows
constexpr size_t MOST_SHARED = 48 << 10;  // shared memory that needs no opt-in on any GPU

struct Forward {
  const float* x;
  const float* gamma;
  const float* beta;
  const float* residual;
  float epsilon;
  int rows;
  int width;
  float* y;
  bfloat16* rounded;
  float* mean;
  float* rstd;
  float* sum;
};

// A row in the registers of a warp: COUNT vectors of four elements per lane, those with the numbers lane,
// lane + 32, ... of the row.
template <int COUNT>
struct Row {
  float at[COUNT][4];

  __device__ static int column(int n) { return 4 * (static_cast<int>(threadIdx.x) % WARP + n * WARP); }

  // Calls f(n, column) for each of the lane's vectors.
  template <typename F>
  __device__ __forceinline__ static void each(int width, F f) {
#pragma unroll
    for (int n = 0; n < COUNT; n++) {
      if (column(n) < width) f(n, column(n));
    }
  }

  __device__ __forceinline__ void load(const float* row, int width) {
    each(width, [&](int n, int c) {
      float4 v = load_vector<float4>(row + c);
      at[n][0] = v.x;
      at[n][1] = v.y;
      at[n][2] = v.z;
      at[n][3] = v.w;
    });
  }

  __device__ __forceinline__ void store(float* row, int width) const {
    each(width, [&](int n, int c) { store_vector(row + c, make_float4(at[n][0], at[n][1], at[n][2], at[n][3])); });
  }

  __device__ __forceinline__ void store(bfloat16* row, int width) const {
    each(width, [&](int n, int c) {
      store_vector(row + c, make_uint2(pack(at[n][0], at[n][1]), pack(at[n][2], at[n][3])));
    });
  }

  // Sets x to f(x, n, i, column) for each element.
  template <typename F>
  __device__ __forceinline__ void map(int width, F f) {
    each(width, [&](int n, int c) {
#pragma unroll
      for (int i = 0; i < 4; i++) at[n][i] = f(at[n][i], n, i, c + i);
    });
  }
};

template <int COUNT>
__global__ void __launch_bounds__(ROWS * WARP) forward_in_registers(Forward f, DropoutSite site) {
  int lane = static_cast<int>(threadIdx.x) % WARP;
  int row = static_cast<int>(blockIdx.x) * ROWS + static_cast<int>(threadIdx.x) / WARP;
  if (row >= f.rows) return;
  size_t first = static_cast<size_t>(row) * f.width;
  Draws draws(site);
  Row<COUNT> s, other;
  s.load(f.x + first, f.width);
  if (f.residual != nullptr) other.load(f.residual + first, f.width);
  float total = 0;
  s.map(f.width, [&](float x, int n, int i, int c) {
    x *= draws.factor(first + c);
    if (f.residual != nullptr) x += other.at[n][i];
    total += x;
    return x;
  });
  if (f.sum != nullptr) s.store(f.sum + first, f.width);
  float width = static_cast<float>(f.width);
  float mean = warp_sum(total) / width;
  float rest = 0, squares = 0;
  s.map(f.width, [&](float x, int, int, int) {
    float value = x - mean;
    rest += value;
    squares += value * value;
    return value;
  });
  rest = warp_sum(rest) / width;  // corrects the rounding error of a mean far from 0
  float variance = fmaxf(warp_sum(squares) / width - rest * rest, 0.0f);
  float rstd = 1 / sqrtf(variance + f.epsilon);
  Row<COUNT> beta;
  other.load(f.gamma, f.width);
  beta.load(f.beta, f.width);
  s.map(f.width, [&](float x, int n, int i, int) { return (x - rest) * rstd * other.at[n][i] + beta.at[n][i]; });
  s.store(f.y + first, f.width);
  if (f.rounded != nullptr) s.store(f.rounded + first, f.width);
  if (lane == 0) {
    if (f.mean != nullptr) f.mean[row] = mean + rest;
    if (f.rstd != nullptr) f.rstd[row] = rstd;
  }
}

__global__ void forward(Forward f, DropoutSite site) {
  ZENER_DYNAMIC_SHARED(float, shared);
  int warp = static_cast<int>(threadIdx.x) / WARP, lane = static_cast<int>(threadIdx.x) % WARP;
  int row = static_cast<int>(blockIdx.x) * static_cast<int>(blockDim.x / WARP) + warp;
  if (row >= f.rows) return;
  float* s = shared + warp * f.width;
  size_t first = static_cast<size_t>(row) * f.width;
  Draws draws(site);
  float total = 0;
  for (int c = lane; c < f.width; c += WARP) {
    float value = f.x[first + c] * draws.factor(first + c);
    if (f.residual != nullptr) value += f.residual[first + c];
    if (f.sum != nullptr) f.sum[first + c] = value;
    s[c] = value;
    total += value;
  }
  float width = static_cast<float>(f.width);
  float mean = warp_sum(total) / width;
  float rest = 0, squares = 0;
  for (int c = lane; c < f.width; c += WARP) {
    float value = s[c] - mean;
    rest += value;
    squares += value * value;
  }
  rest = warp_sum(rest) / width;  // corrects the rounding error of a mean far from 0
  float variance = fmaxf(warp_sum(squares) / width - rest * rest, 0.0f);
  float rstd = 1 / sqrtf(variance + f.epsilon);
  for (int c = lane; c < f.width; c += WARP) {
    float value = (s[c] - mean - rest) * rstd * f.gamma[c] + f.beta[c];
    f.y[first + c] = value;
    if (f.rounded != nullptr) set(f.rounded + first + c, value);
  }
  if (lane == 0) {
    if (f.mean != nullptr) f.mean[row] = mean + rest;
    if (f.rstd != nullptr) f.rstd[row] = rstd;
  }
}

struct Backward {
  const float* s;
  const float* gamma;
  const float* mean;
  const float* rstd;
  const float* dy;
  int rows;
  int width;
  float* ds;
  float* dx;
  bfloat16* rounded;
};

__global__ void backward(Backward b, DropoutSite site) {
  int lane = static_cast<int>(threadIdx.x) % WARP;
  int row = static_cast<int>(blockIdx.x) * ROWS + static_cast<int>(threadIdx.x) / WARP;
  if (row >= b.rows) return;
  size_t first = static_cast<size_t>(row) * b.width;
  float mean = b.mean[row], rstd = b.rstd[row];
  float g1 = 0, gn = 0;
  for (int c = lane; c < b.width; c += WARP) {
    float norm = (b.s[first + c] - mean) * rstd;
    float g = product(b.dy[first + c], b.gamma[c]);
    g1 += g;
    gn += g * norm;
  }
  g1 = warp_sum(g1) / static_cast<float>(b.width);
  gn = warp_sum(gn) / static_cast<float>(b.width);
  Draws draws(site);
  for (int c = lane; c < b.width; c += WARP) {
    float norm = (b.s[first + c] - mean) * rstd;
    float ds = rstd * (product(b.dy[first + c], b.gamma[c]) - g1 - norm * gn);
    if (b.ds != nullptr) b.ds[first + c] = ds;
    if (b.dx == nullptr && b.rounded == nullptr) continue;
    float dx = ds * draws.factor(first + c);
    if (b.dx != nullptr) b.dx[first + c] = dx;
    if (b.rounded != nullptr) set(b.rounded + first + c, dx);
  }
}

// The first row of a range of rows.
__device__ __forceinline__ int range_start(int rows, int range, int ranges) {
  return static_cast<int>(static_cast<int64_t>(rows) * range / ranges);
}

// ds and dx of a range of rows and, unless null, parts [ranges, 2, width]: the sums of dy n and of dy over
// this range. One block for each range.
template <int COUNT>
__global__ void __launch_bounds__(WARPS * WARP) backward_in_registers(Backward b, DropoutSite site, float* parts) {
  ZENER_DYNAMIC_SHARED(float, shared);  // [WARPS, width]
  int warp = static_cast<int>(threadIdx.x) / WARP, part = static_cast<int>(blockIdx.x);
  int ranges = static_cast<int>(gridDim.x);
  int from = range_start(b.rows, part, ranges), to = range_start(b.rows, part + 1, ranges);
  Draws draws(site);
  Row<COUNT> sums[2] = {};  // of dy n and of dy
  for (int row = from + warp; row < to; row += WARPS) {
    size_t first = static_cast<size_t>(row) * b.width;
    float mean = b.mean[row], rstd = b.rstd[row];
    Row<COUNT> norm, g, gamma;
    norm.load(b.s + first, b.width);
    g.load(b.dy + first, b.width);
    gamma.load(b.gamma, b.width);
    float g1 = 0, gn = 0;
    norm.map(b.width, [&](float s, int n, int i, int) {
      float value = (s - mean) * rstd, dy = g.at[n][i];
      sums[0].at[n][i] += dy * value;
      sums[1].at[n][i] += dy;
      g.at[n][i] = product(dy, gamma.at[n][i]);
      g1 += g.at[n][i];
      gn += g.at[n][i] * value;
      return value;
    });
    g1 = warp_sum(g1) / static_cast<float>(b.width);
    gn = warp_sum(gn) / static_cast<float>(b.width);
    g.map(b.width, [&](float x, int n, int i, int) { return rstd * (x - g1 - norm.at[n][i] * gn); });
    if (b.ds != nullptr) g.store(b.ds + first, b.width);
    if (b.dx == nullptr && b.rounded == nullptr) continue;
    g.map(b.width, [&](float x, int, int, int c) { return x * draws.factor(first + c); });
    if (b.dx != nullptr) g.store(b.dx + first, b.width);
    if (b.rounded != nullptr) g.store(b.rounded + first, b.width);
  }
  if (parts == nullptr) return;
#pragma unroll
  for (int which = 0; which < 2; which++) {
    if (which > 0) __syncthreads();  // the block has read the first sums
    sums[which].store(shared + warp * b.width, b.width);
    __syncthreads();
    for (int c = static_cast<int>(threadIdx.x); c < b.width; c += WARPS * WARP) {
      float sum = shared[c];
      for (int w = 1; w < WARPS; w++) sum += shared[w * b.width + c];
      parts[static_cast<size_t>(2 * part + which) * b.width + c] = sum;
    }
  }
}

// The sums alone. Grid [columns / WARP, ranges] of blocks [WARP, LANES].
__global__ void column_parts(Backward b, float* parts) {
  ZENER_SHARED(float, shared, 2 * LANES * WARP);
  int x = static_cast<int>(threadIdx.x), y = static_cast<int>(threadIdx.y);
  int c = static_cast<int>(blockIdx.x) * WARP + x, part = static_cast<int>(blockIdx.y);
  int ranges = static_cast<int>(gridDim.y);
  int from = range_start(b.rows, part, ranges), to = range_start(b.rows, part + 1, ranges);
  float gamma = 0, beta = 0;
  for (int i = from + y; i < to && c < b.width; i += LANES) {
    size_t e = static_cast<size_t>(i) * b.width + c;
    gamma += b.dy[e] * (b.s[e] - b.mean[i]) * b.rstd[i];
    beta += b.dy[e];
  }
  shared[y * WARP + x] = gamma;
  shared[(LANES + y) * WARP + x] = beta;
  __syncthreads();
  if (y != 0 || c >= b.width) return;
  for (int i = 1; i < LANES; i++) {
    gamma += shared[i * WARP + x];
    beta += shared[(LANES + i) * WARP + x];
  }
  parts[(2 * part) * b.width + c] = gamma;
  parts[(2 * part + 1) * b.width + c] = beta;
}

// Adds the sums of all ranges. Blocks [WARP, LANES].
__global__ void column_sums(const float* parts, int ranges, int width, float* dgamma, float* dbeta) {
  ZENER_SHARED(float, shared, 2 * LANES * WARP);
  int x = static_cast<int>(threadIdx.x), y = static_cast<int>(threadIdx.y);
  int c = static_cast<int>(blockIdx.x) * WARP + x;
  float gamma = 0, beta = 0;
  for (int part = y; part < ranges && c < width; part += LANES) {
    gamma += parts[static_cast<size_t>(2 * part) * width + c];
    beta += parts[static_cast<size_t>(2 * part + 1) * width + c];
  }
  shared[y * WARP + x] = gamma;
  shared[(LANES + y) * WARP + x] = beta;
  __syncthreads();
  if (y != 0 || c >= width) return;
  for (int i = 1; i < LANES; i++) {
    gamma += shared[i * WARP + x];
    beta += shared[(LANES + i) * WARP + x];
  }
  if (dgamma != nullptr) dgamma[c] = gamma;
  if (dbeta != nullptr) dbeta[c] = beta;
}

// Calls a function with the smallest number of vectors of a lane, as a constant, that hold a row. Returns
// false if a row has no whole vectors, or too many.
template <typename F>
bool in_registers(int width, std::initializer_list<const void*> tensors, const void* rounded, F run) {
  bool fits = width % 4 == 0 && width <= 4 * WARP * 8 && is_aligned(rounded, sizeof(uint2));
  for (const void* tensor : tensors) fits = fits && is_aligned(tensor);
  if (!fits) return false;
  if (width <= 4 * WARP * 2) {
    run(std::integral_constant<int, 2>());
  } else if (width <= 4 * WARP * 6) {
    run(std::integral_constant<int, 6>());
  } else {
    run(std::integral_constant<int, 8>());
  }
  return true;
}

// The number of rows of a block, as many as its shared memory holds.
int rows_for(int width) {
  size_t fit = MOST_SHARED / (sizeof(float) * width);
  return static_cast<int>(fit < ROWS ? fit : ROWS);
}

}  // namespace
}  // namespace zener

using namespace zener;

int zener_layernorm_forward(const float* x, const float* gamma, const float* beta, const float* residual,
                            const int64_t* counter, int site, double rate, double epsilon, int rows, int width,
                            float* y, void* y_bfloat16, float* mean, float* rstd, float* sum, void* stream) {
  cudaError_t error = width > 0 && rows_for(width) > 0 ? cudaSuccess : cudaErrorInvalidValue;
  if (error == cudaSuccess && rows > 0) {
    auto on = static_cast<cudaStream_t>(stream);
    DropoutSite drop = dropout_site(counter, site, rate);
    Forward f{x, gamma, beta, residual, static_cast<float>(epsilon), rows, width,
              y, static_cast<bfloat16*>(y_bfloat16), mean, rstd, sum};
    bool done = in_registers(width, {x, gamma, beta, residual, y, sum}, y_bfloat16, [&](auto count) {
      constexpr int COUNT = count;
      ZENER_LAUNCH(forward_in_registers<COUNT>, ceil_div(rows, ROWS), ROWS * WARP, 0, on, f, drop);
    });
    if (!done) {
      int together = rows_for(width);
      ZENER_LAUNCH(forward, ceil_div(rows, together), together * WARP, sizeof(float) * together * width, on, f, drop);
    }
    error = cudaGetLastError();
  }
  return report(error, "layer norm of [%d,%d]", rows, width);
}

size_t zener_layernorm_workspace(int, int width) { return sizeof(float) * 2 * PARTS * width; }

int zener_layernorm_backward(const float* s, const float* gamma, const float* mean, const float* rstd,
                             const float* dy, const int64_t* counter, int site, double rate, int rows, int width,
                             float* ds, float* dgamma, float* dbeta, float* dx, void* dx_bfloat16,
                             void* workspace, void* stream_) {
  auto stream = static_cast<cudaStream_t>(stream_);
  Backward b{s, gamma, mean, rstd, dy, rows, width, ds, dx, static_cast<bfloat16*>(dx_bfloat16)};
  DropoutSite drop = dropout_site(counter, site, rate);
  bool wanted = ds != nullptr || dx != nullptr || dx_bfloat16 != nullptr, sums = dgamma != nullptr || dbeta != nullptr;
  auto* parts = sums ? static_cast<float*>(workspace) : nullptr;
  const int most = ceil_div(rows > 0 ? rows : 1, WARPS), ranges = most < PARTS ? most : PARTS;
  bool done = in_registers(width, {s, gamma, dy, ds, dx}, dx_bfloat16, [&](auto count) {
    constexpr int COUNT = count;
    size_t shared = sizeof(float) * WARPS * width;
    if (wanted || sums) {
      ZENER_LAUNCH(backward_in_registers<COUNT>, ranges, WARPS * WARP, shared, stream, b, drop, parts);
    }
  });
  if (!done && rows > 0 && wanted) ZENER_LAUNCH(backward, ceil_div(rows, ROWS), ROWS * WARP, 0, stream, b, drop);
  if (!done && sums) {
    ZENER_LAUNCH(column_parts, dim3(ceil_div(width, WARP), ranges), dim3(WARP, LANES), 0, stream, b, parts);
  }
  if (sums) {
    ZENER_LAUNCH(column_sums, ceil_div(width, WARP), dim3(WARP, LANES), 0, stream, parts, ranges, width, dgamma,
                 dbeta);
  }
  return report(cudaGetLastError(), "layer norm backward of [%d,%d]", rows, width);
}
