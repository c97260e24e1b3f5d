// Crf: the loss of a linear-chain conditional random field, its gradients, the probabilities of labels and the
// best labels (Lafferty et al. 2001; Lample et al. 2016). op/Crf.java has the formulas.
//
// A block works on every gridDim.x-th sentence, word by word; a thread has every blockDim.x-th label. For word t
// and label j, alpha is the log of the sum of exp(score) of all beginnings that end in t with j, relative to the
// largest of them. Its sum over the labels of the word before is a product of exp(alpha) with exp(transitions);
// only if it is so small that terms may have become 0 is it computed from logarithms. The backward pass goes
// from the last word to the first: given label j of a word, the word before has label i with the share that i
// has in the sum of j.
//
// Scores and alpha are added in double, so that large ones cost no digits; exponentials and their sums are
// float. Sums over sentences have a fixed order: that of the sentences of a block, then that of the blocks. The
// matrices are in shared memory up to 71 labels; for more, exp(transitions) is computed at every use. Memory
// traffic is small; the time is that of the words of the longest sentence, one after the other.
#include "error.h"
#include "launch.h"
#include "reduce.h"
#include "zener.h"

namespace zener {
namespace {

constexpr int MOST_THREADS = 128;  // of a block that works on sentences
constexpr int MOST_BLOCKS = 256;   // the same on all cards, so that sums have the same order
constexpr int THREADS = 256;       // of the other blocks
constexpr size_t MOST_SHARED = 40 << 10;
constexpr float LEAST = 1e-20f;  // the least sum of a product that cannot have lost anything

// The inputs.
struct Scores {
  const float* emissions;
  const float* transitions;
  const float* start;
  const float* end;
  const int32_t* offsets;
  int sentences;
  int words;
  int width;
};

// The workspace: by sentence; by word; by word and label; and by block, the gradients of transitions, start
// and end without the factor of the mean.
struct Workspace {
  double* losses;
  float* top;  // the largest emission
  double* alpha;
  float* sums;  // 0 if computed from logarithms
  float* parts;
  int32_t* before;  // the best label of the word before; in place of alpha
};

__host__ __device__ inline size_t part_size(int width) { return static_cast<size_t>(width) * (width + 2); }

// An odd number, so that neighbouring threads read neighbouring rows from different banks.
__host__ __device__ constexpr int stride_of(int width) { return width | 1; }

int blocks_of(int sentences) { return sentences < 1 ? 1 : sentences < MOST_BLOCKS ? sentences : MOST_BLOCKS; }

int threads_of(int width) { return width < MOST_THREADS ? ceil_div(width, WARP) * WARP : MOST_THREADS; }

Workspace workspace_of(void* at, int words, int width, int sentences) {
  const size_t size = static_cast<size_t>(words) * width;
  Workspace w{};
  w.losses = static_cast<double*>(at);
  w.alpha = w.losses + sentences;
  w.top = reinterpret_cast<float*>(w.alpha + size);
  w.sums = w.top + words;
  w.parts = w.sums + size;
  w.before = reinterpret_cast<int32_t*>(w.alpha);
  return w;
}

// The largest value of a block of whole warps, in every thread. `scratch` is as for block_sum.
__device__ __forceinline__ float block_max(float value, float* scratch) {
  for (int by = WARP / 2; by > 0; by /= 2) value = fmaxf(value, __shfl_xor_sync(ALL_LANES, value, by));
  if (threadIdx.x % WARP == 0) scratch[threadIdx.x / WARP] = value;
  __syncthreads();
  float largest = scratch[0];
  for (unsigned warp = 1; warp < blockDim.x / WARP; warp++) largest = fmaxf(largest, scratch[warp]);
  return largest;
}

// exp(transitions - the largest of them), in shared memory or not.
template <bool SHARED>
struct Weights {
  const float* transitions;
  float* stored;
  int width;
  float largest;

