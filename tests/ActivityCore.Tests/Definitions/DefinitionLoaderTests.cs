using System.Text;
using ActivityCore.Definitions;
using ActivityCore.Events;

namespace ActivityCore.Tests.Definitions;

public class DefinitionLoaderTests
{
    private const string Sound = """
        id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11
        name: sound
        owner: team
        trigger:
          - event: org.statehub.repo.registered
        rules:
          - id: one
            emit:
              - title: t
                target_repo: r

        """;

    private static readonly EventTypeRegistry Types = EventTypeLoader.Load(
    [
        new("t.yaml", Encoding.UTF8.GetBytes("""
            name: org.statehub.repo.registered
            description: d
            publisher: p
            versions: ["1.0"]
            attributes: { type: object, properties: { repo_slug: {}, domain: {} } }
            examples: [{ repo_slug: a }]
            """)),
    ]).Registry;

    [Fact]
    public void Load_EverythingTheLanguageHas_IsRead()
    {
        const string Text = """
            id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11
            name: all-of-it
            owner: team
            description: "d"
            enabled: false
            trigger:
              - event: org.statehub.*.registered
                when: event.attributes.domain == 'payments'
              - cron: "*/15 6-18/2 * jan,MAR-may 1-5"
                timezone: Europe/Berlin
                overlap: buffer_one
                catch_up: 30m
              - manual: true
            context:
              repos: { source: custom.repos, with: { active: true, limit: 10, tags: [a, "1"] }, on_error: skip }
            rules:
              - id: one
                for_each: { item: repo, in: context.repos, key: repo.slug }
                when: repo.slug != event.attributes.repo_slug
                on_error: skip_rule
                emit:
                  - title: "Look at {{ repo.slug }}"
                    description: |
                      Two
                      lines
                    target_repo: "{{ repo.slug }}"
                    priority: low
                    labels: [a, "b-{{ repo.slug }}"]
                    due_in_days: 3
                    dedupe: { key: "k/{{ repo.slug }}", window: 12h }
            limits: { max_tasks_per_run: 7 }
            """;

        var definition = Accept(Text);

        Assert.Equal(("all-of-it", "team", "d", false, 7), (definition.Name, definition.Owner, definition.Description, definition.Enabled, definition.Limits.MaxTasksPerRun));
        Assert.Equal((Text, "d.yaml", 64), (definition.Source, definition.File, definition.Hash.Length));
        var onEvent = Assert.IsType<Trigger.OnEvent>(definition.Triggers[0]);
        Assert.Equal(("org.statehub.*.registered", "event.attributes.domain == 'payments'"), (onEvent.Type, onEvent.When!.Text));
        Assert.Equal(
            new Trigger.OnCron { Expression = "*/15 6-18/2 * jan,MAR-may 1-5", TimeZone = "Europe/Berlin", Overlap = OverlapPolicy.BufferOne, CatchUp = TimeSpan.FromMinutes(30) },
            definition.Triggers[1]);
        Assert.IsType<Trigger.OnRequest>(definition.Triggers[2]);
        var entry = Assert.Single(definition.Context);
        Assert.Equal(("repos", "custom.repos", ContextErrorPolicy.Skip, """{"active":true,"limit":10,"tags":["a","1"]}"""), (entry.Name, entry.Source, entry.OnError, entry.With.GetRawText()));
        var rule = Assert.Single(definition.Rules);
        Assert.Equal(("one", RuleErrorPolicy.SkipRule, "repo", "context.repos", "repo.slug"), (rule.Id, rule.OnError, rule.ForEach!.Item, rule.ForEach.In.Text, rule.ForEach.Key!.Text));
        var task = Assert.Single(rule.Emit);
        Assert.Equal(("Look at {{ repo.slug }}", "Two\nlines\n", "low", 3), (task.Title.Text, task.Description.Text, task.Priority.Text, task.DueInDays));
        Assert.Equal(["a", "b-{{ repo.slug }}"], task.Labels.Select(l => l.Text));
        Assert.Equal(("k/{{ repo.slug }}", TimeSpan.FromHours(12)), (task.Dedupe!.Key.Text, task.Dedupe.Window));
    }

