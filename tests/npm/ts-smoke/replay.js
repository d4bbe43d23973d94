'use strict';
// node replay.js MODULE FOLDER RESULTS: replays every history of the folder (WORKFLOW_ID~N.bin, the message History) with the official worker,
// and writes what came of each. Not JSON: the SDK's reader fails where npm has put two copies of protobufjs into one tree.
const fs = require('node:fs');
const path = require('node:path');
const { temporal } = require('@temporalio/proto');
const { Worker, Runtime, DefaultLogger } = require('@temporalio/worker');

async function main(module, folder, results) {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const files = fs.readdirSync(folder).filter((f) => f.endsWith('.bin')).sort();
  const histories = files.map((f) => ({ workflowId: f.slice(0, f.lastIndexOf('~')), history: temporal.api.history.v1.History.decode(fs.readFileSync(path.join(folder, f))) }));
  const outcome = {};
  let next = 0;
  for await (const { error } of Worker.runReplayHistories({ workflowsPath: path.resolve(module) }, histories)) {
    outcome[files[next++]] = error ? `${error.name}: ${error.message} ${error.cause?.message ?? ''}`.trimEnd() : '';
  }
  fs.writeFileSync(results, JSON.stringify(outcome));
}

main(process.argv[2], process.argv[3], process.argv[4]).catch((e) => {
  console.error(e);
  process.exit(1);
});
