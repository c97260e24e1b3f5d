// Mmd: squared maximum mean discrepancy of two samples, forward and backward, without an N x N
// matrix.
//
// Z = [X; Y], N = n + m rows of `width`; d_ij = |z_i - z_j|^2;
// b = sum_ij d_ij / (N^2 - N) / 4 = 2 N sum_i |z_i - mean|^2 / (N^2 - N) / 4, no gradient through it;
// k_ij = sum_{s=0..4} exp(-d_ij / (b 2^s)); c_ij = 1/n^2 within X, 1/m^2 within Y, -1/(nm) across;
// value = sum_ij c_ij k_ij.
// k'_ij = -sum_s exp(-d_ij / (b 2^s)) / (b 2^s); dz_i = 4 dvalue sum_j c_ij k'_ij (z_i - z_j).
//
// The mean is subtracted from all rows first. Distances stay the same, and d_ij = r_i + r_j - 2 z_i
// z_j with r_i = |z_i|^2 then loses no precision to a large common mean.
//
// Work: forward N^2 width multiplications (half of the tiles, as the matrix is symmetric), backward
// 2 N^2 width. Memory: a few numbers per row, and in backward c_ij k'_ij of STRIP rows at a time.
// All sums have a fixed order, so that the bits are always the same.
#include <climits>

#include "error.h"
#include "launch.h"
#include "product.h"
#include "reduce.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int KERNELS = 5;
constexpr float WIDEST = 1 << (KERNELS - 1);  // the widest Gaussian's width, in b
constexpr int THREADS = 256;
constexpr int ROWS = THREADS / WARP;  // rows whose norms a block computes
constexpr int STRIP = 2048;
constexpr int MOST_BLOCKS = 4096;  // maximum number of forward blocks, each of which stores a sum

struct Samples {
  const float* x;
  const float* y;
  int n;
  int m;
  int width;

  __device__ int rows() const { return n + m; }

  __device__ float at(int row, int column) const {
    return row < n ? x[static_cast<size_t>(row) * width + column]
                   : y[static_cast<size_t>(row - n) * width + column];
  }

  // Differences from the first row are exact for rows near each other, wherever they are.
  __device__ float centred(int row, int column, const float* shift) const {
    return at(row, column) - at(0, column) - shift[column];
  }

  __device__ float weight(int i, int j) const {
    if ((i < n) != (j < n)) return -1.0f / (static_cast<float>(n) * static_cast<float>(m));
    float count = static_cast<float>(i < n ? n : m);
    return 1.0f / (count * count);
  }
};

// Values on the device that both directions need.
struct Workspace {
  float* shift;          // [width], from the first row to the mean
  float* norms;          // [N], of shifted rows
  double* parts;         // [ceil(N / ROWS)], sums of norms
  float* widest;         // [], 1 / (16 b); 0 where all rows are equal
  double* sums;          // [MOST_BLOCKS]
  float* strip;          // [min(N, STRIP), N], c_ij k'_ij
  float* strip_sums;     // [min(N, STRIP)], of the strip's rows
  size_t bytes;

  Workspace(void* memory, int rows, int width) {
    char* at = static_cast<char*>(memory);
    auto take = [&](size_t size) {
      char* mine = at;
      at += (size + 255) / 256 * 256;
      return mine;
    };
    shift = reinterpret_cast<float*>(take(sizeof(float) * width));
    norms = reinterpret_cast<float*>(take(sizeof(float) * rows));
    parts = reinterpret_cast<double*>(take(sizeof(double) * ceil_div(rows, ROWS)));
    widest = reinterpret_cast<float*>(take(sizeof(float)));
    sums = reinterpret_cast<double*>(take(sizeof(double) * MOST_BLOCKS));
    size_t height = rows < STRIP ? rows : STRIP;
    strip = reinterpret_cast<float*>(take(sizeof(float) * height * rows));
    strip_sums = reinterpret_cast<float*>(take(sizeof(float) * height));
    bytes = static_cast<size_t>(at - static_cast<char*>(memory));
  }
};