    [Fact]
    public void Load_LeastOfAll_HasTheDefaults()
    {
        var definition = Accept(Sound);

        Assert.Equal((true, "", 100), (definition.Enabled, definition.Description, definition.Limits.MaxTasksPerRun));
        var rule = Assert.Single(definition.Rules);
        Assert.Equal((null, null, RuleErrorPolicy.FailRun), (rule.When, rule.ForEach, rule.OnError));
        Assert.Equal(("medium", "", null), (rule.Emit[0].Priority.Text, rule.Emit[0].Description.Text, rule.Emit[0].DueInDays));
    }

    [Fact]
    public void Load_SourceOfADefinition_ComesToTheSameHash()
    {
        var definition = Accept("\uFEFF" + Sound);

        Assert.Equal(definition.Hash, Accept(definition.Source).Hash);
    }

    /// <summary>What is replaced in the sound definition, by what, and everything that is said of it.</summary>
    public static TheoryData<string, string, string[]> Refusals => new()
    {
        { "owner: team", "ownr: team", ["d.yaml:1:1: error: A definition needs the key `owner`: the team that answers for it.", "d.yaml:3:1: error: Unknown key `ownr` in a definition; did you mean `owner`?"] },
        { "owner: team", "owner: team\ncolour: red", ["d.yaml:4:1: error: Unknown key `colour` in a definition: it takes id, name, owner, description, enabled, trigger, context, rules, instructions, evidence, limits."] },
        { "owner: team", "owner: team\nowner: other", ["d.yaml:4:1: error: The key `owner` is already on line 3: keep one of the two."] },
        { "owner: team", "owner: 12", ["d.yaml:3:8: error: `owner` must be text, and `12` is a number: put it into quotes."] },
        { "owner: team", "owner:", ["d.yaml:3:7: error: `owner` is empty: the team that answers for it."] },
        { "owner: team", "owner: [team]", ["d.yaml:3:8: error: `owner` must be a single value, not a list: the team that answers for it."] },
        { "owner: team", "owner: team\nenabled: yes", ["d.yaml:4:10: error: `enabled` must be true or false, without quotes, and is `yes`: write true or false."] },
        { "owner: team", "owner: team\nenabled: \"true\"", ["d.yaml:4:10: error: `enabled` must be true or false, without quotes, and is `true`: write true or false."] },
        { "owner: team", "owner: team\nlimits: { max_tasks_per_run: 0 }", ["d.yaml:4:30: error: `max_tasks_per_run` must be a whole number from 1 to 500, without quotes, and is `0`."] },
        { "owner: team", "owner: team\ninstructions: []", ["d.yaml:4:15: error: `instructions` is empty: actions other than tasks, done one after the other in the order of the file; their tasks are emitted with those of the rules."] },
        { "id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11", "id: seven", ["d.yaml:1:5: error: `id` is `seven` and must be a UUID: make one with `uuidgen`."] },
        { "name: sound", "name: Sound Thing", ["d.yaml:2:7: error: `name` is `Sound Thing` and must be small letters, digits, dots, dashes and underscores, 100 at most, such as `weekly-sbom-staleness`."] },
        { "name: sound", "name: &n sound", ["d.yaml:2:7: error: Anchors (`&name`) are not taken: write the value out where it is needed."] },
        { "owner: team", "owner: *n", ["d.yaml:3:8: error: Aliases (`*name`) are not taken: write the value out, and put text that begins with `*`, such as a cron expression, into quotes."] },
        { "owner: team", "owner: !!str team", ["d.yaml:3:8: error: Tags (`!name`) are not taken: leave the tag out, and put text that begins with `!` or looks like a number into quotes."] },
        { "owner: team", "<<: { owner: team }", ["d.yaml:3:1: error: Merge keys (`<<`) are not taken: write the members out."] },
        { "id: one", "id: one\n---\na: 1", ["d.yaml:8:1: error: A second document begins here: put it into a file of its own."] },
        // Triggers
        { "  - event: org.statehub.repo.registered", "  event: org.statehub.repo.registered", ["d.yaml:5:3: error: `trigger` must be a list: write each entry on its own line after `- `."] },
        { "  - event: org.statehub.repo.registered", "  []", ["d.yaml:5:3: error: `trigger` is empty: what starts a run: any entry of the list."] },
        { "event: org.statehub.repo.registered", "evnt: org.statehub.repo.registered", ["d.yaml:5:5: error: Unknown key `evnt` in a trigger; did you mean `event`?", "d.yaml:5:5: error: A trigger needs one of the keys `event`, `cron`, `manual`."] },
        { "event: org.statehub.repo.registered", "{ event: a.b, cron: \"* * * * *\" }", ["d.yaml:5:5: error: A trigger has just one of `event`, `cron`, `manual`: make a list entry of each.", "d.yaml:5:14: warning: No file in event-types/ has the type `a.b`: add one, so that attributes can be checked."] },
        { "event: org.statehub.repo.registered", "{ event: org.statehub.repo.registered, timezone: UTC }", ["d.yaml:5:44: error: `timezone` belongs to a cron trigger, and this is an event trigger: take it out."] },
        { "event: org.statehub.repo.registered", "event: \">\"", ["d.yaml:5:12: error: `event` is `>`, which would match whatever event comes in: name at least one part of the type, such as `org.statehub.>`."] },
        { "event: org.statehub.repo.registered", "event: \"*.>\"", ["d.yaml:5:12: error: `event` is `*.>`, which would match whatever event comes in: name at least one part of the type, such as `org.statehub.>`."] },
        { "event: org.statehub.repo.registered", "event: org.>.registered", ["d.yaml:5:12: error: `event` is `org.>.registered`, but `>` stands for all the rest and comes last: write `*` for a part in the middle."] },
        { "event: org.statehub.repo.registered", "event: ops-*", ["d.yaml:5:12: error: `event` is `ops-*`, but a wildcard stands for a whole part between dots: write `*` or `>` alone between dots, or name each event type in an entry of its own."] },
        { "event: org.statehub.repo.registered", "event: org..x", ["d.yaml:5:12: error: `event` is `org..x` and may hold no white space and no empty part between dots: write it like `org.statehub.repo.registered`."] },
        { "event: org.statehub.repo.registered", "event: org.statehub.repo.registerd", ["d.yaml:5:12: warning: No file in event-types/ has the type `org.statehub.repo.registerd`; did you mean `org.statehub.repo.registered`?"] },
        { "event: org.statehub.repo.registered", "event: org.statehub.repo.registered\n  - event: org.statehub.repo.registered", ["d.yaml:6:5: error: This trigger is already on line 5: keep one of the two."] },
        { "event: org.statehub.repo.registered", "{ event: org.statehub.repo.registered, when: evnt.type == 'x' }", ["d.yaml:5:50: error: `when` of a trigger: unknown name `evnt` in `evnt.type`; did you mean `event`?"] },
        { "event: org.statehub.repo.registered", "{ event: org.statehub.repo.registered, when: context.x == 1 }", ["d.yaml:5:50: error: `when` of a trigger: unknown name `context` in `context.x`: a trigger is decided before context is looked up; move the condition to a rule."] },
        { "event: org.statehub.repo.registered", "manual: false", ["d.yaml:5:13: error: `manual` can only be true: write that, or leave the entry out."] },
        { "event: org.statehub.repo.registered", "cron: \"@hourly\"", ["d.yaml:5:11: error: `cron` is `@hourly` and must have five fields: write an hourly time as `0 * * * *`, a daily one as `0 6 * * *`."] },
        { "event: org.statehub.repo.registered", "cron: 0 6 * *", ["d.yaml:5:11: error: `cron` has 4 fields and must have five: minute, hour, day of month, month, day of week, such as `0 6 * * 1`."] },
        { "event: org.statehub.repo.registered", "cron: \"*/30 * * * * *\"", ["d.yaml:5:11: error: `cron` has 6 fields and must have five, without seconds or years: a minute is the finest step, every minute is `* * * * *`."] },
        { "event: org.statehub.repo.registered", "cron: \"@every 10s\"", ["d.yaml:5:11: error: `cron` is `@every 10s` and must have five fields, with a minute as the finest step: write every quarter of an hour as `*/15 * * * *`."] },
        { "event: org.statehub.repo.registered", "{ cron: 0 6 * * 1, catch_up: 5s }", ["d.yaml:5:34: error: `catch_up` is 5s and Temporal's least is 10s: write 10s or more."] },
        { "event: org.statehub.repo.registered", "{ cron: 30 2 * * *, timezone: Europe/Berlin }", ["d.yaml:5:13: warning: `cron` `30 2 * * *` has no tick at 2026-03-29 02:30 in Europe/Berlin, where clocks change: choose another hour, or leave `timezone` out for UTC."] },
        { "event: org.statehub.repo.registered", "{ cron: 30 1 * * *, timezone: America/New_York }", ["d.yaml:5:13: warning: `cron` `30 1 * * *` has two ticks at 2026-11-01 01:30 in America/New_York, where the clock shows this time twice: choose another hour, or leave `timezone` out for UTC."] },
        { "event: org.statehub.repo.registered", "{ cron: \"*/30 * * * *\", timezone: Europe/Berlin }", ["d.yaml:5:13: warning: `cron` `*/30 * * * *` has no tick at 2026-10-25 02:30 in Europe/Berlin, where clocks change: leave `timezone` out, for a trigger of every hour needs none."] },
        { "event: org.statehub.repo.registered", "cron: 60 6 * * *", ["d.yaml:5:11: error: `cron` has `60` as minute: it takes `*`, 0 to 59, ranges such as `0-59`, steps such as `*/2`, and lists of these."] },
        { "event: org.statehub.repo.registered", "cron: 0 6 * * mon-fry", ["d.yaml:5:11: error: `cron` has `mon-fry` as day of week: it takes `*`, 0 to 7, sun to sat, ranges such as `0-7`, steps such as `*/2`, and lists of these."] },
        { "event: org.statehub.repo.registered", "cron: 0 18-6 * * *", ["d.yaml:5:11: error: `cron` has `18-6` as hour: a range goes from the smaller to the larger value."] },
        { "event: org.statehub.repo.registered", "cron: \"*/0 * * * *\"", ["d.yaml:5:11: error: `cron` has `*/0` as minute: a step is a whole number from 1 to 59 after the `/`."] },
        { "event: org.statehub.repo.registered", "cron: 0 0 31 2,4 *", ["d.yaml:5:11: error: `cron` names a day that none of its months has (`31` in `2,4`): it would never fire."] },
        { "event: org.statehub.repo.registered", "cron: 0 0 13 * fri", ["d.yaml:5:11: warning: `cron` `0 0 13 * fri` narrows the day of month and the day of week: it fires only where both fit, unlike the cron of Unix, which fires where either fits. For either, write two triggers."] },
        { "event: org.statehub.repo.registered", "{ cron: 0 6 * * 1, timezone: Europe/Berlim }", ["d.yaml:5:34: error: `timezone` is `Europe/Berlim`, which is no time zone on this machine; did you mean `Europe/Berlin`?"] },
        { "event: org.statehub.repo.registered", "{ cron: 0 6 * * 1, overlap: buffer-one }", ["d.yaml:5:33: error: `overlap` is `buffer-one` and must be one of skip, buffer_one, buffer_all, allow_all; did you mean `buffer_one`?"] },
        { "event: org.statehub.repo.registered", "{ cron: 0 6 * * 1, catch_up: 2 days }", ["d.yaml:5:34: error: `catch_up` is `2 days` and must be a whole number with s, m, h or d, such as 90m, 12h or 30d."] },
        // Context and rules
        { "rules:", "context: { Repos: { source: state-hub.repos } }\nrules:", ["d.yaml:6:12: error: `Repos` is `Repos` and must be small letters, digits and underscores, 63 at most, such as `open_tasks`."] },
        { "rules:", "context: { repos: { with: [] } }\nrules:", ["d.yaml:6:19: error: A context entry needs the key `source`: the name of a configured source; definitions never hold addresses.", "d.yaml:6:27: error: `with` must be a mapping: write its members as `key: value`, one a line and indented."] },
        { "rules:", "context: { repos: { source: state-hub.repo } }\nrules:", ["d.yaml:6:29: error: `source` is `state-hub.repo`, which is no source of this installation; did you mean `state-hub.repos`?"] },
        { "id: one", "id: one\n    when: context.repos == 1", ["d.yaml:8:11: error: `when`: `context.repos` is not under `context` of this definition: add the entry there."] },
        { "rules:", "context: { repos: { source: state-hub.repos, with: { archived: false } } }\nrules:", ["d.yaml:6:52: error: `with` has no meaning for state-hub.repos, which takes no parameters: take it out, and narrow the answer in a rule's `when`."] },
        { "rules:", "context: { hosts: { source: http.inventory, with: { paht: hosts } } }\nrules:", ["d.yaml:6:53: error: Unknown key `paht` in the `with` of an http source; did you mean `path`?"] },
        { "id: one", "id: one\n    when: evnt.type == 'x'", ["d.yaml:8:11: error: `when`: unknown name `evnt` in `evnt.type`; did you mean `event`?"] },
        { "id: one", "id: one\n    when: '1 == event.tipe'", ["d.yaml:8:17: error: `when`: `event` has no `tipe`; did you mean `type`?"] },
        { "id: one", "id: one\n    when: event.domain == 'x'", ["d.yaml:8:11: error: `when`: `event` has no `domain`; did you mean `event.attributes.domain`?"] },
        { "id: one", "id: one\n    when: event.attributes.repo_slugg == 'x'", ["d.yaml:8:11: warning: `when`: no event type of the triggers has an attribute `repo_slugg`; did you mean `repo_slug`?"] },
        { "id: one", "id: one\n    on_error: ignore", ["d.yaml:8:15: error: `on_error` is `ignore` and must be one of fail_run, skip_rule."] },
        { "id: one", "id: one\n    for_each: { item: x, in: context.repos }", ["d.yaml:8:15: error: A `for_each` over context needs the key `key`, since the order of the list may change between attempts: name what identifies an item, such as `x.slug`.", "d.yaml:8:30: error: `in`: `context.repos` is not under `context` of this definition: add the entry there."] },
        { "id: one", "id: one\n    for_each: { item: event, in: event.attributes.domain }", ["d.yaml:8:23: error: `item` is `event`, which expressions already use for something else: choose another name."] },
        { "title: t", "title: \"{{ x.y }}\"", ["d.yaml:9:20: error: `title`: unknown name `x` in `x.y`: a path begins with event, context, now, occurrence, definition; text needs quotes."] },
        { "title: t", "title: {{ x }}", ["d.yaml:9:17: error: A key must be text: templates with `{{ }}` at the start of a value need quotes."] },
        { "title: t", "title: \"\"", ["d.yaml:9:16: error: `title` is empty: the task's title."] },
        { "title: t", "titel: t", ["d.yaml:9:9: error: Unknown key `titel` in a task template; did you mean `title`?", "d.yaml:9:9: error: A task template needs the key `title`: the task's title."] },
        { "title: t", "title: t\n        priority: hihg", ["d.yaml:10:19: error: `priority` is `hihg` and must be one of high, medium, low; did you mean `high`?"] },
        { "target_repo: r", "target_repo: org/ledger", ["d.yaml:10:22: error: `target_repo`: \"org/ledger\" is no repository name; it may hold letters, digits, '.', '_' and '-': write the name alone, without its owner or address."] },
        { "id: one", "id: one\n    for_each: { item: x, in: event.attributes.repo_slug }\n    emit: [{ title: t, target_repo: r, dedupe: { key: k, window: 1d } }]\n  - id: two", ["d.yaml:9:55: warning: `key` is the same for every item of `for_each`: of all items only the first one's task is made. Name the item in it, such as {{ x.slug }}."] },
        { "event: org.statehub.repo.registered", "{ event: org.statehub.repo.registered, when: domain == 'x' }", ["d.yaml:5:50: error: `when` of a trigger: unknown name `domain` in `domain`; did you mean `event.attributes.domain`?"] },
        { "event: org.statehub.repo.registered", "event: org.statehub.*", ["d.yaml:5:12: warning: No file in event-types/ has the type `org.statehub.*`: `*` stands for one part between dots; did you mean `org.statehub.>`?"] },
        { "id: one", "id: one\n    if: event.type == 'x'", ["d.yaml:8:5: error: Unknown key `if` in a rule; did you mean `when`?"] },
        { "id: one", "id: one\n    when: now > #2026-01-31#", ["d.yaml:8:16: error: `when`: The expression ends where a value should follow. If a time such as #2026-01-31# follows, put the whole into quotes: to YAML it is a comment."] },
        { "title: t", "title: t\n        dedupe: { key: k, window: 7 }", ["d.yaml:10:35: error: `window` is `7` and must be a whole number with s, m, h or d, such as 90m, 12h or 30d."] },
        { "id: one", "id: one\n    when: age_hours(now) and event.type != ''", ["d.yaml:8:11: warning: `when`: `age_hours(now)` is neither true nor false, so it comes to an error: compare it with something."] },
        { "title: t", "title: t\n        labels: [1]", ["d.yaml:10:18: error: `labels` must be text, and `1` is a number: put it into quotes."] },
        { "title: t", "title: t\n        due_in_days: \"3\"", ["d.yaml:10:22: error: `due_in_days` must be a whole number from 0 to 3650, without quotes, and is `3`."] },
        { "title: t", "title: t\n        dedupe: { key: k, window: 30 d }", ["d.yaml:10:35: error: `window` is `30 d` and must be a whole number with s, m, h or d, such as 90m, 12h or 30d."] },
        { "      - title: t\n        target_repo: r", "      []", ["d.yaml:9:7: error: `emit` is empty: the tasks to create, at least one."] },
        { "        target_repo: r\n", "        target_repo: r\n  - id: one\n    emit: [{ title: a, target_repo: b }]\n", ["d.yaml:11:9: error: The rule `one` is already on line 7: give each rule an id of its own."] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Load_ADefinitionWithAFlaw_SaysAllOfIt(string sound, string flawed, string[] said)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);

        var reading = Load(Sound.Replace(sound, flawed, StringComparison.Ordinal));

        Assert.Equal(said, reading.Problems.Select(p => p.ToString()));
        Assert.Equal(said.Any(s => s.Contains(": error: ", StringComparison.Ordinal)), reading.Definition is null);
    }

