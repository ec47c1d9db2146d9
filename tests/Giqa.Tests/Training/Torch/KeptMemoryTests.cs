using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Torch;

[Collection(TorchTests.Name)]
public sealed class KeptMemoryTests(TorchFixture torch)
{
    [Fact]
    public void SwitchedWhileTensorsLive_EachBlockGoesBackToWhereItCameFrom() => torch.Run(() =>
    {
        for (var round = 0; round < 20; round++)
        {
            // Sizes around the steps by which blocks are rounded, each tensor freed under the other setting than it was made.
            var tensors = new long[] { 0, 1, 127, 128, 1023, 1024, 1025, 1200, 70_001, 1_000_003 }.Select(length => Tensor.Ones(length)).ToArray();
            _ = GiqaTorch.Check(GiqaTorch.KeepMemory(round % 2));
            Assert.All(tensors, tensor => Assert.Equal(tensor.Count, tensor.Sum().Item()));
            foreach (var tensor in tensors)
            {
                tensor.Dispose();
            }
        }

        _ = GiqaTorch.Check(GiqaTorch.KeepMemory(1));
    });

    [Fact]
    public void FreedTensor_SameSizeAgain_GetsTheSameMemory() => torch.Run(() =>
    {
        // What is not overwritten shows whose memory it is.
        var empty = new TorchOperator("empty.memory_format");
        using (var first = Tensor.Ones(12_345))
        {
            Op.FillWith.Run(first, 42);
        }

        Assert.Equal(42, empty.Call([12_345L], ElementType.Float32).ToSingle()[12_344]);
    });
}