  // `scratch` may be used again after this.
  __device__ Weights(const Scores& s, float* stored, float* scratch)
      : transitions(s.transitions), stored(stored), width(s.width) {
    const int count = width * width, step = static_cast<int>(blockDim.x);
    float most = -INFINITY;
    for (int e = static_cast<int>(threadIdx.x); e < count; e += step) most = fmaxf(most, transitions[e]);
    most = block_max(most, scratch);
    largest = most == -INFINITY ? 0 : most;
    if (SHARED) {
      for (int e = static_cast<int>(threadIdx.x); e < count; e += step) {
        stored[e / width * stride_of(width) + e % width] = expf(transitions[e] - largest);
      }
    }
    __syncthreads();
  }

  __device__ __forceinline__ double log(int i, int j) const {
    return static_cast<double>(transitions[static_cast<size_t>(i) * width + j]) - static_cast<double>(largest);
  }

  __device__ __forceinline__ float operator()(int i, int j) const {
    return SHARED ? stored[i * stride_of(width) + j]
                  : expf(transitions[static_cast<size_t>(i) * width + j] - largest);
  }
};

// The terms of a sum as logarithms: alpha of the word before and the transitions to a label.
struct Terms {
  double largest;  // -INFINITY if nothing is possible
  float sum;       // of exp(terms - largest)

  template <bool SHARED>
  __device__ Terms(const Weights<SHARED>& weights, const double* alpha, int j) : largest(-INFINITY), sum(0) {
    for (int i = 0; i < weights.width; i++) largest = fmax(largest, alpha[i] + weights.log(i, j));
    for (int i = 0; i < weights.width && largest != -INFINITY; i++) {
      sum += expf(static_cast<float>(alpha[i] + weights.log(i, j) - largest));
    }
  }
};

// What a block knows about the sentence on which it works.
struct Sentence {
  int words;
  const float* emissions;  // of its first word
  float* top;
  double* alpha;
  float* sums;

