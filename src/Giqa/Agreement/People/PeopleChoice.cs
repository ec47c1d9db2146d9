namespace Giqa.Agreement.People;

/// <summary>A choice between two images of known quality.</summary>
/// <param name="First">The quality of the one.</param>
/// <param name="Second">The quality of the other.</param>
/// <param name="Preferred">The share of people who prefer the first: 1, 0, one half for a tie, or anything between.</param>
/// <param name="FirstGroup">The group of the first image, such as its prompt.</param>
/// <param name="SecondGroup">The group of the second image.</param>
/// <param name="Observer">The number of the person who chose, from 0; -1 where that is not known.</param>
/// <param name="Weight">How much it counts.</param>
internal readonly record struct PeopleChoice(double First, double Second, double Preferred, int FirstGroup, int SecondGroup, int Observer, double Weight);
