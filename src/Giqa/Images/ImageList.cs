using Giqa.Storage;

namespace Giqa.Images;

/// <summary>Lists of images for <c>@list.txt</c>: one path per line.</summary>
internal static class ImageList
{
    /// <summary>A path as its line: <c>\xHH</c> stands for what would not survive, such as a line break, a blank at an end, a <c>#</c> at the beginning.</summary>
    public static string LineOf(string path) => PathText.ToLine(path);
}
