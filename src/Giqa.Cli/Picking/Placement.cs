using Giqa.Cli.Inputs;
using Giqa.Images;
using Giqa.Storage;

namespace Giqa.Cli.Picking;

/// <summary>Puts picked images into a folder, under the names that they have in their input.</summary>
internal sealed class Placement
{
    private readonly IImageSource _images;
    private readonly PlacementTarget _target;

    private Placement(IImageSource images, PlacementTarget target)
    {
        _images = images;
        _target = target;
    }

    private string Verb => _target.Kind.ToString().ToLowerInvariant();

    /// <summary>Prepares, and refuses what cannot be done before anything is scored.</summary>
    /// <exception cref="UsageException">Features have no images; images inside archives or arrays have no file to move or to link to.</exception>
    public static Placement Create(OpenedInputs inputs, PlacementTarget target)
    {
        if (inputs.Images is not { } images || images.Count < inputs.Count)
        {
            throw new UsageException("features have no images to put into a folder: give the images, or take --list");
        }

        var placement = new Placement(images, target);
        if (target.Kind != PlacementKind.Copy)
        {
            placement.RequireFiles();
        }

        return placement;
    }

    /// <summary>Where an image goes.</summary>
    public string TargetOf(int index)
    {
        var parts = _images.GetName(index).Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part is "." or ".." ? part.Replace('.', '_') : part);
        var target = Path.Combine([_target.Folder, .. parts]);
        return _images.GetPath(index) is null && !Path.HasExtension(target) ? target + ".png" : target;
    }

    /// <summary>Puts images in their places; what lies there is replaced.</summary>
    public void PutAll(IReadOnlyList<int> picked, Session session, CancellationToken cancellationToken)
    {
        using var progress = session.Progress(_target.Kind == PlacementKind.Copy ? "copying" : _target.Kind == PlacementKind.Move ? "moving" : "linking");
        for (var i = 0; i < picked.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var index = picked[i];
            session.WriteWhole(() => Put(index));
            progress.Report(i + 1, picked.Count);
        }
    }

    private void RequireFiles()
    {
        for (var i = 0; i < _images.Count; i++)
        {
            if (_images.GetPath(i) is null)
            {
                throw new UsageException($"{_images.GetName(i)} has no file of its own to {Verb}: take --copy-to for images inside archives and arrays");
            }
        }
    }

    private void Put(int index)
    {
        var target = TargetOf(index);
        if (_images.GetPath(index) is not { } path)
        {
            AtomicFile.Write(target, stream => stream.Write(_images.Read(index).ToFile()));
            return;
        }

        if (Path.GetFullPath(path) == Path.GetFullPath(target))
        {
            return;
        }

        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            Put(Path.GetFullPath(path), target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GiqaException($"cannot {Verb} {path} to {target}: {e.Message}", e);
        }
    }

    private void Put(string path, string target)
    {
        switch (_target.Kind)
        {
            case PlacementKind.Copy:
                using (var source = File.OpenRead(path))
                {
                    AtomicFile.Write(target, source.CopyTo);
                }

                break;
            case PlacementKind.Move:
                File.Move(path, target, overwrite: true);
                break;
            default:
                var temporary = $"{target}.{Environment.ProcessId:x}.tmp";
                _ = File.CreateSymbolicLink(temporary, path);
                File.Move(temporary, target, overwrite: true);
                break;
        }
    }
}
