'use strict';
// RunActivityWorkflow.workflow.cs as an author of the official SDK would write it: it makes the same commands.
const { defineSearchAttributeKey, SearchAttributeType, WorkflowExecutionAlreadyStartedError } = require('@temporalio/common');
const wf = require('@temporalio/workflow');

const store = { startToCloseTimeout: '30 seconds', localRetryThreshold: '10 seconds' };
const { register_run: registerRun, close_run: closeRun } = wf.proxyLocalActivities({ ...store, retry: { maximumInterval: '1 minute' } });
const {
  evaluate_rules: evaluateRules, begin_child_workflow: beginChild, end_child_workflow: endChild, conclude_instructions: conclude,
} = wf.proxyLocalActivities({ ...store, retry: { maximumInterval: '5 minutes' } });
const { resolve_context: resolveContext } = wf.proxyActivities({ startToCloseTimeout: '1 minute', retry: { maximumInterval: '1 minute' } });
const { emit_tasks: emitTasks } = wf.proxyActivities({
  startToCloseTimeout: '1 hour', heartbeatTimeout: '1 minute', retry: { maximumInterval: '5 minutes' },
});
const { submit_evidence: submitEvidence } = wf.proxyActivities({
  startToCloseTimeout: '10 minutes', heartbeatTimeout: '1 minute', retry: { maximumInterval: '5 minutes' },
});

const occurrence = defineSearchAttributeKey('ActivityCoreOccurrence', SearchAttributeType.KEYWORD);
const kept = (step) => wf.CancellationScope.nonCancellable(step);
const fail = (type, message) => wf.ApplicationFailure.create({ message, type, nonRetryable: true });

exports.RunActivity = async function RunActivity(input) {
  const run = wf.workflowInfo().workflowId;
  let released = false;
  let dropped = null;
  wf.setHandler(wf.defineSignal('release'), () => { released = dropped === null; });
  wf.setHandler(wf.defineSignal('drop'), (reason) => { dropped ??= released ? null : reason; });

  const complete = ({ matched, missed, errors }, { tasks, more } = { tasks: [] }) =>
    ({ outcome: 'completed', matched, missed, errors, tasks, ...(more ? { more_tasks: more } : {}) });

  async function droppedRun(decision) {
    await wf.condition(() => released || dropped !== null);
    if (released) return null;
    await kept(() => closeRun(run, dropped));
    return { ...complete(decision), outcome: 'dropped', reason: dropped };
  }

  // In C# everything that a task brings, a cancellation too, is there before the first line runs.
  await Promise.resolve();
  try {
    if (input.schedule) {
      const registered = await kept(() => registerRun(input, run));
      wf.upsertSearchAttributes([{ key: occurrence, value: registered.occurrence }]);
      if (registered.run_id !== run) return { outcome: 'duplicate', reason: `The run ${registered.run_id} has this tick.` };
    }
    if (input.resolves_context) await resolveContext(run);
    // A call that is cancelled before it is made has no number in C#, but one here, and the numbers are in the markers.
    if (wf.CancellationScope.current().consideredCancelled) throw new wf.CancelledFailure('cancelled before it was scheduled');
    let decision = await evaluateRules(run);
    const asksForEvidence = decision.evidence > 0;
    if (decision.next === 'fail') throw fail('RuleError', decision.reason);
    let end = decision.next === 'park' ? await droppedRun(decision) : null;
    if (end) return end;
    if (decision.instructions) {
      for (const step of decision.instructions) {
        const { stops } = step.child ? await runChild(run, step) : await runInstruction(run, step);
        if (stops) break;
      }
      decision = await conclude(run, released);
      if (decision.next === 'fail') throw fail('InstructionFailed', decision.reason);
      end = decision.next === 'park' ? await droppedRun(decision) : null;
      if (end) return end;
    }
    const result = complete(decision, decision.next === 'complete' ? undefined : await emitTasks(run));
    return asksForEvidence ? { ...result, evidence: await submitted(run) } : result;
  } catch (e) {
    if (wf.isCancellation(e)) await kept(() => closeRun(run, 'The workflow was cancelled.'));
    throw e;
  }
};

async function submitted(run) {
  try {
    return await submitEvidence(run);
  } catch (e) {
    if (!(e instanceof wf.ActivityFailure) || wf.isCancellation(e)) throw e;
    return undefined;
  }
}

function runInstruction(run, step) {
  const { run_instruction: instruct } = wf.proxyActivities({
    startToCloseTimeout: (step.timeout_seconds + 120) * 1000, heartbeatTimeout: '30 seconds', retry: { maximumInterval: '5 minutes' },
    cancellationType: wf.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED, summary: step.summary,
  });
  return instruct(run, step.key);
}

async function runChild(run, step) {
  const before = await beginChild(run, step.key);
  return before ?? await endChild(run, step.key, await endOfChild(step));
}

async function endOfChild({ child, timeout_seconds: seconds, summary }) {
  try {
    const result = await wf.executeChild(child.type, {
      args: child.input === undefined ? [] : [child.input], workflowId: child.id, taskQueue: child.task_queue, workflowExecutionTimeout: seconds * 1000,
      workflowIdReusePolicy: 'REJECT_DUPLICATE', parentClosePolicy: 'REQUEST_CANCEL', staticSummary: summary,
    });
    // A result of bytes is what the workflow in C# calls no JSON.
    if (result instanceof Uint8Array) return { Result: null, Failure: 'its result is no JSON' };
    return { Result: result === undefined ? null : JSON.stringify(result), Failure: null };
  } catch (e) {
    if (e instanceof WorkflowExecutionAlreadyStartedError) return { Result: null, Failure: 'a workflow with this id was there already' };
    if (!(e instanceof wf.ChildWorkflowFailure) || wf.CancellationScope.current().consideredCancelled) throw e;
    return { Result: null, Failure: (e.cause ?? e).message };
  }
}
