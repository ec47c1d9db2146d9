using Giqa;
using Giqa.WeightMaker;

if (args is not [var package, var output])
{
    await Console.Error.WriteLineAsync("usage: dotnet run --project eng/Giqa.WeightMaker -- node_modules/nsfwjs src/Giqa/Features/Backbones/Weights").ConfigureAwait(false);
    return 2;
}

try
{
    foreach (var recipe in BackboneRecipe.All)
    {
        var path = Path.Combine(output, recipe.Name + ".onnx");
        var (model, originHash) = recipe.Make(package);
        await File.WriteAllBytesAsync(path, model).ConfigureAwait(false);
        Console.WriteLine($"{path}: {model.Length} bytes, SHA-256 {BackboneRecipe.Hash(model)}, made of {recipe.Origin} with SHA-256 {originHash}");
    }

    return 0;
}
catch (GiqaException e)
{
    await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
    return 1;
}
