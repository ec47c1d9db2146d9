// Freed tensors' memory is kept for tensors of about the same size. The C library maps and unmaps large blocks for every tensor
// instead, and the page faults cost up to a third of a training step; its own settings against that do not reach threads other than
// the first.
#include <c10/core/CPUAllocator.h>

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include "handles.h"

namespace {

class KeptMemory final : public c10::Allocator {
 public:
  // The base class has one of the two, depending on libtorch's version; the other is then ours alone.
  c10::DataPtr allocate(size_t bytes) const { return take(bytes); }
  c10::DataPtr allocate(size_t bytes) { return take(bytes); }
  void copy_data(void* destination, const void* source, size_t bytes) const { std::memcpy(destination, source, bytes); }
  c10::DeleterFnPtr raw_deleter() const override { return &give_back; }

 private:
  static constexpr size_t kHeader = 64;  // holds the block's size, and keeps what follows aligned

  // At most an eighth more than asked for, so that blocks find another use.
  static size_t rounded(size_t bytes) {
    if (bytes <= 4096) return (bytes + 511) & ~size_t(511);
    size_t step = size_t(1) << (60 - __builtin_clzll(bytes));
    return (bytes + step - 1) / step * step;
  }

  static c10::DataPtr take(size_t bytes) {
    if (bytes == 0) return {nullptr, nullptr, &give_back, at::kCPU};
    size_t size = rounded(bytes);
    std::lock_guard<std::mutex> lock(mutex());
    auto& blocks = free_blocks()[size];
    void* block = nullptr;
    if (!blocks.empty()) {
      block = blocks.back();
      blocks.pop_back();
    } else {
      TORCH_CHECK(posix_memalign(&block, kHeader, size + kHeader) == 0, "no memory for a tensor of ", bytes, " bytes");
      *(size_t*)block = size;
    }
    void* data = (char*)block + kHeader;
    return {data, data, &give_back, at::kCPU};
  }

  static void give_back(void* data) {
    if (!data) return;
    void* block = (char*)data - kHeader;
    std::lock_guard<std::mutex> lock(mutex());
    free_blocks()[*(size_t*)block].push_back(block);
  }

  // Never destroyed: tensors may be freed while the process ends.
  static std::mutex& mutex() { static auto one = new std::mutex; return *one; }
  static std::unordered_map<size_t, std::vector<void*>>& free_blocks() {
    static auto all = new std::unordered_map<size_t, std::vector<void*>>;
    return *all;
  }
};

}  // namespace

int gt_keep_memory(int on) {
  return giqa::guarded([&] {
    static auto usual = c10::GetCPUAllocator();
    static auto kept = new KeptMemory;
    c10::SetCPUAllocator(on ? (c10::Allocator*)kept : usual, 100);
    return 0;
  }, -1);
}
