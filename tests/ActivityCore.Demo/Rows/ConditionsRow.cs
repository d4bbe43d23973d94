using System.Globalization;

namespace ActivityCore.Demo.Rows;

/// <summary>Verdicts are stored with their reasons, misses included; a value that is not there is neither true nor false.</summary>
internal sealed class ConditionsRow : IMissionRow
{
    public string Id => "M6";

    public string What => "Rule conditions: three-valued, explained, stored for misses too";

    public async Task<string> SeeAsync(Stage stage)
    {
        var id = Guid.NewGuid();
        await stage.PostAsync(Events.NamelessWorkstream(id));
        await stage.SettledAsync(id);

        var run = await stage.QueryAsync<string>("select run_id from runs where event_id = @id", ("id", id.ToString("D")));
        var rules = (await stage.JsonAsync("runs", "show", run)).GetProperty("rules").EnumerateArray().ToList();
        var unknown = rules.Find(rule => rule.GetProperty("because").GetString()!.Contains("is missing", StringComparison.Ordinal));
        var verdicts = await stage.QueryAsync<string>("select sum(matched) || ' matched, ' || sum(missed) || ' missed, ' || sum(errors) || ' errors' from runs where decision is not null");
        MissionException.ThrowUnless(unknown.ValueKind != System.Text.Json.JsonValueKind.Undefined, $"no rule names the missing path: {string.Join(" | ", rules)}");
        var text = unknown.GetProperty("because").GetString();
        MissionException.ThrowUnless(unknown.GetProperty("verdict").GetString() == "miss" && unknown.GetProperty("leaves")[0].GetProperty("outcome").GetString() == "unknown", $"{unknown}");
        return string.Create(CultureInfo.InvariantCulture, $"stored verdicts: {verdicts}; {unknown.GetProperty("rule_id").GetString()} missed: {text}");
    }
}
