'use strict';
// RunActivityWorkflow.workflow.cs as an author of the official SDK would write it: it makes the same commands.
const wf = require('@temporalio/workflow');

const { resolve_context: resolveContext } = wf.proxyActivities({ startToCloseTimeout: '1 minute', retry: { maximumInterval: '1 minute' } });
const { emit_tasks: emitTasks } = wf.proxyActivities({
  startToCloseTimeout: '1 hour', heartbeatTimeout: '1 minute', retry: { maximumInterval: '5 minutes' },
});
const { evaluate_rules: evaluateRules, close_run: closeRun } = wf.proxyLocalActivities({
  startToCloseTimeout: '30 seconds', localRetryThreshold: '10 seconds', retry: { maximumInterval: '5 minutes' },
});

exports.RunActivity = async function RunActivity(input) {
  const run = wf.workflowInfo().workflowId;
  let released = false;
  let dropped = null;
  wf.setHandler(wf.defineSignal('release'), () => { released = dropped === null; });
  wf.setHandler(wf.defineSignal('drop'), (reason) => { dropped ??= released ? null : reason; });
  try {
    if (input.resolves_context) await resolveContext(run);
    const { next, reason, matched, missed, errors } = await evaluateRules(run);
    if (next === 'fail') throw wf.ApplicationFailure.create({ message: reason, type: 'RuleError', nonRetryable: true });
    if (next === 'park') {
      await wf.condition(() => released || dropped !== null);
      if (!released) {
        await closeRun(run, dropped);
        return { outcome: 'dropped', matched, missed, errors, tasks: [], reason: dropped };
      }
    }
    const { tasks } = next === 'complete' ? { tasks: [] } : await emitTasks(run);
    return { outcome: 'completed', matched, missed, errors, tasks };
  } catch (e) {
    if (wf.isCancellation(e)) await wf.CancellationScope.nonCancellable(() => closeRun(run, 'The workflow was cancelled.'));
    throw e;
  }
};
