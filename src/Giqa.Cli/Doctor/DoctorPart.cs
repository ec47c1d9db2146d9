namespace Giqa.Cli.Doctor;

/// <summary>One part of the installation.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Required">Scoring cannot work without it.</param>
/// <param name="Present">It was found, and it works.</param>
/// <param name="Version">Its version, or null.</param>
/// <param name="Where">The file or folder that is used, or null.</param>
/// <param name="Mend">The command that provides it, or null when it is present.</param>
internal sealed record DoctorPart(string Name, bool Required, bool Present, string? Version, string? Where, string? Mend)
{
    public static DoctorPart Found(string name, bool required, string? version, string? where) => new(name, required, true, version, where, null);

    public static DoctorPart Missing(string name, bool required, string mend) => new(name, required, false, null, null, mend);
}
