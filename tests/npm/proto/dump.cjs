// Prints the messages, enums and services of @temporalio/proto as JSON, for a test to compare with.
// Usage: node dump.cjs FOLDER, where FOLDER/node_modules holds the package.
const root = require(require("path").join(process.argv[2], "node_modules/@temporalio/proto/protos/json-module.js"));
root.resolveAll();

const name = (object) => object.fullName.replace(/^\./, "");
const snake = (camel) => camel.replace(/[A-Z]/g, (letter) => "_" + letter.toLowerCase());
const result = { messages: {}, enums: {}, services: {} };

function visit(space) {
  for (const item of Object.values(space.nested ?? {})) {
    if (item.fields) {
      const fields = {};
      for (const field of Object.values(item.fields)) {
        fields[field.protoName ?? snake(field.name)] = {
          number: field.id,
          type: field.resolvedType ? name(field.resolvedType) : field.type,
          key: field.keyType ?? null,
          repeated: field.repeated,
          oneof: field.partOf && !field.partOf.isProto3Optional ? field.partOf.name : null,
        };
      }
      result.messages[name(item)] = fields;
    } else if (item.values) {
      result.enums[name(item)] = item.values;
    } else if (item.methods) {
      const methods = {};
      for (const method of Object.values(item.methods)) {
        methods[method.name] = {
          request: name(method.resolvedRequestType),
          response: name(method.resolvedResponseType),
          streaming: Boolean(method.requestStream || method.responseStream),
        };
      }
      result.services[name(item)] = methods;
    }
    visit(item);
  }
}

visit(root);
console.log(JSON.stringify(result));