    [Fact]
    public void Load_ManyFlaws_SaysThemAllInTheOrderOfTheFile()
    {
        var reading = Load("""
            id: x
            nmae: y
            trigger: []
            rules:
              - when: (
                emit: [{}]
            """);

        Assert.Equal([1, 1, 1, 2, 3, 5, 5, 6, 6], reading.Problems.Select(p => p.Line));
        Assert.Null(reading.Definition);
    }

    [Fact]
    public void Load_PathsOfAnEventInADefinitionWithoutOne_WarnsThatTheyAreMissing()
    {
        var reading = Load(Sound.Replace("event: org.statehub.repo.registered", "manual: true", StringComparison.Ordinal).Replace("title: t", "title: '{{ event.id }}'", StringComparison.Ordinal));

        Assert.Equal(["d.yaml:9:20: warning: `title`: `event.id` is always missing, since no trigger of this definition is an event."], reading.Problems.Select(p => p.ToString()));
        Assert.NotNull(reading.Definition);
    }

    private static DefinitionReading Load(string text) => new DefinitionLoader(Types, ["custom.repos", "http.NAME", "state-hub.repos"]).Load("d.yaml", Encoding.UTF8.GetBytes(text));

    private static ActivityDefinition Accept(string text)
    {
        var reading = Load(text);
        Assert.Empty(reading.Problems);
        return reading.Definition!;
    }
}
