using System.Collections.Concurrent;
using Giqa.Images;

namespace Giqa.Web.Reports;

/// <summary>Makes the maps of the images that a report shows.</summary>
internal static class MapSet
{
    /// <summary>The maps by the images' positions; images that cannot be read have none.</summary>
    internal static IReadOnlyDictionary<int, ReportMap> Make(IImageSource? source, IEnumerable<int> images, ScoreReportOptions options, CancellationToken cancellationToken)
    {
        var made = new ConcurrentDictionary<int, ReportMap>();
        if (source is not null && options.Maps is { } mapper)
        {
            var decoding = mapper.DecodeWith(options.Decoding);
            var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
            _ = Parallel.ForEach(images.Distinct(), parallel, position =>
            {
                try
                {
                    var image = source.Read(position).Decode(decoding);
                    made[position] = new ReportMap(image.Width, image.Height, mapper.Map(image));
                }
                catch (ImageException)
                {
                    // Its row says why it cannot be read.
                }
            });
        }

        return made;
    }
}
