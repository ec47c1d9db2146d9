namespace Giqa.Cli.Doctor;

/// <summary>What <c>giqa doctor --json</c> prints.</summary>
/// <param name="Ok">Everything that is required is present.</param>
/// <param name="Parts">Every part that was looked for.</param>
internal sealed record DoctorReport(bool Ok, IReadOnlyList<DoctorPart> Parts);
