using Microsoft.Playwright;
using RealComponents;

namespace ActivityCore.Cli.Tests.Web;

/// <summary>Debian's Chromium, driven by Playwright. Pictures go to <c>artifacts/screenshots</c>.</summary>
internal sealed class Browser : IAsyncDisposable
{
    // Of each step; by itself the library gives up after half a minute.
    private const float Patience = 300_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowserContext _context;
    private readonly TemporaryFolder _profile;
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _refused = new();

    private Browser(IPlaywright playwright, IBrowserContext context, TemporaryFolder profile)
    {
        _playwright = playwright;
        _context = context;
        _profile = profile;
    }

    /// <summary>Where the last page has led to.</summary>
    public Uri? Address { get; private set; }

    /// <summary>What pages asked of where they came from, and were refused: status and address.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    /// <summary>Starts it with an empty profile; skips the test by name when it is not there.</summary>
    public static async Task<Browser> StartAsync(ColorScheme scheme = ColorScheme.Light)
    {
        var program = Chromium.Require();
        var profile = new TemporaryFolder();
        var playwright = await Playwright.CreateAsync();
        var context = await playwright.Chromium.LaunchPersistentContextAsync(profile.Path, new()
        {
            ExecutablePath = program,
            Timeout = Patience,
            Args = [.. Chromium.Flags],
            ColorScheme = scheme,
            ViewportSize = new() { Width = 1240, Height = 1000 },
        });
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        return new(playwright, context, profile);
    }

    /// <summary>Opens a page, waits until it shows a text, takes a picture of all of it and returns what a person can read.</summary>
    public async Task<string> ReadAsync(Uri address, string picture, params string[] expected)
    {
        var page = await _context.NewPageAsync();
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400 && new Uri(answer.Url).Authority == address.Authority)
            {
                _refused.Enqueue($"{answer.Status} {answer.Url}");
            }
        };
        await page.GotoAsync(address.ToString());
        foreach (var text in expected)
        {
            await page.GetByText(text).First.WaitForAsync(new() { Timeout = Patience });
        }

        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "screenshots")).FullName;
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{picture}.png"), FullPage = true });
        Address = new Uri(page.Url);
        return await page.Locator("body").InnerTextAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        _playwright.Dispose();
        await RemoveProfileAsync();
    }

    // Its helpers may still write for a moment after it has ended.
    private async Task RemoveProfileAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _profile.Dispose();
                return;
            }
            catch (IOException) when (attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }
}
