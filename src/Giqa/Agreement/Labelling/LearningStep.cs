namespace Giqa.Agreement.Labelling;

/// <summary>What is known of people after the first judgements of a labelling.</summary>
/// <param name="Judgements">How many.</param>
/// <param name="Tested">How many of them were foretold, each from others that share no image with it; not like pairs by chance, once they are chosen.</param>
/// <param name="Accuracy">The share of those in the right order, ties counted one half; chance is .5.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="Expected">The share of any two images whose order is expected to be right, by how sure the utilities are.</param>
public sealed record LearningStep(int Judgements, int Tested, double Accuracy, double Low, double High, double Expected);
