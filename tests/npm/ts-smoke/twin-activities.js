'use strict';
const { ApplicationFailure, Context } = require('@temporalio/activity');

exports.greet = async (name) => `hello ${name}`;

exports.length = async (text) => text.length;

exports.failTwice = async () => {
  const { attempt } = Context.current().info;
  if (attempt < 3) throw new Error(`attempt ${attempt}`);
  return attempt;
};

exports.slow = async () => {
  await new Promise((r) => setTimeout(r, 2500));
  return 'at last';
};

exports.waitForCancel = async () => {
  const beat = setInterval(() => Context.current().heartbeat('waiting'), 100);
  try {
    Context.current().heartbeat('waiting');
    await Context.current().cancelled;
  } finally {
    clearInterval(beat);
  }
};

exports.fail = async (message) => {
  throw ApplicationFailure.create({ message, type: 'Broken', details: ['at', 7] });
};
