namespace Giqa.Images.Inputs;

/// <summary>Makes equal names different.</summary>
internal static class UniqueNames
{
    /// <summary>The names in their order; the second and later of equal ones get <c>#2</c>, <c>#3</c> ... appended.</summary>
    internal static string[] Of(IEnumerable<string> names)
    {
        var given = names.ToArray();
        var taken = new HashSet<string>(given, StringComparer.Ordinal);
        if (taken.Count == given.Length)
        {
            return given;
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < given.Length; i++)
        {
            var name = given[i];
            var number = seen.GetValueOrDefault(name) + 1;
            if (number > 1)
            {
                while (!taken.Add($"{name}#{number}"))
                {
                    number++;
                }

                given[i] = $"{name}#{number}";
            }

            seen[name] = number;
        }

        return given;
    }
}