// shift[c] = the mean of column c, relative to the first row, which is exact if all rows are equal.
// Blocks of [32 columns, THREADS / 32 rows].
__global__ void mean_rows(Samples z, float* shift) {
  ZENER_SHARED(float, parts, THREADS);
  int column = static_cast<int>(blockIdx.x) * WARP + static_cast<int>(threadIdx.x);
  float first = column < z.width ? z.at(0, column) : 0;
  float sum = 0;
  if (column < z.width) {
    for (int i = static_cast<int>(threadIdx.y); i < z.rows(); i += ROWS) sum += z.at(i, column) - first;
  }
  parts[threadIdx.y * WARP + threadIdx.x] = sum;
  __syncthreads();
  if (threadIdx.y == 0 && column < z.width) {
    for (int part = 1; part < ROWS; part++) sum += parts[part * WARP + threadIdx.x];
    shift[column] = sum / static_cast<float>(z.rows());
  }
}

// One warp per row.
__global__ void squared_norms(Samples z, const float* shift, float* norms, double* parts) {
  ZENER_SHARED(double, scratch, ROWS);
  int row = static_cast<int>(blockIdx.x) * ROWS + static_cast<int>(threadIdx.x) / WARP;
  int lane = static_cast<int>(threadIdx.x) % WARP;
  float sum = 0;
  if (row < z.rows()) {
    for (int c = lane; c < z.width; c += WARP) {
      float value = z.centred(row, c, shift);
      sum += value * value;
    }
  }
  sum = warp_sum(sum);
  if (row < z.rows() && lane == 0) norms[row] = sum;
  double all = block_sum(lane == 0 ? static_cast<double>(sum) : 0.0, scratch);
  if (threadIdx.x == 0) parts[blockIdx.x] = all;
}

// One block: sums the parts in a fixed order.
__device__ double sum_of(const double* parts, int count, double* scratch) {
  double sum = 0;
  for (int i = static_cast<int>(threadIdx.x); i < count; i += THREADS) sum += parts[i];
  return block_sum(sum, scratch);
}

__global__ void bandwidth(const double* parts, int count, int rows, float* widest) {
  ZENER_SHARED(double, scratch, ROWS);
  double squares = sum_of(parts, count, scratch);
  if (threadIdx.x == 0) {
    double n = rows;
    double b = 2 * n * squares / (n * n - n) / 4;
    *widest = b > 0 ? static_cast<float>(1 / (WIDEST * b)) : 0.0f;
  }
}

// From d and 1 / (16 b): e[s] = exp(-d / (b 2^s)), each the square of the next.
__device__ __forceinline__ void gaussians(float d, float widest, float (&e)[KERNELS]) {
  e[KERNELS - 1] = expf(-d * widest);
#pragma unroll
  for (int s = KERNELS - 2; s >= 0; s--) e[s] = e[s + 1] * e[s + 1];
}

// d_ij of a tile, from its products.
template <typename Tile>
__device__ __forceinline__ float distance(const Tile& tile, const float* norms, int i, int j, int ti, int tj) {
  return i == j ? 0.0f : fmaxf(norms[i] + norms[j] - 2 * tile.sums[ti][tj], 0.0f);
}

template <typename Tile>
__device__ __forceinline__ void products(Tile& tile, const Samples& z, const float* shift, int top, int left,
                                         float* shared) {
  auto row = [&](int i, int c) { return i < z.rows() ? z.centred(i, c, shift) : 0.0f; };
  tile.template add<Near::K, Near::K>([&](int i, int c) { return row(top + i, c); },
                                      [&](int c, int j) { return row(left + j, c); }, z.width, shared);
}

