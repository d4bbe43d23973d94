'use strict';
// The same workflows after a change that breaks what is under way: each begins with an activity that it never had.
const wf = require('@temporalio/workflow');
const before = require('./twins');

const { novel } = wf.proxyActivities({ startToCloseTimeout: '1 minute' });

for (const [name, workflow] of Object.entries(before)) {
  exports[name] = async (...args) => {
    await novel();
    return await workflow(...args);
  };
}