  __device__ Sentence(const Scores& s, const Workspace& w, int b) {
    const int first = s.offsets[b];
    const size_t at = static_cast<size_t>(first) * s.width;
    words = s.offsets[b + 1] - first;
    emissions = s.emissions + at;
    top = w.top + first;
    alpha = w.alpha + at;
    sums = w.sums + at;
  }
};

// Fills top, alpha and sums. Returns the log of the sum of exp(score) over all sequences with emissions relative
// to top, in every thread, and the log sum exp of alpha + end of the last word. `now` has one number per label.
template <bool SHARED>
__device__ double forward_pass(const Scores& s, const Sentence& x, const Weights<SHARED>& weights, float* now,
                               float* scratch, double* last) {
  const int width = s.width, step = static_cast<int>(blockDim.x), thread = static_cast<int>(threadIdx.x);
  for (int t = thread; t < x.words; t += step) {
    const float* row = x.emissions + static_cast<size_t>(t) * width;
    float most = row[0];
    for (int j = 1; j < width; j++) most = fmaxf(most, row[j]);
    x.top[t] = most;
  }
  __syncthreads();
  double offset = 0;
  for (int t = 0; t < x.words; t++) {
    const size_t row = static_cast<size_t>(t) * width;
    float most = -INFINITY;
    for (int j = thread; j < width; j += step) {
      double alpha = static_cast<double>(s.start[j]);
      if (t > 0) {
        float sum = 0;
        for (int i = 0; i < width; i++) sum += now[i] * weights(i, j);
        if (sum >= LEAST) {
          alpha = static_cast<double>(logf(sum));
        } else {
          Terms terms(weights, x.alpha + row - width, j);
          alpha = terms.largest + static_cast<double>(terms.sum > 0 ? logf(terms.sum) : 0.0f);
          sum = 0;
        }
        x.sums[row + j] = sum;
      }
      alpha += static_cast<double>(x.emissions[row + j]) - static_cast<double>(x.top[t]);
      x.alpha[row + j] = alpha;
      most = fmaxf(most, static_cast<float>(alpha));
    }
    most = block_max(most, scratch);
    for (int j = thread; j < width; j += step) {
      x.alpha[row + j] -= static_cast<double>(most);
      now[j] = expf(static_cast<float>(x.alpha[row + j]));
    }
    offset += static_cast<double>(most) + (t == 0 ? 0.0 : static_cast<double>(weights.largest));
    __syncthreads();
  }
  const double* alpha = x.alpha + static_cast<size_t>(x.words - 1) * width;
  auto ends = [&](int j) { return alpha[j] + static_cast<double>(s.end[j]); };
  float most = -INFINITY, sum = 0;
  for (int j = thread; j < width; j += step) most = fmaxf(most, static_cast<float>(ends(j)));
  most = block_max(most, scratch);
  __syncthreads();
  for (int j = thread; j < width; j += step) sum += expf(static_cast<float>(ends(j) - static_cast<double>(most)));
  sum = block_sum(sum, scratch);
  __syncthreads();
  *last = static_cast<double>(most) + static_cast<double>(logf(sum));
  return offset + *last;
}

template <bool SHARED>
__global__ void forward(Scores s, const int32_t* labels, Workspace w) {
  ZENER_DYNAMIC_SHARED(float, shared);
  ZENER_SHARED(float, scratch, MOST_THREADS / WARP);
  ZENER_SHARED(double, sums, MOST_THREADS / WARP);
  const int width = s.width, thread = static_cast<int>(threadIdx.x);
  float* now = shared;
  Weights<SHARED> weights(s, shared + width, scratch);
  for (int b = static_cast<int>(blockIdx.x); b < s.sentences; b += static_cast<int>(gridDim.x)) {
    Sentence x(s, w, b);
    if (x.words == 0) continue;
    double last;
    double all = forward_pass(s, x, weights, now, scratch, &last), score = 0;
    const int32_t* y = labels + s.offsets[b];
    for (int t = thread; t < x.words; t += static_cast<int>(blockDim.x)) {
      score += static_cast<double>(x.emissions[static_cast<size_t>(t) * width + y[t]]) - static_cast<double>(x.top[t]);
      if (t > 0) score += static_cast<double>(s.transitions[static_cast<size_t>(y[t - 1]) * width + y[t]]);
      if (t == 0) score += static_cast<double>(s.start[y[0]]);
      if (t == x.words - 1) score += static_cast<double>(s.end[y[t]]);
    }
    score = block_sum(score, sums);
    if (thread == 0) w.losses[b] = all - score;
    __syncthreads();
  }
}

// The number of sentences with words, in every thread of a block of THREADS or fewer.
__device__ int count_sentences(const int32_t* offsets, int sentences, int* scratch) {
  int count = 0;
  for (int b = static_cast<int>(threadIdx.x); b < sentences; b += static_cast<int>(blockDim.x)) {
    count += offsets[b + 1] > offsets[b] ? 1 : 0;
  }
  count = block_sum(count, scratch);
  __syncthreads();
  return count;
}

// One block.
__global__ void mean(const int32_t* offsets, int sentences, const double* losses, float* loss) {
  ZENER_SHARED(int, counts, THREADS / WARP);
  ZENER_SHARED(double, sums, THREADS / WARP);
  int count = count_sentences(offsets, sentences, counts);
  double sum = 0;
  for (int b = static_cast<int>(threadIdx.x); b < sentences; b += THREADS) {
    if (offsets[b + 1] > offsets[b]) sum += losses[b];
  }
  sum = block_sum(sum, sums);
  if (threadIdx.x == 0) *loss = count == 0 ? 0.0f : static_cast<float>(sum / count);
}

// Fills the rows after the last sentence, which pad a batch.
template <typename T>
__device__ void fill_rest(const Scores& s, int width, T value, T* rows) {
  size_t first = static_cast<size_t>(s.offsets[s.sentences]) * width, count = static_cast<size_t>(s.words) * width;
  for (size_t e = first + blockIdx.x * blockDim.x + threadIdx.x; e < count; e += gridDim.x * blockDim.x) {
    rows[e] = value;
  }
}

// With labels, the gradients of emissions in `rows` if it is not null, and those of the other scores in the part
// of the block. Without labels, the probabilities.
template <bool SHARED>
__global__ void backward(Scores s, const int32_t* labels, const float* dloss, Workspace w, float* rows) {
  ZENER_DYNAMIC_SHARED(float, shared);
  ZENER_SHARED(float, scratch, MOST_THREADS / WARP);
  ZENER_SHARED(int, counts, MOST_THREADS / WARP);
  const int width = s.width, step = static_cast<int>(blockDim.x), thread = static_cast<int>(threadIdx.x);
  const int stride = SHARED ? stride_of(width) : width;
  const bool gradient = labels != nullptr;
  double* largest = reinterpret_cast<double*>(shared);
  float *p = shared + 2 * width, *before = p + width, *ratio = before + width, *stored = ratio + width;
  float* part = w.parts + blockIdx.x * part_size(width);
  float* pairs = SHARED ? stored + width * stride : part;  // a thread has whole rows
  float *starts = part + static_cast<size_t>(width) * width, *ends = starts + width;
  Weights<SHARED> weights(s, stored, scratch);
  float scale = 1;
  if (gradient) {
    int count = count_sentences(s.offsets, s.sentences, counts);
    scale = *dloss / static_cast<float>(count < 1 ? 1 : count);
    for (int i = thread; i < width; i += step) {
      for (int j = 0; j < width; j++) pairs[static_cast<size_t>(i) * stride + j] = 0;
      starts[i] = ends[i] = 0;
    }
  }
  for (int b = static_cast<int>(blockIdx.x); b < s.sentences; b += static_cast<int>(gridDim.x)) {
    Sentence x(s, w, b);
    if (x.words == 0) continue;
    double last;
    forward_pass(s, x, weights, p, scratch, &last);
    const int32_t* y = gradient ? labels + s.offsets[b] : nullptr;
    float* result = rows == nullptr ? nullptr : rows + static_cast<size_t>(s.offsets[b]) * width;
    for (int j = thread; j < width; j += step) {
      double end = x.alpha[static_cast<size_t>(x.words - 1) * width + j] + static_cast<double>(s.end[j]);
      p[j] = expf(static_cast<float>(end - last));
    }
    for (int t = x.words - 1; t >= 0; t--) {
      const size_t row = static_cast<size_t>(t) * width;
      for (int j = thread; j < width; j += step) {
        float value = gradient && y[t] == j ? p[j] - 1 : p[j];
        if (result != nullptr) result[row + j] = scale * value;
        if (gradient && t == x.words - 1) ends[j] += value;
        if (gradient && t == 0) starts[j] += value;
        if (t == 0) continue;
        // the factor of each term of the sum; below 0: of each term that is computed from logarithms
        ratio[j] = 0;
        if (x.sums[row + j] > 0) {
          ratio[j] = p[j] / x.sums[row + j];
        } else if (p[j] > 0) {
          Terms terms(weights, x.alpha + row - width, j);
          largest[j] = terms.largest;
          ratio[j] = -p[j] / terms.sum;
        }
      }
      if (t == 0) break;
      __syncthreads();
      for (int i = thread; i < width; i += step) {
        const double alpha = x.alpha[row - width + i];
        const float relative = expf(static_cast<float>(alpha));
        float sum = 0, slow = 0;
        for (int j = 0; j < width; j++) {
          float pair;
          if (ratio[j] < 0) {
            pair = -ratio[j] * expf(static_cast<float>(alpha + weights.log(i, j) - largest[j]));
            slow += pair;
          } else {
            pair = product(weights(i, j), ratio[j]);
            sum += pair;
            pair = product(relative, pair);
          }
          if (gradient) pairs[static_cast<size_t>(i) * stride + j] += pair;
        }
        before[i] = product(relative, sum) + slow;
        if (gradient && y[t - 1] == i) pairs[static_cast<size_t>(i) * stride + y[t]] -= 1;
      }
      __syncthreads();
      float* other = p;
      p = before;
      before = other;
    }
    __syncthreads();
  }
  if (gradient && SHARED) {
    for (int i = thread; i < width; i += step) {
      for (int j = 0; j < width; j++) part[static_cast<size_t>(i) * width + j] = pairs[i * stride + j];
    }
  }
  if (rows != nullptr) fill_rest(s, width, 0.0f, rows);
}

// The sums of the parts of all blocks. One thread per gradient.
__global__ void total(Scores s, const float* dloss, const float* parts, int blocks, float* dtransitions,
                      float* dstart, float* dend) {
  ZENER_SHARED(int, counts, THREADS / WARP);
  int count = count_sentences(s.offsets, s.sentences, counts);
  const size_t size = part_size(s.width), matrix = static_cast<size_t>(s.width) * s.width;
  size_t e = static_cast<size_t>(blockIdx.x) * THREADS + threadIdx.x;
  if (e >= size) return;
  float* into = e < matrix ? dtransitions : e < matrix + s.width ? dstart : dend;
  if (into == nullptr) return;
  float sum = 0;
  for (int b = 0; b < blocks; b++) sum += parts[b * size + e];
  size_t at = e < matrix ? e : (e - matrix) % s.width;
  into[at] = sum * (*dloss / static_cast<float>(count < 1 ? 1 : count));
}

// In double, so that the labels are those of the reference kernel.
__global__ void best(Scores s, int32_t* before, int32_t* labels) {
  ZENER_DYNAMIC_SHARED(double, shared);
  const int width = s.width, step = static_cast<int>(blockDim.x), thread = static_cast<int>(threadIdx.x);
  for (int b = static_cast<int>(blockIdx.x); b < s.sentences; b += static_cast<int>(gridDim.x)) {
    double *now = shared, *next = shared + width;
    const int first = s.offsets[b], words = s.offsets[b + 1] - first;
    for (int t = 0; t < words; t++) {
      const size_t row = static_cast<size_t>(first + t) * width;
      for (int j = thread; j < width; j += step) {
        double most = t == 0 ? static_cast<double>(s.start[j]) : -static_cast<double>(INFINITY);
        int from = 0;
        for (int i = 0; t > 0 && i < width; i++) {
          double score = now[i] + static_cast<double>(s.transitions[static_cast<size_t>(i) * width + j]);
          if (score > most) {
            most = score;
            from = i;
          }
        }
        next[j] = most + static_cast<double>(s.emissions[row + j]);
        before[row + j] = from;
      }
      __syncthreads();
      double* other = now;
      now = next;
      next = other;
    }
    if (thread == 0 && words > 0) {
      int label = 0;
      for (int j = 1; j < width; j++) {
        label = now[j] + static_cast<double>(s.end[j]) > now[label] + static_cast<double>(s.end[label]) ? j : label;
      }
      for (int w = first + words - 1; w >= first; w--) {
        labels[w] = label;
        label = before[static_cast<size_t>(w) * width + label];
      }
    }
    __syncthreads();
  }
  fill_rest(s, 1, -1, labels);
}

// The bytes of shared memory for `matrices` matrices and some vectors.
size_t shared_of(int width, int matrices, int vectors) {
  const size_t w = static_cast<size_t>(width);
  return sizeof(float) * (matrices * w * stride_of(width) + vectors * w);
}

// Probabilities if there are no labels.
void start_backward(const Scores& s, const int32_t* labels, const float* dloss, const Workspace& w, float* rows,
                    cudaStream_t stream) {
  const int blocks = blocks_of(s.sentences), threads = threads_of(s.width);
  const size_t matrices = shared_of(s.width, 2, 0), vectors = shared_of(s.width, 0, 5);
  if (matrices <= MOST_SHARED) {
    ZENER_LAUNCH(backward<true>, blocks, threads, matrices + vectors, stream, s, labels, dloss, w, rows);
  } else {
    ZENER_LAUNCH(backward<false>, blocks, threads, vectors, stream, s, labels, dloss, w, rows);
  }
}

}  // namespace
}  // namespace zener

