using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Giqa.Features;
using Giqa.Models;
using Giqa.Tests.Support;

namespace Giqa.Tests.Models;

/// <summary>Model files as somebody might write them who means harm: anybody can compute a right hash.</summary>
public sealed class HostileModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;
    private readonly JsonObject _header;
    private readonly byte[] _data;

    public HostileModelFileTests()
    {
        _path = _folder.File("m.giqa");
        var reals = RealImages.Draw(120, 12, 1);
        var set = new FeatureSet(reals.Matrix, reals.Items, new string('a', 64), "mobilenet-mid");
        QualityModel.Fit(set, new() { Components = 2, Sources = ["/private/reals"] }).Save(_path);
        var bytes = File.ReadAllBytes(_path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        (_header, _data) = (JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject(), bytes[(8 + length)..]);
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, double> WrongNumbers()
    {
        var data = new TheoryData<string, double>();
        foreach (var tensor in (string[])["standardization.mean", "standardization.scale", "pca.mean", "pca.components", "pca.variance", "pca.totals", "fold.3.pca.components", "fold.3.standardization.scale", "fold.3.mixture.weights", "fold.3.mixture.means", "fold.3.mixture.precisions", "fold.3.calibration.scores", "fold.3.calibration.qualities", "fold.3.calibration.tails", "references"])
        {
            data.Add(tensor, double.NaN);
            data.Add(tensor, double.PositiveInfinity);
        }

        data.Add("fold.3.mixture.precisions", 0);
        data.Add("fold.3.mixture.precisions", -1);
        data.Add("fold.3.mixture.means", 1e308);
        data.Add("pca.mean", 1e308);
        return data;
    }

    [Theory]
    [MemberData(nameof(WrongNumbers))]
    public void Load_NumbersThatGiveNoScore_AreRefused(string tensor, double value)
    {
        var entry = _header[tensor]!;
        var place = _data.AsSpan((int)entry["data_offsets"]![0]!, (int)entry["data_offsets"]![1]! - (int)entry["data_offsets"]![0]!);
        if ((string)entry["dtype"]! == "F64")
        {
            MemoryMarshal.Cast<byte, double>(place).Fill(value);
        }
        else
        {
            MemoryMarshal.Cast<byte, float>(place).Fill((float)value);
        }

        AssertRefused(null);
    }

    [Theory]
    [InlineData("fold.3.calibration.tails")]
    [InlineData("pca.totals")]
    [InlineData("pca.variance")]
    [InlineData("fold.3.mixture.weights")]
    [InlineData("standardization.mean")]
    [InlineData("references")]
    public void Load_ShorterTensor_IsRefused(string tensor)
    {
        var entry = _header[tensor]!;
        var bytes = (string)entry["dtype"]! == "F64" ? 8 : 4;
        entry["shape"] = new JsonArray(1);
        entry["data_offsets"]![1] = (int)entry["data_offsets"]![0]! + bytes;
        AssertRefused(null);
    }

    [Theory]
    [InlineData("fingerprint", null, "fingerprint is missing")]
    [InlineData("fingerprint", "", "fingerprint is not one")]
    [InlineData("fingerprint", "{}", "fingerprint is not one")]
    [InlineData("options", "null", null)]
    [InlineData("report", "[]", null)]
    [InlineData("references", "{", null)]
    public void Load_WrongMetadata_IsRefused(string key, string? value, string? expected)
    {
        var metadata = _header["__metadata__"]!.AsObject();
        _ = metadata.Remove(key);
        if (value is not null)
        {
            metadata[key] = value;
        }

        AssertRefused(expected);
    }

    [Theory]
    [InlineData("{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}")]
    [InlineData("{\"__metadata__\":{\"format\":\"\\ud800\"}}")]
    [InlineData("{\"__metadata__\":{\"\\udc00\":\"x\"}}")]
    [InlineData("{\"\u00ff\u00fe\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}")]
    public void Load_HeaderThatIsNotUnicode_IsRefused(string header)
    {
        // Latin-1 makes the last one's letters bytes that are not UTF-8.
        Write(Encoding.Latin1.GetBytes(header));
        AssertMessage(Assert.Throws<ModelFileException>(() => QualityModel.Load(_path)), null);
    }

    [Theory]
    [InlineData("image,score,quality,status,detail\na.png,1,.5,ok,\n")]
    [InlineData("")]
    [InlineData("abc")]
    public void Load_AnotherKindOfFile_IsNotAModel(string content)
    {
        File.WriteAllText(_path, content);
        AssertMessage(Assert.Throws<ModelFileException>(() => QualityModel.Load(_path)), "is not a Giqa model (.giqa)");
        AssertMessage(Assert.Throws<ModelFileException>(() => PairModel.IsPairModel(_path)), "is not a Giqa model (.giqa)");
    }

    [Fact]
    public void Load_OwnModel_KnowsItsSources()
    {
        var references = QualityModel.Load(_path).References;
        Assert.Equal(["/private/reals"], references.Sources);
        Assert.Empty(references.WithheldSources);
    }

    [Theory]
    [InlineData("options")]
    [InlineData("references")]
    [InlineData("seal")]
    public void Load_StrangersModel_SourcesAreWithheld(string changed)
    {
        var metadata = _header["__metadata__"]!.AsObject();
        metadata[changed] = changed switch
        {
            "options" => ((string)metadata["options"]!).Replace("/private/reals", "/home/you/photos", StringComparison.Ordinal),
            "references" => ((string)metadata["references"]!).Replace("\"0", "\"1", StringComparison.Ordinal).Replace("real", "passport", StringComparison.Ordinal),
            _ => new string('0', 64),
        };
        Save();
        var references = QualityModel.Load(_path).References;
        Assert.Empty(references.Sources);
        Assert.Equal([changed == "options" ? "/home/you/photos" : "/private/reals"], references.WithheldSources);
    }

    private void AssertRefused(string? expected)
    {
        Save();
        AssertMessage(Assert.Throws<ModelFileException>(() => QualityModel.Load(_path)), expected);
    }

    private void AssertMessage(ModelFileException exception, string? expected)
    {
        Assert.Contains(_path, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Contains(expected ?? string.Empty, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Writes the file with the hash that its tensors really have.</summary>
    private void Save()
    {
        var tensors = _header.Where(entry => entry.Key != "__metadata__").OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        using var data = new MemoryStream();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, entry) in tensors)
        {
            var (first, end) = ((int)entry!["data_offsets"]![0]!, (int)entry["data_offsets"]![1]!);
            entry["data_offsets"] = new JsonArray((int)data.Length, (int)data.Length + end - first);
            data.Write(_data.AsSpan(first, end - first));
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {string.Join(',', entry["shape"]!.AsArray().Select(axis => ((int)axis!).ToString(CultureInfo.InvariantCulture)))}\n"));
            hash.AppendData(_data.AsSpan(first, end - first));
        }

        _header["__metadata__"]!["sha256"] = Convert.ToHexStringLower(hash.GetHashAndReset());
        Write(JsonSerializer.SerializeToUtf8Bytes(_header), data.ToArray());
    }

    private void Write(byte[] header, byte[]? data = null)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(_path, [.. length, .. header, .. data ?? _data]);
    }
}
