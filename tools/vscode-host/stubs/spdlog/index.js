// Stands in for @vscode/spdlog, the native logger of VS Code: appends each line to the log file at once. Rotation is
// left out, because a test run is short. The exports are written one by one: VS Code imports this CommonJS package
// from an ES module, where the names inside an object literal are not seen.
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical', 'off'];

class Logger {
  constructor(name, file) {
    this.name = name;
    this.file = file;
    this.level = levels.indexOf('info');
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }

  write(level, message) {
    if (levels.indexOf(level) < this.level) return;
    try {
      fs.appendFileSync(this.file, `${new Date().toISOString()} [${level}] ${message}\n`);
    } catch (error) {
      // The folder may be deleted while the server ends; a lost line must not bring it down.
      if (error.code !== 'ENOENT') throw error;
    }
  }

  trace(message) {
    this.write('trace', message);
  }
  debug(message) {
    this.write('debug', message);
  }
  info(message) {
    this.write('info', message);
  }
  warn(message) {
    this.write('warn', message);
  }
  error(message) {
    this.write('error', message);
  }
  critical(message) {
    this.write('critical', message);
  }

  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {
    return undefined;
  }
  clearFormatters() {
    return undefined;
  }
  flush() {
    return undefined;
  }
  drop() {
    return undefined;
  }
}

exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger(name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger(name, file);