// Sums over tiles on and above the diagonal; those above it count twice. A block takes every
// gridDim-th tile.
template <int SIZE, int MICRO>
__global__ void __launch_bounds__(THREADS) kernel_sums(Samples z, const float* shift, const float* norms,
                                                        const float* widest, double* sums) {
  using Tile = Product<SIZE, SIZE, MICRO, MICRO>;
  static_assert(Tile::THREADS == THREADS, "one block size for all");
  ZENER_SHARED(float, shared, Tile::SHARED);
  ZENER_SHARED(double, scratch, ROWS);
  int side = ceil_div(z.rows(), SIZE);
  int tiles = side * (side + 1) / 2;
  double sum = 0;
  for (int number = static_cast<int>(blockIdx.x); number < tiles; number += static_cast<int>(gridDim.x)) {
    // Column by column: column q holds tiles q(q+1)/2 to q(q+1)/2 + q.
    int q = static_cast<int>((sqrtf(8.0f * static_cast<float>(number) + 1) - 1) / 2);
    while (q * (q + 1) / 2 > number) q--;
    while ((q + 1) * (q + 2) / 2 <= number) q++;
    int top = (number - q * (q + 1) / 2) * SIZE, left = q * SIZE;
    Tile tile;
    products(tile, z, shift, top, left, shared);
    float part = 0;
#pragma unroll
    for (int ti = 0; ti < MICRO; ti++) {
      int i = top + Tile::row() + ti;
#pragma unroll
      for (int tj = 0; tj < MICRO; tj++) {
        int j = left + Tile::column() + tj;
        if (i >= z.rows() || j >= z.rows()) continue;
        float e[KERNELS];
        gaussians(distance(tile, norms, i, j, ti, tj), *widest, e);
        float k = 0;
#pragma unroll
        for (int s = 0; s < KERNELS; s++) k += e[s];
        part += z.weight(i, j) * k;
      }
    }
    sum += (top == left ? 1.0 : 2.0) * static_cast<double>(part);
  }
  sum = block_sum(sum, scratch);
  if (threadIdx.x == 0) sums[blockIdx.x] = sum;
}

__global__ void total(const double* sums, int count, const float* widest, float* value) {
  ZENER_SHARED(double, scratch, ROWS);
  double sum = sum_of(sums, count, scratch);
  if (threadIdx.x == 0) *value = *widest > 0 ? static_cast<float>(sum) : 0.0f;
}

// strip[i - first, j] = c_ij k'_ij for rows i of [first, last).
template <int SIZE, int MICRO>
__global__ void __launch_bounds__(THREADS) slopes(Samples z, const float* shift, const float* norms,
                                                   const float* widest, int first, int last, float* strip) {
  using Tile = Product<SIZE, SIZE, MICRO, MICRO>;
  ZENER_SHARED(float, shared, Tile::SHARED);
  int top = first + static_cast<int>(blockIdx.y) * SIZE, left = static_cast<int>(blockIdx.x) * SIZE;
  Tile tile;
  products(tile, z, shift, top, left, shared);
  float scale = *widest;
#pragma unroll
  for (int ti = 0; ti < MICRO; ti++) {
    int i = top + Tile::row() + ti;
#pragma unroll
    for (int tj = 0; tj < MICRO; tj++) {
      int j = left + Tile::column() + tj;
      if (i >= last || j >= z.rows()) continue;
      float e[KERNELS];
      gaussians(distance(tile, norms, i, j, ti, tj), scale, e);
      float slope = 0, inverse = scale * WIDEST;  // 1 / (b 2^s)
#pragma unroll
      for (int s = 0; s < KERNELS; s++, inverse /= 2) slope -= e[s] * inverse;
      // The term i = j is 0; setting it here avoids the rounding error of z_i - z_i.
      strip[static_cast<size_t>(i - first) * z.rows() + j] = i == j ? 0.0f : z.weight(i, j) * slope;
    }
  }
}

