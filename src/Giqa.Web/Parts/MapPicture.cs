using System.Text;
using Giqa.Images;
using Giqa.Models;

namespace Giqa.Web;

/// <summary>The map of one image as a file of its own, for pages that ask for them one by one.</summary>
internal static class MapPicture
{
    /// <summary>What a browser is told that it is.</summary>
    internal const string ContentType = "image/svg+xml";

    /// <exception cref="ImageException">The image cannot be read.</exception>
    internal static byte[] Make(ImageContent content, QualityMapper mapper, DecodeOptions decoding)
    {
        var image = content.Decode(mapper.DecodeWith(decoding));
        return Encoding.UTF8.GetBytes(MapDrawing.Svg(new ReportMap(image.Width, image.Height, mapper.Map(image))));
    }
}
