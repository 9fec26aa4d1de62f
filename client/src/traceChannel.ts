/**
 * Lets the setting `opswright.trace.server` decide about the protocol trace.
 *
 * The language client would follow the log level of the channel instead, and a setting that does nothing until a second
 * switch is found elsewhere helps nobody. So it gets this view of the channel, whose level follows the setting and which
 * writes the trace at a level that is shown.
 */

import { type Disposable, EventEmitter, LogLevel, type LogOutputChannel, workspace } from 'vscode';

const setting = 'opswright.trace.server';

export function traceChannel(log: LogOutputChannel): LogOutputChannel & Disposable {
  const changed = new EventEmitter<LogLevel>();
  const level = () => (workspace.getConfiguration().get(setting, 'off') === 'off' ? LogLevel.Info : LogLevel.Trace);
  const listener = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(setting)) changed.fire(level());
  });
  return Object.create(log, {
    logLevel: { get: level },
    onDidChangeLogLevel: { value: changed.event },
    trace: { value: (message: string, ...rest: unknown[]) => log.info(message, ...rest) },
    dispose: {
      value: () => {
        listener.dispose();
        changed.dispose();
      },
    },
  });
}
