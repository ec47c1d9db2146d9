namespace Giqa.Training.Generators;

/// <summary>
/// How far a progressively grown network has come (Karras et al. 2018): it begins with images of level 1, learns them for a stage, lets the next
/// level in over a stage, learns it for a stage, and so on to the whole image. A coarse-to-fine one has three levels of a stage each: <see cref="HdGenerator"/>.
/// </summary>
/// <param name="Level">The level that is learned, 1 to the shape's last.</param>
/// <param name="Share">The part of the image that comes from that level, the rest being the level before enlarged; 1 once it is all there.</param>
internal readonly record struct Growth(int Level, double Share)
{
    /// <summary>The first level: twice the side of the first layer, below which nothing can be seen.</summary>
    internal const int First = 1;

    /// <summary>Whether the level before still shows through.</summary>
    internal bool IsFading => Share < 1;

    /// <summary>The same as one number: 2 is level 2, 1.25 is level 2 of which a quarter is there.</summary>
    internal double Position => Level - 1 + Share;

    /// <summary>The growth that a number says.</summary>
    internal static Growth From(double position)
    {
        var level = (int)Math.Ceiling(position);
        return new Growth(level, position - level + 1);
    }

    /// <summary>Where an iteration stands: a function of it alone, so that a resumed run grows as an unbroken one.</summary>
    /// <param name="kind">The generator: most are whole from the start.</param>
    /// <param name="iteration">Iterations done before it.</param>
    /// <param name="stage">Iterations of a stage.</param>
    /// <param name="levels">The last level.</param>
    internal static Growth At(GeneratorKind kind, long iteration, int stage, int levels)
    {
        if (!kind.Grows())
        {
            return From(levels);
        }

        if (kind == GeneratorKind.Pix2pixhd)
        {
            return From(Math.Min(HdGenerator.Together, HdGenerator.GlobalAlone + (iteration / stage)));
        }

        var (number, done) = Math.DivRem(iteration, stage);
        var level = First + (number / 2);
        var fade = number % 2 == 1 ? done / (double)stage : 0;
        return From(Math.Min(levels, level + fade));
    }
}
