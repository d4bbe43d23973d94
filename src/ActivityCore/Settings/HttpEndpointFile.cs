using ActivityCore.Definitions;
using ActivityCore.Definitions.Fields;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Http;
using Yaml = ActivityCore.Definitions.Yaml.Read;

namespace ActivityCore.Settings;

/// <summary>Reads the file of named endpoints, with every fault at once and no secret in any of them.</summary>
internal static class HttpEndpointFile
{
    public static IReadOnlyList<HttpEndpoint> Read(SettingsReader read, Setting setting)
    {
        if (read.FileBytes(setting, YamlLimits.MaxBytes + 1) is not ({ } path, { } bytes))
        {
            return [];
        }

        var problems = new ProblemList(path);
        var root = YamlReader.Read(bytes, problems);
        if (root is not null)
        {
            new ShapeCheck(problems).Check("file", root, HttpEndpointFields.Root);
        }

        var entries = root is YamlMapping mapping ? Entries(mapping).ToArray() : [];
        foreach (var (name, node) in entries)
        {
            CheckAuth(name, node, problems);
        }

        if (problems.HasErrors)
        {
            foreach (var problem in problems.InOrder)
            {
                read.Refuse(setting, problem.ToString());
            }

            return [];
        }

        return [.. entries.Select(entry => Endpoint(entry.Name, entry.Node, read, setting))];
    }

    private static IEnumerable<(string Name, YamlMapping Node)> Entries(YamlMapping root) =>
        Yaml.Mapping(root, "endpoints")?.Entries.Where(e => e.Value is YamlMapping).Select(e => (e.Key.Value, (YamlMapping)e.Value)) ?? [];

    private static void CheckAuth(string name, YamlMapping node, ProblemList problems)
    {
        if (Yaml.Mapping(node, "auth") is not { } auth)
        {
            return;
        }

        if (auth["env"] is null == auth["file"] is null)
        {
            problems.Error(auth, $"The `auth` of `{Shown.Of(name)}` needs just one of `env` and `file`: name the variable or the file that holds the secret.");
        }

        if (Yaml.Text(node, "url") is { } url && url.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            && Yaml.Boolean(node, "allow_private") is not true)
        {
            problems.Error(node["url"]!, $"`{Shown.Of(name)}` would send its secret unencrypted over a public network: write https, or `allow_private: true` where it stands in a private one.");
        }
    }

    private static HttpEndpoint Endpoint(string name, YamlMapping node, SettingsReader read, Setting setting)
    {
        var methods = Yaml.Texts(node, "methods").Select(method => method.Value).Distinct(StringComparer.Ordinal).ToArray();
        var defaults = new HttpEndpoint { Name = name, Address = new Uri(Yaml.Text(node, "url")!) };
        return defaults with
        {
            Methods = methods.Length == 0 ? defaults.Methods : methods,
            Credential = Yaml.Mapping(node, "auth") is { } auth ? Credential(name, auth, read, setting) : null,
            Timeout = Yaml.Duration(node, "timeout") ?? defaults.Timeout,
            MaxBytes = Yaml.Integer(node, "max_bytes") ?? defaults.MaxBytes,
            AllowPrivate = Yaml.Boolean(node, "allow_private") ?? false,
        };
    }

    private static HttpCredential? Credential(string name, YamlMapping auth, SettingsReader read, Setting setting)
    {
        var variable = Yaml.Text(auth, "env");
        var file = Yaml.Text(auth, "file");
        var secret = variable is null ? read.SecretOfFile(setting, file!) : read.Secret(new Setting(variable, "") { IsSecret = true });
        var header = Yaml.Text(auth, "header") ?? "Authorization";
        if (secret is not null && HttpCredential.IsUsable(secret))
        {
            var scheme = Yaml.Text(auth, "scheme") ?? (string.Equals(header, "Authorization", StringComparison.OrdinalIgnoreCase) ? "Bearer" : null);
            return new(header, scheme, secret);
        }

        read.Refuse(setting, secret is null
            ? $"the endpoint {name} takes its secret from {variable ?? file}, which holds none; set it, or take `auth` out."
            : $"the secret of the endpoint {name} in {variable ?? file} holds a space or a character outside ASCII, which no header may.");
        return null;
    }
}
