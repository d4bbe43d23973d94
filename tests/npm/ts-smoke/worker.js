'use strict';
// node worker.js HOST:PORT TASK_QUEUE: the official worker with the workflows of twins.js, until it is ended.
const { NativeConnection, Worker, Runtime, DefaultLogger } = require('@temporalio/worker');

async function main(address, taskQueue) {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection, taskQueue, workflowsPath: require.resolve('./twins'), activities: require('./twin-activities'),
  });
  const running = worker.run();
  console.log('worker ready');
  await running;
}

main(process.argv[2], process.argv[3]).catch((e) => {
  console.error(e);
  process.exit(1);
});
