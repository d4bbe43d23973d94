'use strict';
// node client.js HOST:PORT TASK_QUEUE: what the official client sees of the workflows of twins.js, whoever works on them.
const assert = require('node:assert/strict');
const { randomUUID } = require('node:crypto');
const {
  Connection, Client, WorkflowFailedError, WorkflowExecutionAlreadyStartedError, QueryNotRegisteredError,
  ApplicationFailure, ActivityFailure, CancelledFailure, ChildWorkflowFailure, TerminatedFailure, ScheduleOverlapPolicy,
} = require('@temporalio/client');
const { defineSearchAttributeKey, SearchAttributeType } = require('@temporalio/common');

const keyword = defineSearchAttributeKey('TwinKeyword', SearchAttributeType.KEYWORD);

async function until(what, check) {
  for (let i = 0; i < 600; i++) {
    if (await check()) return;
    await new Promise((r) => setTimeout(r, 50));
  }
  throw new Error(`timed out: ${what}`);
}

async function failureOf(handle) {
  const error = await handle.result().then((r) => assert.fail(`has a result: ${JSON.stringify(r)}`), (e) => e);
  assert.ok(error instanceof WorkflowFailedError, String(error));
  return error.cause;
}

async function main(address, taskQueue) {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const start = (type, args = [], options = {}) => client.workflow.start(type, { workflowId: `ts-${type}-${randomUUID()}`, taskQueue, args, ...options });

  const steps = await start('steps', ['ts']);
  await until('ready', async () => (await steps.query('state', '!')) === 'ready!');
  await assert.rejects(steps.query('nothing-like-it'), QueryNotRegisteredError);
  await assert.rejects(client.workflow.start('steps', { workflowId: steps.workflowId, taskQueue, args: ['ts'] }), WorkflowExecutionAlreadyStartedError);
  await steps.signal('go', 'now');
  assert.deepEqual(await steps.result(), { greeting: 'hello ts', size: 8, patched: true, child: 16, lost: true, word: 'now' });
  assert.equal(await steps.query('state', '.'), 'done.');
  const description = await steps.describe();
  assert.equal(description.status.name, 'COMPLETED');
  assert.deepEqual(description.memo, { size: 8 });
  assert.equal(description.typedSearchAttributes.get(keyword), 'hello ts');

  const withSignal = await client.workflow.signalWithStart('conditions', {
    workflowId: `ts-conditions-${randomUUID()}`, taskQueue, signal: 'go', signalArgs: [],
  });
  assert.equal((await withSignal.result()).late, true);

  const described = await start('described', [], { memo: { given: { a: [1] } }, typedSearchAttributes: [{ key: keyword, value: 'seen' }] });
  assert.deepEqual(await described.result(), { given: { a: [1] }, keyword: 'seen' });
  await until('listed', async () => {
    for await (const w of client.workflow.list({ query: `WorkflowType = 'described' AND TwinKeyword = 'seen'` })) {
      if (w.workflowId === described.workflowId) return true;
    }
    return false;
  });

  const application = await failureOf(await start('failing', ['workflow']));
  assert.ok(application instanceof ApplicationFailure);
  assert.equal(application.message, 'no good');
  assert.equal(application.type, 'Bad');
  assert.equal(application.nonRetryable, true);
  assert.deepEqual(application.details, [42, { why: 'because' }]);
  assert.ok(application.failure.stackTrace.length > 0, 'no stack trace');

  const activity = await failureOf(await start('failing', ['activity']));
  assert.ok(activity instanceof ActivityFailure);
  assert.equal(activity.activityType, 'fail');
  assert.equal(activity.retryState, 'MAXIMUM_ATTEMPTS_REACHED');
  assert.ok(activity.cause instanceof ApplicationFailure);
  assert.equal(activity.cause.type, 'Broken');
  assert.deepEqual(activity.cause.details, ['at', 7]);

  const child = await failureOf(await start('failing', ['child']));
  assert.ok(child instanceof ChildWorkflowFailure);
  assert.equal(child.cause.type, 'Bad');

  const cancelled = await start('cancellable');
  await until('heartbeat', async () => (await cancelled.describe()).raw.pendingActivities?.some((a) => a.lastHeartbeatTime));
  await cancelled.cancel();
  assert.ok((await failureOf(cancelled)) instanceof CancelledFailure);

  const terminated = await start('cancellable');
  await terminated.terminate('enough');
  assert.ok((await failureOf(terminated)) instanceof TerminatedFailure);

  assert.equal(await (await start('repeating', [2, ''])).result(), '21');
  assert.equal(await (await start('backoff')).result(), 3);

  const scheduleId = `ts-schedule-${randomUUID()}`;
  const schedule = await client.schedule.create({
    scheduleId,
    spec: { intervals: [{ every: '1 hour', offset: '5 minutes' }], calendars: [{ hour: 3, dayOfWeek: 'MONDAY', comment: 'weekly' }], timezone: 'Europe/Berlin' },
    action: { type: 'startWorkflow', workflowType: 'described', workflowId: `${scheduleId}-run`, taskQueue, memo: { given: 'by schedule' } },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    state: { paused: true, note: 'not yet' },
  });
  const first = await schedule.describe();
  assert.equal(first.state.paused, true);
  assert.equal(first.state.note, 'not yet');
  assert.equal(first.spec.intervals[0].every, 3600000);
  assert.equal(first.action.workflowType, 'described');
  assert.equal(first.info.nextActionTimes.length, 10);
  await schedule.trigger();
  await until('triggered', async () => (await schedule.describe()).info.recentActions.length === 1);
  const { workflow } = (await schedule.describe()).info.recentActions[0].action;
  assert.deepEqual((await client.workflow.getHandle(workflow.workflowId, workflow.firstExecutionRunId).result()).given, 'by schedule');
  await schedule.unpause('now');
  await schedule.update((s) => ({ ...s, state: { ...s.state, note: 'updated' } }));
  await until('updated', async () => {
    const { state } = await schedule.describe();
    return !state.paused && state.note === 'updated';
  });
  await until('schedule listed', async () => {
    for await (const s of client.schedule.list()) if (s.scheduleId === scheduleId) return true;
    return false;
  });
  await schedule.delete();
  await assert.rejects(schedule.describe());

  await connection.close();
  console.log('client passed');
}

main(process.argv[2], process.argv[3]).catch((e) => {
  console.error(e);
  process.exit(1);
});
