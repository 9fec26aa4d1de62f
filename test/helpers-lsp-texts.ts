/** The texts that the tests of the language server open. */

export const uri = 'file:///runbook.yaml';
/** A runbook whose first step goes on to the step of this name; it has `first` and `last`. */
export const runbook = (next: string) => `schemaVersion: '0.3'
description: Waits twice.
mainSteps:
  - name: first
    action: aws:sleep
    nextStep: ${next}
    inputs:
      Duration: PT1M
  - name: last
    action: aws:sleep
    inputs:
      Duration: PT1M
    isEnd: true
assumeRole: arn:aws:iam::111122223333:role/Operator
`;
export const good = runbook('last');
/** With one fault. */
export const bad = runbook('nowhere');
export const foreign = 'services:\n  web:\n    image: nginx\n';
export const top = { line: 0, character: 0 };
/** In the name of an action of the runbook. */
export const inside = { textDocument: { uri }, position: { line: 4, character: 15 } };