// One warp per row of the strip.
__global__ void row_sums(const float* strip, int rows, int columns, float* sums) {
  int row = static_cast<int>(blockIdx.x) * ROWS + static_cast<int>(threadIdx.x) / WARP;
  int lane = static_cast<int>(threadIdx.x) % WARP;
  if (row >= rows) return;
  float sum = 0;
  for (int j = lane; j < columns; j += WARP) sum += strip[static_cast<size_t>(row) * columns + j];
  sum = warp_sum(sum);
  if (lane == 0) sums[row] = sum;
}

// dz_i = 4 dvalue (z_i sum_j w_ij - sum_j w_ij z_j), w the strip, rows i of [first, last).
template <int BM, int BN, int TM, int TN>
__global__ void __launch_bounds__(THREADS) pull(Samples z, const float* shift, const float* strip,
                                                 const float* strip_sums, int first, int last,
                                                 const float* dvalue, float* dx, float* dy) {
  using Tile = Product<BM, BN, TM, TN>;
  static_assert(Tile::THREADS == THREADS, "one block size for all");
  ZENER_SHARED(float, shared, Tile::SHARED);
  int top = static_cast<int>(blockIdx.y) * BM, left = static_cast<int>(blockIdx.x) * BN;
  int rows = last - first;
  auto w = [&](int i, int j) { return top + i < rows ? strip[static_cast<size_t>(top + i) * z.rows() + j] : 0.0f; };
  Tile tile;
  tile.template add<Near::K, Near::OTHER>(
      w, [&](int j, int c) { return left + c < z.width ? z.centred(j, left + c, shift) : 0.0f; }, z.rows(),
      shared);
  float scale = 4 * *dvalue;
#pragma unroll
  for (int ti = 0; ti < TM; ti++) {
    int i = Tile::row() + ti;
    if (top + i >= rows) continue;
    int row = first + top + i;
    float* target = row < z.n ? dx + static_cast<size_t>(row) * z.width : dy + static_cast<size_t>(row - z.n) * z.width;
    float all = strip_sums[top + i];
#pragma unroll
    for (int tj = 0; tj < TN; tj++) {
      int c = left + Tile::column() + tj;
      if (c < z.width) target[c] = scale * (z.centred(row, c, shift) * all - tile.sums[ti][tj]);
    }
  }
}

// Computes what both directions need. The caller must check for launch errors.
void prepare(const Samples& z, const Workspace& w, cudaStream_t stream) {
  int rows = z.n + z.m, blocks = ceil_div(rows, ROWS);
  ZENER_LAUNCH(mean_rows, ceil_div(z.width, WARP), dim3(WARP, ROWS), 0, stream, z, w.shift);
  ZENER_LAUNCH(squared_norms, blocks, THREADS, 0, stream, z, w.shift, w.norms, w.parts);
  ZENER_LAUNCH(bandwidth, 1, THREADS, 0, stream, w.parts, blocks, rows, w.widest);
}

// Small tiles for few rows, so that many multiprocessors are used; large tiles, which read less per
// multiplication, for many rows.
enum class Size { SMALL, MIDDLE, LARGE };

Size size_for(int rows) { return rows <= 512 ? Size::SMALL : rows <= 2048 ? Size::MIDDLE : Size::LARGE; }

template <int SIZE, int MICRO>
int sum_kernels(const Samples& z, const Workspace& w, cudaStream_t stream) {
  int side = ceil_div(z.n + z.m, SIZE);
  int tiles = side * (side + 1) / 2;
  int blocks = tiles < MOST_BLOCKS ? tiles : MOST_BLOCKS;
  auto kernel = kernel_sums<SIZE, MICRO>;
  ZENER_LAUNCH(kernel, blocks, THREADS, 0, stream, z, w.shift, w.norms, w.widest, w.sums);
  return blocks;
}

