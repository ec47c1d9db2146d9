using Giqa.Training.Torch;

namespace Giqa.Training.Modules;

/// <summary>A part of a network: parameters that are trained, buffers that are not, and smaller parts, all by name.</summary>
/// <remarks>
/// Names are PyTorch's, joined with dots ("layers.0.weight"), so that weights can be exchanged with it. Made and used on the
/// <see cref="TrainingThread"/>; its tensors outlive any <see cref="TensorScope"/> and are freed with the module.
/// </remarks>
#pragma warning disable CA1716 // The name that everyone who trains networks expects; Visual Basic can write [Module].
internal abstract class Module : IDisposable
#pragma warning restore CA1716
{
    private readonly List<KeyValuePair<string, Tensor>> _parameters = [];
    private readonly List<KeyValuePair<string, Tensor>> _buffers = [];
    private readonly List<KeyValuePair<string, Module>> _children = [];

    /// <summary>Whether it is being trained: batch norm works differently if it is not.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>All parameters, including those of its parts.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> NamedParameters() => Named(module => module._parameters, string.Empty);

    /// <summary>All buffers, including those of its parts.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> NamedBuffers() => Named(module => module._buffers, string.Empty);

    /// <summary>All parameters without their names, for an optimiser.</summary>
    public Tensor[] Parameters() => [.. NamedParameters().Select(parameter => parameter.Value)];

    /// <summary>Switches it and its parts between training and evaluation.</summary>
    public void Train(bool training = true)
    {
        IsTraining = training;
        _children.ForEach(child => child.Value.Train(training));
    }

    /// <summary>Switches gradients for all parameters on or off, as for a discriminator while the generator is trained.</summary>
    public void RequireGradients(bool wanted)
    {
        foreach (var parameter in Parameters())
        {
            _ = parameter.RequireGradient(wanted);
        }
    }

    /// <summary>Moves parameters and buffers to a device.</summary>
    public void MoveTo(string device) => ReplaceEach(NamedParameters().Concat(NamedBuffers()), tensor => tensor.To(device));

    /// <summary>Stores the weights of convolutions with the channels last, which suits large layers in bfloat16.</summary>
    /// <remarks>Also give the network input in that layout: <see cref="TensorLayout.ChannelsLast"/>.</remarks>
    public void UseChannelsLast() =>
        ReplaceEach(NamedParameters().Where(parameter => parameter.Value.Dimensions == 4), TensorLayout.ChannelsLast);

    /// <summary>Copies parameters and buffers from a module of the same structure.</summary>
    /// <exception cref="GiqaException">The structures differ.</exception>
    public void CopyFrom(Module source)
    {
        var own = NamedParameters().Concat(NamedBuffers()).ToArray();
        var others = source.NamedParameters().Concat(source.NamedBuffers()).ToArray();
        if (!own.Select(tensor => tensor.Key).SequenceEqual(others.Select(tensor => tensor.Key)))
        {
            throw new GiqaException($"the weights of a network with {others.Length} tensors do not fit one with {own.Length}: build both from the same description");
        }

        using var noGrad = new NoGrad();
        for (var i = 0; i < own.Length; i++)
        {
            own[i].Value.CopyFrom(others[i].Value);
        }
    }

    /// <summary>Frees parameters and buffers, including those of its parts.</summary>
    public void Dispose()
    {
        foreach (var tensor in NamedParameters().Concat(NamedBuffers()))
        {
            tensor.Value.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Adds a tensor that is trained.</summary>
    /// <returns>The tensor, which now belongs to this module.</returns>
    protected Tensor AddParameter(string name, Tensor value)
    {
        _parameters.Add(new(name, value.Escape().RequireGradient()));
        return value;
    }

    /// <summary>Adds a tensor that belongs to the state but is not trained.</summary>
    /// <returns>The tensor, which now belongs to this module.</returns>
    protected Tensor AddBuffer(string name, Tensor value)
    {
        _buffers.Add(new(name, value.Escape()));
        return value;
    }

    /// <summary>Adds a part.</summary>
    /// <returns>The part.</returns>
    protected T AddChild<T>(string name, T child)
        where T : Module
    {
        _children.Add(new(name, child));
        return child;
    }

    private static void ReplaceEach(IEnumerable<KeyValuePair<string, Tensor>> tensors, Func<Tensor, Tensor> replacement)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        foreach (var (_, tensor) in tensors)
        {
            Op.SetData.Run(tensor, replacement(tensor));
        }
    }

    private IEnumerable<KeyValuePair<string, Tensor>> Named(Func<Module, List<KeyValuePair<string, Tensor>>> own, string prefix)
    {
        foreach (var (name, tensor) in own(this))
        {
            yield return new(prefix + name, tensor);
        }

        foreach (var (name, child) in _children)
        {
            foreach (var tensor in child.Named(own, $"{prefix}{name}."))
            {
                yield return tensor;
            }
        }
    }
}
