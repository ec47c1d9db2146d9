using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Tests.Training.Optimization;

[Collection(TorchTests.Name)]
public sealed class OptimizerTests(TorchFixture torch)
{
    private static readonly Dictionary<string, Func<Tensor[], Optimizer>> Makers = new(StringComparer.Ordinal)
    {
        ["adam"] = parameters => new Adam(parameters, new AdamOptions { LearningRate = 0.05, Beta1 = 0.5, Beta2 = 0.99 }),
        ["adam_decay"] = parameters => new Adam(parameters, new AdamOptions { LearningRate = 0.05, WeightDecay = 0.1 }),
        ["adamw"] = parameters => new Adam(parameters, new AdamOptions { LearningRate = 0.05, WeightDecay = 0.1, Decoupled = true }),
        ["sgd"] = parameters => new Sgd(parameters, new SgdOptions { LearningRate = 0.05 }),
        ["sgd_momentum"] = parameters => new Sgd(parameters, new SgdOptions { LearningRate = 0.05, Momentum = 0.9, WeightDecay = 0.01 }),
        ["sgd_nesterov"] = parameters => new Sgd(parameters, new SgdOptions { LearningRate = 0.05, Momentum = 0.9, Nesterov = true }),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_SixTimes_EqualsPyTorch(string name) => torch.Run(() =>
    {
        using var golden = new Golden("optimizers");
        var parameters = Start(golden);
        using var optimizer = Makers[name](parameters);
        for (var step = 0; step < 6; step++)
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].Grad = golden.Tensor($"gradient.{step}.{i}");
            }

            optimizer.Step();
        }

        Assert.Equal(6, optimizer.Steps);
        golden.Equal($"{name}.0", parameters[0], 1e-6);
        golden.Equal($"{name}.1", parameters[1], 1e-6);
    });

    [Fact]
    public void Step_WithoutGradient_SaysWhichIsMissing() => torch.Run(() =>
    {
        using var golden = new Golden("optimizers");
        var parameters = Start(golden);
        using var optimizer = Makers["adam"](parameters);
        parameters[0].Grad = golden.Tensor("gradient.0.0");
        Assert.Contains("parameter 1 of 2", Assert.Throws<InvalidOperationException>(optimizer.Step).Message, StringComparison.Ordinal);
        optimizer.ZeroGrad();
        Assert.Null(parameters[0].Grad);
    });

    [Fact]
    public void ExponentialMovingAverage_Updates_FollowByTheDecay() => torch.Run(() =>
    {
        using var trained = new Sequential(new Linear(2, 1), new BatchNorm2d(1));
        using var average = new Sequential(new Linear(2, 1), new BatchNorm2d(1));
        var following = new ExponentialMovingAverage(average, trained, 0.75);
        var before = trained.Parameters()[0].ToSingle();
        Assert.Equal(before, average.Parameters()[0].ToSingle());
        Initializer.FillConstant(trained.Parameters()[0], 1);
        Initializer.FillConstant(trained.NamedBuffers().First().Value, 5);
        following.Update(following.Decay);
        Assert.All(before.Zip(average.Parameters()[0].ToSingle()), pair => Assert.Equal((0.75f * pair.First) + 0.25f, pair.Second, 1e-6f));
        Assert.Equal([5f], average.NamedBuffers().First().Value.ToSingle());
        Assert.False(average.Parameters()[0].RequiresGradient);
    });

    [Fact]
    public void Adam_LayoutsAndTypes_GiveTheSameStep() => torch.Run(() =>
    {
        var start = Tensor.RandomNormal(40, 30, 7, 9);
        var gradient = Tensor.RandomNormal(40, 30, 7, 9);
        var expected = Stepped(start.Clone(), gradient);
        Assert.Equal(expected, Stepped(TensorLayout.ChannelsLast(start), gradient));
        Assert.Equal(expected, Stepped(TensorLayout.ChannelsLast(start), TensorLayout.ChannelsLast(gradient)));
        var byOperators = Stepped(start.To(ElementType.Float64), gradient.To(ElementType.Float64));
        Assert.All(expected.Zip(byOperators), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    });

    private static float[] Stepped(Tensor parameter, Tensor gradient)
    {
        _ = parameter.RequireGradient();
        using var optimizer = new Adam([parameter], new AdamOptions { LearningRate = 0.05, WeightDecay = 0.1 });
        for (var step = 0; step < 3; step++)
        {
            parameter.Grad = gradient;
            optimizer.Step();
        }

        return parameter.ToSingle();
    }

    private static Tensor[] Start(Golden golden) => [golden.Tensor("start.0").RequireGradient(), golden.Tensor("start.1").RequireGradient()];
}
