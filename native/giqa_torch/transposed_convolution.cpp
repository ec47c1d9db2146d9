// A transposed convolution is the gradient of a convolution with respect to its input. Computed that way it runs on oneDNN, in
// float32 and bfloat16; libtorch 1.13's own goes through im2col, and fails in bfloat16. Differentiable twice.
#include <ATen/autocast_mode.h>
#include <torch/csrc/api/include/torch/version.h>
#include <torch/csrc/autograd/custom_function.h>

#include "handles.h"

using namespace giqa;
using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

static std::tuple<Tensor, Tensor, Tensor> convolution_gradients(
    const Tensor& output_gradient, const Tensor& input, const Tensor& weight, int64_t stride, int64_t padding, std::array<bool, 3> wanted) {
  return at::convolution_backward(output_gradient, input, weight, c10::nullopt, {stride, stride}, {padding, padding}, {1, 1}, false, {0, 0}, 1, wanted);
}

struct TransposedConvolution : torch::autograd::Function<TransposedConvolution> {
  static Tensor forward(AutogradContext* context, Tensor x, Tensor weight, int64_t stride, int64_t padding, int64_t output_padding) {
    context->save_for_backward({x, weight});
    context->saved_data["stride"] = stride;
    context->saved_data["padding"] = padding;
    auto side = [&](int axis) { return (x.size(axis) - 1) * stride - 2 * padding + weight.size(axis) + output_padding; };
    auto shape_of_result = at::empty({x.size(0), weight.size(1), side(2), side(3)}, x.options(), x.suggest_memory_format());
    return std::get<0>(convolution_gradients(x, shape_of_result, weight, stride, padding, {true, false, false}));
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    auto saved = context->get_saved_variables();
    auto stride = context->saved_data["stride"].toInt(), padding = context->saved_data["padding"].toInt();
    Tensor of_x, of_weight;
    if (context->needs_input_grad(0)) of_x = at::conv2d(gradients[0], saved[1], {}, {stride, stride}, {padding, padding});
    if (context->needs_input_grad(1)) {
      of_weight = std::get<1>(convolution_gradients(saved[0], gradients[0], saved[1], stride, padding, {false, true, false}));
    }
    return {of_x, of_weight, Tensor(), Tensor(), Tensor()};
  }
};

static void cast_for_autocast(Tensor& x, Tensor& weight) {
  using namespace at::autocast;
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
  if (!is_autocast_enabled(at::kCPU)) return;
  auto type = get_autocast_dtype(at::kCPU);
#else
  if (!is_cpu_enabled()) return;
  auto type = get_autocast_cpu_dtype();
#endif
  x = cached_cast(type, x, at::kCPU);
  weight = cached_cast(type, weight, at::kCPU);
}

void* gt_transposed_convolution(void* input, void* weight_handle, void* bias_handle, int64_t stride, int64_t padding, int64_t output_padding) {
  return guarded([&] {
    auto x = borrow(input), weight = borrow(weight_handle), bias = borrow(bias_handle);
    if (!x.device().is_cpu()) {
      return give(at::conv_transpose2d(x, weight, bias, {stride, stride}, {padding, padding}, {output_padding, output_padding}));
    }
    TORCH_CHECK(x.dim() == 4 && weight.dim() == 4 && x.size(1) == weight.size(0), "a transposed convolution of input ", x.sizes(), " with weight ",
                weight.sizes(), ": both need four dimensions, and as many input channels as the weight's first");
    cast_for_autocast(x, weight);
    auto result = TransposedConvolution::apply(x, weight, stride, padding, output_padding);
    return give(bias.defined() ? result + bias.to(result.scalar_type()).view({1, -1, 1, 1}) : result);
  }, (void*)nullptr);
}
