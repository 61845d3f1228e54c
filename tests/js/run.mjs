// Answers in Node what tests/javascript.py asks, one JSON object a line.
import { createInterface } from "node:readline";
import { answer } from "./answers.mjs";

for await (const line of createInterface({ input: process.stdin })) {
  const { kind, ...given } = JSON.parse(line);
  console.log(JSON.stringify(answer[kind](given)));
}
