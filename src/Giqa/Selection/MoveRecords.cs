using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Giqa.Storage;

namespace Giqa.Selection;

/// <summary>
/// The reports of finished moves, one file per command, among the user's own files and not among the images: a command that is
/// repeated because its end was missed must not move a second, worse share.
/// </summary>
internal static class MoveRecords
{
    /// <summary>Where a command's record is.</summary>
    internal static string PathOf(string command) =>
        Path.Combine(UserFolders.Data, "moves", $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(command)))[..16]}.json");

    /// <summary>The record of a command; null if there is none or it cannot be read.</summary>
    internal static MoveAccount? Find(string command)
    {
        try
        {
            var path = PathOf(command);
            return RegularFile.Exists(path) ? JsonSerializer.Deserialize(RegularFile.ReadAllBytes(path), MoveRecordJson.Default.MoveAccount) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Saves a record, replacing an earlier one of the same command.</summary>
    /// <exception cref="GiqaException">It cannot be saved.</exception>
    internal static void Keep(MoveAccount account) =>
        AtomicFile.Write(PathOf(account.Command), stream => JsonSerializer.Serialize(stream, account, MoveRecordJson.Default.MoveAccount));
}

[JsonSerializable(typeof(MoveAccount))]
internal sealed partial class MoveRecordJson : JsonSerializerContext;
