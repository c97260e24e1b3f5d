// LayerNorm, with the preceding dropout and residual sum.
//
// Forward: one warp per row, which stays in shared memory; x and residual are read, y and s written
// once. Backward: ds and dx with one warp per row; dgamma and dbeta by columns over PARTS ranges of
// rows, whose sums are then added in order, so that the bits are always the same.
#include "bfloat16.h"
#include "dropout.h"
#include "error.h"
#include "launch.h"
#include "reduce.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int ROWS = 4;  // rows of a block, one warp each
constexpr int LANES = 8;   // threads of a block that share a column's rows
constexpr int PARTS = 32;
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

// parts [PARTS, 2, width]: sums of dy n and of dy over a range of rows. Blocks [WARP, LANES].
__global__ void column_parts(Backward b, float* parts) {
  ZENER_SHARED(float, shared, 2 * LANES * WARP);
  int x = static_cast<int>(threadIdx.x), y = static_cast<int>(threadIdx.y);
  int c = static_cast<int>(blockIdx.x) * WARP + x, part = static_cast<int>(blockIdx.y);
  int from = static_cast<int>(static_cast<int64_t>(b.rows) * part / PARTS);
  int to = static_cast<int>(static_cast<int64_t>(b.rows) * (part + 1) / PARTS);
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

__global__ void column_sums(const float* parts, int width, float* dgamma, float* dbeta) {
  int c = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (c >= width) return;
  float gamma = 0, beta = 0;
  for (int part = 0; part < PARTS; part++) {
    gamma += parts[(2 * part) * width + c];
    beta += parts[(2 * part + 1) * width + c];
  }
  if (dgamma != nullptr) dgamma[c] = gamma;
  if (dbeta != nullptr) dbeta[c] = beta;
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
    int together = rows_for(width);
    Forward f{x, gamma, beta, residual, static_cast<float>(epsilon), rows, width,
              y, static_cast<bfloat16*>(y_bfloat16), mean, rstd, sum};
    ZENER_LAUNCH(forward, ceil_div(rows, together), together * WARP, sizeof(float) * together * width,
                 static_cast<cudaStream_t>(stream), f, dropout_site(counter, site, rate));
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
  bool wanted = ds != nullptr || dx != nullptr || dx_bfloat16 != nullptr;
  if (rows > 0 && wanted) {
    ZENER_LAUNCH(backward, ceil_div(rows, ROWS), ROWS * WARP, 0, stream, b, dropout_site(counter, site, rate));
  }
  if (dgamma != nullptr || dbeta != nullptr) {
    auto* parts = static_cast<float*>(workspace);
    ZENER_LAUNCH(column_parts, dim3(ceil_div(width, WARP), PARTS), dim3(WARP, LANES), 0, stream, b, parts);
    ZENER_LAUNCH(column_sums, ceil_div(width, 256), 256, 0, stream, parts, width, dgamma, dbeta);
  }
  return report(cudaGetLastError(), "layer norm backward of [%d,%d]", rows, width);
}
