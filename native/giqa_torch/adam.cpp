// Adam in one pass over memory, which is what a step of it costs: operator by operator it takes eight.
#include <ATen/Parallel.h>

#include <cmath>

#include "handles.h"

using namespace giqa;

// The same sums on every processor: only the width of the vectors differs.
#if defined(__x86_64__) && !defined(__clang__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
static void update(float* __restrict p, float* __restrict mean, float* __restrict square, const float* __restrict gradient, int64_t count, gt_adam_step s) {
  for (int64_t i = 0; i < count; i++) {
    float g = gradient[i] + s.decay * p[i];
    float m = mean[i] * s.beta1 + g * s.new1;
    float v = square[i] * s.beta2 + g * g * s.new2;
    mean[i] = m;
    square[i] = v;
    p[i] = p[i] * s.shrink - s.rate * (m / (std::sqrt(v) / s.root + s.epsilon));
  }
}

static bool fits(const at::Tensor& tensor, const at::Tensor& parameter) {
  return tensor.defined() && tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.is_non_overlapping_and_dense() &&
         tensor.sizes() == parameter.sizes() && tensor.strides() == parameter.strides();
}

int gt_adam(void* const* parameters, void* const* means, void* const* squares, void* const* gradients, int count, const gt_adam_step* step) {
  return guarded([&] {
    for (int k = 0; k < count; k++) {
      auto p = borrow(parameters[k]);
      if (!fits(p, p) || !fits(borrow(means[k]), p) || !fits(borrow(squares[k]), p) || borrow(gradients[k]).scalar_type() != at::kFloat) return 0;
    }
    for (int k = 0; k < count; k++) {
      auto p = borrow(parameters[k]), mean = borrow(means[k]), square = borrow(squares[k]), gradient = borrow(gradients[k]);
      if (!fits(gradient, p)) gradient = at::empty_strided(p.sizes(), p.strides(), gradient.options()).copy_(gradient);
      auto to_p = p.data_ptr<float>(), to_mean = mean.data_ptr<float>(), to_square = square.data_ptr<float>();
      auto from = gradient.data_ptr<float>();
      at::parallel_for(0, p.numel(), 1 << 15, [&](int64_t begin, int64_t end) {
        update(to_p + begin, to_mean + begin, to_square + begin, from + begin, end - begin, *step);
      });
      for (auto* changed : {&p, &mean, &square}) changed->unsafeGetTensorImpl()->bump_version();
    }
    return 1;
  }, -1);
}
