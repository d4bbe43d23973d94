using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ScheduleCalls;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Schedules;

/// <summary>What callers change of a schedule. Tests begin at 2026-03-01 12:00:00 UTC.</summary>
public sealed class ChangeTests
{
    [Fact]
    public async Task Create_Repeated_IsTheSameSchedule()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(60), r => r.RequestId = "one");
        await service.CreateAsync(Every(60), r => r.RequestId = "one");

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.CreateAsync(Every(60), r => r.RequestId = "two"));

        Assert.Equal(6, refused.Code);
        Assert.Equal("one", refused.Detail<Temporalio.Api.ErrorDetails.V1.WorkflowExecutionAlreadyStartedFailure>().StartRequestId);
    }

    [Fact]
    public async Task Pause_ForAWhile_DoesNotMakeUpWhatPassed()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(60, ScheduleOverlapPolicy.AllowAll));

        await service.PatchAsync(new() { Pause = "stop" });
        await service.AdvanceAsync(600);
        await service.PatchAsync(new() { Unpause = "go" });
        await service.AdvanceAsync(60);

        var described = await service.DescribeScheduleAsync();
        Assert.Equal((1, 0), (described.Info.ActionCount, described.Info.MissedCatchupWindow));
        Assert.Equal("go", described.Schedule.State.Notes);
    }

    [Fact]
    public async Task Patch_Repeated_ActsOnce()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(3600));
        var trigger = new SchedulePatch { TriggerImmediately = new() { OverlapPolicy = ScheduleOverlapPolicy.AllowAll } };

        await service.PatchAsync(trigger, "request");
        await service.AdvanceAsync(5);
        await service.PatchAsync(trigger, "request");

        Assert.Equal("w-2026-03-01T12:00:00Z:Running", await service.WorkflowsAsync());
    }

    [Fact]
    public async Task Update_FromAnOldDescription_IsRefused()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(60));
        var token = (await service.DescribeScheduleAsync()).ConflictToken;
        await service.UpdateAsync(Every(120), r => r.ConflictToken = token);

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.UpdateAsync(Every(240), r => r.ConflictToken = token));

        Assert.Equal(9, refused.Code);
        await service.AdvanceAsync(60);
        Assert.Empty(await service.WorkflowsAsync());
        await service.AdvanceAsync(60);
        Assert.Equal("w-2026-03-01T12:02:00Z:Running", await service.WorkflowsAsync());
    }

    [Fact]
    public async Task Update_OfTheSpec_DoesNotReachIntoThePast()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(86_400));
        await service.AdvanceAsync(3605);

        await service.UpdateAsync(Every(10, ScheduleOverlapPolicy.AllowAll));
        await service.AdvanceAsync(30);

        var info = (await service.DescribeScheduleAsync()).Info;
        Assert.Equal((3, 0, 0), (info.ActionCount, info.MissedCatchupWindow, info.OverlapSkipped));
        Assert.NotNull(info.UpdateTime);
    }

    [Fact]
    public async Task Update_OfAttributes_ReplacesThemAndLeavesThemWhenNotGiven()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(60), r => r.SearchAttributes = Keyword("blue"));

        await service.UpdateAsync(Every(60));
        Assert.Equal(1, await CountAsync(service, "CustomKeywordField = 'blue'"));
        await service.UpdateAsync(Every(60), r => r.SearchAttributes = Keyword("red"));
        Assert.Equal((0, 1), (await CountAsync(service, "CustomKeywordField = 'blue'"), await CountAsync(service, "CustomKeywordField = 'red'")));
        await service.UpdateAsync(Every(60), r => r.SearchAttributes = new());

        Assert.Equal(0, await CountAsync(service, "CustomKeywordField IS NOT NULL"));
        Assert.Equal(1, await CountAsync(service, "ScheduleId = 'schedule'"));
    }

    [Fact]
    public async Task Backfill_OfManyTimes_StartsAFewEverySecondUntilDone()
    {
        await using var service = await StartAsync(manualClock: true);
        var schedule = Every(60);
        schedule.State.Paused = true;
        await service.CreateAsync(schedule);

        await service.PatchAsync(new()
        {
            BackfillRequest =
            {
                new BackfillRequest { StartTime = Time("2026-01-01T00:00:00Z"), EndTime = Time("2026-01-01T00:24:00Z"), OverlapPolicy = ScheduleOverlapPolicy.AllowAll },
            },
        });
        Assert.Equal(10, (await service.DescribeScheduleAsync()).Info.ActionCount);
        await service.AdvanceAsync(1);
        Assert.Equal(20, (await service.DescribeScheduleAsync()).Info.ActionCount);
        await service.AdvanceAsync(1);
        await service.AdvanceAsync(5);

        // Both ends belong to it.
        Assert.Equal(25, (await service.DescribeScheduleAsync()).Info.ActionCount);
        Assert.StartsWith("w-2026-01-01T00:00:00Z:Running", await service.WorkflowsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buffer_WhenFull_DropsAndCounts()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(1, ScheduleOverlapPolicy.BufferAll));

        await service.AdvanceAsync(1);
        await service.AdvanceAsync(1200);

        var info = (await service.DescribeScheduleAsync()).Info;
        Assert.Equal((1000, 200, 1), (info.BufferSize, info.BufferDropped, info.ActionCount));
    }

    [Fact]
    public async Task Delete_LeavesWhatRunsAndFreesTheId()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.CreateAsync(Every(60));
        await service.AdvanceAsync(60);

        await service.Client.CallAsync(new DeleteScheduleRequest { Namespace = Namespace, ScheduleId = Id }, DeleteScheduleResponse.Parser);
        await service.AdvanceAsync(600);

        Assert.Equal("w-2026-03-01T12:01:00Z:Running", await service.WorkflowsAsync());
        Assert.Equal(0, await CountAsync(service, ""));
        await service.CreateAsync(Every(60));
        Assert.Equal(0, (await service.DescribeScheduleAsync()).Info.ActionCount);
    }

    [Fact]
    public async Task List_InPages_GivesEachOnceTheNewestFirst()
    {
        await using var service = await StartAsync(manualClock: true);
        for (var i = 0; i < 5; i++)
        {
            var id = $"s{i}";
            await service.CreateAsync(Every(60), r => r.ScheduleId = id);
        }

        var ids = new List<string>();
        var token = ByteString.Empty;
        do
        {
            var page = await service.Client.CallAsync(
                new ListSchedulesRequest { Namespace = Namespace, MaximumPageSize = 2, NextPageToken = token }, ListSchedulesResponse.Parser);
            ids.AddRange(page.Schedules.Select(s => s.ScheduleId));
            token = page.NextPageToken;
        }
        while (!token.IsEmpty);

        Assert.Equal(["s4", "s3", "s2", "s1", "s0"], ids);
    }

    private static Timestamp Time(string text) => Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

    private static Temporalio.Api.Common.V1.SearchAttributes Keyword(string value) => new()
    {
        IndexedFields = { ["CustomKeywordField"] = Payload(value).Payloads_[0] },
    };

    private static async Task<long> CountAsync(ServiceUnderTest service, string query) => (await service.Client.CallAsync(
        new CountSchedulesRequest { Namespace = Namespace, Query = query }, CountSchedulesResponse.Parser)).Count;
}
