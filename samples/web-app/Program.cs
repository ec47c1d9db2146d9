// A web application that takes in only images of some quality:
//   ./giqa fit real/ --out samples/web-app/real.giqa
//   dotnet run --project samples/web-app
//   curl --data-binary @image.png http://localhost:5000/avatars
using Giqa;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddGiqa(builder.Configuration.GetSection("Giqa"));

var app = builder.Build();
app.MapGiqa();
app.MapHealthChecks("/healthz");
app.MapPost("/avatars", async (Stream body, IImageScorer scorer, CancellationToken cancellationToken) =>
{
    var score = await scorer.ScoreAsync(body, "avatar", cancellationToken);
    return score switch
    {
        { IsScored: false } => Results.UnprocessableEntity(new { score.Status, score.Detail }),
        { Quality: < 0.1 } => Results.UnprocessableEntity(new { Status = "poor", Detail = "worse than nine tenths of the real images" }),
        _ => Results.Ok(new { score.Quality }),
    };
});
app.Run();
