using System.Buffers.Binary;
using System.Globalization;
using Giqa.Features;
using Giqa.Features.Onnx;
using Giqa.Images;
using Giqa.Models;
using Giqa.Tests.Reports;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

public sealed class QualityMapperTests : IClassFixture<QualityMapperTests.Fitted>
{
    private const int Size = 112;
    private readonly QualityMapper _mapper;
    private readonly MapModel _model;

    public QualityMapperTests(Fitted fitted)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        (_mapper, _model) = (fitted.Mapper, fitted.Model);
    }

    [Fact]
    public void Map_ImageDamagedInOnePlace_IsWorstThere()
    {
        LocalDamageKind[] kinds = [LocalDamageKind.Noise, LocalDamageKind.Shuffle, LocalDamageKind.Fill, LocalDamageKind.Pixelate];
        var box = new PixelBox(16, 64, 32, 32);
        var hits = 0;
        for (var number = 0; number < 16; number++)
        {
            var image = PaintedImages.Paint(500 + number, Size);
            var map = _mapper.Map(LocalDamage.Apply(image, kinds[number % kinds.Length], 5, box, image, 7));
            var worst = Enumerable.Range(0, map.Qualities.Count).MinBy(cell => map.Qualities[cell]);
            hits += box.HasCell(worst, image) ? 1 : 0;
            Assert.All(map.Qualities, quality => Assert.InRange(quality, 0, 1));
        }

        Assert.True(hits >= 14, $"{hits} of 16");
    }

    [Theory]
    [InlineData("black and white pixels")]
    [InlineData("pixels of any colour")]
    [InlineData("checks")]
    [InlineData("stripes")]
    [InlineData("black")]
    [InlineData("white")]
    [InlineData("magenta")]
    public void Map_PlaceThatNoRealImageHas_ReadsLow(string kind)
    {
        var box = new PixelBox(40, 24, 40, 40);
        for (var number = 600; number < 604; number++)
        {
            var random = new Random(number);
            var pixels = new byte[3 * box.Width * box.Height];
            for (var i = 0; i < pixels.Length; i++)
            {
                var (y, x) = Math.DivRem(i / 3, box.Width);
                pixels[i] = kind switch
                {
                    "black and white pixels" => i % 3 > 0 ? pixels[i - 1] : (byte)(255 * random.Next(2)),
                    "pixels of any colour" => (byte)random.Next(256),
                    "checks" => (byte)(((x / 4) + (y / 4)) % 2 * 255),
                    "stripes" => (byte)(x % 2 * 255),
                    "black" => 0,
                    "white" => 255,
                    _ => (byte)(i % 3 == 1 ? 0 : 255),
                };
            }

            var image = PaintedImages.Paint(number, Size);
            var map = _mapper.Map(box.Replace(image, new RgbImage(box.Width, box.Height, pixels)));
            var inside = Enumerable.Range(0, map.Qualities.Count).Where(cell => box.HasCell(cell, image)).Average(cell => map.Qualities[cell]);
            Assert.True(map.Quality < .02 && inside < .1, $"image {number}: {map.Quality}, places inside {inside}");
        }
    }

    [Fact]
    public void Map_UntouchedImages_AreFlaggedAsSeldomAsTheLevelSays()
    {
        QualityMap[] maps = [.. Enumerable.Range(700, 200).Select(number => _mapper.Map(PaintedImages.Paint(number, Size)))];

        // Of 200 images 4 are expected below .02; 80 images calibrated, which makes the scatter wider: 0 to 13 hold in 999 of 1,000.
        Assert.InRange(maps.Count(map => map.Quality < .02), 0, 13);
        Assert.InRange(maps.Count(map => map.Quality < .2), 15, 70);
        Assert.InRange(maps.Average(map => map.Quality), .4, .6);
        Assert.InRange(maps.Average(map => map.Qualities.Average()), .44, .56);
        Assert.InRange(maps.Average(map => map.Qualities.Count(quality => quality < .02) / (double)map.Qualities.Count), .005, .05);
    }

    [Fact]
    public void Map_Regions_LieInTheImageAndComeWorstFirst()
    {
        var map = _mapper.Map(Damaged(501));

        Assert.NotEmpty(map.Regions);
        Assert.Equal(map.Regions.OrderBy(region => region.Quality), map.Regions);
        Assert.Equal(map.Quality, map.Regions[0].Quality);
        Assert.All(map.Regions, region => Assert.True(region is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && region.X + region.Width <= Size && region.Y + region.Height <= Size));
    }

    [Fact]
    public void Map_TheSameImageTwice_IsTheSameMap() =>
        Assert.Equal(_mapper.Map(PaintedImages.Paint(9, Size)).Qualities, _mapper.Map(PaintedImages.Paint(9, Size)).Qualities);

    [Fact]
    public void Map_SmallestImages_HaveAMapToo()
    {
        foreach (var (width, height) in new[] { (1, 1), (3, 40), (13, 2) })
        {
            var map = _mapper.Map(new RgbImage(width, height, new byte[3 * width * height]));
            Assert.All(map.Regions, region => Assert.True(region is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && region.X + region.Width <= width && region.Y + region.Height <= height));
        }
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_LearnsTheSame()
    {
        using var reals = Paint(60);
        Assert.Equal(
            MapModel.Fit(reals, new MapOptions { Threads = 1 }).Scorer.Weights.ToArray(),
            MapModel.Fit(reals, new MapOptions { Threads = 3 }).Scorer.Weights.ToArray());
    }

    [Fact]
    public void Fit_TooFewImages_IsRefused()
    {
        using var reals = Paint(59);
        Assert.Contains("59 real images can be read; maps need at least 60", Assert.Throws<GiqaException>(() => MapModel.Fit(reals)).Message, StringComparison.Ordinal);
        Assert.Throws<GiqaException>(() => new MapOptions { Images = 59 });
        Assert.Throws<GiqaException>(() => new MapOptions { Threads = 0 });
    }

    [Fact]
    public void Fit_UnreadableImages_ArePassedOver()
    {
        using var reals = new MemorySource([.. Enumerable.Range(0, 70).Select(number => (number.ToString(CultureInfo.InvariantCulture), number % 7 == 0 ? null : (RgbImage?)PaintedImages.Paint(number, 32)))]);
        Assert.Equal(60, MapModel.Fit(reals).RealImages);
    }

    [Fact]
    public void Save_ModelWithMaps_GivesTheSameMapsBack()
    {
        using var folder = new TemporaryFolder();
        QualityModel.Fit(RealImages.Draw(60, 4, 1), new FitOptions { Method = FitMethod.Knn }).WithMaps(_model).Save(folder.File("m.giqa"));

        var loaded = QualityModel.Load(folder.File("m.giqa"));

        Assert.Equal(_model.RealImages, loaded.Maps!.RealImages);
        using var mapper = new QualityMapper(loaded.Maps);
        var (expected, actual) = (_mapper.Map(Damaged(502)), mapper.Map(Damaged(502)));
        Assert.Equal(expected.Qualities, actual.Qualities);
        Assert.Equal(expected.Regions, actual.Regions);
        Assert.Equal(expected.Quality, actual.Quality);
    }

    [Fact]
    public void Load_MapsThatDoNotSayHowSoftTheirMinimumIs_HaveTheOlderOne()
    {
        var (tensors, older) = (new ModelTensors(), new ModelTensors());
        MapParts.Write(_model, tensors);
        older.Add("maps.weights", _model.Scorer.Weights.ToArray(), _model.Scorer.Kinds, _model.Scorer.Columns);
        foreach (var name in new[] { "maps.offsets", "maps.images", "maps.cells.calibration.scores", "maps.cells.calibration.qualities", "maps.cells.calibration.tails", "maps.worst.calibration.scores", "maps.worst.calibration.qualities", "maps.worst.calibration.tails" })
        {
            older.Add(name, tensors.Doubles(name));
        }

        older.Add("maps.network", tensors.Bytes("maps.network"));

        Assert.Equal(_model.Scorer.Softness, MapParts.Read(tensors)!.Scorer.Softness);
        Assert.Equal(3, MapParts.Read(older)!.Scorer.Softness);
    }

    [Fact]
    public void Mapper_WeightsOfAnotherNetwork_AreRefused() => Assert.Throws<ModelFileException>(() =>
        new QualityMapper(new MapModel(_model.Scorer, _model.Cells, _model.Worst, new string('0', 64), 60)));

    [Fact]
    public void Score_OfCells_IsThatOfTheirVectors()
    {
        using var extractor = PatchExtractor.Open();
        var cells = extractor.Extract(Damaged(503));
        var (scorer, mean, vector) = (_model.Scorer, PatchGrid.Mean(cells), new float[cells.Columns]);
        var expected = new double[cells.Rows];
        for (var kind = 0; kind < scorer.Kinds; kind++)
        {
            var products = new double[cells.Rows];
            for (var cell = 0; cell < cells.Rows; cell++)
            {
                PatchGrid.Describe(cells, mean, cell, vector);
                products[cell] = System.Numerics.Tensors.TensorPrimitives.Dot(vector, scorer.Weights.Slice(kind * cells.Columns, cells.Columns)) + scorer.Offsets[kind];
            }

            var smooth = PatchGrid.Smooth(products);
            expected = [.. expected.Zip(smooth, (sum, value) => sum + Math.Exp(-value / scorer.Softness))];
        }

        var actual = scorer.Score(cells);
        Assert.Equal(LocalDamage.Kinds.Length, scorer.Kinds);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(-scorer.Softness * Math.Log(pair.First), pair.Second, 1e-3 * actual.Max(Math.Abs)));
    }

    [Fact]
    public void Score_OneKindWithoutOffset_IsTheInnerProductAsOlderFilesHaveIt()
    {
        using var extractor = PatchExtractor.Open();
        var cells = extractor.Extract(Damaged(503));
        var weights = _model.Scorer.Weights[..cells.Columns].ToArray();
        double[] products = [.. Enumerable.Range(0, cells.Rows).Select(cell => (double)System.Numerics.Tensors.TensorPrimitives.Dot(cells.Row(cell), weights))];
        var mean = products.Average();

        Assert.Equal(PatchGrid.Smooth(Array.ConvertAll(PatchGrid.Average(products), value => value - mean)), new PatchScorer(weights, [0], PatchScorer.OlderSoftness).Score(cells));
    }

    [Theory]
    [InlineData(224)]
    [InlineData(Size)]
    public void Export_ModelWithMaps_GivesTheSameMaps(int size)
    {
        using var folder = new TemporaryFolder();
        var backbone = new BackboneStore(folder.File("backbones")).Open();
        using var extractor = new FeatureExtractor(backbone);
        var rows = Enumerable.Range(0, 60).SelectMany(number => extractor.Extract(PaintedImages.Paint(number))).ToArray();
        var reals = new FeatureSet(new FeatureMatrix(60, backbone.FeatureCount, rows), [.. Enumerable.Range(0, 60).Select(number => new FeatureItem($"{number}"))], backbone.Fingerprint, backbone.Name);
        var model = QualityModel.Fit(reals, new FitOptions { Method = FitMethod.Knn }).WithMaps(_model);

        _ = ScorerExport.Write(model, backbone, folder.File("s.onnx"), new ScorerExportOptions { Width = size, Height = size });

        using var scorer = OnnxScorer.Open(File.ReadAllBytes(folder.File("s.onnx")), size, size);
        RgbImage[] images = [.. Enumerable.Range(900, 4).Select(number => PaintedImages.Paint(number, size))];
        var (places, worst) = scorer.Map(images)!.Value;
        for (var i = 0; i < images.Length; i++)
        {
            var map = _mapper.Map(images[i]);
            Assert.Equal(map.Quality, worst[i], 1e-3);
            Assert.All(map.Qualities.Zip(places.Skip(i * PatchExtractor.Cells)), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        }
    }

    [Fact]
    public void Smooth_ConstantGrid_StaysAsItIs()
    {
        double[] seven = [.. Enumerable.Repeat(7.0, PatchExtractor.Cells)];
        Assert.All(PatchGrid.Smooth(seven), value => Assert.Equal(7, value, 12));
        Assert.All(PatchGrid.Average(seven), value => Assert.Equal(7, value, 12));
    }

    [Fact]
    public void Apply_EveryKindOfDamage_StaysInsideItsBox()
    {
        var (image, other) = (PaintedImages.Paint(1, 40), PaintedImages.Paint(2, 40));
        var box = new PixelBox(10, 5, 17, 20);
        foreach (var kind in LocalDamage.Kinds)
        {
            var damaged = LocalDamage.Apply(image, kind, 4, box, other, 3);
            var changed = 0;
            for (var i = 0; i < 40 * 40; i++)
            {
                var (y, x) = Math.DivRem(i, 40);
                var isSame = damaged.Pixels.AsSpan(3 * i, 3).SequenceEqual(image.Pixels.AsSpan(3 * i, 3));
                Assert.True(isSame || (x is >= 10 and < 27 && y is >= 5 and < 25), $"{kind} at {x}, {y}");
                changed += isSame ? 0 : 1;
            }

            Assert.True(changed > 30, $"{kind}: {changed}");
        }
    }

    [Fact]
    public void EncodePng_HasSixteenBitsOfQuality()
    {
        var map = new QualityMap(2, 1, [0f, 1f], .5, []);
        var png = MapPictures.EncodePng(map, 4, 1);

        Assert.Equal((4, 1, 16, 0), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)), png[24], png[25]));
        var decoded = ImageDecoder.Decode(png, new DecodeOptions());
        Assert.Equal((0, 64, 191, 255), (decoded.Pixels[0], decoded.Pixels[3], decoded.Pixels[6], decoded.Pixels[9]));
    }

    [Fact]
    public void Overlay_GoodImage_IsItselfInGreyAndBadPlacesAreTintedAndOutlined()
    {
        var image = PaintedImages.Paint(3, 128);
        var good = MapPictures.Overlay(image, new QualityMap(2, 1, [.5f, .9f], .5, []));
        var bad = MapPictures.Overlay(image, new QualityMap(2, 1, [.0001f, .9f], .01, [new MapRegion(8, 8, 40, 40, .01)]));

        Assert.True(good.Pixels[0] == good.Pixels[1] && good.Pixels[1] == good.Pixels[2]);
        var tinted = ((60 * 128) + 2) * 3;
        Assert.True(bad.Pixels[tinted] > bad.Pixels[tinted + 2] + 40);
        var corner = ((8 * 128) + 8) * 3;
        Assert.Equal((0, 0, 0, 255), (bad.Pixels[corner], bad.Pixels[corner + 1], bad.Pixels[corner + 2], bad.Pixels[((9 * 128) + 9) * 3]));
    }

    [Fact]
    public void Find_CellsThatTouchAtASide_AreOneRegion()
    {
        bool[] bad = [true, true, false, false, false, false, false, true, true, false, false, true];

        var regions = RegionSearch.Find(bad, [.. Enumerable.Range(0, 12).Select(i => (double)-i)], 4).ToArray();

        (int, int, int, int, double)[] expected = [(0, 0, 1, 0, -1), (3, 1, 3, 2, -11), (0, 2, 0, 2, -8)];
        Assert.Equal(expected, regions);
    }

    private static MemorySource Paint(int count) =>
        new([.. Enumerable.Range(0, count).Select(number => (number.ToString(CultureInfo.InvariantCulture), (RgbImage?)PaintedImages.Paint(number, Size)))]);

    private static RgbImage Damaged(int number)
    {
        var image = PaintedImages.Paint(number, Size);
        return LocalDamage.Apply(image, LocalDamageKind.Noise, 5, new PixelBox(16, 64, 32, 32), image, 1);
    }

    public sealed class Fitted : IDisposable
    {
        public Fitted()
        {
            using var reals = Paint(240);
            Model = MapModel.Fit(reals);
            Mapper = new QualityMapper(Model);
        }

        public MapModel Model { get; }

        public QualityMapper Mapper { get; }

        public void Dispose() => Mapper.Dispose();
    }
}
