namespace Giqa.Features.Checkpoints;

/// <summary>A function that a pickle may call.</summary>
internal delegate object? PickleFunction(object?[] arguments);