template <int SIZE, int MICRO>
void find_slopes(const Samples& z, const Workspace& w, int first, int last, cudaStream_t stream) {
  dim3 blocks(ceil_div(z.n + z.m, SIZE), ceil_div(last - first, SIZE));
  auto kernel = slopes<SIZE, MICRO>;
  ZENER_LAUNCH(kernel, blocks, THREADS, 0, stream, z, w.shift, w.norms, w.widest, first, last, w.strip);
}

template <int BM, int BN, int TM, int TN>
void pull_rows(const Samples& z, const Workspace& w, int first, int last, const float* dvalue, float* dx,
               float* dy, cudaStream_t stream) {
  dim3 blocks(ceil_div(z.width, BN), ceil_div(last - first, BM));
  auto kernel = pull<BM, BN, TM, TN>;
  ZENER_LAUNCH(kernel, blocks, THREADS, 0, stream, z, w.shift, w.strip, w.strip_sums, first, last, dvalue, dx, dy);
}

cudaError_t check(int n, int m, int width) {
  return n > 0 && m > 0 && width > 0 && n <= INT_MAX - m ? cudaSuccess : cudaErrorInvalidValue;
}

}  // namespace
}  // namespace zener

using namespace zener;

size_t zener_mmd_workspace(int n, int m, int width) { return Workspace(nullptr, n + m, width).bytes; }

int zener_mmd_forward(const float* x, int n, const float* y, int m, int width, float* value, void* workspace,
                      void* stream_) {
  cudaError_t error = check(n, m, width);
  if (error == cudaSuccess) {
    auto stream = static_cast<cudaStream_t>(stream_);
    Samples z{x, y, n, m, width};
    Workspace w(workspace, n + m, width);
    prepare(z, w, stream);
    Size size = size_for(n + m);
    int count = size == Size::SMALL    ? sum_kernels<16, 1>(z, w, stream)
                : size == Size::MIDDLE ? sum_kernels<64, 4>(z, w, stream)
                                       : sum_kernels<128, 8>(z, w, stream);
    ZENER_LAUNCH(total, 1, THREADS, 0, stream, w.sums, count, w.widest, value);
    error = cudaGetLastError();
  }
  return report(error, "mmd x [%d,%d], y [%d,%d]", n, width, m, width);
}

int zener_mmd_backward(const float* x, int n, const float* y, int m, int width, const float* dvalue, float* dx,
                       float* dy, void* workspace, void* stream_) {
  cudaError_t error = check(n, m, width);
  if (error == cudaSuccess) {
    auto stream = static_cast<cudaStream_t>(stream_);
    Samples z{x, y, n, m, width};
    Workspace w(workspace, n + m, width);
    prepare(z, w, stream);
    Size size = size_for(n + m);
    int begin = dx != nullptr ? 0 : n, end = dy != nullptr ? n + m : n;
    for (int first = begin; first < end; first += STRIP) {
      int last = first + STRIP < end ? first + STRIP : end;
      if (size == Size::SMALL) {
        find_slopes<16, 1>(z, w, first, last, stream);
      } else if (size == Size::MIDDLE) {
        find_slopes<64, 4>(z, w, first, last, stream);
      } else {
        find_slopes<128, 8>(z, w, first, last, stream);
      }
      ZENER_LAUNCH(row_sums, ceil_div(last - first, ROWS), THREADS, 0, stream, w.strip, last - first, n + m,
                   w.strip_sums);
      if (size == Size::SMALL) {
        pull_rows<16, 64, 1, 4>(z, w, first, last, dvalue, dx, dy, stream);
      } else if (size == Size::MIDDLE) {
        pull_rows<64, 64, 4, 4>(z, w, first, last, dvalue, dx, dy, stream);
      } else {
        pull_rows<128, 128, 8, 8>(z, w, first, last, dvalue, dx, dy, stream);
      }
    }
    error = cudaGetLastError();
  }
  return report(error, "mmd backward x [%d,%d], y [%d,%d]", n, width, m, width);
}
