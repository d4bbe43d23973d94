'use strict';
// Runs workflows of the official SDK against the service named by the first argument; exits 0 when all went as it should.
const assert = require('node:assert/strict');
const { Connection, Client, WorkflowFailedError, WorkflowExecutionAlreadyStartedError } = require('@temporalio/client');
const { NativeConnection, Worker, Runtime, DefaultLogger } = require('@temporalio/worker');

async function until(what, check) {
  for (let i = 0; i < 300; i++) {
    if (await check()) return;
    await new Promise((r) => setTimeout(r, 50));
  }
  throw new Error(`timed out: ${what}`);
}

async function main(address) {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  const taskQueue = 'ts-smoke';
  const worker = await Worker.create({
    connection: native, taskQueue, workflowsPath: require.resolve('./workflows'), activities: require('./activities'),
  });
  const running = worker.run();
  try {
    const h = await client.workflow.start('everything', { workflowId: 'ts-everything', taskQueue, args: ['ts'] });
    await until('ready', async () => (await h.query('state')) === 'ready');
    await assert.rejects(h.query('nothing-like-it'));
    await assert.rejects(
      client.workflow.start('everything', { workflowId: 'ts-everything', taskQueue, args: ['ts'] }), WorkflowExecutionAlreadyStartedError);
    await h.signal('go', 'now');
    assert.deepEqual(await h.result(), { greeting: 'hello ts', size: 8, attempt: 2, child: 16, word: 'now' });
    assert.equal(await h.query('state'), 'done');
    const history = await h.fetchHistory();
    assert.equal(history.events[0].eventId.toString(), '1');
    await Worker.runReplayHistory({ workflowsPath: require.resolve('./workflows') }, history);

    const c = await client.workflow.start('cancellable', { workflowId: 'ts-cancellable', taskQueue });
    await until('activity started', async () => (await c.describe()).raw.pendingActivities?.some((a) => a.attempt === 1 && a.lastHeartbeatTime));
    await c.cancel();
    await assert.rejects(c.result(), WorkflowFailedError);
    assert.equal((await c.describe()).status.name, 'CANCELLED');

    assert.equal(await client.workflow.execute('repeating', { workflowId: 'ts-repeating', taskQueue, args: [1] }), 'end');

    const listed = [];
    for await (const w of client.workflow.list({ query: "WorkflowType = 'everything'" })) listed.push(w.workflowId);
    assert.deepEqual(listed, ['ts-everything']);
    assert.equal((await client.workflow.count("ExecutionStatus = 'Completed'")).count >= 3, true);
  } finally {
    worker.shutdown();
    await running;
    await connection.close();
    await native.close();
  }
  console.log('ts-smoke passed');
}

main(process.argv[2]).catch((e) => {
  console.error(e);
  process.exit(1);
});
