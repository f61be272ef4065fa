using System.CommandLine;
using KinesisEnricher.Local.Rendering;

namespace KinesisEnricher.Local.Commands;

/// <summary>The options that every command takes.</summary>
sealed class GlobalOptions
{
    readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Show every output event in full, and each fault's details.", Recursive = true };
    readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Show answers and totals only.", Recursive = true };

    readonly Option<ColorChoice> _color = Choices.Option(
        "--color", "Colour: auto (the default) has it on a terminal, unless NO_COLOR is set.",
        ("auto", ColorChoice.Auto), ("always", ColorChoice.Always), ("never", ColorChoice.Never));

    readonly Option<string> _endpoint = new("--endpoint-url")
    {
        Description = "Where AWS is, instead of AWS itself: sets AWS_ENDPOINT_URL.", HelpName = "URL", Recursive = true,
    };

    readonly Option<string> _region = new("--region") { Description = "Sets AWS_REGION.", HelpName = "NAME", Recursive = true };
    readonly Option<string> _profile = new("--profile") { Description = "Sets AWS_PROFILE.", HelpName = "NAME", Recursive = true };

    public GlobalOptions()
    {
        _color.Recursive = true;
        _endpoint.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<string>();
            if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
                result.AddError($"--endpoint-url is '{value}'; allowed: an address that starts with http:// or https://.");
        });
        _verbose.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetResult(_quiet) is { Implicit: false })
                result.AddError("-v and -q are opposites; allowed: one of them.");
        });
    }

    public IEnumerable<Option> All => [_verbose, _quiet, _color, _endpoint, _region, _profile];

    public GlobalSettings Read(ParseResult parsed, Surroundings surroundings)
    {
        var variables = new Dictionary<string, string>(surroundings.Environment, StringComparer.Ordinal);
        Set("AWS_ENDPOINT_URL", _endpoint);
        Set("AWS_REGION", _region);
        Set("AWS_PROFILE", _profile);
        if (parsed.GetValue(_profile) is not null)
        {
            // Asked for by name, it goes before keys that happen to be in the environment.
            foreach (var key in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN" })
                variables.Remove(key);
        }
        var verbosity = parsed.GetValue(_quiet) ? Verbosity.Quiet : parsed.GetValue(_verbose) ? Verbosity.Verbose : Verbosity.Normal;
        return new GlobalSettings(variables, verbosity, parsed.GetValue(_color));

        void Set(string variable, Option<string> option)
        {
            if (parsed.GetValue(option) is { } value)
                variables[variable] = value;
        }
    }
}