using namespace zener;

size_t zener_crf_workspace(int words, int width, int sentences) {
  const size_t size = static_cast<size_t>(words) * width;
  return sizeof(double) * (sentences + size) + sizeof(float) * (words + size + blocks_of(sentences) * part_size(width));
}

int zener_crf_forward(const float* emissions, const float* transitions, const float* start, const float* end,
                      const int32_t* offsets, const int32_t* labels, int words, int width, int sentences, float* loss,
                      void* workspace, void* stream_) {
  auto stream = static_cast<cudaStream_t>(stream_);
  const Scores s{emissions, transitions, start, end, offsets, sentences, words, width};
  const Workspace w = workspace_of(workspace, words, width, sentences);
  if (sentences > 0) {
    const int blocks = blocks_of(sentences), threads = threads_of(width);
    const size_t matrix = shared_of(width, 1, 0), vector = shared_of(width, 0, 1);
    if (matrix <= MOST_SHARED) {
      ZENER_LAUNCH(forward<true>, blocks, threads, matrix + vector, stream, s, labels, w);
    } else {
      ZENER_LAUNCH(forward<false>, blocks, threads, vector, stream, s, labels, w);
    }
  }
  ZENER_LAUNCH(mean, 1, THREADS, 0, stream, offsets, sentences, w.losses, loss);
  return report(cudaGetLastError(), "CRF of [%d,%d] in %d sentences", words, width, sentences);
}

