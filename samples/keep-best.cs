#!/usr/bin/env dotnet
// Keeps the images of a folder that are at least as good as the worst tenth of the real ones:
//   dotnet run samples/keep-best.cs -- real.giqa generated/ best/
#:project ../src/Giqa/Giqa.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
using Giqa;

if (args is not [var model, var from, var to])
{
    Console.Error.WriteLine("usage: keep-best MODEL.giqa FROM-FOLDER TO-FOLDER");
    return 2;
}

using var scorer = ImageScorer.Load(model);
Directory.CreateDirectory(to);
await foreach (var score in scorer.ScoreAsync(Directory.EnumerateFiles(from).Order(StringComparer.Ordinal)))
{
    Console.WriteLine(score.IsScored ? $"{score.Quality:0.000}  {score.Image}" : $"{score.Status}  {score.Image}: {score.Detail}");
    if (score.Quality >= 0.1)
    {
        File.Copy(score.Image, Path.Combine(to, Path.GetFileName(score.Image)), overwrite: true);
    }
}

return 0;
