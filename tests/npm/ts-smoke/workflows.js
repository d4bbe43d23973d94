'use strict';
const wf = require('@temporalio/workflow');

const acts = wf.proxyActivities({ startToCloseTimeout: '1 minute', retry: { initialInterval: '200ms' } });
const patient = wf.proxyActivities({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
  cancellationType: wf.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});
const local = wf.proxyLocalActivities({ startToCloseTimeout: '10 seconds' });

const go = wf.defineSignal('go');
const state = wf.defineQuery('state');

exports.everything = async function everything(name) {
  let step = 'waiting';
  let word = '';
  wf.setHandler(go, (w) => { word = w; });
  wf.setHandler(state, () => step);
  const greeting = await acts.greet(name);
  const size = await local.length(greeting);
  await wf.sleep(50);
  const attempt = await acts.failOnce();
  const child = await wf.executeChild(exports.child, { args: [size] });
  step = 'ready';
  await wf.condition(() => word !== '');
  step = 'done';
  if (wf.patched('smoke')) return { greeting, size, attempt, child, word };
  return null;
};

exports.child = async function child(n) {
  await wf.sleep(10);
  return n * 2;
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

exports.repeating = async function repeating(left) {
  if (left > 0) await wf.continueAsNew(left - 1);
  return 'end';
};