int zener_crf_backward(const float* emissions, const float* transitions, const float* start, const float* end,
                       const int32_t* offsets, const int32_t* labels, const float* dloss, int words, int width,
                       int sentences, float* demissions, float* dtransitions, float* dstart, float* dend,
                       void* workspace, void* stream_) {
  auto stream = static_cast<cudaStream_t>(stream_);
  const Scores s{emissions, transitions, start, end, offsets, sentences, words, width};
  const Workspace w = workspace_of(workspace, words, width, sentences);
  start_backward(s, labels, dloss, w, demissions, stream);
  if (dtransitions != nullptr || dstart != nullptr || dend != nullptr) {
    const int blocks = static_cast<int>((part_size(width) + THREADS - 1) / THREADS);
    ZENER_LAUNCH(total, blocks, THREADS, 0, stream, s, dloss, w.parts, blocks_of(sentences), dtransitions, dstart,
                 dend);
  }
  return report(cudaGetLastError(), "CRF backward of [%d,%d] in %d sentences", words, width, sentences);
}

int zener_crf_marginals(const float* emissions, const float* transitions, const float* start, const float* end,
                        const int32_t* offsets, int words, int width, int sentences, float* p, void* workspace,
                        void* stream) {
  const Scores s{emissions, transitions, start, end, offsets, sentences, words, width};
  const Workspace w = workspace_of(workspace, words, width, sentences);
  start_backward(s, nullptr, nullptr, w, p, static_cast<cudaStream_t>(stream));
  return report(cudaGetLastError(), "CRF marginals of [%d,%d] in %d sentences", words, width, sentences);
}

int zener_crf_viterbi(const float* emissions, const float* transitions, const float* start, const float* end,
                      const int32_t* offsets, int words, int width, int sentences, int32_t* labels, void* workspace,
                      void* stream) {
  const Scores s{emissions, transitions, start, end, offsets, sentences, words, width};
  const Workspace w = workspace_of(workspace, words, width, sentences);
  ZENER_LAUNCH(best, blocks_of(sentences), threads_of(width), 2 * sizeof(double) * width,
               static_cast<cudaStream_t>(stream), s, w.before, labels);
  return report(cudaGetLastError(), "CRF Viterbi of [%d,%d] in %d sentences", words, width, sentences);
}
