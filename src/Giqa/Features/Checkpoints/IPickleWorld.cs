namespace Giqa.Features.Checkpoints;

/// <summary>What a pickle may refer to: the functions that it may call by name, and the objects outside of it.</summary>
internal interface IPickleWorld
{
    /// <summary>The function or class of that name.</summary>
    /// <exception cref="ModelFileException">The name is not on the list of what is allowed.</exception>
    object Find(string module, string name);

    /// <summary>The object behind a persistent reference.</summary>
    object Load(object?[] reference);
}

/// <summary>An object of a pickle that takes the state that the pickle gives it; others let it drop.</summary>
internal interface IPickledState
{
    /// <summary>Takes the state.</summary>
    void SetState(object? state);
}
