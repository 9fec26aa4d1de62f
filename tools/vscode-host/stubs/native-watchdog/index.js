// Stands in for @vscode/native-watchdog, a native module that ends a process whose parent is gone. The server is run
// in its own process group and shuts itself down when its page is closed, so nothing has to watch it.
exports.start = () => undefined;
exports.exit = (code) => process.exit(code || 0);
