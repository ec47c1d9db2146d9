using Giqa.Training.Checkpoints;
using Giqa.Training.Modules;
using Giqa.Training.Optimization;
using Giqa.Training.Torch;

namespace Giqa.Training.Styles;

/// <summary>The networks of a training, the steps that update them, and what they render. Used on the training thread only.</summary>
internal abstract class StylePlayers(StyleOptions options, string device) : IDisposable
{
    private readonly List<(string Name, Module Module)> _modules = [];
    private readonly List<(string Name, Adam Adam)> _optimizers = [];
    private readonly List<ExponentialMovingAverage> _averages = [];

    protected StyleOptions Options => options;

    protected string Device => device;

    /// <summary>The losses of a step, by name, in order.</summary>
    internal abstract IReadOnlyList<string> LossNames { get; }

    internal static StylePlayers Create(StyleOptions options, int domains, string device) => options.Kind == StyleKind.Reference
        ? new GuidedPlayers(options, domains, device)
        : new TransferPlayers(options, device);

    /// <summary>Makes a step.</summary>
    internal abstract double[] Step(StyleBatch batch, long iteration);

    /// <summary>Renders sources in the styles of references, with the averages of the weights.</summary>
    /// <returns>N x 3 x size x size, -1..1.</returns>
    internal abstract Tensor Render(Tensor sources, Tensor references, int[] domains);

    /// <summary>Everything that must be saved to resume.</summary>
    internal TrainingState State()
    {
        var state = new TrainingState(device);
        _modules.ForEach(module => state.Add(module.Name, module.Module));
        _optimizers.ForEach(optimizer => state.Add(optimizer.Name, optimizer.Adam));
        return state;
    }

    public void Dispose()
    {
        _modules.ForEach(module => module.Module.Dispose());
        _optimizers.ForEach(optimizer => optimizer.Adam.Dispose());
    }

    protected T Add<T>(string name, T module)
        where T : Module
    {
        module.MoveTo(device);
        _modules.Add((name, module));
        return module;
    }

    protected T AddAverage<T>(string name, T module, T trained)
        where T : Module
    {
        _ = Add(name, module);
        module.Train(false);
        _averages.Add(new ExponentialMovingAverage(module, trained, .995));
        return module;
    }

    protected Adam Optimize(string name, params Module[] modules)
    {
        var adam = new Adam([.. modules.SelectMany(module => module.Parameters())], new AdamOptions { LearningRate = options.LearningRate, Beta1 = .0, Beta2 = .99 });
        _optimizers.Add((name, adam));
        return adam;
    }

    /// <summary>Until the averages have seen enough steps they follow faster.</summary>
    protected void Follow(long iteration) => _averages.ForEach(average => average.Update(Math.Min(average.Decay, (2.0 + iteration) / (11.0 + iteration))));
}
