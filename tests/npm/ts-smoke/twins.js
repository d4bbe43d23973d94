'use strict';
// Workflows that make the same commands as those of the same names in Temporalio.Managed.Tests/TypeScript/Twins.workflow.cs.
const wf = require('@temporalio/workflow');
const { defineSearchAttributeKey, SearchAttributeType } = require('@temporalio/common');

const acts = wf.proxyActivities({ startToCloseTimeout: '1 minute', retry: { initialInterval: '50ms', maximumAttempts: 3 } });
const patient = wf.proxyActivities({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
  cancellationType: wf.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});
const hasty = wf.proxyActivities({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
  cancellationType: wf.ActivityCancellationType.TRY_CANCEL,
});
const local = wf.proxyLocalActivities({ startToCloseTimeout: '1 minute' });
const backingOff = wf.proxyLocalActivities({
  startToCloseTimeout: '1 minute',
  localRetryThreshold: '10ms',
  retry: { initialInterval: '50ms', backoffCoefficient: 1 },
});
const keyword = defineSearchAttributeKey('TwinKeyword', SearchAttributeType.KEYWORD);

const go = wf.defineSignal('go');
const state = wf.defineQuery('state');

exports.steps = async function steps(name) {
  let step = 'working';
  let word = '';
  wf.setHandler(go, (w) => { word = w; });
  wf.setHandler(state, (punctuation) => step + punctuation);
  const { workflowId } = wf.workflowInfo();
  const greeting = await acts.greet(name);
  const size = await local.length(greeting);
  await wf.sleep(10);
  wf.upsertMemo({ size });
  wf.upsertSearchAttributes([{ key: keyword, value: greeting }]);
  const patched = wf.patched('second-edition');
  const child = await wf.executeChild(exports.double, { workflowId: `${workflowId}-child`, args: [size] });
  const lost = await wf.getExternalWorkflowHandle(`${workflowId}-nobody`).signal(go, 'lost').then(() => false, () => true);
  step = 'ready';
  await wf.condition(() => word !== '');
  step = 'done';
  return { greeting, size, patched, child, lost, word };
};

exports.double = async function double(n) {
  await wf.sleep(10);
  return n * 2;
};

exports.backoff = async function backoff() {
  return await backingOff.failTwice();
};

exports.slow = async function slow() {
  return await local.slow();
};

exports.cancellable = async function cancellable() {
  try {
    await patient.waitForCancel();
    return 'not cancelled';
  } catch (e) {
    if (!wf.isCancellation(e)) throw e;
    await wf.CancellationScope.nonCancellable(() => acts.greet('cleanup'));
    throw e;
  }
};

exports.scopes = async function scopes() {
  const gone = [];
  for (const [name, run] of [['timer', () => wf.sleep('1 hour')], ['activity', () => hasty.waitForCancel()]]) {
    const scope = new wf.CancellationScope();
    const running = scope.run(run);
    await wf.sleep(10);
    scope.cancel();
    try {
      await running;
    } catch (e) {
      if (!wf.isCancellation(e)) throw e;
      gone.push(name);
    }
  }
  return gone;
};

exports.repeating = async function repeating(left, path) {
  if (left > 0) await wf.makeContinueAsNewFunc({ memo: { left } })(left - 1, path + left);
  return path;
};

exports.conditions = async function conditions() {
  let went = false;
  wf.setHandler(go, () => { went = true; });
  const early = await wf.condition(() => went, 20);
  const late = await wf.condition(() => went, '1 hour');
  return { early, late };
};

exports.failing = async function failing(how) {
  if (how === 'activity') await acts.fail('broken');
  if (how === 'child') await wf.executeChild(exports.failing, { workflowId: `${wf.workflowInfo().workflowId}-child`, args: ['workflow'] });
  throw wf.ApplicationFailure.create({ message: 'no good', type: 'Bad', nonRetryable: true, details: [42, { why: 'because' }] });
};

exports.described = async function described() {
  const { memo, typedSearchAttributes } = wf.workflowInfo();
  return { given: memo.given, keyword: typedSearchAttributes.get(keyword) };
};
