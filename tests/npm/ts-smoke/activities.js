'use strict';
const { Context, CancelledFailure } = require('@temporalio/activity');

let failures = 0;

exports.greet = async (name) => `hello ${name}`;

exports.length = async (text) => text.length;

exports.failOnce = async () => {
  if (failures++ === 0) throw new Error('first attempt fails');
  return Context.current().info.attempt;
};

exports.waitForCancel = async () => {
  Context.current().heartbeat('waiting');
  const beat = setInterval(() => Context.current().heartbeat('waiting'), 100);
  try {
    await Context.current().cancelled;
  } catch (e) {
    if (e instanceof CancelledFailure) throw e;
    throw e;
  } finally {
    clearInterval(beat);
  }
};
