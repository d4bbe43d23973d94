using Google.Protobuf;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Wire;

/// <summary>Whatever comes in, the caller is told what is wrong with it and the service goes on. The noise is the same every time.</summary>
public sealed class HostileInputTests
{
    private const int Rounds = 250;

    // INVALID_ARGUMENT and its like are answers; these are the service's own failures.
    private static readonly int[] Failures = [-1, 2, 13, 14, 15];

    [Fact]
    public async Task Call_WithDamagedMessages_IsAnsweredAndTheServiceGoesOn()
    {
        await using var service = await StartAsync(manualClock: true);
        var noise = new Random(7);
        var samples = Samples();

        for (var round = 0; round < Rounds; round++)
        {
            var (method, message) = samples[round % samples.Count];
            var bytes = message.ToByteArray();
            for (var i = noise.Next(1, 6); i > 0; i--)
                bytes[noise.Next(bytes.Length)] = (byte)noise.Next(256);
            await SendAsync(service, method, Frame(bytes, bytes.Length), $"round {round}");
        }

        await AssertAliveAsync(service);
    }

    [Fact]
    public async Task Call_WithBrokenFrames_IsAnsweredAndTheServiceGoesOn()
    {
        await using var service = await StartAsync(manualClock: true);
        var noise = new Random(8);

        for (var round = 0; round < Rounds; round++)
        {
            var bytes = new byte[noise.Next(0, 200)];
            noise.NextBytes(bytes);
            var claimed = noise.Next(4) switch { 0 => int.MaxValue, 1 => bytes.Length + 1, 2 => Math.Max(bytes.Length - 1, 0), _ => bytes.Length };
            var framed = Frame(bytes, claimed);
            framed[0] = (byte)noise.Next(3);
            await SendAsync(service, "StartWorkflowExecution", framed, $"round {round}", framed[0] == 1 ? "gzip" : null);
        }

        await AssertAliveAsync(service);
    }

    [Fact]
    public async Task List_ByNoise_IsAnsweredAndTheServiceGoesOn()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w");
        var noise = new Random(9);
        string[] words =
        [
            "WorkflowId", "CustomIntField", "CustomTextField", "ExecutionStatus", "StartTime", "ExecutionDuration", "AND", "OR", "NOT", "IN", "(", ")", ",", "=", "!=", ">", "<=",
            "IS", "NULL", "BETWEEN", "STARTS_WITH", "'a'", "\"b\"", "'", "`", "1", "-1e308", "9223372036854775808", "true", "'2026-01-01T00:00:00Z'", ";", "--", "\0", "é", "GROUP", "BY", "ORDER",
        ];

        for (var round = 0; round < Rounds; round++)
        {
            var query = string.Join(noise.Next(5) == 0 ? "" : " ", Enumerable.Range(0, noise.Next(1, 40)).Select(_ => words[noise.Next(words.Length)]));
            await SendAsync(service, "ListWorkflowExecutions", RawClient.Frame(new ListWorkflowExecutionsRequest { Namespace = Namespace, Query = query }), query);
            await SendAsync(service, "ListSchedules", RawClient.Frame(new ListSchedulesRequest { Namespace = Namespace, Query = query }), query);
        }

        string[] large =
        [
            new string('(', 60_000),
            $"{new string('(', 30)}WorkflowId = 'a'{new string(')', 30)}",
            string.Concat(Enumerable.Repeat("WorkflowId = 'a' OR (", 25)) + "CustomTextField = 'a'" + new string(')', 25),
            string.Concat(Enumerable.Repeat("NOT ", 15_000)),
            string.Concat(Enumerable.Repeat("WorkflowId = 'a' OR ", 3000)) + "WorkflowId = 'a'",
            $"CustomIntField IN ({string.Join(',', Enumerable.Range(0, 10_000))})",
            string.Concat(Enumerable.Repeat("CustomTextField = 'a b c d' AND ", 499)) + "CustomTextField != 'a b c d'",
        ];
        foreach (var query in large)
            await SendAsync(service, "ListWorkflowExecutions", RawClient.Frame(new ListWorkflowExecutionsRequest { Namespace = Namespace, Query = query }), query[..20]);
        await AssertAliveAsync(service);
    }

    private static List<(string Method, IMessage Message)> Samples()
    {
        var schedule = ScheduleCalls.Every(60);
        schedule.Spec.CronString.Add("CRON_TZ=Europe/Berlin 0 12 * * MON-FRI # noon");
        schedule.Spec.StructuredCalendar.Add(new StructuredCalendarSpec { Hour = { new Temporalio.Api.Schedule.V1.Range { Start = 1, End = 5, Step = 2 } } });
        schedule.Spec.Jitter = new() { Seconds = 30 };
        return
        [
            ("StartWorkflowExecution", new StartWorkflowExecutionRequest
            {
                Namespace = Namespace, WorkflowId = "w", WorkflowType = new() { Name = "wf" }, TaskQueue = new() { Name = Queue }, Input = Payload("in"),
                RetryPolicy = new() { MaximumAttempts = 3, InitialInterval = new() { Seconds = 1 } }, WorkflowRunTimeout = new() { Seconds = 60 }, RequestId = "r",
            }),
            ("CreateSchedule", new CreateScheduleRequest { Namespace = Namespace, ScheduleId = "s", Schedule = schedule, RequestId = "r" }),
            ("PatchSchedule", new PatchScheduleRequest
            {
                Namespace = Namespace, ScheduleId = "s",
                Patch = new() { TriggerImmediately = new(), BackfillRequest = { new BackfillRequest { StartTime = new() { Seconds = 1 }, EndTime = new() { Seconds = 9000 } } } },
            }),
            ("ListScheduleMatchingTimes", new ListScheduleMatchingTimesRequest { Namespace = Namespace, ScheduleId = "s", StartTime = new() { Seconds = 1 }, EndTime = new() { Seconds = 2_000_000_000 } }),
            ("RespondWorkflowTaskCompleted", new RespondWorkflowTaskCompletedRequest { Namespace = Namespace, TaskToken = ByteString.CopyFromUtf8("token"), Commands = { Activity("a"), Timer("t", 5), Finish() } }),
            ("SignalWorkflowExecution", new SignalWorkflowExecutionRequest { Namespace = Namespace, WorkflowExecution = new() { WorkflowId = "w" }, SignalName = "s", Input = Payload("in") }),
            ("GetWorkflowExecutionHistory", new GetWorkflowExecutionHistoryRequest { Namespace = Namespace, Execution = new() { WorkflowId = "w" }, NextPageToken = ByteString.CopyFromUtf8("token") }),
        ];
    }

    private static byte[] Frame(byte[] body, int claimed)
    {
        var framed = new byte[body.Length + 5];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), claimed);
        body.CopyTo(framed, 5);
        return framed;
    }

    private static async Task SendAsync(ServiceUnderTest service, string method, byte[] framed, string what, string? encoding = null)
    {
        try
        {
            await service.Client.SendAsync($"/{RawClient.WorkflowService}/{method}", framed, TimeSpan.FromSeconds(20), encoding);
        }
        catch (RawRpcException e)
        {
            Assert.False(Failures.Contains(e.Code), $"{method}, {what}: {e.Code} {e.Status} for {Convert.ToBase64String(framed)}");
        }
    }

    private static async Task AssertAliveAsync(ServiceUnderTest service)
    {
        await service.StartWorkflowAsync("still-here");
        Assert.NotNull((await service.DescribeAsync("still-here")).PendingWorkflowTask);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < 1L << 30, "The service has grown beyond a gigabyte.");
    }
}
